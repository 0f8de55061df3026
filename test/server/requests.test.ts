import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  DefinitionRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  HoverRequest,
  type Location,
  type Range as LspRange,
  MarkupContent,
  ReferencesRequest,
} from 'vscode-languageserver/node';
import { applyEdits } from '../../text/edit';
import { indexLines, offsetAt } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { cursor, type Session, startSession, treeCatalogue, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} } });
});
afterAll(() => session.end());

const catalogue = treeCatalogue();
const textDocument = { uri: URI };

const ORDERS = `name: orders
format: 1
images:
  yoshi: {url: "r/yoshi:1"}
resources:
- {name: cluster, type: dataproc_cluster}
operators:
- name: probe
  type: container
  image: yoshi
  requires_resources: [cluster]
- name: load
  type: bash
  upstream_dependencies: [probe]
  on_failure: [clean]
  properties:
    bash_command: load
    retries: 2
- {name: clean, type: bash, properties: {bash_command: clean}}
generators:
- {name: each, type: list_generator, target: one, properties: {items: [a]}}
---
name: one
operators:
- {name: probe, type: bash, properties: {bash_command: "x"}}
`;

/** The text of a range. */
function textIn(text: string, range: LspRange): string {
  const lines = indexLines(text);
  return text.slice(offsetAt(lines, range.start), offsetAt(lines, range.end));
}

function at(needle: string, text = ORDERS, from = 0) {
  const offset = text.indexOf(needle, from);
  return cursor(`${text.slice(0, offset)}‸${text.slice(offset)}`).position;
}

