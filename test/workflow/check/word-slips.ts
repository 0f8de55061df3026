import { outlineFile } from '../../../workflow/check';
import { absolute, readWorkflow } from '../../../workflow/read';
import type { Mutation } from './mutations';

/** Mistakes in single words: another case, a dash for a line below, nothing at all, a step of a path. */
export function* wordSlipsOf(text: string): Generator<Mutation> {
  const { documents } = outlineFile(readWorkflow('x.yaml', text));
  for (const { nodes } of documents) {
    for (const { item, references } of nodes) {
      const within = { start: item.offset, end: item.offset + item.cellText.length };
      for (const { key, value } of item.map.pairs) {
        if (key.from !== undefined || !key.plain) continue;
        const range = absolute(item, key);
        const typo = (kind: string, word: string): Mutation => ({
          kind,
          text: text.slice(0, range.start) + word + text.slice(range.end),
          at: range.start,
          meant: key.text,
        });
        yield typo('a key in another case', key.text.charAt(0).toUpperCase() + key.text.slice(1));
        if (key.text.includes('_')) {
          yield typo('a key with dashes', key.text.replaceAll('_', '-'));
          yield typo(
            'a key in camel case',
            key.text.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
          );
        }
        if (!NEEDED.has(key.text) || value.from !== undefined) continue;
        const place = absolute(item, value);
        const end = place.start + text.slice(place.start, place.end).trimEnd().length;
        yield {
          kind: `${key.text} is nothing`,
          text: text.slice(0, place.start) + text.slice(end),
          at: range.start,
          within,
        };
      }
      for (const { scalar } of references) {
        const { start, end } = absolute(item, scalar);
        if (scalar.from !== undefined || text.slice(start, end) !== scalar.text || !/[-_]/.test(scalar.text)) continue;
        const other = scalar.text.replace(/[-_]/g, (mark) => (mark === '-' ? '_' : '-'));
        yield {
          kind: 'a reference with the other mark',
          text: text.slice(0, start) + other + text.slice(end),
          at: start,
          meant: scalar.text,
        };
      }
    }
  }
  yield* paths(text);
  yield* dashes(text);
}

const NEEDED: ReadonlySet<string> = new Set(['name', 'type', 'target', 'cases', 'paths', 'upstream_dependencies']);

/** `${{ item.tabel }}`, `${{ itm }}`. */
function* paths(text: string): Generator<Mutation> {
  for (const { index, 0: whole, 1: path = '' } of text.matchAll(/\$\{\{ ([a-z_.]+) \}\}/g)) {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const step = path.split('.').at(-1) ?? '';
    if (step.length < 4 || line.includes('#')) continue;
    const wrong = `${path.slice(0, -2)}${path.slice(-1)}${path.slice(-2, -1)}`;
    if (wrong === path) continue;
    yield {
      kind: 'a placeholder',
      text: [text.slice(0, index), `\${{ ${wrong} }}`, text.slice(index + whole.length)].join(''),
      at: index,
      meant: step,
    };
  }
}

/** The dash of an item that has another one above it. */
function* dashes(text: string): Generator<Mutation> {
  for (const { index, 0: whole } of text.matchAll(/(?<=\n {4,}\w[^\n]*\n) {2}- (?=name: )/g)) {
    const without = text.slice(0, index) + ' '.repeat(whole.length) + text.slice(index + whole.length);
    yield { kind: 'a dash is gone', text: without, at: index };
  }
}
