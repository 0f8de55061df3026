import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompletionItem, CompletionRequest, InsertTextMode, type TextEdit } from 'vscode-languageserver/node';
import { indexLines, offsetAt } from '../../text/range';
import { readWorkflow } from '../../workflow/read';
import { cursor, type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [InsertTextMode.asIs] } };
  session = await startSession({ textDocument: { completion: { completionItem } } });
});
afterAll(() => session.end());

async function completions(marked: string): Promise<{ readonly items: CompletionItem[]; readonly text: string }> {
  const { text, position } = cursor(marked);
  await session.open(text);
  const answer = await session.connection.sendRequest(CompletionRequest.type, { textDocument: { uri: URI }, position });
  await session.close();
  return { items: Array.isArray(answer) ? answer : [], text };
}

function applied(text: string, item: CompletionItem): string {
  const edit = item.textEdit as TextEdit;
  const lines = indexLines(text);
  return text.slice(0, offsetAt(lines, edit.range.start)) + edit.newText + text.slice(offsetAt(lines, edit.range.end));
}

/** What is offered at `‸`; and the text after choosing `choose`, which has to be readable again. */
async function checkCompletion(
  marked: string,
  wanted: { readonly labels?: readonly string[]; readonly choose?: string; readonly gives?: string },
): Promise<void> {
  const { items, text } = await completions(marked);
  if (wanted.labels !== undefined) expect(items.map((item) => item.label)).toEqual(wanted.labels);
  if (wanted.choose === undefined) return;
  const chosen = items.find((item) => item.label === wanted.choose);
  expect(items.map((item) => item.label)).toContain(wanted.choose);
  const result = chosen === undefined ? '' : applied(text, chosen);
  expect(result).toBe(wanted.gives);
  expect(readWorkflow('x', result.replace(/\$\d/g, '')).problems).toEqual([]);
}

const HEAD = `name: x
format: 1
images: {yoshi: {url: "r/yoshi:1"}}
operators:
- {name: probe, type: bash, properties: {bash_command: probe}}
- {name: load, type: bash, properties: {bash_command: load}}
`;

describe('names of tasks', () => {
  test.each([
    ['in an empty list', 'upstream_dependencies: [‸]', 'upstream_dependencies: [load]'],
    [
      'beside another, which is not offered again',
      'upstream_dependencies: [probe, ‸]',
      'upstream_dependencies: [probe, load]',
    ],
    ['of which a part is written', 'upstream_dependencies: [lo‸]', 'upstream_dependencies: [load]'],
    [
      'in the middle of which the cursor stands',
      'upstream_dependencies: [pr‸obe, probe]',
      'upstream_dependencies: [load, probe]',
    ],
    ['in quotes', 'upstream_dependencies: ["‸"]', 'upstream_dependencies: ["load"]'],
    ['in a block list', 'upstream_dependencies:\n  - probe\n  - ‸', 'upstream_dependencies:\n  - probe\n  - load'],
    ['in a block list without indentation', 'upstream_dependencies:\n  - lo‸', 'upstream_dependencies:\n  - load'],
    ['after what failed', 'on_failure: [‸]', 'on_failure: [load]'],
  ])('%s', async (_, before, after) => {
    const start = `${HEAD}- name: last\n  type: bash\n  `;
    await checkCompletion(`${start}${before}\n`, { choose: 'load', gives: `${start}${after}\n` });
  });

  test('neither its own name nor those of other parts', async () => {
    const rest = 'before:\n- {name: first, type: bash}\nresources:\n- {name: cluster, type: dataproc_cluster}\n';
    await checkCompletion(`${HEAD}- {name: last, type: bash, upstream_dependencies: [‸]}\n${rest}`, {
      labels: ['probe', 'load'],
    });
  });

  test('in cases, otherwise and paths', async () => {
    const labels = ['probe', 'load'];
    await checkCompletion(`${HEAD}- {name: b, type: branch, cases: [{when: "{{ x }}", then: [‸]}]}\n`, { labels });
    await checkCompletion(`${HEAD}- {name: b, type: branch, otherwise: [‸]}\n`, { labels });
    await checkCompletion(`${HEAD}- {name: j, type: join, paths: [[‸]]}\n`, { labels });
    await checkCompletion(`${HEAD}- name: j\n  type: join\n  paths:\n  - - ‸\n`, { labels });
  });

  test('of the second document in the second document', async () => {
    const second =
      '---\nname: target\noperators:\n- {name: a, type: bash}\n- {name: b, type: bash, upstream_dependencies: [‸]}\n';
    await checkCompletion(HEAD + second, { labels: ['a'] });
  });

  test('that need quotes get them', async () => {
    const odd = 'name: x\noperators:\n- {name: "yes", type: bash}\n';
    await checkCompletion(`${odd}- {name: b, type: bash, upstream_dependencies: [‸]}\n`, {
      choose: 'yes',
      gives: `${odd}- {name: b, type: bash, upstream_dependencies: ["yes"]}\n`,
    });
  });
});

