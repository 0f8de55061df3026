import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { GRAPH_REQUEST, type GraphAnswer, MIGRATE_REQUEST, WAVE_REQUEST } from '../../server/protocol';
import { changedGraph, type GraphView } from '../../workflow/draw';
import { type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.end());

const TEXT = `name: orders
format: 1
operators:
- {name: probe, type: bash, properties: {bash_command: probe}, on_failure: [clean]}
- {name: clean, type: bash, properties: {bash_command: clean}}
- {name: load, type: bash, properties: {bash_command: load}, upstream_dependencies: [probe]}
`;

async function graphOf(text: string, view: GraphView): Promise<GraphAnswer | null> {
  await session.open(text, URI, 7);
  const answer = await session.connection.sendRequest<GraphAnswer | null>(GRAPH_REQUEST, {
    textDocument: { uri: URI },
    view,
  });
  await session.close();
  return answer;
}

test('the graph as written names the version, and where each node stands', async () => {
  const answer = await graphOf(TEXT, 'authored');
  expect(answer?.version).toBe(7);
  expect(answer?.graph?.nodes.map((node) => [node.name, node.origin.range.start])).toEqual([
    ['probe', { line: 4, column: 10 }],
    ['clean', { line: 5, column: 10 }],
    ['load', { line: 6, column: 10 }],
  ]);
  expect(answer?.graph?.edges.map((edge) => edge.kind)).toEqual(['failure', 'authored']);
});

test('the graph in Airflow has what the plan adds', async () => {
  const answer = await graphOf(TEXT, 'expanded');
  expect(answer?.graph?.nodes.length).toBeGreaterThan(3);
});

test('where there is no plan the answer says why', async () => {
  const answer = await graphOf(TEXT.replace('[clean]', '[load, probe]'), 'expanded');
  expect(answer?.graph).toBeUndefined();
  expect(answer?.problems).toEqual([expect.stringMatching(/./)]);
});

test('a client that has a graph is told what became of it', async () => {
  await session.open(TEXT, URI, 1);
  const ask = (known: number | undefined, view: GraphView = 'authored'): Promise<GraphAnswer> =>
    session.connection.sendRequest<GraphAnswer>(GRAPH_REQUEST, { textDocument: { uri: URI }, view, known });
  const first = await ask(undefined);
  const start = { line: 1, character: 0 };
  await session.change(2, [{ range: { start, end: start }, text: '\n\n' }]);
  const second = await ask(first.id);
  expect(second.graph).toBeUndefined();
  expect(second.change).toEqual({ lines: { from: 4, by: 2 } });
  const place = { line: 7, character: 6 };
  await session.change(3, [{ range: { start: place, end: place }, text: 'name-' }]);
  const third = await ask(second.id);
  const whole = await ask(undefined);
  if (first.graph === undefined) throw new Error('no graph');
  const followed = [second, third].reduce((graph, { change = {} }) => changedGraph(graph, change), first.graph);
  expect(followed).toEqual(whole.graph);
  // What another answer made of it is of no use, nor is a graph of another view.
  expect((await ask(third.id)).graph).toEqual(whole.graph);
  const other = await ask((await ask(undefined)).id, 'expanded');
  expect([other.graph?.view, other.change]).toEqual(['expanded', undefined]);
  await session.close();
  await session.connection.sendRequest(GRAPH_REQUEST, { textDocument: { uri: URI }, view: 'authored' });
  expect(session.workspace.graphs.size).toBe(0);
});

test('of a file that is not open there is none', async () => {
  const params = { textDocument: { uri: 'file:///other.workflow.yaml' }, view: 'authored' };
  expect(await session.connection.sendRequest(GRAPH_REQUEST, params)).toBeNull();
});

const OOZIE = readFileSync(new URL('../../examples/oozie/nightly-orders/workflow.xml', import.meta.url), 'utf8');
const JENKINS = readFileSync(new URL('../../examples/jenkins/Jenkinsfile', import.meta.url), 'utf8');

/** The pairs of an answer, by the names of the nodes. */
function pairsOf({ graph, legacy }: GraphAnswer): readonly string[] {
  const name = (nodes: NonNullable<GraphAnswer['graph']>['nodes'] = [], id: string): string | undefined =>
    nodes.find((node) => node.id === id)?.name;
  return (legacy?.pairs ?? []).map(([from, to]) => `${name(legacy?.graph.nodes, from)} = ${name(graph?.nodes, to)}`);
}

