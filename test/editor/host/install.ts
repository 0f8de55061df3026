import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release of code-server whose Visual Studio Code (1.100.3) the tests run in; it runs on Node 20. */
const VERSION = '4.100.3';
const INTEGRITY = 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==';

/** The program that the workbench searches folders with: without it an extension is not woken by what a folder holds. */
const RIPGREP = {
  name: '@vscode/ripgrep-linux-x64@1.18.0',
  archive: 'vscode-ripgrep-linux-x64-1.18.0.tgz',
  integrity: 'sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==',
};

/**
 * Installs the server of Visual Studio Code that code-server's npm package holds, once, and gives its main script. Its
 * native modules are not built: without them the output panel and the terminal stay empty, which no test looks at.
 */
export function installHost(folder: string): string {
  const main = join(folder, 'lib/vscode/out/server-main.js');
  const stamp = join(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === VERSION) {
    installRipgrep(folder);
    return main;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = fetched(folder, `code-server@${VERSION}`, `code-server-${VERSION}.tgz`, INTEGRITY);
  execFileSync('tar', ['xzf', archive, '-C', folder, '--strip-components=1', '--exclude=*.map']);
  rmSync(archive);
  // Its lock file lacks a peer dependency, which `npm ci` refuses otherwise; no script of a package is run.
  const flags = ['--legacy-peer-deps', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['ci', ...flags], { cwd: join(folder, 'lib/vscode'), stdio: 'pipe' });
  installRipgrep(folder);
  writeFileSync(stamp, VERSION);
  return main;
}

/** The archive of a package, as it was pinned. */
function fetched(folder: string, name: string, file: string, pinned: string): string {
  execFileSync('npm', ['pack', name, '--pack-destination', folder, '--silent'], { stdio: 'pipe' });
  const archive = join(folder, file);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== pinned) throw new Error(`${name} is not what was pinned: ${integrity}`);
  return archive;
}

function installRipgrep(folder: string): void {
  const bin = join(folder, 'lib/vscode/node_modules/@vscode/ripgrep/bin');
  if (existsSync(join(bin, 'rg'))) return;
  mkdirSync(bin, { recursive: true });
  const archive = fetched(folder, RIPGREP.name, RIPGREP.archive, RIPGREP.integrity);
  execFileSync('tar', ['xzf', archive, '-C', bin, '--strip-components=2', 'package/bin/rg']);
  rmSync(archive);
}
