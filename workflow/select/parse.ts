import { didYouMean } from '../../text/nearest';
import type { Range } from '../../text/range';

/** A selection in dbt's syntax: a union, written with blanks, of intersections, written with commas. */
export type Selection = readonly Intersection[];
export type Intersection = readonly Term[];

/** `2+load+`, `@load`, `type:bash`: the nodes that a pattern matches and those around them. */
export interface Term {
  readonly method: Method | 'name';
  /** Names with `*`, `?` and `[…]`. */
  readonly pattern: string;
  /** The steps to go against and along the dependencies; infinite for a bare `+`. */
  readonly before: number;
  readonly behind: number;
  /** `@`: what is behind, with all that it needs. */
  readonly closed: boolean;
  /** Where it stands in the text of the selection. */
  readonly range: Range;
}

export const METHODS = ['type', 'wave', 'resource', 'image', 'section', 'group'] as const;
export type Method = (typeof METHODS)[number];

/** What is wrong with a selection. The range is one of its text. */
export interface SelectionProblem {
  readonly code: 'invalid-selection' | 'unknown-selection';
  readonly message: string;
  readonly range: Range;
}

export interface ParsedSelection {
  readonly selection: Selection;
  readonly problems: readonly SelectionProblem[];
}

const TERM = /^(@|\d*\+)?(.*?)(\+\d*)?$/u;

/** Reads a selection (dbt's node selection syntax). Never throws; what cannot be read is reported and left out. */
export function parseSelection(text: string): ParsedSelection {
  const problems: SelectionProblem[] = [];
  const selection: Intersection[] = [];
  for (const word of text.matchAll(/\S+/gu)) {
    const terms: Term[] = [];
    let start = word.index;
    for (const part of word[0].split(',')) {
      const term = parseTerm(part, { start, end: start + part.length });
      if ('code' in term) problems.push(term);
      else terms.push(term);
      start += part.length + 1;
    }
    if (terms.length > 0) selection.push(terms);
  }
  if (selection.length === 0 && problems.length === 0) {
    problems.push(invalid('A selection names at least one node.', { start: 0, end: text.length }));
  }
  return { selection, problems };
}

/** The term that selects a node by its address: `?` stands for what would mean something else in a selection. */
export function termFor(address: string): string {
  return address.replace(/[\s,+@:*?[\]]/gu, '?');
}

function invalid(message: string, range: Range): SelectionProblem {
  return { code: 'invalid-selection', message, range };
}

function parseTerm(text: string, range: Range): Term | SelectionProblem {
  const [, leading = '', rest = '', trailing = ''] = TERM.exec(text) ?? [];
  if (text === '') return invalid('A comma stands between two terms, with no blank beside it.', range);
  if (rest === '') return invalid(`"${text}" names no node.`, range);
  if (/[@+]/u.test(rest)) {
    return invalid(`"${text}" is no term: "+" stands before or behind a name, and "@" only before it.`, range);
  }
  if (leading === '@' && trailing !== '') {
    return invalid(`"${text}" has "@" and "+": "@" already takes what is behind, and all that it needs.`, range);
  }
  const colon = rest.indexOf(':');
  const written = colon < 0 ? 'name' : rest.slice(0, colon);
  const method = written === 'name' ? 'name' : METHODS.find((name) => name === written);
  if (method === undefined) {
    const known = METHODS.join(', ');
    return invalid(`"${written}" selects nothing; there are ${known}.${didYouMean(written, METHODS)}`, range);
  }
  const pattern = rest.slice(colon + 1);
  if (pattern === '') return invalid(`"${text}" says nothing behind the colon.`, range);
  return {
    method,
    pattern,
    before: leading === '@' || leading === '' ? 0 : stepsOf(leading.slice(0, -1)),
    behind: trailing === '' ? 0 : stepsOf(trailing.slice(1)),
    closed: leading === '@',
    range,
  };
}

function stepsOf(digits: string): number {
  return digits === '' ? Number.POSITIVE_INFINITY : Number(digits);
}
