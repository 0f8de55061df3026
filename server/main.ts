import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import { version } from '../package.json';
import { type Catalogue, loadCatalogue } from '../schemas';
import { serve } from './connection';

/** `stdio`: any editor. `ipc`: a Node process that started this one (VS Code). */
export type Transport = 'stdio' | 'ipc';

/** Starts the language server; it runs until the client ends it. */
export function startServer(transport: Transport): void {
  const connection =
    transport === 'stdio'
      ? createConnection(process.stdin, process.stdout)
      : createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, { name: 'dagport', version, catalogue: builtInCatalogue(), readText });
  connection.listen();
}

/** The catalogue that the build packs beside the bundle: `{ path: text }`. */
function builtInCatalogue(): Catalogue {
  const packed = readFileSync(fileURLToPath(new URL('catalogue.json', import.meta.url)), 'utf8');
  const files: Readonly<Record<string, string>> = JSON.parse(packed);
  return loadCatalogue(new Map(Object.entries(files))).catalogue;
}

/** The text of a file. One that is not there, or is none of this machine's, is no file to us. */
async function readText(uri: string): Promise<string | undefined> {
  return uri.startsWith('file:') ? readFile(fileURLToPath(uri), 'utf8').catch(() => undefined) : undefined;
}
