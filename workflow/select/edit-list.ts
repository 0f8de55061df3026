import type { TextEdit } from '../../text/diagnostic';
import type { YamlList, YamlMapping, YamlNode, YamlPair } from '../read';
import { writeText } from '../write/scalar';
import { commentsIn, lineBreakOf, lineEnd, lineStart, nextLine } from './lines';

/** The text of a file, and where the ranges of an item of it start. */
export interface EditedText {
  readonly text: string;
  readonly offset: number;
}

/** What becomes of a list: of each element its texts in flow layout, nothing where it stays as it is. */
export interface ListChange {
  readonly elements: readonly (readonly string[] | undefined)[];
  readonly added: readonly string[];
  /** Does the key go where nothing is left? Else an empty list stays. */
  readonly removable: boolean;
}

/** A name as an element of a list. */
export function writeName(name: string): string {
  return writeText(name, 'flow');
}

/** Changes the list of a pair. Nothing where its text cannot be changed: it comes from an alias, say. */
export function editListOf(
  at: EditedText,
  map: YamlMapping,
  pair: YamlPair,
  change: ListChange,
): readonly TextEdit[] | undefined {
  const { value } = pair;
  if (value.kind !== 'list') return undefined;
  const result = change.elements
    .flatMap((texts, index) => texts ?? sourceOf(at, value.items[index]))
    .concat(change.added);
  if (result.length === 0 && change.removable) return removePair(at, map, pair);
  const start = at.text.charAt(at.offset + value.start);
  const source = at.text.slice(at.offset + value.start, at.offset + value.end);
  const isBare = gapsOf(at, value).every((gap) => commentsIn(gap).length === 0);
  if (start === '[' && isBare && source.endsWith(']')) {
    return [{ range: absoluteRange(at, value), text: `[${result.join(', ')}]` }];
  }
  const inBlock = start === '-' && result.length > 0 ? editBlock(at, value, change) : undefined;
  return inBlock ?? rewritePair(at, map, pair, `[${result.join(', ')}]`);
}

function absoluteRange(at: EditedText, node: { readonly start: number; readonly end: number }): TextEdit['range'] {
  return { start: at.offset + node.start, end: at.offset + node.end };
}

/** The text of an element that fits into flow layout. */
function sourceOf(at: EditedText, node: YamlNode | undefined): string {
  if (node === undefined) return '';
  if (node.kind !== 'list') return at.text.slice(at.offset + node.start, at.offset + node.end);
  return `[${node.items.map((item) => sourceOf(at, item)).join(', ')}]`;
}

/** The end of the text of a value, in the file; blocks end with what they hold last, not with what follows it. */
export function contentEnd(at: EditedText, node: YamlNode): number {
  const start = at.text.charAt(at.offset + node.start);
  const isBlock = start !== '[' && start !== '{';
  if (isBlock && node.kind === 'list' && node.items.length > 0) return lastOf(at, node.items);
  if (isBlock && node.kind === 'mapping' && node.pairs.length > 0) {
    return lastOf(
      at,
      node.pairs.flatMap(({ key, value }) => [key, value]),
    );
  }
  return at.offset + node.start + at.text.slice(at.offset + node.start, at.offset + node.end).trimEnd().length;
}

function lastOf(at: EditedText, nodes: readonly YamlNode[]): number {
  return nodes.reduce((end, node) => Math.max(end, contentEnd(at, node)), 0);
}

/** What stands between the elements of a list, at any depth. */
function gapsOf(at: EditedText, node: YamlNode): readonly string[] {
  if (node.kind !== 'list') return [];
  const gaps: string[] = [];
  let from = at.offset + node.start;
  for (const item of node.items) {
    gaps.push(at.text.slice(from, at.offset + item.start), ...gapsOf(at, item));
    from = contentEnd(at, item);
  }
  gaps.push(at.text.slice(from, contentEnd(at, node)));
  return gaps;
}