test.each([
  ['workflow.xml', OOZIE, ['fetch-web = fetch-web', 'how-much = how-much', 'gathered = gathered'], 'load-all'],
  ['Jenkinsfile', JENKINS, ['Fetch = fetch', 'Load EU = load-eu', 'post failure = stages-failure'], 'publish'],
])('a legacy %s is shown beside what it would become, its nodes paired', async (name, text, pairs, node) => {
  const uri = `file:///project/job/${name}`;
  await session.open(text, uri);
  const params = { textDocument: { uri }, view: 'authored' };
  const answer = await session.connection.sendRequest<GraphAnswer | null>(GRAPH_REQUEST, params);
  await session.close(uri);
  expect(answer?.legacy?.uri).toBe(uri);
  expect(pairsOf(answer ?? { version: 0, problems: [] })).toEqual(expect.arrayContaining(pairs));
  // A click on a node of what is not written yet goes to what it comes of.
  expect(answer?.graph?.nodes.find((one) => one.name === node)?.origin.path).toContain(name);
});

test('a migrated workflow is shown beside the job that its sidecar names', async () => {
  const files: Record<string, string> = { 'file:///project/job/workflow.xml': OOZIE };
  const other = await startSession(
    { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } } },
    files,
  );
  await other.open(OOZIE, 'file:///project/job/workflow.xml');
  const textDocument = { uri: 'file:///project/job/workflow.xml' };
  const edit = await other.connection.sendRequest<WorkspaceEdit>(MIGRATE_REQUEST, { textDocument });
  for (const change of edit.documentChanges ?? []) {
    if ('edits' in change)
      files[change.textDocument.uri] = change.edits.map((one) => ('newText' in one ? one.newText : '')).join('');
  }
  const made = Object.keys(files).find((uri) => /job\/[^.]*\.workflow\.yaml$/.test(uri)) ?? '';
  await other.open(files[made] ?? '', made);
  const params = { textDocument: { uri: made }, view: 'authored' };
  const answer = await other.connection.sendRequest<GraphAnswer>(GRAPH_REQUEST, params);
  expect(answer.legacy?.uri).toBe('file:///project/job/workflow.xml');
  expect(pairsOf(answer)).toEqual(expect.arrayContaining(['fetch-web = fetch-web', 'load-day = load-day']));
  delete files['file:///project/job/workflow.xml'];
  expect((await other.connection.sendRequest<GraphAnswer>(GRAPH_REQUEST, params)).legacy).toBeUndefined();
  await other.close(made);
  await other.connection.sendRequest(GRAPH_REQUEST, params);
  expect(other.workspace.legacySides.size).toBe(0);
  await other.end();
});

test('a preview that follows what is typed does not wait for files each time', async () => {
  let reads = 0;
  const files = {
    get 'file:///project/shop.migration.json'() {
      reads++;
      return '{}';
    },
  };
  const other = await startSession({}, files);
  const uri = 'file:///project/shop.workflow.yaml';
  await other.open(TEXT, uri);
  const ask = (known: number | undefined): Promise<GraphAnswer> =>
    other.connection.sendRequest(GRAPH_REQUEST, { textDocument: { uri }, view: 'authored', known });
  const first = await ask(undefined);
  reads = 0;
  let last = await ask(first.id);
  for (let key = 0; key < 5; key++) last = await ask(last.id);
  expect(reads).toBe(1);
  await ask(undefined);
  expect(reads).toBe(2);
  await other.end();
});

test('nodes that were picked become a wave', async () => {
  const answer = await graphOf(TEXT, 'authored');
  await session.open(TEXT, URI);
  const nodes = answer?.graph?.nodes.slice(0, 2) ?? [];
  const edit = await session.connection.sendRequest<WorkspaceEdit | null>(WAVE_REQUEST, {
    textDocument: { uri: URI },
    name: 'first',
    nodes,
  });
  await session.close();
  expect(edit?.changes?.[URI]?.map(({ newText }) => newText)).toEqual([
    'waves:\n- { name: first, select: "probe clean" }\n',
  ]);
});
