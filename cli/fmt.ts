import path from 'node:path';
import { counted } from '../text/counted';
import { indexLines, positionAt } from '../text/range';
import { type Formatted, formatWorkflow } from '../workflow/format';
import { unifiedDiff } from './diff';
import { EXIT, type Failure, reportFailures } from './failure';
import type { CommandIo } from './io';
import { findSources } from './lint/find-sources';
import { noTextAt } from './lint/no-text';
import type { LintSource } from './lint/source';
import type { FmtOptions } from './options';
import { startProgress } from './progress';
import { openProjects } from './project';
import { writeAtomically } from './write-file';

/**
 * `dagport fmt`: brings workflows into one style, and gives the exit code. With `--check` or `--diff` nothing is written, and
 * files that are not in it are findings; so are files that are no valid YAML.
 */
export async function fmtCommand(io: CommandIo, options: FmtOptions): Promise<number> {
  const found = await findSources(io, { ...options, legacy: false }, openProjects(io.cwd));
  if (!found.ok) return reportFailures(io, found.failures, false);
  const sources = found.value.sources.filter(({ kind }) => kind === 'workflow' || kind === 'configuration');
  if (sources.length === 0) return reportFailures(io, [nothingFound(options.paths)], false);
  const progress = startProgress(io, 'Formatting', sources.length);
  const results = sources.map((source, index): Result => {
    progress.done(index);
    return { source, formatted: formatted(source) };
  });
  progress.end();
  for (const { source, formatted } of results) {
    if (formatted.kind === 'refused') io.stderr(refusal(source, formatted));
  }
  if (options.paths.includes('-') && !options.check && !options.diff) return printed(io, results);
  const changed = results.flatMap(({ source, formatted }) =>
    formatted.kind === 'formatted' && formatted.text !== source.text ? [{ source, text: formatted.text }] : [],
  );
  const refused = results.filter(({ formatted }) => formatted.kind === 'refused').length;
  if (options.diff) for (const { source, text } of changed) io.stdout(unifiedDiff(source.path, source.text, text));
  if (options.check || options.diff) {
    if (options.check) for (const { source } of changed) io.stdout(`${source.path}\n`);
    io.stderr(summary(changed.length, results.length, 'not formatted', 'formatted already'));
    return changed.length + refused > 0 ? EXIT.findings : EXIT.fine;
  }
  for (const { source, text } of changed) {
    await writeAtomically(path.resolve(io.cwd, source.path), text);
    io.stdout(`${source.path}\n`);
  }
  io.stderr(summary(changed.length, results.length, 'formatted', 'left as they are'));
  return refused > 0 ? EXIT.findings : EXIT.fine;
}

interface Result {
  readonly source: LintSource;
  readonly formatted: Formatted;
}

/** What stands for bytes that are no text must not be written over them. */
function formatted({ text, noText }: LintSource): Formatted {
  return noText === undefined ? formatWorkflow(text) : { kind: 'refused', problem: noTextAt(noText) };
}

function printed(io: CommandIo, results: readonly Result[]): number {
  for (const { formatted } of results) {
    if (formatted.kind === 'refused') return EXIT.findings;
    io.stdout(formatted.text);
  }
  return EXIT.fine;
}

function refusal({ path: file, text }: LintSource, { problem }: Extract<Formatted, { kind: 'refused' }>): string {
  const { line, character } = positionAt(indexLines(text), problem.range.start);
  return `${file}:${line + 1}:${character + 1}: cannot be formatted: ${problem.message}\n`;
}

function summary(changed: number, all: number, what: string, others: string): string {
  const rest = all - changed;
  const parts = [
    ...(changed > 0 ? [`${counted(changed, 'file')} ${what}`] : []),
    ...(rest > 0 ? [`${counted(rest, 'file')} ${rest === 1 ? others.replace('they are', 'it is') : others}`] : []),
  ];
  return `${parts.join(', ')}.\n`;
}

function nothingFound(paths: readonly string[]): Failure {
  const named = paths.map((one) => `"${one}"`).join(', ');
  return { kind: 'usage', code: 'no-workflows', message: `there is no workflow in ${named}` };
}
