import { expect, test } from 'vitest';
import {
  CompletionRequest,
  DidChangeWatchedFilesNotification,
  HoverRequest,
  RegistrationRequest,
} from 'vscode-languageserver/node';
import { GRAPH_REQUEST, type GraphAnswer } from '../../server/protocol';
import { startSession, URI } from './session';

const WORKFLOW = `name: x
format: 1
operators:
- {name: load, type: container, image: yoshi, properties: {entrypoint: [load]}}
`;
const CONFIGURATION = 'images: {yoshi: {url: "r/yoshi:1"}}\n';
const PROJECT = 'file:///project/dagport.yaml';

test('images of the project are known, as soon as its configuration names them', async () => {
  const files: Record<string, string> = {};
  const session = await startSession({}, files);
  await session.open(WORKFLOW);
  const before = await session.awaitPublished((params) => params.version === 1);
  expect(before.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['unknown-image']);
  files[PROJECT] = CONFIGURATION;
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: PROJECT, type: 1 }],
  });
  await session.awaitPublished((params) => params.version === 1 && params.diagnostics.length === 0);
  await session.end();
});

test('a configuration that is there from the start counts from the start', async () => {
  const session = await startSession({}, { [PROJECT]: CONFIGURATION });
  await session.open(WORKFLOW);
  expect((await session.awaitPublished((params) => params.version === 1)).diagnostics).toEqual([]);
  await session.end();
});

test('the configuration of another folder does not count', async () => {
  const session = await startSession({}, { [PROJECT]: CONFIGURATION });
  const uri = 'file:///project-two/x.workflow.yaml';
  await session.open(WORKFLOW, uri);
  const sent = await session.awaitPublished((params) => params.uri === uri);
  expect(sent.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['unknown-image']);
  await session.end();
});

test('a client that can watch files is asked to watch the configuration', async () => {
  const watched: unknown[] = [];
  const session = await startSession(
    { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    {},
    (connection) => {
      connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
        watched.push(...registrations.map((registration) => registration.registerOptions));
      });
    },
  );
  await session.open(WORKFLOW);
  await session.awaitPublished((params) => params.version === 1);
  expect(watched).toEqual([{ watchers: [{ globPattern: '**/*.{yaml,yml}' }] }]);
  await session.end();
});

const COMPOSITE = `kind: composite
name: load_table
summary: Loads one table.
parameters_jsonschema: {properties: {table: {type: string, description: Which one.}}, additionalProperties: false}
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }}"}}
`;
const USER = `name: x
format: 1
operators:
- {name: orders, type: load_table, properties: {table: orders}}
`;

test('composites of the project are types, in diagnostics, hover, completion and graph', async () => {
  const files = { [PROJECT]: 'catalogue: [our types]\n', 'file:///project/our%20types/load.yaml': COMPOSITE };
  const session = await startSession({}, files);
  await session.open(USER);
  expect((await session.awaitPublished((params) => params.version === 1)).diagnostics).toEqual([]);
  const textDocument = { uri: URI };
  const hover = await session.connection.sendRequest(HoverRequest.type, {
    textDocument,
    position: { line: 3, character: 25 },
  });
  expect(JSON.stringify(hover?.contents)).toContain('Loads one table');
  const completion = await session.connection.sendRequest(CompletionRequest.type, {
    textDocument,
    position: { line: 3, character: 23 },
  });
  expect(JSON.stringify(completion)).toContain('"load_table"');
  const { graph } = await session.connection.sendRequest<GraphAnswer>(GRAPH_REQUEST, {
    textDocument,
    view: 'expanded',
  });
  expect(graph?.nodes.map(({ id }) => id)).toEqual(['orders.load']);
  await session.end();
});

test('what is wrong with a value for a composite stands at the value', async () => {
  const files = { [PROJECT]: 'catalogue: [types]\n', 'file:///project/types/load.yaml': COMPOSITE };
  const session = await startSession({}, files);
  await session.open(USER.replace('table: orders', 'table: 3'));
  const { diagnostics } = await session.awaitPublished((params) => params.version === 1);
  expect(diagnostics).toMatchObject([
    {
      code: 'invalid-composite-parameter',
      range: { start: { line: 3, character: 55 }, end: { line: 3, character: 56 } },
    },
  ]);
  await session.end();
});

test('a changed file of the catalogue counts at once', async () => {
  const place = 'file:///project/types/load.yaml';
  const files: Record<string, string> = { [PROJECT]: 'catalogue: [types]\n', [place]: COMPOSITE };
  const session = await startSession({}, files);
  await session.open(USER);
  expect((await session.awaitPublished((params) => params.version === 1)).diagnostics).toEqual([]);
  files[place] = COMPOSITE.replace('name: load_table', 'name: store_table');
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: place, type: 2 }],
  });
  const sent = await session.awaitPublished((params) => params.diagnostics.length > 0);
  expect(sent.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['unknown-type']);
  await session.end();
});

test('the nearest configuration wins, name by name, up to one that is a root', async () => {
  const inner = 'file:///project/inner/dagport.yaml';
  const text = `${WORKFLOW}- {name: more, type: container, image: crow, properties: {entrypoint: [more]}}\n`;
  const files: Record<string, string> = {
    [PROJECT]: CONFIGURATION,
    [inner]: 'images: {crow: "r/crow:1"}\nrules: {unused-resource: off}\n',
  };
  const session = await startSession({}, files);
  const uri = 'file:///project/inner/deep/x.workflow.yaml';
  await session.open(text, uri);
  expect((await session.awaitPublished((params) => params.uri === uri)).diagnostics).toEqual([]);
  files[inner] = `root: true\n${files[inner]}`;
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: inner, type: 2 }],
  });
  const sent = await session.awaitPublished((params) => params.uri === uri && params.diagnostics.length > 0);
  expect(sent.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['unknown-image']);
  await session.end();
});

test('a configuration that is open is checked as one', async () => {
  const session = await startSession({}, { [PROJECT]: 'extends: base.yaml\n' });
  await session.open('extends: base.yaml\n', PROJECT);
  const read = await session.awaitPublished((params) => params.version === 1);
  expect(read.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    '"base.yaml" is no file that can be read.',
  ]);
  await session.open('imges: {}\n', PROJECT, 2);
  const typed = await session.awaitPublished((params) => params.version === 2);
  expect(typed.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    expect.stringContaining('Did you mean "images"?'),
  ]);
  await session.end();
});
