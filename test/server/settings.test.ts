import { describe, expect, test } from 'vitest';
import {
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  type ProtocolConnection,
  RegistrationRequest,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { readSettings } from '../../server/configuration';
import { startSession, URI } from './session';

describe('settings as an editor gives them', () => {
  test.each<[unknown, ReturnType<typeof readSettings>]>([
    [null, { wishes: {}, problems: [] }],
    [
      { airflow: '', environment: '', trace: { server: 'off' } },
      { wishes: {}, problems: [] },
    ],
    [
      { airflow: '2.11', environment: 'prod' },
      { wishes: { airflow: '2.11', environment: 'prod' }, problems: [] },
    ],
    [
      { airflow: 2.11, environment: 'prod' },
      { wishes: { environment: 'prod' }, problems: ['"dagport.airflow" is "3.3" or "2.11", not 2.11.'] },
    ],
    [
      { environment: ['prod'] },
      { wishes: {}, problems: ['"dagport.environment" is the name of an environment, not ["prod"].'] },
    ],
    [{ airlfow: '3.3' }, { wishes: {}, problems: ['There is no setting "dagport.airlfow". Did you mean "airflow"?'] }],
    ['3.3', { wishes: {}, problems: ['"dagport" is a mapping of settings, not "3.3".'] }],
  ])('%j', (value, expected) => {
    expect(readSettings(value)).toEqual(expected);
  });
});

const PATIENCE = { timeout: 20_000 };

/** The environment changes what an image stands for, and with that a hint. */
const FILES = {
  'file:///project/dagport.yaml':
    'environments: {dev: {container: docker}, prod: {container: docker}}\nimages: {load: {environments: {dev: "r/load:dev", prod: "r/load:prod"}}}\n',
};
const WORKFLOW = `name: x
format: 1
operators:
- {name: load, type: container, image: load, properties: {entrypoint: [load]}}
`;

async function hinted(connection: ProtocolConnection): Promise<string> {
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  return JSON.stringify(await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: URI }, range }));
}

test('settings are asked for where the client gives them, and again when they change', async () => {
  let settings: unknown = { environment: 'dev' };
  const asked: unknown[] = [];
  const registered: string[] = [];
  let hintsToBeAsked = 0;
  const session = await startSession(
    {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
    },
    FILES,
    (connection) => {
      connection.onRequest(ConfigurationRequest.type, ({ items }) => {
        asked.push(...items);
        return items.map(() => settings);
      });
      connection.onRequest(InlayHintRefreshRequest.type, () => {
        hintsToBeAsked++;
      });
      connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
        registered.push(...registrations.map(({ method, registerOptions }) => `${method} ${registerOptions?.section}`));
      });
    },
  );
  await session.open(WORKFLOW);
  await expect.poll(() => hinted(session.connection), PATIENCE).toContain('r/load:dev');
  settings = { environment: 'prod' };
  await session.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  await expect.poll(() => hinted(session.connection), PATIENCE).toContain('r/load:prod');
  await expect.poll(() => hintsToBeAsked, PATIENCE).toBe(2);
  expect(asked).toEqual([{ section: 'dagport' }, { section: 'dagport' }]);
  expect(registered).toEqual(['workspace/didChangeConfiguration dagport']);
  await session.end();
});

test('a client that is not asked tells them itself', async () => {
  const session = await startSession({}, FILES);
  await session.open(WORKFLOW);
  for (const environment of ['dev', 'prod']) {
    await session.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { dagport: { environment } },
    });
    await expect.poll(() => hinted(session.connection), PATIENCE).toContain(`r/load:${environment}`);
  }
  await session.end();
});

test('what is wrong with settings is one message, said once', async () => {
  const messages: string[] = [];
  const session = await startSession({ workspace: { configuration: true } }, FILES, (connection) => {
    connection.onRequest(ConfigurationRequest.type, () => [{ airflow: '4', environment: 3 }]);
    connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      messages.push(message);
    });
  });
  await session.open(WORKFLOW);
  await session.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  await expect.poll(() => messages.length, PATIENCE).toBeGreaterThan(0);
  await hinted(session.connection);
  expect(messages).toEqual([
    'dagport\'s settings: "dagport.airflow" is "3.3" or "2.11", not "4".\n"dagport.environment" is the name of an environment, not 3.',
  ]);
  await session.end();
});
