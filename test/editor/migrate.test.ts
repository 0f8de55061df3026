import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

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
  });

  /** Shows what the active definition becomes, until that can be decided about. */
  async function migrateUntilAsked(): Promise<void> {
    await workbench.until(
      () => workbench.command('dagport: Migrate to Workflow YAML'),
      (timeout) => workbench.lens(/Write.this.workflow/).waitFor({ timeout }),
    );
  }

  test('what it becomes is shown beside it before it is written, and can be cancelled', async () => {
    await migrateUntilAsked();
    await workbench.page.locator('.tab.active', { hasText: '.workflow.yaml' }).waitFor();
    await workbench.useLens(/^.?Cancel/);
    await workbench.page.locator('.tab.active', { hasText: '.workflow.yaml' }).waitFor({ state: 'detached' });
    expect(made('legacy/orders')).toEqual([]);
  });

  test('of a folder the report of all its jobs is shown, and nothing is written yet', async () => {
    await workbench.chooseInExplorer('legacy', 'Migrate to Workflow YAML');
    const report = workbench.report();
    await report.getByRole('button', { name: 'Write 2 workflows' }).waitFor();
    await report.locator('summary', { hasText: 'legacy/orders/workflow.xml' }).waitFor();
    await report.locator('summary', { hasText: 'legacy/nightly/Jenkinsfile' }).waitFor();
    await report.getByRole('button', { name: 'Cancel' }).click();
    await workbench.page.locator('.tab', { hasText: 'Migration of legacy' }).waitFor({ state: 'detached' });
    expect([...made('legacy/orders'), ...made('legacy/nightly')]).toEqual([]);
  });

  test('accepted, it is there, with its sidecar, and opens', async () => {
    await workbench.page.locator('.tab', { hasText: 'workflow.xml' }).first().click();
    await migrateUntilAsked();
    await workbench.useLens(/Write.this.workflow/);
    await expect.poll(() => made('legacy/orders'), WRITTEN).toHaveLength(1);
    const [name = ''] = made('legacy/orders');
    const text = () => readFileSync(join(host.workspace, 'legacy/orders', name), 'utf8');
    await expect.poll(text, WRITTEN).toContain('name: fetch-web');
    const sidecar = name.replace('.workflow.yaml', '.migration.json');
    await expect.poll(() => existsSync(join(host.workspace, 'legacy/orders', sidecar)), WRITTEN).toBe(true);
    // The file has a way to its folder above it, its preview had none.
    await workbench.page.locator('.monaco-breadcrumbs', { hasText: /nightly-orders-wf\.workflow\.yaml/ }).waitFor();
  });

  test('the rest of the folder is written, and what is there stays as a person left it', async () => {
    const edited = join(host.workspace, 'legacy/orders/nightly-orders-wf.workflow.yaml');
    writeFileSync(edited, '# mine\n');
    await workbench.chooseInExplorer('legacy', 'Migrate to Workflow YAML');
    await workbench.report().getByRole('button', { name: 'Write 2 workflows' }).click();
    await expect.poll(() => made('legacy/nightly'), WRITTEN).toHaveLength(1);
    await workbench.page
      .locator('.notification-toast', { hasText: 'is there already, and stayed as before. 1 other was written.' })
      .waitFor();
    expect(readFileSync(edited, 'utf8')).toBe('# mine\n');
  });

  test('a Jenkinsfile alone, by its report', async () => {
    rmSync(join(host.workspace, 'legacy/nightly/nightly.workflow.yaml'), { force: true });
    await workbench.open(host.page('legacy/nightly/Jenkinsfile'));
    await workbench.lens(/Migrate.to.workflow.YAML/).waitFor();
    await workbench.until(
      () => workbench.command('dagport: Show Migration Report'),
      (timeout) => workbench.report().getByRole('button', { name: 'Write this workflow' }).waitFor({ timeout }),
    );
    await workbench.report().getByRole('button', { name: 'Write this workflow' }).click();
    await expect.poll(() => made('legacy/nightly'), WRITTEN).toHaveLength(1);
  });
});
