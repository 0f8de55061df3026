import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PrepareRenameRequest, RenameRequest } from 'vscode-languageserver/node';
import { applyEdits } from '../../text/edit';
import { indexLines, offsetAt } from '../../text/range';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { cursor, type Session, startSession, treeCatalogue, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} } });
});
afterAll(() => session.end());

const catalogue = treeCatalogue();
const textDocument = { uri: URI };

/** The file after what stands at the cursor was given another name; the message where that is refused. */
async function renamed(marked: string, newName: string): Promise<string> {
  const { text, position } = cursor(marked);
  await session.open(text);
  try {
    const edit = await session.connection.sendRequest(RenameRequest.type, { textDocument, position, newName });
    if (edit === null) return 'nothing to rename';
    const lines = indexLines(text);
    const edits = (edit.changes?.[URI] ?? []).map(({ range, newText }) => ({
      range: { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      text: newText,
    }));
    return applyEdits(text, edits);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await session.close();
  }
}

/** What is planned, with a name in place of another. */
function planOf(text: string, from = '', to = ''): string {
  const { plan } = planWorkflow(readWorkflow('x', text), { catalogue, images: new Map() });
  const json = JSON.stringify(plan, (key, value) => (key === 'origin' || key === 'range' ? undefined : value));
  return from === '' ? json : json.replaceAll(from, to);
}

const ORDERS = `name: orders
format: 1
images: {yoshi: {url: "r/yoshi:1"}}
resources:
- {name: cluster, type: dataproc_cluster, properties: {project: p, region: r, cluster_name: c}}
operators:
- name: probe
  type: container
  image: yoshi
  requires_resources: [cluster]
  properties: {command: [x]}
- name: "load"
  type: bash
  upstream_dependencies: [probe]
  on_failure: ['clean']
  properties:
    bash_command: load {{ ti.xcom_pull(task_ids='probe') }}
    env: {A: "{{ ti.xcom_pull(task_ids=[\\"probe\\", 'load']) }}"}
- {name: clean, type: bash, properties: {bash_command: rm -r tmp}}
generators:
- {name: each, type: list_generator, target: one, upstream_dependencies: [probe], properties: {items: [a]}}
---
name: one
operators:
- {name: probe, type: bash, properties: {bash_command: "x"}}
`;

function marked(needle: string, text = ORDERS): string {
  const offset = text.indexOf(needle);
  return `${text.slice(0, offset)}‸${text.slice(offset)}`;
}

describe('every place that names it gets the new name, and no other', () => {
  test.each([
    ['a task', 'probe\n', 'probe', 'check', 5],
    ['a task where it is used', 'probe]', 'probe', 'check', 5],
    ['a task whose id differs', 'load"', 'load', 'load-all', 2],
    ['a handler', 'clean,', 'clean', 'tidy', 2],
    ['a resource', 'cluster]', 'cluster', 'hadoop', 2],
    ['an image', 'yoshi\n', 'yoshi', 'mario', 2],
    ['a target', 'one, up', 'one', 'two', 2],
  ])('%s', async (_, needle, from, to, places) => {
    const text = await renamed(marked(needle), to);
    const before = ORDERS.split('\n');
    const changed = text.split('\n').filter((line, index) => line !== before[index]);
    const id = to.replace('-', '_');
    const count = (line: string): number =>
      line.match(new RegExp(`(?<![-\\w])(${to}|${id})(?![-\\w])`, 'g'))?.length ?? 0;
    expect(changed.reduce((sum, line) => sum + count(line), 0)).toBe(places);
    expect(planOf(text).length).toBeGreaterThan(100);
    if (from === 'clean') expect(planOf(text)).toBe(planOf(ORDERS, `"${from}"`, `"${to}"`));
  });

  test('the name of another document stays', async () => {
    expect(await renamed(marked('probe\n'), 'check')).toContain('---\nname: one\noperators:\n- {name: probe,');
  });

  test('what an alias repeats is written once', async () => {
    const text = (name: string) => `name: x
operators:
- {name: ${name}, type: bash, properties: {bash_command: a}}
- {name: b, type: bash, upstream_dependencies: &up [${name}], properties: {bash_command: b}}
- {name: c, type: bash, upstream_dependencies: *up, properties: {bash_command: c}}
`;
    expect(await renamed(marked('a, type', text('a')), 'first')).toBe(text('first'));
  });

  test('quotes stay, and come where the new name needs them', async () => {
    const text = (name: string, use: string) =>
      `name: x\noperators:\n- {name: ${name}, type: bash}\n- {name: b, type: bash, upstream_dependencies: [${use}]}\n`;
    expect(await renamed(marked('a, type', text('a', '"a"')), 'on')).toBe(text('"on"', '"on"'));
    expect(await renamed(marked('a, type', text('a', "'a'")), 'x, y')).toBe(text('"x, y"', '"x, y"'));
  });
});

describe('refused is', () => {
  test.each([
    ['a name that is taken', 'load', /"load" is taken/],
    ['the name of a resource of the document', 'cluster', /"cluster" is taken/],
    ['no name', '', /is no name/],
    ['a name that begins with a digit', '1st', /is no name/],
    ['a name with a line end', 'a\nb', /is no name/],
    ['a name with blanks behind it', 'a ', /is no name/],
  ])('%s', async (_, to, message) => expect(await renamed(marked('probe\n'), to)).toMatch(message));

  test('its own name changes nothing', async () => {
    expect(await renamed(marked('probe\n'), 'probe')).toBe(ORDERS);
  });
});

describe('what can be renamed', () => {
  async function prepared(needle: string): Promise<string | null> {
    const { text, position } = cursor(marked(needle));
    await session.open(text);
    const found = await session.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position });
    await session.close();
    return found !== null && 'placeholder' in found ? found.placeholder : null;
  }

  test.each([
    ['a task', 'probe\n', 'probe'],
    ['a task in a template', "probe') }}", 'probe'],
    ['a parameter', 'bash_command', null],
    ['a type', 'bash\n', null],
  ])('%s', async (_, needle, wanted) => expect(await prepared(needle)).toBe(wanted));
});
