import { describe, expect, test } from 'vitest';
import {
  type ClientCapabilities,
  DidChangeWatchedFilesNotification,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { type Session, startSession, URI } from './session';

const WATCHES: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
};
const OTHER = 'file:///project/sub/other.workflow.yaml';

function workflow(name: string, task: string, upstream = task): string {
  return `name: ${name}
format: 1
operators:
- {name: ${task}, type: bash, properties: {bash_command: x}}
- {name: last, type: bash, upstream_dependencies: [${upstream}], properties: {bash_command: y}}
`;
}

describe('names of all workflows', () => {
  async function symbols(session: Session, query: string): Promise<string[]> {
    const found = await session.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    return (found ?? []).map(({ name, containerName, location }) => {
      const line = 'range' in location ? location.range.start.line : -1;
      return `${containerName ?? ''}/${name} ${location.uri.slice(location.uri.lastIndexOf('/') + 1)}:${line}`;
    });
  }

  test('of open files what is typed, of others what the file holds', async () => {
    const files = { [URI]: workflow('orders', 'load'), [OTHER]: workflow('other', 'extract') };
    const session = await startSession(WATCHES, files);
    await session.open(workflow('orders', 'load_all'));
    expect(await symbols(session, '')).toEqual([
      'orders/load_all orders.workflow.yaml:3',
      'orders/last orders.workflow.yaml:4',
      'other/extract other.workflow.yaml:3',
      'other/last other.workflow.yaml:4',
    ]);
    expect(await symbols(session, 'ODAL')).toEqual(['orders/load_all orders.workflow.yaml:3']);
    await session.end();
  });

  test('a file that changes is read again', async () => {
    const files: Record<string, string> = { [OTHER]: workflow('other', 'extract') };
    const session = await startSession(WATCHES, files);
    expect(await symbols(session, 'extract')).toHaveLength(1);
    files[OTHER] = workflow('other', 'fetch');
    const changes = [{ uri: OTHER, type: 2 as const }];
    await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect(await symbols(session, 'extract')).toHaveLength(0);
    expect(await symbols(session, 'fetch')).toHaveLength(1);
    await session.end();
  });

  test('a client that does not tell of changes gets what the files hold all the same', async () => {
    const files: Record<string, string> = { [OTHER]: workflow('other', 'extract') };
    const session = await startSession({}, files);
    expect(await symbols(session, 'extract')).toHaveLength(1);
    delete files[OTHER];
    expect(await symbols(session, 'extract')).toHaveLength(0);
    await session.end();
  });
});

describe('findings in all workflows', () => {
  type Seen = readonly { readonly uri: string; readonly value: string }[];

  async function findings(session: Session, previous: Seen = []): Promise<{ told: string[]; seen: Seen }> {
    const { items } = await session.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: [...previous],
    });
    const told = items.map((item) => {
      const name = item.uri.slice(item.uri.lastIndexOf('/') + 1);
      return item.kind === 'unchanged' ? `${name} as before` : `${name} ${item.items.map(({ code }) => code)}`;
    });
    return { told, seen: items.flatMap(({ uri, resultId }) => (resultId ? [{ uri, value: resultId }] : [])) };
  }

  test('of those that are not open, once', async () => {
    const files: Record<string, string> = {
      [URI]: workflow('orders', 'load', 'nothing'),
      [OTHER]: workflow('other', 'extract', 'nothing'),
    };
    const session = await startSession(WATCHES, files);
    await session.open(workflow('orders', 'load'));
    const first = await findings(session);
    expect(first.told).toEqual(['other.workflow.yaml unknown-dependency']);
    expect((await findings(session, first.seen)).told).toEqual(['other.workflow.yaml as before']);
    files[OTHER] = workflow('other', 'extract');
    const changes = [{ uri: OTHER, type: 2 as const }];
    await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    const second = await findings(session, first.seen);
    expect(second.told).toEqual(['other.workflow.yaml ']);
    await session.close();
    expect((await findings(session, second.seen)).told).toEqual([
      'orders.workflow.yaml unknown-dependency',
      'other.workflow.yaml as before',
    ]);
    delete files[OTHER];
    await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect((await findings(session, second.seen)).told).toEqual([
      'orders.workflow.yaml unknown-dependency',
      'other.workflow.yaml ',
    ]);
    await session.end();
  });

  test('again when the project says otherwise', async () => {
    const text = 'name: x\nformat: 1\noperators:\n- {name: a, type: container, image: yoshi}\n';
    const files: Record<string, string> = { [OTHER]: text };
    const session = await startSession(WATCHES, files);
    const first = await findings(session);
    expect(first.told.join()).toContain('unknown-image');
    files['file:///project/dagport.yaml'] = 'images: {yoshi: {url: "r/yoshi:1"}}\n';
    const changes = [{ uri: 'file:///project/dagport.yaml', type: 1 as const }];
    await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect((await findings(session, first.seen)).told.join()).not.toContain('unknown-image');
    await session.end();
  });
});
