import type { Diagnostic } from '../../text/diagnostic';
import type { Place } from './convert';
import type { ScalarType } from './node';
import { problem } from './problem';

/** What the `yaml` package takes and PyYAML 6.0.3 refuses: no workflow with it can be loaded by other tools. */

/** Why a plain scalar is refused where it stands. */
export function refusedPlain(text: string, { inFlow, isKey }: Place): string | undefined {
  if (!isKey && text === '=') return 'A plain "=" is refused by YAML 1.1 readers; quote it.';
  if (!isKey && text === '<<') return 'A plain "<<" is a merge key to YAML 1.1 readers and no value; quote it.';
  if (inFlow && text.includes('?'))
    return 'Inside brackets YAML 1.1 readers take a "?" for the mark of a key; quote the value.';
  if (inFlow && text.startsWith(':')) return 'Inside brackets no value begins with ":"; quote it.';
  return undefined;
}

/** PyYAML takes ASCII letters, digits, `-` and `_` only. */
export function isAnchorName(name: string): boolean {
  return /^[\w-]+$/.test(name);
}

export function checkAnchorName(
  name: string,
  range: { readonly start: number; readonly end: number },
  problems: Diagnostic[],
): void {
  if (isAnchorName(name)) return;
  const message = `The name of an anchor has only ASCII letters, digits, "-" and "_"; "${name}" has others.`;
  problems.push(problem('yaml-syntax', range, message));
}

/** Is it a tag that only says what the value is anyway? No other is read: workflows are plain data. */
export function isIdleTag(tag: string, what: 'mapping' | 'list' | ScalarType): boolean {
  return tag === `tag:yaml.org,2002:${TAGS[what]}`;
}

const TAGS = {
  mapping: 'map',
  list: 'seq',
  text: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  null: 'null',
  timestamp: 'timestamp',
} as const;

/** PyYAML's reader takes these and no other characters. */
const UNPRINTABLE = /[^\t\n\r -~\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** To YAML 1.1 these end a line, to YAML 1.2 they are text. */
const LINE_SEPARATOR = /[\u0085\u2028\u2029]/;

/** At the beginning of a line it is no mark of a byte order: PyYAML makes it a part of the name behind it. */
const STRAY_MARK = /\n\uFEFF/;

/** The first character of a file that not all readers take, or not in the same way. */
export function checkCharacters(text: string): readonly Diagnostic[] {
  const unprintable = UNPRINTABLE.exec(text);
  const separator = LINE_SEPARATOR.exec(text);
  const mark = STRAY_MARK.exec(text);
  return [
    ...(mark === null ? [] : [markProblem(mark.index + 1)]),
    ...(unprintable === null ? [] : [characterProblem(unprintable, 'is refused by YAML 1.1 readers')]),
    ...(separator === null ? [] : [characterProblem(separator, 'ends a line for some YAML readers only')]),
  ];
}

function markProblem(start: number): Diagnostic {
  const message = 'A byte order mark stands at the beginning of a file; here it is a part of the name behind it.';
  const range = { start, end: start + 1 };
  const fix = { title: 'Remove the mark', safety: 'unsafe', edits: [{ range, text: '' }] } as const;
  return { ...problem('yaml-syntax', range, message), fix };
}

function characterProblem({ 0: character, index }: RegExpExecArray, why: string): Diagnostic {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `The character U+${code} ${why}; write it as an escape in double quotes.`;
  return problem('yaml-syntax', { start: index, end: index + character.length }, message);
}
