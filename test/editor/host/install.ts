import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release of code-server whose Visual Studio Code (1.100.3) the tests run in; it runs on Node 20. */
const VERSION = '4.100.3';
const INTEGRITY = 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==';

/**
 * Installs the server of Visual Studio Code that code-server's npm package holds, once, and gives its main script. Its
 * native modules are not built: without them the output panel and the terminal stay empty, which no test looks at.
 */
export function installHost(folder: string): string {
  const main = join(folder, 'lib/vscode/out/server-main.js');
  const stamp = join(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === VERSION) return main;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', `code-server@${VERSION}`, '--pack-destination', folder, '--silent'], { stdio: 'pipe' });
  const archive = join(folder, `code-server-${VERSION}.tgz`);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== INTEGRITY) throw new Error(`code-server ${VERSION} is not what was pinned: ${integrity}`);
  execFileSync('tar', ['xzf', archive, '-C', folder, '--strip-components=1', '--exclude=*.map']);
  rmSync(archive);
  // Its lock file lacks a peer dependency, which `npm ci` refuses otherwise; no script of a package is run.
  const flags = ['--legacy-peer-deps', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['ci', ...flags], { cwd: join(folder, 'lib/vscode'), stdio: 'pipe' });
  writeFileSync(stamp, VERSION);
  return main;
}
