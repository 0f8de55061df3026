import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

/** `IMAGES=docs/images npm run test:editor -- pictures` takes the pictures of the documentation anew; look at them. */
const FOLDER = process.env.IMAGES ?? '';

describe.skipIf(editor === undefined || FOLDER === '').each([
  { theme: 'Default Dark Modern', ending: '' },
  { theme: 'Default Light Modern', ending: '-light' },
])('pictures in $theme', ({ theme, ending }) => {
  let host: Host;
  let workbench: Workbench;
  beforeAll(async () => {
    if (editor === undefined) return;
    const files = fileURLToPath(new URL('workspace', import.meta.url));
    const settings = { 'workbench.colorTheme': theme, 'editor.renderLineHighlight': 'none' };
    host = await startHost({ main: editor.main, vsix: editor.vsix, files, settings });
    cpSync('examples/oozie/nightly-orders', join(host.workspace, 'nightly-orders'), { recursive: true });
    workbench = await openWorkbench(editor.browser, { width: 1280, height: 720 });
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  const take = (name: string) =>
    workbench.page.screenshot({ path: join(FOLDER, `${name}${ending}.png`), animations: 'disabled' });

  test('a mistake, its fix and the graph', async () => {
    const { page } = workbench;
    await workbench.open(host.page('nightly-orders.workflow.yaml'));
    await workbench.squiggles('error').first().waitFor();
    await page.keyboard.press('Control+b');
    await workbench.command('dagport: Open Graph to the Side');
    await workbench.webview().locator('.node', { hasText: 'probe' }).first().waitFor();
    await workbench.goTo(32, 30);
    await workbench.until(
      () => page.keyboard.press('Control+.'),
      (timeout) => page.locator('.action-widget', { hasText: 'gather' }).waitFor({ timeout }),
    );
    await page.waitForTimeout(1_000);
    await take('vscode');
  });

  test('what an Oozie workflow becomes, before it is written', async () => {
    await workbench.open(host.page('nightly-orders/workflow.xml'));
    await workbench.lens(/Migrate.to.workflow.YAML/).click();
    await workbench.lens(/Write.this.workflow/).waitFor();
    await workbench.page.waitForTimeout(1_500);
    await take('migrate');
    await workbench.lens(/Report:/).click();
    await workbench.report().getByRole('button', { name: 'Write this workflow' }).waitFor();
    await workbench.page.waitForTimeout(1_000);
    await take('report');
    await workbench.report().getByRole('button', { name: 'Cancel' }).click();
  });

  test('an Oozie workflow and the workflow that it becomes, side by side', async () => {
    await workbench.open(host.page('nightly-orders/workflow.xml'));
    await workbench.lens(/Migrate.to.workflow.YAML/).waitFor();
    await workbench.command('dagport: Open Graph to the Side');
    const [legacy, migrated] = ['#legacy', '#pane'].map((pane) => workbench.report().locator(pane));
    await legacy?.locator('.node', { hasText: 'fetch-web' }).first().waitFor();
    await migrated?.locator('.node', { hasText: 'fetch-web' }).first().click();
    await legacy?.locator('.node.paired', { hasText: 'fetch-web' }).waitFor();
    await workbench.page.waitForTimeout(1_000);
    await take('side-by-side');
  });
});
