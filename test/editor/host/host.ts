import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A running server of Visual Studio Code with a profile and a workspace of its own. */
export interface Host {
  /** The folder of the workspace: a copy, so that tests may change it. */
  readonly workspace: string;
  readonly port: number;
  /**
   * The address of the workbench with the workspace open and, where one is named, a file of it.
   * @param workspaceFile Names the folders to open instead.
   */
  page(file?: string, workspaceFile?: string): string;
  stop(): Promise<void>;
}

/** Without these the workbench calls home. */
const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
};

/** Without these the workbench asks questions, or saves on its own. */
const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.layoutControl.enabled': false,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'files.autoSave': 'off',
  'editor.wordBasedSuggestions': 'off',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
};

export interface HostOptions {
  /** The server's main script. */
  readonly main: string;
  /** The extensions that are installed; nothing where the page brings ours. */
  readonly vsix?: string | readonly string[];
  /** Settings beside those that all tests have. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder that is copied as the workspace; an empty one where it is absent. */
  readonly files?: string;
  /** A profile as it is after installing: the editor asks what it asks a person who is new to it. */
  readonly fresh?: boolean;
}

export async function startHost({ main, vsix, files, settings = {}, fresh = false }: HostOptions): Promise<Host> {
  const root = mkdtempSync(join(tmpdir(), 'dagport-editor-'));
  const workspace = join(root, 'orders');
  if (files === undefined) mkdirSync(workspace);
  else cpSync(files, workspace, { recursive: true });
  const profile = ['user-data', 'extensions', 'server-data'].flatMap((name) => [`--${name}-dir`, join(root, name)]);
  mkdirSync(join(root, 'user-data/User'), { recursive: true });
  writeFileSync(
    join(root, 'user-data/User/settings.json'),
    JSON.stringify({ ...QUIET, ...(fresh ? {} : SETTINGS), ...settings }),
  );
  const licence = '--accept-server-license-terms';
  for (const one of [vsix ?? []].flat()) {
    execFileSync(process.execPath, [main, ...profile, '--install-extension', one, licence], { stdio: 'pipe' });
  }
  const port = await freePort();
  const address = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  const child = spawn(process.execPath, [main, ...address, licence, '--telemetry-level', 'off', ...profile], {
    detached: true, // a process group of its own: extension hosts are stopped with it
    stdio: 'ignore',
    env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' }, // else it asks a registry of extensions
  });
  const kill = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // the group has ended already
    }
  };
  const abandon = (): void => kill('SIGKILL');
  process.once('exit', abandon);
  await answering(`http://127.0.0.1:${port}`);
  return {
    workspace,
    port,
    page(file, workspaceFile) {
      const open = [['openFile', `vscode-remote://127.0.0.1:${port}${workspace}/${file}`]];
      const payload = file === undefined ? '' : `&payload=${encodeURIComponent(JSON.stringify(open))}`;
      const what = workspaceFile === undefined ? `folder=${workspace}` : `workspace=${workspace}/${workspaceFile}`;
      return `http://127.0.0.1:${port}/?${what}${payload}`;
    },
    async stop() {
      process.off('exit', abandon);
      kill('SIGTERM');
      await sleep(300);
      kill('SIGKILL');
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answers = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return;
    await sleep(100);
  }
  throw new Error('The server of Visual Studio Code did not start within 30 seconds.');
}
