import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CallHierarchyPrepareRequest,
  DefinitionRequest,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import { workflowSchema } from '../../../schemas';
import { RULE_FACTS } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { cursor, treeCatalogue } from '../session';
import { type Client, growth, HEAD, manyTasks, plainTask, startClient, textDocument } from './client';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.session.end());

describe('latency and memory', () => {
  test('#1 a file of 60,000 lines is read, outlined and folded', async () => {
    const ask = (text: string) => () =>
      client.opened(text, async () => {
        const symbols = await client.session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
        const folds = await client.session.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
        return { symbols, folds };
      });
    const { symbols, folds } = await ask(manyTasks(10_000, plainTask))();
    expect((symbols as DocumentSymbol[])[0]?.children?.[2]?.children).toHaveLength(10_000);
    expect(folds).toHaveLength(5_000); // more slow editors down
    expect(await growth(ask(manyTasks(1_000, plainTask)), ask(manyTasks(10_000, plainTask)))).toBeLessThan(25);
  }, 60_000);

  test('#2 the marks of a merge conflict are one finding', async () => {
    const text = `${HEAD}<<<<<<< HEAD\n${plainTask(1)}=======\n${plainTask(2)}>>>>>>> theirs\n${plainTask(3)}`;
    expect(await client.rules(text)).toEqual(['merge-conflict']);
    // Typing goes on below them: no more is found, and no more is kept.
    await client.session.open(text);
    const end = { line: text.split('\n').length - 1, character: 0 };
    for (let version = 2; version < 102; version++) {
      await client.session.change(version, [{ range: { start: end, end }, text: `# ${version} {{ [\n` }]);
    }
    const report = await client.session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    expect(report.kind === 'full' ? report.items.map(({ code }) => code) : []).toEqual(['merge-conflict']);
    expect(client.session.workspace.documents.size).toBe(1);
    await client.session.close();
  });

  test('#3 what is closed is forgotten', async () => {
    for (let index = 0; index < 300; index++) {
      const uri = `file:///project/many${index}.workflow.yaml`;
      await client.session.open(manyTasks(5, plainTask), uri);
      await client.session.close(uri);
    }
    await client.session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }); // all before it is read by then
    expect(client.session.workspace.documents.size).toBe(0);
  });

  test('#4 4,000 merge keys take linear time', async () => {
    const merged = (count: number): string =>
      `name: x\nformat: 1\noperators:\n- &first {name: first, type: bash, properties: {bash_command: a}}\n${Array.from(
        { length: count },
        (_, index) => `- {<<: *first, name: task_${index}}\n`,
      ).join('')}`;
    expect(await client.rules(merged(20))).toEqual([]);
    expect(
      await growth(
        () => client.rules(merged(400)),
        () => client.rules(merged(4_000)),
      ),
    ).toBeLessThan(25);
  }, 60_000);

  test('#5 completion does not depend on where in the file it stands', async () => {
    const tasks = manyTasks(1_000, plainTask);
    const at = (offset: number) => () => client.completions(`${tasks.slice(0, offset)}- ‸\n${tasks.slice(offset)}`);
    const late = tasks.lastIndexOf('- name');
    expect(await growth(at(HEAD.length), at(late))).toBeLessThan(5);
  }, 60_000);

  test('#6 the published schema has no choice over types that a reader could get lost in', () => {
    expect(JSON.stringify(workflowSchema(treeCatalogue()))).not.toContain('"oneOf"');
  });

  test('#7 no finding reaches over several lines, but for blocks', async () => {
    for (const { id, documentation } of RULE_FACTS.filter((facts) => facts.documentation.composite === undefined)) {
      for (const { range, code } of await client.diagnostics(documentation.bad)) {
        const isBlock = documentation.bad.split('\n')[range.start.line]?.match(/[|>][-+]?\s*$/);
        if (!isBlock) expect([id, code, range.end.line - range.start.line]).toEqual([id, code, 0]);
      }
    }
  }, 60_000);

  test('#8 a keystroke in 230 KB reads one item again', async () => {
    const text = manyTasks(2_500, plainTask);
    const before = readWorkflow('x', text);
    const after = readWorkflow('x', text.replace('echo 1200', 'echo 12000'), before);
    expect(after.cells.ofWhole).toBe(before.cells.ofWhole);
    expect(after.cells.since.size).toBe(1);
  });
});

describe('which files are ours', () => {
  test('#11 the server has no way to the network', () => {
    const bundle = new URL('../../../dist/server.cjs', import.meta.url);
    if (!existsSync(bundle)) return expect.unreachable('build first: npm run build');
    const text = readFileSync(bundle, 'utf8');
    expect(text.match(/require\("(?:node:)?(?:https?|http2|dgram|tls)"\)/g)).toBeNull();
  });
});

