import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

const FLOW = `name: flow
format: 1
operators:
- {name: publish, type: bash, upstream_dependencies: [laod], properties: {bash_command: publish}}
`;

const FILES: Readonly<Record<string, string>> = {
  'two.code-workspace': JSON.stringify({ folders: [{ path: 'strict' }, { path: 'lax' }] }),
  'strict/dagport.yaml': 'root: true\n',
  'strict/flow.workflow.yaml': FLOW,
  'lax/dagport.yaml': 'root: true\nrules:\n  unknown-dependency: info\n',
  'lax/flow.workflow.yaml': FLOW.replace('name: flow', 'name: other'),
};

/** A workspace of two projects that the person does not trust, on another machine than the window: the editor's remote. */
describe.skipIf(editor === undefined)('two folders that are not trusted', () => {
  let host: Host;
  let workbench: Workbench;
  beforeAll(async () => {
    if (editor === undefined) return;
    host = await startHost({ main: editor.main, vsix: editor.vsix, fresh: true });
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(host.workspace, name)), { recursive: true });
      writeFileSync(join(host.workspace, name), text);
    }
    workbench = await openWorkbench(editor.browser);
    await workbench.page.goto(host.page('strict/flow.workflow.yaml', 'two.code-workspace'));
    await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'No' }).click();
    await workbench.page.locator('.editor-instance .view-line').first().waitFor();
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  test('all works: nothing of a workspace is ever run', async () => {
    await workbench.squiggles('error').first().waitFor();
    expect(await workbench.page.locator('.statusbar-item', { hasText: 'Restricted' }).count()).toBe(1);
    await workbench.command('dagport: Open Graph to the Side');
    await workbench.webview().locator('.node', { hasText: 'publish' }).first().waitFor();
  });

  test('each folder has its own configuration', async () => {
    const rows = await workbench.problems();
    const row = (folder: string) => rows.filter({ hasText: 'flow.workflow.yaml' }).filter({ hasText: folder });
    await row('strict').first().waitFor();
    await row('lax').first().waitFor();
    const severities = workbench.page.locator('.markers-panel .marker-icon');
    await expect.poll(() => severities.count()).toBe(2);
    expect(await severities.locator('.codicon-error, .codicon-info').count()).toBe(2);
    expect(await severities.locator('.codicon-error').count()).toBe(1);
  });
});
