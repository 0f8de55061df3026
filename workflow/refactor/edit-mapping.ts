import type { TextEdit } from '../../text/diagnostic';
import type { YamlMapping, YamlNode, YamlPair, YamlScalar } from '../read';
import { contentEnd, type EditedText } from '../select/edit-list';
import { commentsIn, lineBreakOf, lineEnd, lineStart, nextLine } from '../select/lines';
import { writeText } from '../write/scalar';

/** A value in flow layout, on one line. Nothing where it comes from an alias. */
export function inFlow(at: EditedText, node: YamlNode): string | undefined {
  if (node.from !== undefined || node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return scalarInFlow(at, node);
  const parts =
    node.kind === 'list'
      ? node.items.map((item) => inFlow(at, item))
      : node.pairs.map(({ key, value }) => joined(scalarInFlow(at, key), inFlow(at, value)));
  const texts = parts.flatMap((part) => part ?? []);
  if (texts.length < parts.length) return undefined;
  return node.kind === 'list' ? `[${texts.join(', ')}]` : `{${texts.join(', ')}}`;
}

function joined(key: string | undefined, value: string | undefined): string | undefined {
  return key === undefined || value === undefined ? undefined : `${key}: ${value}`;
}

/** What is no text keeps the way in which it is written: `010` is a number of its own. */
function scalarInFlow(at: EditedText, { type, text, start, end, from }: YamlScalar): string | undefined {
  if (from !== undefined) return undefined;
  return type === 'text' ? writeText(text, 'flow') : at.text.slice(at.offset + start, at.offset + end) || 'null';
}

/** Is a mapping written in braces? */
export function isFlow(at: EditedText, map: YamlNode): boolean {
  return at.text.charAt(at.offset + map.start) === '{';
}

/** Takes pairs out of a mapping of which some remain. Nothing where its text cannot be told apart. */
export function withoutPairs(
  at: EditedText,
  map: YamlMapping,
  gone: ReadonlySet<YamlPair>,
): readonly TextEdit[] | undefined {
  if (gone.size === 0) return [];
  if (isFlow(at, map)) {
    const rest = map.pairs.filter((pair) => !gone.has(pair));
    const text = inFlow(at, { ...map, pairs: rest });
    const source = at.text.slice(at.offset + map.start, at.offset + map.end);
    if (text === undefined || commentsIn(source).length > 0) return undefined;
    return [{ range: { start: at.offset + map.start, end: at.offset + map.end }, text }];
  }
  const edits: TextEdit[] = [];
  for (const pair of gone) {
    const lines = pairLines(at, pair);
    if (lines === undefined) return undefined;
    edits.push({ range: lines, text: '' });
  }
  return edits;
}

/** The lines of a pair in block layout that has them for itself. */
export function pairLines(
  at: EditedText,
  { key, value }: YamlPair,
): { readonly start: number; readonly end: number } | undefined {
  if (key.from !== undefined || value.from !== undefined) return undefined;
  const keyStart = at.offset + key.start;
  const start = lineStart(at.text, keyStart);
  const isEmpty = value.start === value.end;
  const end = isEmpty ? at.offset + key.end : contentEnd(at, value);
  const rest = at.text.slice(end, lineEnd(at.text, end)).replace(isEmpty ? /^[ \t]*:/ : /^/, '');
  if (!/^ *$/.test(at.text.slice(start, keyStart)) || !/^[ \t]*(?:#.*)?$/.test(rest)) return undefined;
  return { start, end: nextLine(at.text, end) };
}

/** Takes a pair out of a mapping that keeps others. */
export function withoutPair(at: EditedText, map: YamlMapping, pair: YamlPair): readonly TextEdit[] | undefined {
  return withoutPairs(at, map, new Set([pair]));
}

/** Adds pairs at the end of a mapping, each on one line. Nothing where its text cannot be told apart. */
export function withPairs(
  at: EditedText,
  map: YamlMapping,
  added: readonly (readonly [key: string, value: string])[],
): readonly TextEdit[] | undefined {
  const last = map.pairs.at(-1);
  if (added.length === 0) return [];
  if (last === undefined || last.key.from !== undefined || map.from !== undefined) return undefined;
  if (isFlow(at, map)) {
    const end = at.offset + last.value.end;
    if (last.value.from !== undefined) return undefined;
    return [{ range: { start: end, end }, text: added.map(([key, value]) => `, ${key}: ${value}`).join('') }];
  }
  const end = lineEnd(at.text, contentEnd(at, last.value.start === last.value.end ? last.key : last.value));
  const margin = ' '.repeat(at.offset + last.key.start - lineStart(at.text, at.offset + last.key.start));
  const lines = added.map(([key, value]) => `${lineBreakOf(at.text)}${margin}${key}: ${value}`);
  return [{ range: { start: end, end }, text: lines.join('') }];
}

/** All edits, or nothing where one of them cannot be made. */
export function allOf(...parts: readonly (readonly TextEdit[] | undefined)[]): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    edits.push(...part);
  }
  return edits;
}
