import type { CommandIo } from './io';

/** Why a command did not do what it was asked to. `usage`: it was called wrongly. `cannot-run`: something else is missing. */
export interface Failure {
  readonly kind: 'usage' | 'cannot-run';
  /** Kebab-case, for programs. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failures: readonly Failure[] };

/** The exit codes of every command. */
export const EXIT = { fine: 0, findings: 1, usage: 2, cannotRun: 3 } as const;

/**
 * Says why a command failed, as JSON (`{"version":1,"error":…}`, the first failure) on the standard output where that
 * was asked for, else in words on the standard error. Gives the exit code.
 */
export function reportFailures(io: CommandIo, failures: readonly Failure[], asJson: boolean): number {
  const [first] = failures;
  if (asJson && first !== undefined) {
    const { code, message, hint } = first;
    io.stdout(`${JSON.stringify({ version: 1, error: { code, message, ...(hint === undefined ? {} : { hint }) } })}\n`);
  } else {
    for (const { message, hint } of failures)
      io.stderr(`dagport: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`);
  }
  return failures.some((failure) => failure.kind === 'cannot-run') ? EXIT.cannotRun : EXIT.usage;
}
