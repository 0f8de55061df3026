import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

/** Where each step leaves a picture of the window, to be looked at. */
const PICTURES = 'out/newcomer';

/** How long files may take to be there, in ms. */
const WRITTEN = { timeout: 20_000 };

/** After so many ms something is tried once more. */
const SOON = { timeout: 2_500 };

/**
 * The way that the README describes under "In the editor", by somebody who is new to it: a profile that was never used, an
 * empty folder, and in the end DAG files of a workflow, of an Oozie application and of a Jenkinsfile.
 */
describe.skipIf(editor === undefined)('a newcomer to Visual Studio Code', () => {
  let host: Host;
  let workbench: Workbench;
  let step = 0;
  beforeAll(async () => {
    if (editor === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    host = await startHost({ main: editor.main, vsix: editor.vsix, fresh: true });
    workbench = await openWorkbench(editor.browser);
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  const inWorkspace = (name: string): string => join(host.workspace, name);

  async function look(name: string): Promise<void> {
    const path = join(PICTURES, `${String(++step).padStart(2, '0')}-${name}.png`);
    await workbench.page.screenshot({ path, animations: 'disabled' });
  }

  async function open(name: string): Promise<void> {
    const { page } = workbench;
    const base = name.slice(name.lastIndexOf('/') + 1);
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: base }).first();
    await workbench.until(
      async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+p');
        await page.locator('.quick-input-widget input').fill(name, SOON);
      },
      (timeout) => row.waitFor({ timeout }),
    );
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: base }).waitFor();
  }

  test('opens an empty folder and is shown what there is', async () => {
    const { page } = workbench;
    await page.goto(host.page(), { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Yes' }).click();
    await page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    await page.locator('.tab.active').waitFor(); // the editor's own welcome
    await page.keyboard.press('Control+w');
    const ours = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'dagport' }).first();
    await workbench.until(
      async () => {
        await workbench.command('Welcome: Open Walkthrough...');
        await page.locator('.quick-input-widget input').fill('dagport', SOON);
      },
      (timeout) => ours.waitFor({ timeout }),
    );
    await page.keyboard.press('Enter');
    await page.locator('.getting-started-step', { hasText: 'Write a workflow' }).first().waitFor();
    await look('walkthrough');
    expect(await page.locator('.getting-started-step .step-title').allInnerTexts()).toEqual([
      'Write a workflow',
      'See its graph',
      'Migrate a legacy job',
      'Check and build',
    ]);
  });

  test('begins a workflow that has no mistake', async () => {
    const { page } = workbench;
    await page.locator('.getting-started-step .monaco-button', { hasText: 'New Workflow' }).click();
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.monaco-breadcrumbs', { hasText: 'first' }).filter({ hasText: 'name' }).waitFor();
    await look('begun');
    for (let blanks = 0; blanks < 6; blanks++) await page.keyboard.press('Tab'); // the last one leads below the text
    await workbench.save(inWorkspace('first.workflow.yaml'), (text) => text.includes('bash_command: echo extract'));
    expect(await workbench.squiggles('error').count()).toBe(0);
    expect(dagport('lint', '.')).toContain('Nothing found in 1 file.');
  });

  test('adds a task with a mistake, which is underlined and put right', async () => {
    const { page } = workbench;
    await page.locator('#status\\.editor\\.selection', { hasText: 'Ln 13, Col 1' }).waitFor();
    await page.keyboard.type('task');
    await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'task' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab'); // the name stays `load`; on to what it waits for
    expect(await workbench.suggestions()).toEqual(['extract']);
    await look('names-of-tasks');
    await page.keyboard.type('extrcat');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await workbench.squiggles('error').first().waitFor();
    await workbench.quickFix('Change "extrcat" to "extract"');
    await workbench.squiggles('error').waitFor({ state: 'detached' });
    await workbench.save(inWorkspace('first.workflow.yaml'), (text) => text.includes('[extract]'));
  });

  test('reads what a schedule means, and sees the graph', async () => {
    const { page } = workbench;
    const meaning = page.locator('.monaco-hover:not(.hidden)', { hasText: 'at 00:00 every day' });
    await workbench.until(
      () => page.locator('.view-line span', { hasText: 'daily' }).first().hover(SOON),
      (timeout) => meaning.waitFor({ timeout }),
    );
    await look('hover');
    await page.keyboard.press('Escape');
    await workbench.command('dagport: Open Graph to the Side');
    await workbench.webview().locator('.node', { hasText: 'load' }).first().waitFor();
    await look('graph');
  });

  test('renames a task everywhere', async () => {
    const { page } = workbench;
    await workbench.goTo(9, 12);
    await workbench.until(
      () => page.keyboard.press('F2'),
      (timeout) => page.locator('.rename-box input').waitFor({ timeout }),
    );
    await page.locator('.rename-box input').fill('fetch');
    await page.keyboard.press('Enter');
    await workbench.save(inWorkspace('first.workflow.yaml'), (text) => text.includes('[fetch]'));
    await workbench.webview().locator('.node', { hasText: 'fetch' }).first().waitFor();
  });

  test('migrates an Oozie application with its coordinator and its properties', async () => {
    cpSync('examples/oozie/nightly-orders', inWorkspace('nightly-orders'), { recursive: true });
    await open('nightly-orders/workflow.xml');
    const migrate = workbench.lens(/Migrate.to.workflow.YAML/);
    await migrate.waitFor();
    await workbench.until(
      async () => (await migrate.isVisible()) && (await migrate.click(SOON)),
      (timeout) => workbench.lens(/Write.this.workflow/).waitFor({ timeout }),
    );
    await look('oozie-preview');
    await workbench.lens(/Report:.177.constructs.of.coordinator.xml,.workflow.xml/).click();
    const write = workbench.report().getByRole('button', { name: 'Write this workflow' });
    await write.waitFor();
    await look('oozie-report');
    await write.click();
    const made = inWorkspace('nightly-orders/nightly-orders.workflow.yaml');
    await expect.poll(() => existsSync(made), WRITTEN).toBe(true);
    await workbench.page.locator('.monaco-breadcrumbs', { hasText: 'nightly-orders.workflow.yaml' }).waitFor();
    expect(readFileSync(made, 'utf8')).toMatch(/schedule: [\s\S]*warehouse: \/warehouse\/shop/);
    await look('oozie-written');
  });

  test('migrates a Jenkinsfile', async () => {
    cpSync('examples/jenkins/Jenkinsfile', inWorkspace('release/Jenkinsfile'));
    await open('release/Jenkinsfile');
    await workbench.until(
      () => workbench.command('dagport: Migrate to Workflow YAML'),
      (timeout) => workbench.lens(/Write.this.workflow/).waitFor({ timeout }),
    );
    await workbench.useLens(/Write.this.workflow/);
    await expect.poll(() => existsSync(inWorkspace('release/release.workflow.yaml')), WRITTEN).toBe(true);
    await look('jenkins-written');
    // Nothing is found in what was written: not that there are two, the file and its preview.
    await workbench.page.locator('#status\\.problems', { hasText: /^\s*0\s*0\s*$/ }).waitFor();
  });

  test('builds all of it on the command line, as the README says', () => {
    expect(dagport('lint', '.')).toContain('Nothing found in 3 files.');
    expect(dagport('build', '.', '-o', 'dags')).toContain('Built 3 DAG files for Airflow 3.3.');
    for (const name of ['first', 'nightly_orders', 'release'])
      expect(existsSync(inWorkspace(`dags/${name}.py`))).toBe(true);
  });

  test('nothing was fetched from elsewhere', () => expect(workbench.foreignRequests).toEqual([]));

  function dagport(...words: readonly string[]): string {
    return execFileSync(process.execPath, [resolve('dist/dagport.cjs'), ...words], {
      cwd: host.workspace,
      encoding: 'utf8',
    });
  }
});
