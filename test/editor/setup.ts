import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../programs';
import { installHost } from './host/install';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the tests in the editor need; nothing where they are to be skipped. */
    readonly editor: { readonly browser: string; readonly main: string; readonly vsix: string } | undefined;
  }
}

const CACHE = '.cache';

/** Finds a browser, installs the editor and packs the extension, so that what is tested is what people install. */
export default function setup(project: TestProject): void {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const browser = findProgram({ names, packages: ['chromium', 'fonts-dejavu-core'] });
  if (browser === undefined) {
    console.log(
      'The tests in Visual Studio Code are skipped: they need Chromium (apt install chromium fonts-dejavu-core).',
    );
    project.provide('editor', undefined);
    return;
  }
  mkdirSync(CACHE, { recursive: true });
  const main = installHost(`${CACHE}/vscode-host`);
  execFileSync('npm', ['run', '--silent', 'package'], { stdio: 'pipe' });
  project.provide('editor', { browser, main, vsix: 'dagport.vsix' });
}
