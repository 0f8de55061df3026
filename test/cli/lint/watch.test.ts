import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../../cli/program';
import { folderWith } from '../captured';

const GOOD = 'name: a\noperators:\n  - { name: x, type: bash, properties: { bash_command: x } }\n';
const BAD = GOOD.replace('type: bash', 'type: bahs');

/** `dagport lint --watch` in a folder: what it has printed since it was asked last, and how it is ended. */
async function watching(folder: string, ...args: readonly string[]) {
  const control = new AbortController();
  let printed = '';
  const io = {
    cwd: folder,
    stdout: (text: string) => {
      printed += text;
    },
    stderr: (text: string) => {
      printed += text;
    },
    color: false,
    stdin: async () => new Uint8Array(),
    signal: control.signal,
  };
  const ended = run(['lint', '--watch', '--format', 'concise', ...args], io);
  const end = async (): Promise<number> => {
    control.abort();
    return ended;
  };
  onTestFinished(async () => {
    await end();
  });
  const next = async (said: RegExp): Promise<string> => {
    await vi.waitFor(() => expect(printed).toMatch(said), { timeout: 15_000, interval: 20 });
    const since = printed;
    printed = '';
    return since;
  };
  await next(/Watching for changes/);
  return { next, end };
}

const write = (folder: string, name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

test('prints again what is found after each change, whatever the files become', async () => {
  const folder = await folderWith({ 'a.workflow.yaml': GOOD, 'b.workflow.yaml': GOOD.replace('name: a', 'name: b') });
  const { next, end } = await watching(folder, '.');
  await write(folder, 'a.workflow.yaml', BAD);
  expect(await next(/unknown-type/)).toContain('a.workflow.yaml:3');
  await write(folder, 'a.workflow.yaml', '{ [ : "');
  await next(/a\.workflow\.yaml.*yaml-syntax/);
  await write(folder, 'a.workflow.yaml', '');
  await next(/empty-document/);
  await rm(path.join(folder, 'a.workflow.yaml'));
  expect(await next(/\n$/)).not.toContain('a.workflow.yaml');
  await rm(path.join(folder, 'b.workflow.yaml'));
  await next(/there is no workflow/);
  await write(folder, 'c.workflow.yaml', BAD.replace('name: a', 'name: c'));
  await next(/c\.workflow\.yaml.*unknown-type/);
  expect(await end()).toBe(0);
}, 60_000);

test('what is written in several steps is looked at once', async () => {
  const folder = await folderWith({ 'a.workflow.yaml': GOOD });
  const { next } = await watching(folder, 'a.workflow.yaml');
  for (let step = 0; step < 10; step++) await write(folder, 'a.workflow.yaml', `${BAD}# ${step}\n`);
  const said = await next(/unknown-type/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(said.match(/unknown-type/g)).toHaveLength(1);
}, 30_000);

test('a configuration that changes counts', async () => {
  const folder = await folderWith({ 'flows/a.workflow.yaml': BAD, 'dagport.yaml': 'root: true\n' });
  const { next } = await watching(folder, 'flows');
  await write(folder, 'dagport.yaml', 'root: true\nrules: { unknown-type: warning }\n');
  await next(/warning.*unknown-type/);
}, 30_000);

test('what it writes itself, and what is none of its business, sets nothing off', async () => {
  const folder = await folderWith({ 'a.workflow.yaml': GOOD });
  const { next } = await watching(folder, '.', '--format', 'junit', '--output-file', path.join(folder, 'found.yml'));
  await write(folder, 'a.workflow.yaml', BAD);
  await next(/unknown-type/);
  await write(folder, 'build.log', 'one line');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await write(folder, 'a.workflow.yaml', GOOD);
  expect(await next(/Nothing|^\n+$/)).not.toContain('unknown-type');
}, 60_000);