describe('code actions', () => {
  async function actions(marked: string, only?: string[]): Promise<{ text: string; found: CodeAction[] }> {
    const { text, position } = cursor(marked);
    await session.open(text);
    const found = await session.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
    await session.close();
    return { text, found: (found ?? []).filter((action): action is CodeAction => 'edit' in action) };
  }

  function applied(text: string, action: CodeAction): string {
    const lines = indexLines(text);
    const edits = (action.edit?.changes?.[URI] ?? []).map(({ range, newText }) => ({
      range: { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      text: newText,
    }));
    return applyEdits(text, edits);
  }

  /** The action with a title gives this text, in which the rule finds nothing more. */
  async function checkAction(marked: string, title: RegExp, gives: string, rule: string): Promise<void> {
    const { text, found } = await actions(marked);
    expect(checkWorkflow(readWorkflow('x', text), { catalogue }).map((item) => item.rule)).toContain(rule);
    const action = found.find((candidate) => title.test(candidate.title));
    expect(found.map((candidate) => candidate.title)).toContainEqual(expect.stringMatching(title));
    const result = action === undefined ? '' : applied(text, action);
    expect(result).toBe(gives);
    expect(checkWorkflow(readWorkflow('x', result), { catalogue }).map((item) => item.rule)).not.toContain(rule);
  }

  const HEAD = 'name: x\nformat: 1\noperators:\n- {name: load, type: bash, properties: {bash_command: l}}\n';

  test('the fix of a mistyped name', async () => {
    const rest = (name: string) =>
      `- {name: b, type: bash, upstream_dependencies: [${name}], properties: {bash_command: b}}\n`;
    await checkAction(HEAD + rest('la‸od'), /load/, HEAD + rest('load'), 'unknown-dependency');
  });

  test('a comment that ignores a rule stands above, indented as the line is', async () => {
    const rest = (mark: string) => `- name: b\n  type: nothing${mark}-known\n`;
    const ignored = '- name: b\n  # dagport-ignore unknown-type: why this is meant\n  type: nothing-known\n';
    await checkAction(HEAD + rest('‸'), /^Ignore unknown-type/, HEAD + ignored, 'unknown-type');
  });

  test('it keeps the line ends of the file', async () => {
    const rest = (mark: string) => `- name: b\r\n  type: nothing${mark}-known\r\n`;
    const ignored = '- name: b\r\n  # dagport-ignore unknown-type: why this is meant\r\n  type: nothing-known\r\n';
    const head = HEAD.replaceAll('\n', '\r\n');
    await checkAction(head + rest('‸'), /^Ignore unknown-type/, head + ignored, 'unknown-type');
  });

  test('none where nothing is wrong', async () => {
    expect((await actions(`${HEAD}‸`)).found).toEqual([]);
  });

  test('all safe fixes at once', async () => {
    const rest = (first: string, second: string) =>
      `- {name: b, type: bash, properties: {bash_command: ${first}, cwd: ${second}}}\n`;
    const { text, found } = await actions(`‸${HEAD}${rest('{{ ds }}', '{{ ts }}')}`, ['source.fixAll']);
    expect(found.map((action) => action.kind)).toEqual(['source.fixAll.dagport']);
    expect(found.map((action) => applied(text, action))).toEqual([HEAD + rest('"{{ ds }}"', '"{{ ts }}"')]);
  });

  test('a client that asks for refactorings gets no fixes', async () => {
    expect((await actions(`${HEAD}- {name: b, type: noth‸ing}\n`, ['refactor'])).found).toEqual([]);
  });
});

describe('document symbols', () => {
  /** The outline as an indented list: name, kind and detail, and the first line of the range. */
  function outline(symbols: readonly DocumentSymbol[], text: string, depth = 0): string[] {
    return symbols.flatMap((symbol) => {
      expect(textIn(text, symbol.range)).toContain(textIn(text, symbol.selectionRange));
      const detail = symbol.detail === undefined ? '' : ` (${symbol.detail})`;
      return [`${'  '.repeat(depth)}${symbol.name}${detail}`, ...outline(symbol.children ?? [], text, depth + 1)];
    });
  }

  async function symbolsOf(text: string): Promise<DocumentSymbol[]> {
    await session.open(text);
    const found = await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    await session.close();
    return (found ?? []) as DocumentSymbol[];
  }

  test('are documents, their keys, and items by name', async () => {
    expect(outline(await symbolsOf(ORDERS), ORDERS)).toEqual([
      'orders',
      '  name',
      '  format',
      '  images',
      '  resources',
      '    cluster (dataproc_cluster)',
      '  operators',
      '    probe (container)',
      '    load (bash)',
      '    clean (bash)',
      '  generators',
      '    each (list_generator)',
      'one',
      '  name',
      '  operators',
      '    probe (bash)',
    ]);
  });

  test('an item ends with its last line', async () => {
    const [orders] = await symbolsOf(ORDERS);
    const load = orders?.children?.[4]?.children?.[1];
    expect(load === undefined ? '' : textIn(ORDERS, load.range)).toMatch(/^name: load[\s\S]*retries: 2$/);
  });

  test('of a half-written file are those that can be read', async () => {
    const text = 'name: x\noperators:\n- \n- {name: "", type: bash}\n- {type: bash}\n- name: [\n- {name: b}\n';
    expect(outline(await symbolsOf(text), text)).toContain('    b');
  });
});

describe('definition and references', () => {
  async function definition(needle: string, from = 0): Promise<string[]> {
    await session.open(ORDERS);
    const position = at(needle, ORDERS, from);
    const found = await session.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    await session.close();
    return ((found ?? []) as Location[]).map(({ range }) => `${range.start.line}:${textIn(ORDERS, range)}`);
  }

  test.each([
    ['a task', 'probe]', ['7:probe']],
    ['a handler', 'clean]', ['18:clean']],
    ['a resource', 'cluster]', ['5:cluster']],
    ['an image', 'yoshi\n', ['3:yoshi']],
    ['a target', 'one, properties', ['22:one']],
    ['nothing', 'bash_command', []],
  ])('%s', async (_, needle, wanted) => expect(await definition(needle)).toEqual(wanted));

  test('uses do not cross documents', async () => {
    await session.open(ORDERS);
    const position = at('probe\n');
    const context = { includeDeclaration: true };
    const found = await session.connection.sendRequest(ReferencesRequest.type, { textDocument, position, context });
    await session.close();
    expect((found ?? []).map(({ range }) => range.start.line)).toEqual([7, 13]);
  });
});

describe('hover', () => {
  async function hoverAt(needle: string, text = ORDERS): Promise<string> {
    await session.open(text);
    const found = await session.connection.sendRequest(HoverRequest.type, { textDocument, position: at(needle, text) });
    await session.close();
    return MarkupContent.is(found?.contents) ? found.contents.value : '';
  }

  test.each([
    ['a type', 'bash\n', /bash.*operator[\s\S]*BashOperator/],
    ['a generator type', 'list_generator', /list\\_generator.*generator/],
    ['a parameter', 'bash_command', /text, required, Jinja template/],
    ['a parameter of every task', 'retries', /integer, default: `0`/],
    ['a key of an item', 'upstream_dependencies', /What runs before it/],
    ['a key of the document', 'resources', /created before/],
    ['a task that is named', 'probe]', /probe.*container[\s\S]*Waits for nothing[\s\S]*Before `load`/],
  ])('%s', async (_, needle, wanted) => expect(await hoverAt(needle)).toMatch(wanted));

  test('a rule that a comment silences', async () => {
    const text = 'name: x\noperators:\n# dagport-ignore unknown-type: ours\n- {name: a, type: ours}\n';
    expect(await hoverAt('unknown-type', text)).toMatch(/\*\*unknown-type\*\*[\s\S]*Documentation/);
  });

  test('text from the workflow is not read as Markdown', async () => {
    const text =
      'name: x\noperators:\n- {name: "[a](b)", type: bash}\n- {name: c, type: bash, upstream_dependencies: ["[a](b)"]}\n';
    expect(await hoverAt('[a](b)"]', text)).toContain('\\[a\\]\\(b\\)');
  });
});
