import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** A language server as a process of its own. */
export interface ServerProcess {
  readonly connection: ProtocolConnection;
  /** Milliseconds that its main thread was on a processor so far: what work elsewhere on the machine does not change much. */
  mainThread(): number;
  /** Milliseconds of all its threads, those that collect garbage and compile included. */
  allThreads(): number;
  /** Megabytes that are resident after garbage was collected. */
  resident(): Promise<number>;
  end(): Promise<void>;
}

/**
 * Starts a server whose command is a script for Node, and says hello to it. With DAGPORT_PROFILE set it leaves a profile for
 * Chromium's tools in the current folder when it ends.
 */
export async function startServer(command: readonly string[], folder: string, root: string): Promise<ServerProcess> {
  const probe = path.join(root, 'test', 'session', 'memory.cjs');
  const profile = process.env.DAGPORT_PROFILE === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval', '500'];
  const child = spawn(process.execPath, ['--expose-gc', '--require', probe, ...profile, ...command], {
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
  });
  const { input, output, channel } = channelsOf(child);
  const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
  const schema = pathToFileURL(path.join(root, 'schemas/format/workflow.schema.json')).href;
  const yaml = { schemas: { [schema]: '*.workflow.yaml' }, schemaStore: { enable: false }, validate: true };
  const sections: Readonly<Record<string, unknown>> = { yaml, http: {} };
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => sections[section] ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { publishDiagnostics: {}, completion: {}, rename: { prepareSupport: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const threads = (): readonly string[] => readdirSync(`/proc/${child.pid}/task`);
  return {
    connection,
    mainThread: () => onProcessor(`/proc/${child.pid}/schedstat`),
    allThreads: () =>
      threads().reduce((sum, thread) => sum + onProcessor(`/proc/${child.pid}/task/${thread}/schedstat`), 0),
    resident: () =>
      new Promise((resolve) => {
        channel.once('data', (answer) => {
          const { rss }: { readonly rss: number } = JSON.parse(String(answer));
          resolve(rss / 1_000_000);
        });
        channel.write('\n');
      }),
    async end() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
  };
}

/** The time on a processor stands first, in nanoseconds (Linux, Documentation/scheduler/sched-stats). */
function onProcessor(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1_000_000;
  } catch {
    return 0; // a thread that ended meanwhile
  }
}

function channelsOf({ stdin, stdout, stdio }: ChildProcess) {
  const channel = stdio[3];
  if (stdin === null || stdout === null || !(channel instanceof Duplex)) throw new Error('the server has no channels');
  return { input: stdin, output: stdout, channel };
}
