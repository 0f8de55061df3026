import type { ReportedSource } from '../../migration';
import { counted } from '../../text/counted';

/** A reason why something is left to a person. */
export interface Block {
  readonly message: string;
  readonly constructs: number;
  /** How many sources have it. */
  readonly applications: number;
  /** How many of these would need no decision without it: what follows from another reason is none of its own. */
  readonly alone: number;
  /** Where it stands first. */
  readonly path: string;
  readonly line: number;
}

/** Messages on what only follows from another decision: what stands inside of something, or is called by it. */
const consequence = /^(?:It stands inside |It is called by code that a person must convert\.|A condition in it must )/;

interface Found {
  constructs: number;
  readonly applications: Set<string>;
  readonly path: string;
  readonly line: number;
}

/** What is left to a person, the commonest first. `named`: what a message is called, so that several are one. */
export function blocksOf(
  sources: readonly ReportedSource[],
  named: (message: string) => string = (message) => message,
): Block[] {
  const blocks = new Map<string, Found>();
  const reasons = new Map<string, Set<string>>();
  for (const { path, items } of sources) {
    const own = new Set<string>();
    for (const { status, message: whole = '', source } of items) {
      if (status !== 'manual') continue;
      const message = named(whole);
      const block = blocks.get(message) ?? { constructs: 0, applications: new Set<string>(), path, line: source.line };
      blocks.set(message, block);
      block.constructs++;
      block.applications.add(path);
      if (!consequence.test(message)) own.add(message);
    }
    reasons.set(path, own);
  }
  return [...blocks]
    .map(([message, { constructs, applications, path, line }]): Block => {
      const alone = [...applications].filter(
        (name) => reasons.get(name)?.size === 1 && reasons.get(name)?.has(message),
      );
      return { message, constructs, applications: applications.size, alone: alone.length, path, line };
    })
    .sort((a, b) => b.applications - a.applications || b.constructs - a.constructs);
}

/** A number and its word, as wide in every row. */
function inColumn(number: number, word: string): string {
  const [digits = '', what = ''] = counted(number, word).split(' ');
  return `${digits.padStart(6)} ${what.padEnd(word.length + 1)}`;
}

/** More reasons are not listed. */
const mostReasons = 40;

/** Reasons that name a variable of the file are one for people. */
function withoutNames(message: string): string {
  return message
    .replace(/^The value of \S+ is not known/, 'The value of a variable is not known')
    .replace(
      /: "[^"]*" is (computed by Groovy|no text|not declared in this file|known to Jenkins only)/,
      ': a name in it is $1',
    );
}

/** Each reason in one line, with how many sources it blocks; what only follows from others is one number. */
export function blocksText(sources: readonly ReportedSource[]): string {
  const blocks = blocksOf(sources, withoutNames);
  if (blocks.length === 0) return '';
  const own = blocks.filter(({ message }) => !consequence.test(message));
  const following = blocks.filter(({ message }) => consequence.test(message));
  const lines = own.slice(0, mostReasons).map(({ message, applications, alone, constructs, path, line }) => {
    const only = alone === 0 ? '' : `${alone} by it alone`;
    const [found, places] = [inColumn(applications, 'source'), inColumn(constructs, 'construct')];
    return `  ${found} ${only.padStart(15)} ${places}  ${message} ${path}:${line}\n`;
  });
  const more = own.length - mostReasons;
  const further = more <= 0 ? '' : `  ${counted(more, 'more reason')}: --format json has all of them.\n`;
  const rest = following.reduce((sum, { constructs }) => sum + constructs, 0);
  const tail =
    rest === 0
      ? ''
      : `  ${rest} more ${rest === 1 ? 'construct stands' : 'constructs stand'} inside of these, or ${rest === 1 ? 'is' : 'are'} called by them.\n`;
  return `\nWhat is left to decide, and where it stands first\n${lines.join('')}${further}${tail}`;
}
