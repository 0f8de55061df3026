import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { applyEdits } from '../../text/edit';
import { formatEdits } from '../../workflow/format';

const neovim = inject('neovim');
const SCRIPT = fileURLToPath(new URL('neovim.lua', import.meta.url));

/** The é and the emoji stand before the place of the mistake: Neovim counts bytes, the server UTF-16 units. */
const WORKFLOW = `name: cafe
format: 1
operators:
- {name: load,   type: bash, properties: {bash_command: load}}
- {name: party, type: bash, properties: {bash_command: "echo 🎉é"}, upstream_dependencies: [laod]}
`;

interface Seen {
  readonly diagnostics: readonly { readonly line: number; readonly column: number; readonly rule: string }[];
  readonly completions: readonly string[];
  readonly symbols: readonly string[];
  readonly fixed: boolean;
  readonly text: string;
  /** After the rename. */
  readonly renamed: string;
  /** And after formatting. */
  readonly formatted: string;
}

/** What Neovim shows of a workflow, with the server started as a person would configure it. */
function inNeovim(program: string, text: string): Seen {
  const folder = mkdtempSync(join(tmpdir(), 'dagport-neovim-'));
  try {
    writeFileSync(join(folder, 'party.workflow.yaml'), text);
    const server = JSON.stringify([process.execPath, resolve('dist/dagport.cjs'), 'lsp', '--stdio']);
    const printed = execFileSync(
      program,
      ['--headless', '-u', 'NONE', '-i', 'NONE', 'party.workflow.yaml', '-S', SCRIPT],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60_000,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, SERVER: server, RENAME: JSON.stringify({ line: 3, character: 9, name: 'fetch' }) },
      },
    );
    return JSON.parse(printed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(neovim === undefined)(
  'Neovim shows findings, completes names, applies a fix, renames, formats and lists symbols',
  () => {
    const seen = inNeovim(neovim ?? '', WORKFLOW);
    const line = Buffer.from(WORKFLOW.split('\n')[4] ?? '');
    expect(seen.diagnostics).toEqual([{ line: 5, column: line.indexOf('laod') + 1, rule: 'unknown-dependency' }]);
    expect(seen.completions).toEqual(['load']);
    expect(seen.symbols).toEqual(['cafe']);
    expect(seen.fixed).toBe(true);
    const fixed = WORKFLOW.replace('laod', 'load');
    expect(`${seen.text}\n`).toBe(fixed);
    const renamed = fixed.replace('name: load', 'name: fetch').replace('[load]', '[fetch]');
    expect(`${seen.renamed}\n`).toBe(renamed);
    expect(`${seen.formatted}\n`).toBe(applyEdits(renamed, formatEdits(renamed)));
  },
);
