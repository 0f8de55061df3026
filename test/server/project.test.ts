import { expect, test } from 'vitest';
import { DidChangeWatchedFilesNotification, RegistrationRequest } from 'vscode-languageserver/node';
import { startSession } from './session';

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
  expect(watched).toEqual([{ watchers: [{ globPattern: '**/dagport.yaml' }] }]);
  await session.end();
});