describe('keys', () => {
  test.each([
    ['of an item', '- name: a\n  ty‸\n', 'type', '- name: a\n  type: \n'],
    ['of an item, on an empty line', '- name: a\n  ‸\n', 'type', '- name: a\n  type: \n'],
    ['first after the dash', '- ‸\n', 'name', '- name: \n'],
    ['before keys that are there', '- ‸\n  type: bash\n', 'name', '- name: \n  type: bash\n'],
    ['of a list', '- name: a\n  ‸\n', 'upstream_dependencies', '- name: a\n  upstream_dependencies: [$0]\n'],
    ['of a mapping', '- name: a\n  prop‸\n', 'properties', '- name: a\n  properties:\n'],
    ['that has its colon', '- name: a\n  ty‸: bash\n', 'type', '- name: a\n  type: bash\n'],
    ['in a flow mapping', '- {name: a, ‸}\n', 'type', '- {name: a, type: }\n'],
    [
      'of properties',
      '- name: a\n  type: bash\n  properties:\n    ba‸\n',
      'bash_command',
      '- name: a\n  type: bash\n  properties:\n    bash_command: \n',
    ],
    [
      'of properties, in a flow mapping',
      '- {name: a, type: bash, properties: {‸}}\n',
      'cwd',
      '- {name: a, type: bash, properties: {cwd: }}\n',
    ],
    [
      'of properties that every task takes',
      '- {name: a, type: bash, properties: {ret‸}}\n',
      'retries',
      '- {name: a, type: bash, properties: {retries: }}\n',
    ],
    ['at the end of the file, without a line end', '- name: a\n  ty‸', 'type', '- name: a\n  type: '],
  ])('%s', async (_, before, choose, after) => {
    await checkCompletion(HEAD + before, { choose, gives: HEAD + after });
  });

  test('of the document, without those that it has', async () => {
    const { items } = await completions(`${HEAD}‸\n`);
    const labels = items.map((item) => item.label);
    expect(labels).toEqual(expect.arrayContaining(['after', 'dag_args', 'operator_defaults']));
    expect(labels).not.toContain('operators');
  });

  test('that a mapping has are not offered again', async () => {
    const { items } = await completions(`${HEAD}- name: a\n  type: bash\n  ‸\n`);
    expect(items.map((item) => item.label)).not.toEqual(expect.arrayContaining(['name']));
  });

  test('of another type are not offered', async () => {
    const { items } = await completions(`${HEAD}- name: a\n  type: bash\n  ‸\n`);
    expect(items.map((item) => item.label)).not.toEqual(expect.arrayContaining(['cases']));
  });

  test('that are required come first', async () => {
    const { items } = await completions(`${HEAD}- {name: a, type: bash, properties: {‸}}\n`);
    const sorted = [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    expect(sorted[0]?.label).toBe('bash_command');
  });

  test('of a file without format are those of boundary-layer', async () => {
    const { items } = await completions('name: x\noperators:\n- name: a\n  type: bash\n  ‸\n');
    const labels = items.map((item) => item.label);
    expect(labels).toContain('upstream_dependencies');
    expect(labels).not.toContain('on_failure');
  });
});

describe('values', () => {
  test.each([
    ['types', '- {name: a, type: ba‸}\n', 'bash', '- {name: a, type: bash}\n'],
    ['types of the language', '- name: a\n  type: ‸\n', 'branch', '- name: a\n  type: branch\n'],
    [
      'trigger rules',
      '- name: a\n  type: bash\n  properties: {trigger_rule: ‸}\n',
      'all_done',
      '- name: a\n  type: bash\n  properties: {trigger_rule: all_done}\n',
    ],
    [
      'booleans',
      '- name: a\n  type: bash\n  properties:\n    append_env: ‸\n',
      'true',
      '- name: a\n  type: bash\n  properties:\n    append_env: true\n',
    ],
    ['images', '- {name: a, type: container, image: ‸}\n', 'yoshi', '- {name: a, type: container, image: yoshi}\n'],
  ])('%s', async (_, before, choose, after) => {
    await checkCompletion(HEAD + before, { choose, gives: HEAD + after });
  });

  test.each([
    [
      'where the item goes on',
      '- name: a\n  type: ‸\n',
      '- name: a\n  type: bash\n  properties:\n    bash_command: $1\n',
    ],
    ['right after the dash', '- type: ba‸', '- type: bash\n  properties:\n    bash_command: $1'],
    ['in an indented list', '  - type: ‸\n', '  - type: bash\n    properties:\n      bash_command: $1\n'],
    ['not where they are there', '- type: ‸\n  properties: {}\n', '- type: bash\n  properties: {}\n'],
    ['not in brackets', '- {type: ‸}\n', '- {type: bash}\n'],
    ['not in front of a comment', '- type: ‸ # why\n', '- type: bash # why\n'],
  ])('types bring the properties that they need: %s', async (_, before, after) => {
    const head = 'name: x\noperators:\n';
    await checkCompletion(head + before, { choose: 'bash', gives: head + after });
  });

  test('schedules that have names', async () => {
    const gives = 'name: x\ndag_args:\n  schedule_interval: "@daily"\n';
    await checkCompletion(gives.replace('"@daily"', '‸'), { choose: '@daily', gives });
  });

  test('targets are the other documents', async () => {
    const rest = 'generators:\n- {name: g, type: list_generator, target: ‸}\n---\nname: one\n---\nname: two\n';
    await checkCompletion(HEAD + rest, { labels: ['one', 'two'] });
  });
});

describe('nothing is offered', () => {
  test.each([
    ['in a comment', `${HEAD}# upstream_dependencies: [‸]\n`],
    ['in a comment behind a value', `${HEAD}- name: a # ‸\n`],
    ['in a block of text', `${HEAD}- name: a\n  properties:\n    bash_command: |\n      echo ‸\n`],
    ['for a name', `${HEAD}- name: ‸\n`],
    ['in another text', `${HEAD}- {name: a, type: bash, properties: {bash_command: "echo ‸"}}\n`],
  ])('%s', (_, marked) => checkCompletion(marked, { labels: [] }));
});

test('positions count UTF-16 units, also behind CRLF and an emoji', async () => {
  const start = '# 🎉\r\nname: x\r\noperators:\r\n- {name: load, type: bash}\r\n';
  await checkCompletion(`${start}- {name: "🎉", type: bash, upstream_dependencies: [lo‸]}\r\n`, {
    choose: 'load',
    gives: `${start}- {name: "🎉", type: bash, upstream_dependencies: [load]}\r\n`,
  });
});

test('what is typed while a request waits does not move its answer', async () => {
  const { text, position } = cursor(`${HEAD}- {name: last, type: bash, upstream_dependencies: [l‸]}\n`);
  await session.open(text);
  const asked = session.connection.sendRequest(CompletionRequest.type, { textDocument: { uri: URI }, position });
  void session.change(2, [{ range: { start: position, end: position }, text: 'oa' }]);
  const answer = await asked;
  const [first] = Array.isArray(answer) ? answer : [];
  expect(first?.textEdit).toMatchObject({ range: { start: { character: position.character - 1 }, end: position } });
  await session.close();
});
