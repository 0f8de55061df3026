import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../../text/diagnostic';
import { positionAt } from '../../text/range';
import type { Failure, Result } from '../failure';
import type { LintedFile } from '../reporters';
import { writeAtomically } from '../write-file';

/** A finding that is accepted: by its rule and the line that it stands on, not by the number of the line. */
interface AcceptedFinding {
  readonly rule: string;
  /** The line without the blanks around it. */
  readonly code: string;
  readonly message: string;
}

/** The findings that are accepted, by the path of their file, relative to the folder of the baseline. */
export type Baseline = ReadonlyMap<string, readonly AcceptedFinding[]>;

/** Reads a baseline; nothing where the file is not there. */
export async function readBaseline(file: string, cwd: string): Promise<Result<Baseline | undefined>> {
  const text = await readFile(path.resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    if (text.code === 'ENOENT') return { ok: true, value: undefined };
    return failed('cannot-run', `the baseline "${file}" cannot be read: ${text.code ?? text.message}`);
  }
  const baseline = parseBaseline(text);
  return baseline === undefined
    ? failed('usage', `"${file}" is no baseline of dagport`)
    : { ok: true, value: baseline };
}

function failed(kind: Failure['kind'], message: string): Result<never> {
  const hint = '"dagport lint --baseline FILE --update-baseline" writes it anew.';
  return { ok: false, failures: [{ kind, code: 'unusable-baseline', message, hint }] };
}

function parseBaseline(text: string): Baseline | undefined {
  const data = parseJson(text);
  if (!isRecord(data) || data.version !== 1 || !isRecord(data.files)) return undefined;
  const entries = Object.entries(data.files).map(
    ([file, findings]) => [file, Array.isArray(findings) ? findings.filter(isAccepted) : []] as const,
  );
  return new Map(entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // told as "no baseline" by the caller
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAccepted(value: unknown): value is AcceptedFinding {
  return isRecord(value) && [value.rule, value.code, value.message].every((part) => typeof part === 'string');
}

/** Writes what is found now as what is accepted, and gives how many findings that are. */
export async function writeBaseline(file: string, cwd: string, files: readonly LintedFile[]): Promise<number> {
  const place = path.resolve(cwd, file);
  const accepted = files
    .filter(({ diagnostics }) => diagnostics.length > 0)
    .map((linted) => [nameIn(place, cwd, linted.path), linted.diagnostics.map((one) => accept(one, linted))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify({ version: 1, files: Object.fromEntries(accepted) }, undefined, 2);
  await writeAtomically(place, `${text}\n`);
  return accepted.reduce((sum, [, findings]) => sum + findings.length, 0);
}

function accept(diagnostic: Diagnostic, linted: LintedFile): AcceptedFinding {
  return { rule: diagnostic.rule, code: codeOf(diagnostic, linted), message: diagnostic.message };
}

/** The line of a finding without the blanks around it. */
function codeOf({ range }: Diagnostic, { text, lines }: LintedFile): string {
  const { line } = positionAt(lines, range.start);
  return text.slice(lines.starts[line] ?? 0, lines.starts[line + 1] ?? text.length).trim();
}

/** Files are named from the folder of the baseline: the same wherever dagport is started. */
function nameIn(baseline: string, cwd: string, file: string): string {
  return path.relative(path.dirname(baseline), path.resolve(cwd, file)).split(path.sep).join('/');
}

/**
 * The files without what a baseline accepts. A finding is known by its rule and its line, wherever the line stands now; one
 * whose line has changed, by its rule and message. Each accepted finding stands for one: a second one of the kind is new.
 */
export function withoutAccepted(
  files: readonly LintedFile[],
  baseline: Baseline,
  file: string,
  cwd: string,
): readonly LintedFile[] {
  const place = path.resolve(cwd, file);
  return files.map((linted) => {
    const accepted = baseline.get(nameIn(place, cwd, linted.path)) ?? [];
    const byLine = cancel(linted.diagnostics, accepted, linted, ({ rule, code }) => `${rule}\n${code}`);
    const byMessage = cancel(byLine.diagnostics, byLine.accepted, linted, ({ rule, message }) => `${rule}\n${message}`);
    return { ...linted, diagnostics: byMessage.diagnostics };
  });
}

interface Left {
  readonly diagnostics: readonly Diagnostic[];
  readonly accepted: readonly AcceptedFinding[];
}

/** What is left of both when those with the same key cancel each other, one by one. */
function cancel(
  diagnostics: readonly Diagnostic[],
  accepted: readonly AcceptedFinding[],
  linted: LintedFile,
  keyOf: (finding: AcceptedFinding) => string,
): Left {
  if (accepted.length === 0) return { diagnostics, accepted };
  const free = new Map<string, AcceptedFinding[]>();
  for (const one of accepted) {
    const same = free.get(keyOf(one));
    if (same === undefined) free.set(keyOf(one), [one]);
    else same.push(one);
  }
  const left = diagnostics.filter((one) => free.get(keyOf(accept(one, linted)))?.pop() === undefined);
  return { diagnostics: left, accepted: [...free.values()].flat() };
}
