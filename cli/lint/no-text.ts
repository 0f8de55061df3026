import type { Diagnostic } from '../../text/diagnostic';

/** All that can be said of a file in which bytes are no UTF-8 text. */
export function noTextAt(start: number): Diagnostic {
  return {
    rule: 'yaml-syntax',
    severity: 'error',
    message: 'This file is no UTF-8 text from here on, so nothing of it was read.',
    range: { start, end: start + 1 },
    help: 'Save it as UTF-8. YAML files of other encodings, and binary files, are not read.',
  };
}
