import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodeAction, CodeActionKind, CodeActionRequest, TextDocumentEdit } from 'vscode-languageserver/node';
import { readWorkflow } from '../../workflow/read';
import { edited } from './complaints/client';
import { cursor, type Session, startSession, URI } from './session';

const edits = { documentChanges: true, resourceOperations: ['create' as const] };
let session: Session;
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} }, workspace: { workspaceEdit: edits } });
});
afterAll(() => session.end());

const HEAD = 'name: x\nformat: 1\noperators:\n';

/** The actions at `‸`, or from there to the end of the text. */
async function actions(
  marked: string,
  context: { readonly only?: string[]; readonly whole?: boolean } = {},
): Promise<{ readonly text: string; readonly found: readonly CodeAction[] }> {
  const { text, position } = cursor(marked);
  await session.open(text);
  const end = context.whole === true ? { line: text.split('\n').length, character: 0 } : position;
  const { only } = context;
  const answer = await session.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: URI },
    range: { start: position, end },
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
  await session.close();
  return { text, found: (answer ?? []).filter((action): action is CodeAction => 'edit' in action) };
}

async function titles(marked: string, only?: string[]): Promise<readonly string[]> {
  return (await actions(marked, only === undefined ? {} : { only })).found.map(({ title }) => title);
}

describe('refactorings', () => {
  const shared = `${HEAD}- {name: a, type: ba‸sh, properties: {bash_command: a, retries: 3}}\n- {name: b, type: bash, properties: {bash_command: b, retries: 3}}\n`;

  test('are offered by kind, and change the file', async () => {
    expect(await titles(shared)).toEqual(['Move "retries" of all 2 "bash" tasks to operator_defaults']);
    expect(await titles(shared, [CodeActionKind.RefactorExtract])).toHaveLength(1);
    expect(await titles(shared, [CodeActionKind.QuickFix])).toEqual([]);
    const { text, found } = await actions(shared);
    const result = edited(text, found[0]?.edit?.changes?.[URI] ?? []);
    expect(result).toContain('operator_defaults:\n  bash: {retries: 3}\n');
    expect(readWorkflow('x', result).problems).toEqual([]);
  });

  test('a composite is a file of its own; a folder without a configuration gets one', async () => {
    const { found } = await actions(
      `${HEAD}‸- {name: a, type: dummy}\n- {name: b, type: dummy, upstream_dependencies: [a]}\n`,
      { whole: true },
    );
    const one = found.find(({ title }) => title === 'Extract a composite of 2 tasks');
    const changes = one?.edit?.documentChanges ?? [];
    expect(changes.map((change) => ('uri' in change ? change.uri : 'edits'))).toEqual([
      'file:///project/dagport.yaml',
      'edits',
      'file:///project/composites/extracted.yaml',
      'edits',
      'edits',
    ]);
    const texts = changes
      .filter(TextDocumentEdit.is)
      .map((change) => change.edits.map((edit) => ('newText' in edit ? edit.newText : '')));
    expect(texts[0]).toEqual(['catalogue: [composites]\n']);
    expect(texts[1]?.join('')).toMatch(/^kind: composite\nname: extracted\noperators:\n- \{name: a/);
    expect(texts[2]).toContain('- {name: extracted, type: extracted}\n');
  });

  test('a client that creates no files gets no composite', async () => {
    const own = await startSession();
    await own.open(`${HEAD}- {name: a, type: dummy}\n- {name: b, type: dummy, upstream_dependencies: [a]}\n`);
    const answer = await own.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: URI },
      range: { start: { line: 3, character: 0 }, end: { line: 5, character: 0 } },
      context: { diagnostics: [] },
    });
    await own.end();
    expect((answer ?? []).filter(({ title }) => title.startsWith('Extract'))).toEqual([]);
  });
});

describe('fixes of all findings of a kind', () => {
  test('are one action', async () => {
    const { text, found } = await actions(
      `${HEAD}- {name: load, type: bsh‸, properties: {bash_command: a}}\n- {name: b, type: bsh, properties: {bash_command: a}}\n`,
    );
    const one = found.find(({ title }) => title.startsWith('Fix all 2 findings of unknown-type'));
    const result = edited(text, one?.edit?.changes?.[URI] ?? []);
    expect(result.match(/type: bash/g)).toHaveLength(2);
  });

  test('are none where there is one', async () => {
    const found = await titles(`${HEAD}- {name: load, type: bsh‸, properties: {bash_command: a}}\n`);
    expect(found.filter((title) => title.startsWith('Fix all'))).toEqual([]);
  });
});

test('what is old is made new, when a person asks', async () => {
  const { text, found } = await actions(
    `name: x\nformat: 1\ndag_args: {schedule_interval: "@daily"}\noperators:\n- {name: ‸a, type: dummy}\n`,
    { only: [CodeActionKind.Refactor] },
  );
  const one = found.find(({ title }) => title.startsWith('Modernise to Airflow 3'));
  expect(edited(text, one?.edit?.changes?.[URI] ?? [])).toContain('schedule: "@daily"');
});
