import { Parser } from 'yaml';
import type { Diagnostic } from '../../text/diagnostic';
import { readWorkflow, type WorkflowFile } from '../read';
import { type Printed, printStream, Unprintable } from './print';
import { sameContent } from './same-content';

/** A text in the style of the formatter, or why it cannot be brought into it. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'refused'; readonly problem: Diagnostic };

/**
 * A workflow file, or another file of YAML, in one style: indentation, blanks, quotes and the end of the file. Comments,
 * blank lines, line breaks, the order of keys and what the file says stay; formatting again changes nothing. A text that
 * is no valid YAML is refused. Never throws.
 */
export function formatWorkflow(text: string): Formatted {
  const file = readWorkflow('', text);
  const problem = file.problems.find((one) => !isHarmless(one));
  if (problem !== undefined) return { kind: 'refused', problem };
  const printed = settled(text);
  const after = printed === undefined ? undefined : readWorkflow('', printed);
  const isSound = after?.problems.every(isHarmless) === true && sameContent(file, after);
  return printed !== undefined && isSound
    ? { kind: 'formatted', text: printed }
    : { kind: 'refused', problem: file.problems.find(({ rule }) => rule === 'no-mapping') ?? unusual(file) };
}

/** Problems that leave no doubt about how a text is to be read. */
const HARMLESS: ReadonlySet<string> = new Set([
  'ambiguous-scalar',
  'duplicate-anchor',
  'duplicate-key',
  'no-mapping',
  'null-in-text',
  'too-many-aliases',
  'unknown-alias',
  'yaml-tag',
]);

function isHarmless({ rule }: Diagnostic): boolean {
  return HARMLESS.has(rule);
}

function unusual({ text }: WorkflowFile): Diagnostic {
  const message = 'This file is laid out in a way that cannot be changed without changing what it says.';
  return { rule: 'yaml-syntax', severity: 'error', message, range: { start: 0, end: Math.min(1, text.length) } };
}

/** Comments may be attributed differently once they are moved: then a further round settles them. */
const MAXIMAL_ROUNDS = 4;

function settled(text: string): string | undefined {
  let before = text.replace(LONE_RETURN, '\n');
  for (let round = 0; round < MAXIMAL_ROUNDS; round++) {
    const after = printOnce(before);
    if (after === undefined || after === before) return after;
    before = after;
  }
  return undefined;
}

/** A carriage return alone ends a line, too (YAML 1.1, §4.1.4). */
const LONE_RETURN = /\r(?!\n)/g;

function printOnce(text: string): string | undefined {
  try {
    return trimmed(printStream(new Parser().parse(text)), text);
  } catch (error) {
    if (error instanceof Unprintable) return undefined;
    throw error;
  }
}

/** Without blank lines before and behind all, and with a line break at the end. */
function trimmed({ text, lastBlock }: Printed, source: string): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length).replace(/^(?:[ \t]*\r?\n)+/, '');
  const end = body.slice(endOfText(body));
  const inner = body.slice(0, body.length - end.length);
  if (inner === '' || keepsEnd(lastBlock, end)) return mark + (inner === '' ? '' : body);
  return `${mark}${inner}${source.includes('\r\n') ? '\r\n' : '\n'}`;
}

/** Where the line breaks begin that end a text. */
function endOfText(text: string): number {
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end -= text.charAt(end - 2) === '\r' ? 2 : 1;
  return end;
}

/** `|+` keeps the blank lines behind it; PyYAML reads a last line without a break as one without. */
function keepsEnd(lastBlock: string | undefined, end: string): boolean {
  return lastBlock !== undefined && (lastBlock.includes('+') || (end === '' && !lastBlock.includes('-')));
}