/** Changes a block list line by line, so that comments and the other lines stay. */
function editBlock(at: EditedText, list: YamlList, change: ListChange): readonly TextEdit[] | undefined {
  const { text } = at;
  const edits: TextEdit[] = [];
  const lines = list.items.map((item) => {
    const start = at.offset + item.start;
    const from = lineStart(text, start);
    const [dash] = /^ *-[ \t]+$/u.exec(text.slice(from, start)) ?? [];
    return dash === undefined ? undefined : { from, start, end: contentEnd(at, item), indent: dash.indexOf('-') };
  });
  const texts = change.elements.map((element) => (element === undefined ? undefined : [...element]));
  const lastKept = texts.findLastIndex((element) => element === undefined || element.length > 0);
  const home = Math.max(0, lastKept);
  const more = [...change.added];
  if (lastKept < 0) texts[home] = more.splice(0, 1);
  for (const [index, line] of lines.entries()) {
    if (line === undefined) return undefined;
    const element = texts[index];
    const behind = [...(element?.slice(1) ?? []), ...(index === home ? more : [])];
    const rest = text.slice(line.end, lineEnd(text, line.end));
    if (!/^[ \t]*(?:#.*)?$/u.test(rest)) return undefined;
    if (element !== undefined && element.length === 0) {
      const comment = rest.indexOf('#');
      edits.push(
        comment < 0
          ? { range: { start: line.from, end: nextLine(text, line.end) }, text: '' }
          : { range: { start: line.from + line.indent, end: line.end + comment }, text: '' },
      );
    } else if (element !== undefined) {
      edits.push({ range: { start: line.start, end: line.end }, text: element[0] ?? '' });
    }
    if (behind.length > 0) {
      const margin = `${lineBreakOf(text)}${' '.repeat(line.indent)}- `;
      const end = lineEnd(text, line.end);
      edits.push({ range: { start: end, end }, text: behind.map((name) => `${margin}${name}`).join('') });
    }
  }
  return edits;
}

/** Writes a pair anew on one line, its comments above it. */
function rewritePair(
  at: EditedText,
  map: YamlMapping,
  pair: YamlPair,
  value: string | undefined,
): readonly TextEdit[] | undefined {
  const { text, offset } = at;
  const keyStart = offset + pair.key.start;
  const from = lineStart(text, keyStart);
  const first = text.charAt(offset + pair.value.start);
  const isWritten = (first === '[' || first === '-') && text.startsWith(pair.key.text, keyStart);
  if (text.charAt(offset + map.start) === '{' || !isWritten) return undefined;
  const prefix = text.slice(from, keyStart);
  const end = contentEnd(at, pair.value);
  const rest = text.slice(end, lineEnd(text, end));
  if (!/^[ \t]*(?:#.*)?$/u.test(rest)) return undefined;
  const gaps = [text.slice(offset + pair.key.end, offset + pair.value.start), ...gapsOf(at, pair.value), rest];
  const comments = gaps.flatMap(commentsIn);
  const whole = { start: from, end: nextLine(text, end) };
  const ending = text.slice(lineEnd(text, end), whole.end);
  if (/^ *$/u.test(prefix)) {
    const lines = [...comments, ...(value === undefined ? [] : [`${pair.key.text}: ${value}`])];
    return [{ range: whole, text: lines.map((line) => `${prefix}${line}${ending}`).join('') }];
  }
  // On the line of the dash of its item the key has to stay.
  if (comments.length > 1) return undefined;
  const tail = comments.map((comment) => `  ${comment}`).join('');
  const range = { start: offset + pair.key.end, end: lineEnd(text, end) };
  return [{ range, text: `: ${value ?? '[]'}${tail}` }];
}

function removePair(at: EditedText, map: YamlMapping, pair: YamlPair): readonly TextEdit[] | undefined {
  const { text, offset } = at;
  if (text.charAt(offset + map.start) !== '{') return rewritePair(at, map, pair, undefined);
  if (gapsOf(at, pair.value).some((gap) => gap.includes('#'))) return undefined;
  const previous = map.pairs[map.pairs.indexOf(pair) - 1];
  if (previous === undefined) return [{ range: absoluteRange(at, pair.value), text: '[]' }];
  const range = { start: offset + previous.value.end, end: offset + pair.value.end };
  const gap = text.slice(range.start, offset + pair.key.start);
  return range.end < range.start || gap.includes('#') ? undefined : [{ range, text: '' }];
}

/** Adds a pair behind the one that names or types a node. */
export function addPair(at: EditedText, map: YamlMapping, key: string, value: string): readonly TextEdit[] | undefined {
  const { text, offset } = at;
  const after = ['type', 'name'].flatMap((name) => map.pairs.filter((pair) => pair.key.text === name))[0];
  if (after === undefined || !text.startsWith(after.key.text, offset + after.key.start)) return undefined;
  const end = offset + after.value.end;
  if (text.charAt(offset + map.start) === '{') return [{ range: { start: end, end }, text: `, ${key}: ${value}` }];
  const keyStart = offset + after.key.start;
  const indent = keyStart - lineStart(text, keyStart);
  const place = lineEnd(text, end);
  if (!/^[ \t]*(?:#.*)?$/u.test(text.slice(end, place))) return undefined;
  return [{ range: { start: place, end: place }, text: `${lineBreakOf(text)}${' '.repeat(indent)}${key}: ${value}` }];
}
