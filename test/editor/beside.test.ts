import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { packOtherYaml } from './host/other-yaml';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

/** Known for a workflow by what it holds alone: one mistake that only we know, one that is of YAML itself. */
const FLOW = `name: flow
format: 1
operators:
- name: load
  type: bash
  properties: {bash_command:   load}
- name: publish
  type: bash
  upstream_dependencies: [laod]
  properties: {bash_command: publish}
  properties: {bash_command: publish}
`;

/** In one window with the server of Red Hat's extension, in a folder where no file has a name of ours. */
describe.skipIf(editor === undefined)('beside another extension for YAML', () => {
  let host: Host;
  let workbench: Workbench;
  beforeAll(async () => {
    if (editor === undefined) return;
    host = await startHost({ main: editor.main, vsix: [editor.vsix, packOtherYaml()] });
    writeFileSync(join(host.workspace, 'flow.yaml'), FLOW);
    workbench = await openWorkbench(editor.browser);
    await workbench.open(host.page('flow.yaml'));
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  const language = () => workbench.page.locator('#status\\.editor\\.mode');

  test('a file that is one by what it holds keeps its language, and nothing is underlined twice', async () => {
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'laod' }).first().waitFor();
    await rows.filter({ hasText: 'Map keys must be unique' }).first().waitFor();
    expect(await rows.filter({ hasText: 'laod' }).count()).toBe(1);
    expect(await rows.filter({ hasText: 'stands twice' }).count()).toBe(0);
    expect(await language().innerText()).toBe('YAML');
  });

  test('there is one hover', async () => {
    const { page } = workbench;
    const hover = page.locator('.monaco-hover:not(.hidden)');
    await workbench.until(
      () => page.locator('.view-line span', { hasText: 'bash_command' }).first().hover({ timeout: 2_500 }),
      (timeout) => hover.locator('.hover-contents', { hasText: 'The command.' }).waitFor({ timeout }),
    );
    expect(await hover.locator('.hover-row').count()).toBe(1);
  });

  test('names are completed, and a fix is offered', async () => {
    await workbench.goTo(9, 30);
    expect(await workbench.suggestions()).toContain('load');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickFix('Change "laod" to "load"');
    await workbench.save(join(host.workspace, 'flow.yaml'), (text) => text.includes('[load]'));
  });

  test('it is formatted by the other extension, without a question', async () => {
    writeFileSync(
      join(host.workspace, 'flow.yaml'),
      FLOW.replace('laod', 'load').replace('  properties: {bash_command: publish}\n', ''),
    );
    await workbench.page.locator('.view-line', { hasText: 'laod' }).waitFor({ state: 'detached' });
    await workbench.goTo(1, 1);
    await workbench.command('Format Document');
    await workbench.page.locator('.tab.active.dirty').waitFor();
    expect(await workbench.page.locator('.notification-toast, .monaco-dialog-box').count()).toBe(0);
    await workbench.save(join(host.workspace, 'flow.yaml'), (text) => text.includes('{ bash_command: load }'));
  });

  test('its language is switched when a person says so, and then we alone speak', async () => {
    writeFileSync(join(host.workspace, 'flow.yaml'), FLOW);
    await workbench.page.locator('.view-line', { hasText: 'laod' }).waitFor();
    await workbench.command('dagport: Use the Language of Workflows for This File');
    await expect.poll(() => language().innerText()).toBe('Airflow Workflow (dagport)');
    const rows = await workbench.problems();
    await rows.filter({ hasText: 'stands twice' }).first().waitFor();
    await expect.poll(() => rows.filter({ hasText: 'Map keys must be unique' }).count()).toBe(0);
    expect(readFileSync(join(host.workspace, 'flow.yaml'), 'utf8')).toBe(FLOW);
  });
});
