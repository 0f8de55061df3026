import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../programs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The programs; nothing where the tests are to be skipped. */
    readonly neovim: string | undefined;
    readonly emacs: string | undefined;
  }
}

/** Finds the editors and builds the server that they start. */
export default function setup(project: TestProject): void {
  const neovim = findProgram({ names: ['nvim'], packages: ['neovim'] });
  const emacs = findProgram({ names: ['emacs'], packages: ['emacs-nox', 'elpa-eglot'] });
  if (neovim === undefined) console.log('The tests in Neovim are skipped: they need it (apt install neovim).');
  if (emacs === undefined)
    console.log('The tests in Emacs are skipped: they need it (apt install emacs-nox elpa-eglot).');
  if (neovim ?? emacs) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'pipe' });
  project.provide('neovim', neovim);
  project.provide('emacs', emacs);
}
