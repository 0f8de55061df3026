import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CompletionItem, CompletionRequest, InsertTextMode } from 'vscode-languageserver/node';
import { parse, parseAllDocuments } from 'yaml';
import { indexLines, positionAt } from '../../text/range';
import { readWorkflow } from '../../workflow/read';
import { edited } from './complaints/client';
import { type Session, startSession } from './session';

/*
 * Anywhere in any example, in any way to lay it out: whatever is offered there, and however it is written by a client, the
 * text with it can be read, all else means what it meant, and what was offered stands at just that place.
 */

const FOLDER = new URL('../../examples/workflows/', import.meta.url);
const PLACE = 'file:///project/workflows/';
const TEXTS = readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const);
const EXAMPLES = TEXTS.filter(([name]) => name.endsWith('.workflow.yaml')).map(([, text]) => text);
const FILES = Object.fromEntries(TEXTS.map(([name, text]) => [`${PLACE}${name}`, text]));
const URI = `${PLACE}anywhere.workflow.yaml`;

const CLIENTS = {
  'with snippets': { snippetSupport: true, insertTextModeSupport: { valueSet: [InsertTextMode.asIs] } },
  'with snippets that it indents': { snippetSupport: true },
  'without snippets': {},
};

const sessions: Session[] = [];
beforeAll(async () => {
  for (const completionItem of Object.values(CLIENTS)) {
    sessions.push(await startSession({ textDocument: { completion: { completionItem } } }, FILES));
  }
});
afterAll(async () => {
  for (const session of sessions) await session.end();
});

/** Ways to lay out one and the same workflow. */
const STYLES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.trimEnd(),
  // Each indentation twice as deep; dashes indented.
  (text) =>
    text.replace(
      /^( *)(- (?:- )?)?/gm,
      (_, blanks: string, dash = '') => blanks.repeat(2) + dash.replace(/- /g, '-   '),
    ),
  // One document, as JSON writes it.
  (text) => (parseAllDocuments(text).length > 1 ? text : `${JSON.stringify(parse(text), null, 2)}\n`),
  (text) => (parseAllDocuments(text).length > 1 ? text : JSON.stringify(parse(text))),
  // Comments and blank lines between all lines that are not part of a text.
  (text) => (/[|>][-+]?$/m.test(text) ? text : text.replace(/^( *)(?=- )/gm, '$1# a remark\n\n$1')),
];

/** What a person has done just before asking: nothing, an empty line, a value taken away, the rest not written yet. */
type Before = 'nothing' | 'line' | 'value' | 'rest';

const situation = fc.record({
  text: fc.constantFrom(...EXAMPLES),
  style: fc.constantFrom(...STYLES),
  before: fc.constantFrom<Before>('nothing', 'line', 'value', 'rest'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  indentation: fc.constantFrom(0, 1, 2, 3, 4),
  client: fc.constantFrom(0, 1, 2),
});

type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

function prepared({ text: plain, style, before, at, indentation }: Situation): { text: string; offset: number } {
  const text = style(plain);
  const offset = Math.floor(at * text.length);
  const end = text.indexOf('\n', offset);
  if (before === 'nothing' || end < 0) return { text, offset };
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, end);
  const blanks = ' '.repeat(indentation * (/^ {4}/m.test(text) ? 2 : 1));
  if (before === 'line') {
    return { text: `${text.slice(0, end + 1)}${blanks}\n${text.slice(end + 1)}`, offset: end + 1 + blanks.length };
  }
  if (before === 'rest') return { text: `${text.slice(0, end + 1)}${blanks}`, offset: end + 1 + blanks.length };
  const [key] = /^ *(?:- )?"?\w+"?: /.exec(line) ?? [];
  if (key === undefined) return { text, offset };
  const start = end - line.length + key.length;
  const stop = line.endsWith('\r') ? end - 1 : end;
  return { text: text.slice(0, start) + text.slice(stop), offset: start };
}

/** A snippet with its places filled by what stands in them. */
function filled(text: string): string {
  return text
    .replace(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/(?<!\\)\$\d/g, '')
    .replace(/\\([\\$}])/g, '$1');
}

