import { outlineFile } from '../../../workflow/check';
import { absolute, itemName, readWorkflow, valueAt } from '../../../workflow/read';
import type { Mutation } from './mutations';

/** Mistakes of more than one word: what was copied, moved, left open, or lost between documents. */
export function* slipsOf(text: string): Generator<Mutation> {
  yield* copies(text);
  yield* moves(text);
  yield* openTexts(text);
  yield* lostMarks(text);
}

/** An item that was copied and kept its name, a key that was written twice. */
function* copies(text: string): Generator<Mutation> {
  const { documents } = outlineFile(readWorkflow('x.yaml', text));
  for (const { nodes } of documents) {
    for (const [index, { item, section }] of nodes.entries()) {
      const other = nodes[index + 1];
      const [name, next] = [itemName(item), other === undefined ? undefined : itemName(other.item)];
      if (other !== undefined && other.section === section && name !== undefined && next !== undefined) {
        const range = absolute(other.item, next);
        const copied = text.slice(0, range.start) + name.text + text.slice(range.end);
        yield { kind: 'a name of another node', text: copied, at: range.start };
      }
      for (const { key, value } of item.map.pairs) {
        const { start } = absolute(item, key);
        const lineStart = text.lastIndexOf('\n', start - 1) + 1;
        const { end } = absolute(item, value);
        const line = text.slice(lineStart, end);
        if (line.includes('\n') || line.slice(0, start - lineStart).trim() !== '' || !text.startsWith('\n', end))
          continue;
        yield {
          kind: 'a key twice',
          text: `${text.slice(0, end)}\n${line}${text.slice(end)}`,
          at: end + 1 + start - lineStart,
        };
      }
    }
  }
}

/** A property beside `properties` instead of in it, and a key of the node in it. */
function* moves(text: string): Generator<Mutation> {
  const { documents } = outlineFile(readWorkflow('x.yaml', text));
  for (const { nodes } of documents) {
    for (const { item } of nodes) {
      if (item.cellText.includes('<<:')) continue; // a merge key would be the one that moved
      const properties = valueAt(item.map, 'properties');
      if (properties?.kind !== 'mapping') continue;
      const range = absolute(item, properties);
      const [first] = properties.pairs;
      if (first !== undefined && text.charAt(range.start) === '{') {
        const at = range.start + 1;
        const moved = `${text.slice(0, at)}upstream_dependencies: [x], ${text.slice(at)}`;
        yield { kind: 'a key of a node in properties', text: moved, at };
      } else if (first !== undefined) {
        const at = absolute(item, first.key).start;
        const indent = ' '.repeat(at - text.lastIndexOf('\n', at - 1) - 1);
        const moved = `${text.slice(0, at)}upstream_dependencies: [x]\n${indent}${text.slice(at)}`;
        yield { kind: 'a key of a node in properties', text: moved, at };
      }
    }
  }
}

function isInComment(text: string, offset: number): boolean {
  return text
    .slice(text.lastIndexOf('\n', offset) + 1)
    .trimStart()
    .startsWith('#');
}

/** Jinja and Python that were not finished. */
function* openTexts(text: string): Generator<Mutation> {
  for (const { index } of text.matchAll(/(?<![$])\{\{ [^{}\n]+ \}\}/g)) {
    if (isInComment(text, index)) continue;
    const close = text.indexOf('}}', index);
    yield { kind: 'Jinja without its end', text: text.slice(0, close) + text.slice(close + 2), at: index };
    yield { kind: 'Jinja with half its end', text: text.slice(0, close) + text.slice(close + 1), at: index };
    yield { kind: 'Jinja with an open bracket', text: `${text.slice(0, close)}(${text.slice(close)}`, at: index };
  }
  for (const { index, 0: whole } of text.matchAll(/<<(?:(?!>>)[^\n])+>>/g)) {
    if (isInComment(text, index)) continue;
    const close = index + whole.length - 2;
    yield { kind: 'Python without its end', text: text.slice(0, close) + text.slice(close + 2), at: index };
    yield { kind: 'Python with an open bracket', text: `${text.slice(0, close)}(${text.slice(close)}`, at: index };
    yield {
      kind: 'Python with an operator at its end',
      text: `${text.slice(0, close)} +${text.slice(close)}`,
      at: index,
    };
  }
}

/** `---` between two documents that went missing, `- ` of an item, the name of a section. */
function* lostMarks(text: string): Generator<Mutation> {
  for (const { index } of text.matchAll(/^---\n/gm)) {
    if (index === 0) continue;
    const without = text.slice(0, index) + text.slice(index + 4);
    yield {
      kind: 'a document without its beginning',
      text: without,
      at: index,
      within: { start: index, end: without.length - 1 },
    };
  }
  for (const { index, 0: whole } of text.matchAll(/^(?:operators|generators|sub_dags|resources|before|after):\n/gm)) {
    const without = text.slice(0, index) + text.slice(index + whole.length);
    yield {
      kind: 'a section without its key',
      text: without,
      at: index,
      within: { start: Math.max(0, index - 1), end: without.length - 1 },
    };
  }
}
