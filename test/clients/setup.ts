import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../programs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The program; nothing where the tests are to be skipped. */
    readonly neovim: string | undefined;
  }
}

/** Finds Neovim and builds the server that it starts. */
export default function setup(project: TestProject): void {
  const neovim = findProgram({ names: ['nvim'], packages: ['neovim'] });
  if (neovim === undefined) console.log('The tests in Neovim are skipped: they need it (apt install neovim).');
  else execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'pipe' });
  project.provide('neovim', neovim);
}
