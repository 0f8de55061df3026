import type { Diagnostic } from '../../text/diagnostic';
import type { Range } from '../../text/range';

/** An error in the YAML itself. */
export function problem(rule: string, { start, end }: Range, message: string): Diagnostic {
  return { rule, severity: 'error', message, range: { start, end } };
}
