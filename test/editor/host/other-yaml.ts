import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** The language server of Red Hat's extension, as the npm registry has it. */
const SERVER = 'yaml-language-server@1.25.0';

/** Shared with the bench of servers. No script of it is run. */
function installServer(): string {
  const folder = resolve('.cache/bench/yaml-language-server');
  const command = join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
  if (existsSync(command)) return command;
  mkdirSync(folder, { recursive: true });
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...flags, SERVER], { stdio: 'ignore' });
  return command;
}

/**
 * Packs a stand-in for Red Hat's extension, which comes from a registry of extensions only: its name, its settings, the files
 * that it is for, and its own server with the settings that it has. Gives the path of the package.
 */
export function packOtherYaml(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dagport-other-yaml-'));
  const manifest = {
    name: 'vscode-yaml',
    publisher: 'redhat',
    version: '1.19.0',
    engines: { vscode: '^1.91.0' },
    main: './extension.js',
    activationEvents: ['onLanguage:yaml'],
    contributes: {
      configuration: {
        properties: {
          'yaml.validate': { type: 'boolean', default: true },
          'yaml.hover': { type: 'boolean', default: true },
          'yaml.completion': { type: 'boolean', default: true },
          'yaml.format.enable': { type: 'boolean', default: true },
          'yaml.schemaStore.enable': { type: 'boolean', default: false },
        },
      },
    },
  };
  const source = `
    import { LanguageClient } from 'vscode-languageclient/node';
    export function activate() {
      const run = { command: process.execPath, args: [${JSON.stringify(installServer())}, '--stdio'] };
      const options = { documentSelector: [{ language: 'yaml' }], synchronize: { configurationSection: ['yaml', '[yaml]'] } };
      return new LanguageClient('yaml', 'YAML Support', { run, debug: run }, options).start();
    }`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'README.md'), 'A stand-in.\n');
  buildSync({
    stdin: { contents: source, resolveDir: resolve('.') },
    outfile: join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  const vsix = join(folder, 'other.vsix');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  execFileSync(resolve('node_modules/.bin/vsce'), ['package', ...flags], { cwd: folder, stdio: 'pipe' });
  return vsix;
}
