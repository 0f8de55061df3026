import { afterAll, beforeAll, expect, test } from 'vitest';
import { GRAPH_REQUEST, type GraphAnswer } from '../../server/protocol';
import type { GraphView } from '../../workflow/draw';
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

test('of a file that is not open there is none', async () => {
  const params = { textDocument: { uri: 'file:///other.workflow.yaml' }, view: 'authored' };
  expect(await session.connection.sendRequest(GRAPH_REQUEST, params)).toBeNull();
});
