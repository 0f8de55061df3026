import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');
const FILE = 'nightly-orders.workflow.yaml';

/** One person's way through one file: each step goes on where the last one ended. */
describe.skipIf(editor === undefined)('a workflow in Visual Studio Code', () => {
  let host: Host;
  let workbench: Workbench;
  let file: string;
  beforeAll(async () => {
    if (editor === undefined) return;
    const files = fileURLToPath(new URL('workspace', import.meta.url));
    host = await startHost({ main: editor.main, vsix: editor.vsix, files });
    workbench = await openWorkbench(editor.browser);
    file = join(host.workspace, FILE);
    await workbench.open(host.page(FILE));
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  /** Puts the cursor behind the first place where a text stands in the file as it was saved last. */
  async function goBehind(text: string): Promise<void> {
    const before = readFileSync(file, 'utf8').split(text, 1)[0] ?? '';
    const lines = `${before}${text}`.split('\n');
    await workbench.goTo(lines.length, (lines.at(-1)?.length ?? 0) + 1);
  }

  function lineOf(text: string): string {
    return `Ln ${(readFileSync(file, 'utf8').split(text, 1)[0] ?? '').split('\n').length}`;
  }

  test('a mistyped dependency is underlined and listed', async () => {
    await workbench.squiggles('error').first().waitFor();
    const problems = await workbench.problems();
    await problems.filter({ hasText: 'gahter' }).waitFor();
  });

  test('its graph opens beside it', async () => {
    await workbench.page.keyboard.press('Control+b'); // room for the graph
    await goBehind('publish --all');
    await workbench.command('dagport: Open Graph to the Side');
    const nodes = workbench.webview().locator('.node');
    await nodes.filter({ hasText: 'probe' }).first().waitFor();
    expect(await nodes.count()).toBe(8);
  });

  test('a quick fix puts the mistake right', async () => {
    await goBehind('gahter');
    await workbench.quickFix('gather');
    await workbench.save(file, (text) => text.includes('upstream_dependencies: [gather]'));
    await workbench.squiggles('error').waitFor({ state: 'detached' });
  });

  test('the graph follows what is typed', async () => {
    const edges = workbench.webview().locator('.edge[data-to$="/publish"]');
    await edges.first().waitFor({ state: 'attached' });
  });

  test('names of tasks are suggested', async () => {
    await goBehind('[gather');
    await workbench.page.keyboard.type(', cle');
    expect(await workbench.suggestions()).toEqual(['clean-up']);
    await workbench.page.keyboard.press('Enter');
    await workbench.save(file, (text) => text.includes('upstream_dependencies: [gather, clean-up]'));
  });

  test('the outline and the breadcrumbs name documents, sections and tasks', async () => {
    await workbench.page
      .locator('.monaco-breadcrumbs', { hasText: 'operators' })
      .filter({ hasText: 'publish' })
      .waitFor();
    const rows = await workbench.outline();
    await rows.filter({ hasText: 'nightly-orders' }).first().waitFor();
  });

  test('the call hierarchy leads upstream and downstream', async () => {
    const { page } = workbench;
    await goBehind('name: choose');
    await workbench.command('Calls: Show Call Hierarchy');
    const row = (name: string) => page.locator('.sidebar .monaco-list-row', { hasText: name }).first();
    await row('choose').waitFor();
    await row('probe').waitFor();
    await workbench.command('Calls: Show Outgoing Calls');
    await row('delta').waitFor();
    await row('full').waitFor();
    await page.keyboard.press('Control+b');
  });

  test('a click on a node goes to its source', async () => {
    await workbench.webview().locator('.node', { hasText: 'choose' }).click();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: lineOf('name: choose') }).waitFor();
  });

  test('the other view shows the tasks that Airflow runs', async () => {
    await workbench.webview().getByRole('button', { name: 'In Airflow' }).click();
    await workbench.webview().locator('.node.added').first().waitFor();
  });

  test('nothing is fetched from elsewhere', () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
