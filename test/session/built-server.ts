import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** What a process holds after garbage was collected, in bytes. */
export interface Memory {
  readonly heapUsed: number;
  /** Resident: what the system counts. */
  readonly rss: number;
}

/** The built server as a process of its own, spoken to as an editor does. */
export interface BuiltServer {
  readonly connection: ProtocolConnection;
  /** @param snapshot The name of a file that is to get a heap snapshot. */
  memory(snapshot?: string): Promise<Memory>;
  /** The exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  end(): Promise<void>;
}

const SERVER = fileURLToPath(new URL('../../dist/server.cjs', import.meta.url));
const PROBE = fileURLToPath(new URL('memory.cjs', import.meta.url));

export async function startBuiltServer(
  rootUri: string,
  capabilities: ClientCapabilities,
  prepare: (connection: ProtocolConnection) => void = () => {},
): Promise<BuiltServer> {
  const child = spawn(process.execPath, ['--expose-gc', '--require', PROBE, SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { input, output, probe } = channelsOf(child);
  const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
  prepare(connection);
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri, capabilities });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    exited,
    memory: (snapshot = '') =>
      new Promise((resolve) => {
        probe.once('data', (answer) => resolve(JSON.parse(String(answer))));
        probe.write(`${snapshot}\n`);
      }),
    async end() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}

function channelsOf({ stdin, stdout, stdio }: ChildProcess) {
  const probe = stdio[3];
  if (stdin === null || stdout === null || !(probe instanceof Duplex)) throw new Error('the server has no channels');
  return { input: stdin, output: stdout, probe };
}
