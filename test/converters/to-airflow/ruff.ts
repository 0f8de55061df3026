import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

export interface LintFinding {
  readonly code: string | null;
  readonly message: string;
  readonly line: number;
}

export interface Ruff {
  /** The text as `ruff format` writes it. */
  format(text: string): string;
  /** What `ruff check` finds. */
  check(text: string): readonly LintFinding[];
}

/** Ruff with the rules that a DAG file for a version of Airflow has to keep: AIR only where Airflow 3 is meant. */
export function ruffFor(version: '3.3' | '2.11'): Ruff {
  const select = version === '2.11' ? ['E9', 'F'] : ['E9', 'F', 'AIR'];
  const settings = { 'target-version': 'py310', lint: { select } };
  const workspace = new Workspace(settings, PositionEncoding.Utf16);
  return {
    format: (text) => workspace.format(text),
    check: (text) => {
      const found: readonly { code: string | null; message: string; start_location: { row: number } }[] =
        workspace.check(text);
      return found.map((item) => ({ code: item.code, message: item.message, line: item.start_location.row }));
    },
  };
}
