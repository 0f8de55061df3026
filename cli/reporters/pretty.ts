import pc from 'picocolors';
import { counted } from '../../text/counted';
import type { Diagnostic, Fix, Severity } from '../../text/diagnostic';
import { changedLines } from './changed-lines';
import { frameOf } from './frame';
import { type LintedFile, printedRange, type Reporter, summarise } from './report';

/** What stands before the code of a frame, with a line of five digits. */
const GUTTER = 10;

type Paint = ReturnType<typeof pc.createColors>;

/** Text for people: each finding with its line, what to do about it, the other places that matter, and its fix. */
export const reportPretty: Reporter = (report, color, width) => {
  const paint = pc.createColors(color);
  const findings = report.files.flatMap((file) =>
    file.diagnostics.map((diagnostic) => finding(diagnostic, file, paint, width)),
  );
  const { files, errors, warnings, infos } = summarise(report);
  const counts = [count(errors, 'error'), count(warnings, 'warning'), count(infos, 'remark')].filter(
    (one) => one !== '',
  );
  const where = `in ${counted(files, 'file')}`;
  if (counts.length === 0) return `${paint.green('Nothing found')} ${where}.\n`;
  const fixable = report.files.flatMap((file) => file.diagnostics.filter((one) => one.fix?.safety === 'safe')).length;
  const offer = fixable === 0 ? '' : ` ${fixable} can be fixed by ${paint.bold('--fix')}.`;
  return `${findings.join('\n')}\n${paint.bold(counts.join(', '))} ${where}.${offer}\n`;
};

function finding(diagnostic: Diagnostic, file: LintedFile, paint: Paint, width: number | undefined): string {
  const { rule, severity, message, help, related = [], fix } = diagnostic;
  const { start } = printedRange(diagnostic.range, file.lines);
  const frame = frameOf(diagnostic.range, file.text, file.lines, width === undefined ? undefined : width - GUTTER);
  const gutter = ' '.repeat(String(frame.line).length);
  const mark = colourOf(severity, paint);
  const lines = [
    `${paint.bold(`${file.path}:${start.line}:${start.column}`)} ${mark(severity)} ${paint.dim(rule)}`,
    `  ${message}`,
    `  ${paint.dim(`${frame.line} |`)} ${frame.code}`,
    `  ${paint.dim(`${gutter} |`)} ${mark(frame.marks)}`,
    ...(help === undefined ? [] : [`  ${paint.cyan('help:')} ${help}`]),
    ...related.map((place) => {
      const { line, column } = printedRange(place.range, file.lines).start;
      return `  ${paint.cyan('see:')} ${place.path ?? file.path}:${line}:${column} ${place.message}`;
    }),
    ...(fix === undefined ? [] : fixLines(fix, file, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a fix does; the lines that it changes where they are few. */
function fixLines(fix: Fix, { text, lines }: LintedFile, paint: Paint): readonly string[] {
  const title = `  ${paint.cyan('fix:')} ${fix.title}${fix.safety === 'safe' ? '' : ' (a proposal: --unsafe-fixes applies it)'}`;
  const changed = changedLines(fix, text, lines);
  if (changed === undefined) return [title];
  const width = String(changed.before.at(-1)?.line ?? 1).length;
  const shown = ({ line, code }: { readonly line?: number; readonly code: string }, sign: '-' | '+'): string => {
    const paintLine = sign === '-' ? paint.red : paint.green;
    return `  ${paint.dim(String(line ?? '').padStart(width))} ${paintLine(`${sign} ${code}`)}`;
  };
  return [
    title,
    ...changed.before.map((line) => shown(line, '-')),
    ...changed.after.map((code) => shown({ code }, '+')),
  ];
}

function colourOf(severity: Severity, paint: Paint): (text: string) => string {
  return { error: paint.red, warning: paint.yellow, info: paint.blue }[severity];
}

function count(number: number, word: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