/** What a client makes of an item: it indents the lines of a snippet as the line that it begins in, unless told otherwise. */
function applied(text: string, item: CompletionItem): string {
  const { textEdit, insertTextFormat, insertTextMode, additionalTextEdits = [] } = item;
  if (textEdit === undefined || !('range' in textEdit)) throw new Error('an item without an edit');
  const written = insertTextFormat === 2 ? filled(textEdit.newText) : textEdit.newText;
  const line = text.split('\n')[textEdit.range.start.line] ?? '';
  const margin = insertTextMode === InsertTextMode.asIs ? '' : (/^[ \t]*/.exec(line)?.[0] ?? '');
  const newText = written.replaceAll('\n', `\n${margin}`);
  return edited(text, [{ range: textEdit.range, newText }, ...additionalTextEdits]);
}

type Path = readonly (string | number)[];

/** The places at which two values differ, as near to the leaves as can be. */
function differences(one: unknown, other: unknown, path: Path = []): readonly Path[] {
  if (Object.is(one, other)) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [path];
  if (Array.isArray(one) !== Array.isArray(other)) return [path];
  if (Array.isArray(one) && Array.isArray(other)) {
    const length = Math.max(one.length, other.length);
    return Array.from({ length }, (_, index) => differences(one[index], other[index], [...path, index])).flat();
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(Reflect.get(one, name), Reflect.get(other, name), [...path, name]));
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

function valuesOf(text: string): unknown[] | undefined {
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  return documents.some(({ errors }) => errors.length > 0) ? undefined : documents.map((one) => one.toJS());
}

function faultOf(text: string, item: CompletionItem): string | undefined {
  const result = applied(text, item);
  const [before, after] = [readWorkflow('x', text).problems, readWorkflow('x', result).problems];
  const rules = new Set(before.map(({ rule }) => rule));
  const worse = after.filter(({ rule }) => !rules.has(rule));
  if (worse.length > 0) return `${worse[0]?.rule}: ${worse[0]?.message}`;
  const [was, is] = [valuesOf(text), valuesOf(result)];
  if (was === undefined) return undefined;
  if (is === undefined) return 'cannot be read';
  const changed = differences(was, is);
  const [first = []] = changed;
  const common = first.findIndex((_, index) => changed.some((path) => path[index] !== first[index]));
  const above = common < 0 ? first.length - 1 : common;
  // What changes are entries of one mapping: a key for another one, or a type with its properties; or one value.
  if (changed.some((path) => path.length > above + 2)) return `changes ${JSON.stringify(changed)}`;
  if (new Set(changed.map((path) => path[above])).size > 2) return `changes ${JSON.stringify(changed)}`;
  const says = (path: Path): boolean =>
    String(path.at(-1)) === item.label ||
    JSON.stringify(at(is, path) ?? null).includes(JSON.stringify(item.label).slice(1, -1));
  return changed.length === 0 || changed.some(says) ? undefined : `does not say ${item.label}`;
}

/** Of more items than these some are tried, each time others. */
const MOST_ITEMS = 25;

test('whatever is offered anywhere can stand there, and changes nothing else', async () => {
  let asked = 0;
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(situation, async (one) => {
      const { text, offset } = prepared(one);
      const session = sessions[one.client];
      if (session === undefined) throw new Error('no such client');
      await session.open(text, URI);
      const answer = await session.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: URI },
        position: positionAt(indexLines(text), offset),
      });
      await session.close(URI);
      const items = Array.isArray(answer) ? answer : [];
      const every = Math.ceil(items.length / MOST_ITEMS);
      asked++;
      for (const item of items.filter((_, index) => index % every === asked % every)) {
        tried++;
        const around = `${text.slice(0, offset)}‸${text.slice(offset)}`;
        expect(faultOf(text, item), `${item.label} in\n${around}`).toBeUndefined();
      }
    }),
    { numRuns: 250 },
  );
  expect(tried).toBeGreaterThan(400);
}, 300_000);
