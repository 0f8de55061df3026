import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from './host/host';
import { openWorkbench, type Workbench } from './host/workbench';

const editor = inject('editor');

const SMALL = `name: small
format: 1
operators:
- {name: load,   type: bash, properties: {bash_command: load}}
- name: check
  type: bash
  upstream_dependencies: [load]
  properties: {bash_command: "check {{ ti.xcom_pull(task_ids='load') }}"}
- {name: publish, type: bash, upstream_dependencies: [check], properties: {bash_command: publish}}
`;

const COUNT = 1_000;
const MANY = `name: many\nformat: 1\noperators:\n${Array.from(
  { length: COUNT },
  (_, index) =>
    `- name: task_${index}\n  type: bash\n  upstream_dependencies: [${index === 0 ? '' : `task_${Math.floor(index / 2)}`}]\n  properties: {bash_command: "run ${index}"}\n`,
).join('')}`;

/** So many keys are typed; by the first ones all programs that take part get used to it. */
const KEYS = 30;
const FIRST_KEYS = 8;

/** From a key to the picture, while the same two cores run an editor, its server, a browser and whatever else. */
const LONGEST_MILLISECONDS = 1_500;

describe.skipIf(editor === undefined)('editing in Visual Studio Code', () => {
  let host: Host;
  let workbench: Workbench;
  const file = (name: string): string => join(host.workspace, `${name}.workflow.yaml`);
  beforeAll(async () => {
    if (editor === undefined) return;
    const files = fileURLToPath(new URL('workspace', import.meta.url));
    host = await startHost({ main: editor.main, vsix: editor.vsix, files });
    writeFileSync(file('small'), SMALL);
    writeFileSync(file('many'), MANY);
    workbench = await openWorkbench(editor.browser);
    await workbench.open(host.page('small.workflow.yaml'));
    await workbench.page.locator('.monaco-breadcrumbs', { hasText: 'small' }).first().waitFor();
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.stop();
  });

  test('a rename changes each place that names the task, templates too', async () => {
    const { page } = workbench;
    await workbench.goTo(7, 28);
    await workbench.until(
      () => page.keyboard.press('F2'),
      (timeout) => page.locator('.rename-box input').waitFor({ timeout }),
    );
    await page.locator('.rename-box input').fill('fetch');
    await page.keyboard.press('Enter');
    const saved = await workbench.save(file('small'), (text) => text.includes("task_ids='fetch'"));
    expect(saved).toBe(
      SMALL.replaceAll('[load]', '[fetch]').replace("'load'", "'fetch'").replace('{name: load,', '{name: fetch,'),
    );
  });

  test('formatting is that of `dagport fmt`', async () => {
    writeFileSync(file('wide'), SMALL);
    await workbench.open(host.page('wide.workflow.yaml'));
    await workbench.goTo(4, 1);
    await workbench.until(
      () => workbench.command('Format Document'), // while the server starts nobody formats
      (timeout) => workbench.page.locator('.tab.active.dirty').waitFor({ timeout }),
    );
    const saved = await workbench.save(file('wide'), (text) => text.includes('name: load, type'));
    expect(saved).toMatch(/\n *- \{ ?name: load, type: bash/);
  });

  test(`the preview of ${COUNT} tasks follows a key at once`, async () => {
    const { page } = workbench;
    await workbench.open(host.page('many.workflow.yaml'));
    await page.keyboard.press('Control+b');
    await workbench.command('dagport: Open Graph to the Side');
    await workbench
      .webview()
      .locator('.node')
      .nth(COUNT - 1)
      .waitFor({ state: 'attached' });
    const root = workbench.webview().locator('html');
    await root.evaluate(`window.drawnAt = 0;
      new MutationObserver(() => { window.drawnAt = Date.now(); })
        .observe(document.getElementById('pane'), { childList: true, subtree: true });`);
    const times: number[] = [];
    await workbench.goTo(4 * 900 + 6, 35); // behind task_45 of the dependencies of task_900
    for (let typed = 0; typed < KEYS; typed++) {
      const key = typed % 2 === 0 ? String((typed / 2) % 10) : 'Backspace';
      await page.waitForTimeout(500);
      const before = Date.now();
      await page.keyboard.press(key);
      await workbench.until(
        async () => {},
        async () => {
          for (let tries = 0; tries < 100; tries++) {
            const at = Number(await root.evaluate('window.drawnAt'));
            if (at >= before) return void times.push(at - before);
            await page.waitForTimeout(20);
          }
          throw new Error('the picture stayed as it was');
        },
      );
    }
    const [first, later] = [times.slice(0, FIRST_KEYS), times.slice(FIRST_KEYS).toSorted((a, b) => a - b)];
    console.log(
      `from a key to the picture of ${COUNT} tasks: ${later.join(', ')} ms; the first keys ${first.join(', ')} ms`,
    );
    expect(later[Math.floor(later.length / 2)]).toBeLessThan(LONGEST_MILLISECONDS);
  });
});
