import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { startWebHost, type WebHost } from './host/web';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');
const FILE = 'nightly-orders.workflow.yaml';

/** The extension where there is no Node: in the extension host of the browser, its server in a worker. */
describe.skipIf(editor === undefined)('a workflow in Visual Studio Code for the Web', () => {
  let host: Host;
  let web: WebHost;
  let workbench: Workbench;
  beforeAll(async () => {
    if (editor === undefined) return;
    host = await startHost({ main: editor.main, files: fileURLToPath(new URL('workspace', import.meta.url)) });
    web = await startWebHost(host, resolve('.'));
    workbench = await openWorkbench(editor.browser);
    await workbench.open(web.page(FILE));
  });
  afterAll(async () => {
    await workbench?.close();
    web?.close();
    await host?.stop();
  });

  test('a mistake is underlined, by what was built for browsers', async () => {
    await workbench.squiggles('error').first().waitFor();
    expect(web.requested).toEqual(expect.arrayContaining(['dist/extension-web.js', 'dist/server-web.js']));
    expect(web.requested).not.toContain('dist/extension.cjs');
    expect(web.requested).not.toContain('dist/server.cjs');
  });

  test('its graph opens, laid out in a worker of its own', async () => {
    await workbench.command('dagport: Open Graph to the Side');
    await workbench.webview().locator('.node', { hasText: 'probe' }).first().waitFor();
    expect(await workbench.webview().locator('.node').count()).toBe(8);
  });

  test('a quick fix puts it right', async () => {
    await workbench.goTo(32, 30);
    await workbench.quickFix('gather');
    await workbench.save(join(host.workspace, FILE), (text) => text.includes('upstream_dependencies: [gather]'));
    await workbench.squiggles('error').waitFor({ state: 'detached' });
    await workbench.webview().locator('.edge[data-to$="publish"]').first().waitFor({ state: 'attached' });
  });

  test('what stands in other files of the folder is known', async () => {
    // Findings of files that are not open: the editor reads them for the server.
    const problems = await workbench.problems();
    await problems.filter({ hasText: 'other.workflow.yaml' }).first().waitFor();
  });

  test('nothing is fetched from elsewhere', () => expect(workbench.foreignRequests).toEqual([]));
});
