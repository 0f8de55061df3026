import { readFileSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Connection } from 'vscode-languageserver';
import { createConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import { LEGACY_NAMES } from '../migration';
import { version } from '../package.json';
import { openPack, openProviders, type Providers } from '../schemas';
import { SKIPPED_FOLDERS, WORKFLOW_GLOB } from '../workflow/check';
import { filesOfClient } from './client-files';
import { serve } from './connection';
import type { Files } from './project';

/** `stdio`: any editor. `ipc`: a Node process that started this one (VS Code). */
export type Transport = 'stdio' | 'ipc';

/**
 * The room for new objects grows no further: V8 lets it become 32 MB, keeps it, and a server for one person is no faster by
 * it (measured with 1,000 and 10,000 operators). It can be set while the program runs, which the largest size cannot.
 */
const LITTLE_ROOM = '--semi-space-growth-factor=1';

/** Starts the language server; it runs until the client ends it. */
export function startServer(transport: Transport): void {
  setFlagsFromString(LITTLE_ROOM);
  const connection =
    transport === 'stdio'
      ? createConnection(process.stdin, process.stdout)
      : createConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, {
    name: 'dagport',
    version,
    catalogueFiles: builtInFiles(),
    providers: builtInProviders(),
    files: filesOf(connection),
  });
  connection.listen();
}

/** The catalogue that the build packs beside the bundle: `{ path: text }`. */
function builtInFiles(): ReadonlyMap<string, string> {
  const packed = readFileSync(fileURLToPath(new URL('catalogue.json', import.meta.url)), 'utf8');
  const files: Readonly<Record<string, string>> = JSON.parse(packed);
  return new Map(Object.entries(files));
}

/** The official packages, packed likewise: what a class takes is read when it is first asked for. */
function builtInProviders(): Providers {
  const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'latin1');
  return openProviders(openPack(read('providers.json'), () => read('providers.txt')));
}

/** The files of this machine; others, as those of a virtual workspace, the client is asked for. */
function filesOf(connection: Connection): Files {
  const others = filesOfClient(connection);
  const here = (uri: string): boolean => uri.startsWith('file:');
  return {
    readText: (uri) => (here(uri) ? readText(uri) : others.readText(uri)),
    listYaml: (uri, within) => (here(uri) ? listYaml(uri, within) : others.listYaml(uri, within)),
    listWorkflows: (uri) => (here(uri) ? listWorkflows(uri) : others.listWorkflows(uri)),
    listLegacy: (uri, below) => (here(uri) ? listLegacy(uri, below) : others.listLegacy(uri, below)),
    virtualEnvironment: virtualEnvironment(),
  };
}

async function readText(uri: string): Promise<string | undefined> {
  return readFile(fileURLToPath(uri), 'utf8').catch(() => undefined);
}

/** The YAML files below a folder; folders behind links are not among them. */
async function listYaml(uri: string, within: string): Promise<readonly string[] | undefined> {
  const folder = fileURLToPath(uri);
  const places = [folder, fileURLToPath(within)].map((one) => realpath(one).catch(() => undefined));
  const [place, root] = await Promise.all(places);
  if (place === undefined || root === undefined || path.relative(root, place).startsWith('..')) return undefined;
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return files.map((name) => pathToFileURL(path.join(folder, name)).href);
}

/** The virtual environment that is active (Python's `venv` sets VIRTUAL_ENV). */
function virtualEnvironment(): string | undefined {
  const folder = process.env.VIRTUAL_ENV;
  return folder === undefined ? undefined : `${pathToFileURL(folder).href.replace(/\/$/, '')}/`;
}

async function listWorkflows(uri: string): Promise<readonly string[]> {
  const found = await listFiles(uri, WORKFLOW_GLOB);
  return found.map((name) => pathToFileURL(path.join(fileURLToPath(uri), name)).href);
}

/** Each URI begins with that of the folder, as the client writes it. */
async function listLegacy(folder: string, below: boolean): Promise<readonly string[]> {
  const found = await listFiles(folder, below ? `**/${LEGACY_NAMES}` : LEGACY_NAMES);
  return found.map((name) => folder + name.split('/').map(encodeURIComponent).join('/'));
}

/** Paths below a folder, with `/`. */
async function listFiles(uri: string, pattern: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const ignore = [...SKIPPED_FOLDERS].map((name) => `**/${name}/**`);
  return glob(pattern, { cwd: fileURLToPath(uri), ignore, followSymbolicLinks: false }).catch(() => []);
}
