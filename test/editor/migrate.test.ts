import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

/** `IMAGES=docs/images npm run test:editor` takes the pictures of the documentation anew. */
const IMAGES = process.env.IMAGES ?? 'out';

/** How long files may take to be there, in ms. */
const WRITTEN = { timeout: 20_000 };

/** A person who has legacy jobs: looks at one, migrates it, thinks better of another. */
describe.skipIf(editor === undefined)('legacy jobs in Visual Studio Code', () => {
  let host: Host;
  let workbench: Workbench;
  beforeAll(async () => {
    if (editor === undefined) return;
    const files = fileURLToPath(new URL('workspace', import.meta.url));
    host = await startHost({ main: editor.main, vsix: editor.vsix, files });
    workbench = await openWorkbench(editor.browser);
    await workbench.open(host.page('legacy/orders/workflow.xml'));
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  const made = (folder: string): readonly string[] =>
    readdirSync(join(host.workspace, folder)).filter((name) => name.endsWith('.workflow.yaml'));

  test('an Oozie workflow stands beside what it would become, and nodes know each other', async () => {
    await workbench.page
      .locator('.codelens-decoration', { hasText: /Migrate.to.workflow.YAML/ })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Control+b');
    await workbench.command('dagport: Open Graph to the Side');
    const [legacy, migrated] = ['#legacy', '#pane'].map((pane) => workbench.webview().locator(pane));
    await legacy?.locator('.node', { hasText: 'fetch-web' }).first().waitFor();
    await migrated?.locator('.node', { hasText: 'fetch-web' }).first().click();
    await legacy?.locator('.node.paired', { hasText: 'fetch-web' }).waitFor();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 41' }).waitFor();
    await workbench.page.screenshot({ path: join(IMAGES, 'side-by-side.png'), animations: 'disabled' });
  });

  const button = (name: string) => workbench.page.locator('.notification-toast .monaco-button', { hasText: name });

  async function migrateUntilAsked(): Promise<void> {
    await workbench.until(
      () => workbench.command('dagport: Migrate to Workflow YAML'),
      (timeout) => button('Write').waitFor({ timeout }),
    );
  }

  test('what it becomes is shown beside it before it is written, and can be cancelled', async () => {
    await migrateUntilAsked();
    await workbench.page.locator('.tab.active', { hasText: '.workflow.yaml' }).waitFor();
    await workbench.page.screenshot({ path: join(IMAGES, 'migrate.png'), animations: 'disabled' });
    await button('Cancel').click();
    await workbench.page.locator('.tab.active', { hasText: '.workflow.yaml' }).waitFor({ state: 'detached' });
    expect(made('legacy/orders')).toEqual([]);
  });

  test('accepted, it is there, with its sidecar, and opens', async () => {
    await migrateUntilAsked();
    await button('Write').click();
    await workbench.page.locator('.tab.active', { hasText: /^nightly-orders-wf\.workflow\.yaml/ }).waitFor();
    // The preview has a tab of the same name: the file may come a moment later.
    await expect.poll(() => made('legacy/orders'), WRITTEN).toHaveLength(1);
    const [name = ''] = made('legacy/orders');
    const text = () => readFileSync(join(host.workspace, 'legacy/orders', name), 'utf8');
    await expect.poll(text, WRITTEN).toContain('name: fetch-web');
    const sidecar = name.replace('.workflow.yaml', '.migration.json');
    await expect.poll(() => existsSync(join(host.workspace, 'legacy/orders', sidecar)), WRITTEN).toBe(true);
  });

  test('a Jenkinsfile likewise', async () => {
    await workbench.open(host.page('legacy/nightly/Jenkinsfile'));
    await workbench.page
      .locator('.codelens-decoration', { hasText: /Migrate.to.workflow.YAML/ })
      .first()
      .waitFor();
    await migrateUntilAsked();
    await button('Write').click();
    await expect.poll(() => made('legacy/nightly'), WRITTEN).toHaveLength(1);
  });
});