describe('several documents, anchors and merge keys', () => {
  test('#13 the second document has all that the first has', async () => {
    const first = `${HEAD}- {name: a, type: bash, properties: {bash_command: a}}\n`;
    const target =
      'generators:\n- {name: g, type: list_generator, target: y, properties: {items: [z]}}\n---\nname: y\n';
    const second = 'operators:\n- {name: a, type: bash, properties: {bash_command: a}}\n';
    const wrong = '- {name: b, type: bash, upstream_dependencies: [c], properties: {bash_command: a}}\n';
    expect(await client.rules(first + target + second + wrong)).toEqual(['unknown-dependency']);
    const { items } = await client.completions(`${first}${target}${second}- {name: b, type: bash, properties: {‸}}\n`);
    expect(items.map(({ label }) => label)).toContain('bash_command');
  });

  test('#13 what a name in the second document says, means and leads to is of that document', async () => {
    const head = 'name: x\nformat: 1\noperators:\n';
    const tasks = '- {name: a, type: bash}\n- {name: b, type: bash, upstream_dependencies: [a]}\n';
    const { text, position } = cursor(`${head}${tasks}---\nname: y\noperators:\n${tasks.replace('[a]', '[‸a]')}`);
    const { connection } = client.session;
    const at = { textDocument, position };
    const lines = (found: readonly { readonly range: { readonly start: { readonly line: number } } }[] | null) =>
      (found ?? []).map(({ range }) => range.start.line).toSorted((a, b) => a - b);
    await client.opened(text, async () => {
      const definition = await connection.sendRequest(DefinitionRequest.type, at);
      expect(lines([definition ?? []].flat().filter((one) => 'range' in one))).toEqual([8]);
      const context = { includeDeclaration: true };
      expect(lines(await connection.sendRequest(ReferencesRequest.type, { ...at, context }))).toEqual([8, 9]);
      expect(lines(await connection.sendRequest(DocumentHighlightRequest.type, at))).toEqual([8, 9]);
      const edit = await connection.sendRequest(RenameRequest.type, { ...at, newName: 'other' });
      expect(lines(edit?.changes?.[textDocument.uri] ?? [])).toEqual([8, 9]);
      const [called] = (await connection.sendRequest(CallHierarchyPrepareRequest.type, at)) ?? [];
      expect(called?.range.start.line).toBe(8);
      const symbols = (await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })) as DocumentSymbol[];
      expect(symbols.map(({ name }) => name)).toEqual(['x', 'y']);
      expect(await connection.sendRequest(HoverRequest.type, at)).not.toBeNull();
      const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
      expect((tokens?.data.length ?? 0) / 5).toBeGreaterThan(10);
    });
    expect(await client.rules(text)).not.toContain('duplicate-name');
  });

  test('#14 merge keys give what is required, and are no unknown key', async () => {
    const text = `${HEAD}- &a {name: a, type: bash, properties: {bash_command: a}}\n- {<<: *a, name: b}\n`;
    expect(await client.rules(text)).toEqual([]);
    const [found, brought] = await client.diagnostics(text.replace('bash_command: a', 'bash_comand: a'));
    expect(found?.code).toBe('unknown-parameter');
    expect(brought?.relatedInformation?.map(({ location }) => location.range)).toEqual([found?.range]);
    const other = '- &b {name: b, type: bash, properties: {bash_command: a}}\n';
    const three = `${text.replace('name: b}', 'name: c, properties: {bash_command: c}}')}${other}`;
    expect(await client.rules(`${three}- {<<: *a, <<: *b, name: d}\n- {<<: [*a, *b], name: e}\n`)).toEqual([]);
  });

  test('#14 an alias says where that stands which it brings', async () => {
    const { text, position } = cursor(`${HEAD}- &first {name: a, type: bash}\n- {<<: *fi‸rst, name: b}\n`);
    const hover = await client.opened(text, () =>
      client.session.connection.sendRequest(HoverRequest.type, { textDocument, position }),
    );
    expect(hover).toEqual({
      contents: { kind: 'markdown', value: '`*first` stands for what `&first` marks: see line 4.' },
      range: { start: { line: 4, character: 7 }, end: { line: 4, character: 13 } },
    });
  });

  test('#15 merges of merges hold, and anchors called like tasks are not tasks', async () => {
    const text = `${HEAD}- &b {name: a, type: bash, properties: &p {bash_command: a}}
- &c {<<: *b, name: b, properties: {<<: *p, cwd: /tmp}}
- {<<: *c, name: c, upstream_dependencies: [b]}
`;
    expect(await client.rules(text)).toEqual([]);
    expect(await client.rules(text.replace('[b]', '[d]'))).toEqual(['unknown-dependency']);
  });

  test('#16 a new name that is none is refused', async () => {
    const { text, position } = cursor(`${HEAD}- {name: a‸, type: bash}\n`);
    const refused = client.opened(text, () =>
      client.session.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: '1 2' }),
    );
    await expect(refused).rejects.toThrow(/is no name/);
  });
});

describe('the command line', () => {
  test('#34 a comment silences a rule', async () => {
    const task = '- {name: a, type: nothing-known} # dagport-ignore unknown-type: ours\n';
    expect(await client.rules(HEAD + task)).toEqual([]);
  });

  test('#35 there is a JSON Schema for editors without the server', () => {
    const schema = readFileSync(new URL('../../../schemas/format/workflow.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(schema)).toEqual(JSON.parse(JSON.stringify(workflowSchema(treeCatalogue()))));
  });
});
