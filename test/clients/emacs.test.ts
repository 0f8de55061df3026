import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { applyEdits } from '../../text/edit';
import { formatEdits } from '../../workflow/format';

const emacs = inject('emacs');
const SCRIPT = fileURLToPath(new URL('eglot.el', import.meta.url));

const WORKFLOW = `name: cafe
format: 1
operators:
- {name: load,   type: bash, properties: {bash_command: load}}
- {name: party, type: bash, properties: {bash_command: "echo 🎉é"}, upstream_dependencies: [laod]}
`;

interface Seen {
  readonly mode: string;
  readonly line: number;
  readonly underlined: string;
  readonly message: string;
  readonly completions: readonly string[];
  readonly fixed: boolean;
  readonly renamed: string;
  readonly formatted: string;
}

/** The settings that the guide gives for Emacs. */
function settings(): string {
  const guide = readFileSync('docs/editors.md', 'utf8');
  return /## Emacs[\s\S]*?```elisp\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
}

/** What Emacs shows of a workflow, with the server started as a person would configure it. */
function inEmacs(program: string, text: string): Seen {
  const folder = mkdtempSync(join(tmpdir(), 'dagport-emacs-'));
  try {
    writeFileSync(join(folder, 'party.workflow.yaml'), text);
    const server = JSON.stringify([process.execPath, resolve('dist/dagport.cjs'), 'lsp', '--stdio']);
    const printed = execFileSync(program, ['--batch', '-l', SCRIPT, 'party.workflow.yaml'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 90_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SERVER: server, SETTINGS: settings() },
    });
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(emacs === undefined)('Emacs shows findings, completes names, applies a fix, renames and formats', () => {
  const seen = inEmacs(emacs ?? '', WORKFLOW);
  expect(seen.mode).toBe('dagport-workflow-mode');
  expect([seen.line, seen.underlined]).toEqual([5, 'laod']);
  expect(seen.message).toContain('unknown-dependency');
  expect(seen.completions).toContain('load');
  expect(seen.fixed).toBe(true);
  const renamed = WORKFLOW.replace('laod', 'fetch').replace('name: load', 'name: fetch');
  expect(seen.renamed).toBe(renamed);
  expect(seen.formatted).toBe(applyEdits(renamed, formatEdits(renamed)));
});
