import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RenameRequest } from 'vscode-languageserver/node';
import { namesOf } from '../../server/names';
import { positionAt } from '../../text/range';
import { outlineFile } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow, sanitised } from '../../workflow/read';
import { edited } from './complaints/client';
import { pythonOf } from './python-of';
import { type Session, startSession, treeCatalogue, URI } from './session';

/*
 * A rename, then `dagport build`: the same DAG but for the name. Held for every name that every example defines, and every
 * workflow that is played on real Airflow.
 */

const FOLDERS = ['../../examples/workflows/', '../flows/'].map((folder) => new URL(folder, import.meta.url));
const WORKFLOWS = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.workflow.yaml'))
    .map((name) => [name, new URL(name, folder)] as const),
);
const catalogue = treeCatalogue();

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.end());

function built(text: string): string {
  const { plan } = planWorkflow(readWorkflow('x', text), { catalogue });
  expect(plan, text).toBeDefined();
  return plan === undefined ? '' : pythonOf(plan, 'x', text);
}

/** The text with one word in place of some, however they are spelt. */
function withOneName(text: string, names: readonly string[]): string {
  const words = names.flatMap((name) => [name, sanitised(name), sanitised(name).toUpperCase()]);
  const patterns = [...new Set(words)].map((word) => word.replace(/[.-]/g, '\\$&'));
  // A variable that would hide a function of Python gets a number.
  return text.replace(new RegExp(patterns.join('|'), 'g'), 'NAME').replaceAll('NAME_2', 'NAME');
}

test.each(WORKFLOWS)('%s', async (_, url) => {
  const text = readFileSync(url, 'utf8');
  const file = readWorkflow('x', text);
  const definitions = [...namesOf(outlineFile(file))].filter(({ definition }) => definition);
  expect(definitions.length).toBeGreaterThan(0);
  const before = built(text);
  for (const { name, range } of definitions) {
    // As long as the old name, so that lines break where they did.
    const newName = name.replace(/[\p{L}\p{N}]/gu, 'z');
    await session.open(text);
    const edit = await session.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: URI },
      position: positionAt(file.lines, range.start),
      newName,
    });
    await session.close();
    const after = edited(text, edit?.changes?.[URI] ?? []);
    expect(after, name).not.toBe(text);
    expect(withOneName(built(after), [name, newName]), `${name}\n${after}`).toBe(withOneName(before, [name, newName]));
  }
});
