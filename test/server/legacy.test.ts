import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeLens,
  CodeLensRequest,
  DocumentDiagnosticRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  MarkupContent,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { MIGRATE_COMMAND, MIGRATE_REQUEST } from '../../server/protocol';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { cursor, type Session, startSession, treeCatalogue } from './session';

const FOLDER = 'file:///project/nightly-orders/';
const OOZIE = `${FOLDER}workflow.xml`;
const JENKINS = 'file:///project/release/Jenkinsfile';
const example = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const WORKFLOW_XML = example('oozie/nightly-orders/workflow.xml');
const JENKINSFILE = example('jenkins/Jenkinsfile');

let session: Session;
beforeAll(async () => {
  session = await startSession(
    {
      textDocument: { diagnostic: {} },
      workspace: {
        workspaceEdit: {
          documentChanges: true,
          resourceOperations: ['create'],
          changeAnnotationSupport: { groupsOnLabel: true },
        },
      },
      experimental: { dagport: { migrates: true } },
    },
    { [`${FOLDER}job.properties`]: example('oozie/nightly-orders/job.properties') },
  );
});
afterAll(() => session.end());

async function opened<T>(uri: string, text: string, use: () => Promise<T>): Promise<T> {
  await session.open(text, uri);
  try {
    return await use();
  } finally {
    await session.close(uri);
  }
}

describe('findings', () => {
  async function rules(uri: string, text: string): Promise<readonly unknown[]> {
    return opened(uri, text, async () => {
      const report = await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
    });
  }

  test('none in the examples', async () => {
    expect(await rules(OOZIE, WORKFLOW_XML)).toEqual([]);
    expect(await rules(JENKINS, JENKINSFILE)).toEqual([]);
  });

  test('what Oozie refuses', async () => {
    expect(await rules(OOZIE, WORKFLOW_XML.replace('<ok to="gather"/>', '<ok to="nowhere"/>'))).not.toEqual([]);
    expect(await rules(OOZIE, WORKFLOW_XML.slice(0, 900))).not.toEqual([]);
  });

  test('what Jenkins refuses', async () => {
    expect(await rules(JENKINS, 'pipeline {\n  agent any\n}\n')).not.toEqual([]);
  });

  test('no workflow is looked for in them', async () => {
    const rulesFound = await rules(OOZIE, WORKFLOW_XML.replace('</workflow-app>', ''));
    expect(rulesFound).not.toContain('yaml-syntax');
  });
});

describe('outline', () => {
  const lines = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` (${detail})`}`,
      ...lines(children ?? [], depth + 1),
    ]);

  async function outline(uri: string, text: string): Promise<string[]> {
    return opened(uri, text, async () => {
      const found = await session.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
      return lines((found ?? []) as DocumentSymbol[]);
    });
  }

  test('of an Oozie workflow are its nodes by name', async () => {
    const found = await outline(OOZIE, WORKFLOW_XML);
    expect(found.slice(0, 4)).toEqual([
      'nightly-orders-wf (workflow-app)',
      '  prepare-folders (action)',
      '  gather (fork)',
      '  fetch-web (action)',
    ]);
  });

  test('of a Jenkinsfile are its stages by name', async () => {
    const names = [...JENKINSFILE.matchAll(/stage\s*\(\s*'([^']*)'/g)].map(([, name]) => name);
    const found = (await outline(JENKINS, JENKINSFILE)).map((line) => line.trim().replace(' (stage)', ''));
    expect(names.length).toBeGreaterThan(1);
    expect(found).toEqual(expect.arrayContaining(names));
  });

  test('folds are what goes over lines', async () => {
    await opened(OOZIE, WORKFLOW_XML, async () => {
      const uri = OOZIE;
      const folds = await session.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
      const count = WORKFLOW_XML.split('\n').length;
      expect(folds?.length).toBeGreaterThan(5);
      expect(folds?.every(({ startLine, endLine }) => startLine < endLine && endLine < count)).toBe(true);
    });
  });
});

test('hover says what becomes of what stands there', async () => {
  const { text, position } = cursor(WORKFLOW_XML.replace('retry-max', 'retry‸-max'));
  const found = await opened(OOZIE, text, () =>
    session.connection.sendRequest(HoverRequest.type, { textDocument: { uri: OOZIE }, position }),
  );
  const value = MarkupContent.is(found?.contents) ? found.contents.value : '';
  expect(value).toMatch(/retry\\-max[\s\S]*with a difference[\s\S]*Airflow retries every failure/);
});

describe('migrating', () => {
  const start = { line: 0, character: 0 };

  async function migrated(uri: string, text: string): Promise<WorkspaceEdit | undefined> {
    return opened(uri, text, async () => {
      const textDocument = { uri };
      const range = { start, end: start };
      const params = { textDocument, range, context: { diagnostics: [], only: ['refactor'] } };
      const [action] = (await session.connection.sendRequest(CodeActionRequest.type, params)) ?? [];
      expect(action?.title).toBe('Migrate to workflow YAML');
      const resolved = await session.connection.sendRequest(CodeActionResolveRequest.type, action as CodeAction);
      // A client with the command shows the result itself, and asks for it.
      expect(resolved.command).toMatchObject({ command: MIGRATE_COMMAND, arguments: [uri] });
      return (
        (await session.connection.sendRequest<WorkspaceEdit | null>(MIGRATE_REQUEST, { textDocument })) ?? undefined
      );
    });
  }

  test.each([
    ['an Oozie application', OOZIE, WORKFLOW_XML, 'nightly-orders/'],
    ['a Jenkinsfile', JENKINS, JENKINSFILE, 'release/'],
  ])('%s gives new files beside it, which are shown before they are written', async (_, uri, text, folder) => {
    const edit = await migrated(uri, text);
    const changes = edit?.documentChanges ?? [];
    const created = changes.flatMap((change) => ('kind' in change && change.kind === 'create' ? [change] : []));
    expect(created.map((change) => change.uri.slice('file:///project/'.length))).toEqual([
      expect.stringMatching(new RegExp(`^${folder}[\\w-]+\\.workflow\\.yaml$`)),
      expect.stringMatching(/\.migration\.json$/),
      expect.stringMatching(new RegExp(`^${folder}\\.dagport/base/[\\w-]+\\.workflow\\.yaml$`)),
    ]);
    expect(created.every(({ options }) => options?.overwrite === false && options.ignoreIfExists === false)).toBe(true);
    expect(edit?.changeAnnotations?.migrate).toMatchObject({ needsConfirmation: true });
    const [written] = changes.flatMap((change) => ('edits' in change ? change.edits : []));
    const yaml = written !== undefined && 'newText' in written ? written.newText : '';
    const found = checkWorkflow(readWorkflow('x', yaml), { catalogue: treeCatalogue() });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a client that creates no files is offered nothing', async () => {
    const plain = await startSession();
    await plain.open(WORKFLOW_XML, OOZIE);
    const params = { textDocument: { uri: OOZIE }, range: { start, end: start }, context: { diagnostics: [] } };
    expect(await plain.connection.sendRequest(CodeActionRequest.type, params)).toEqual([]);
    await plain.end();
  });

  test('a lens says how much of it is left to a person', async () => {
    const lenses = await opened(OOZIE, WORKFLOW_XML, () =>
      session.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: OOZIE } }),
    );
    const [lens]: readonly CodeLens[] = lenses ?? [];
    expect(lens?.command?.command).toBe(MIGRATE_COMMAND);
    expect(lens?.command?.title).toMatch(/^Migrate to workflow YAML: /);
  });
});
