import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workflowText } from '../../bench/workflow';
import { loadCatalogue } from '../../schemas';
import type { GraphJson } from '../../workflow/draw';
import { pageFrame } from '../../workflow/draw/page/parts/frame';
import { authoredGraph } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { findProgram } from '../programs';
import { catalogueFiles } from '../schemas/catalogue-files';

const program = findProgram({ names: ['chromium', 'chromium-browser', 'google-chrome'], packages: ['chromium'] });
const folder = mkdtempSync(path.join(tmpdir(), 'dagport-preview-'));
const script = fileURLToPath(new URL('../../dist/webview.js', import.meta.url));
const { catalogue } = loadCatalogue(catalogueFiles());

/** The preview's page as the extension makes it, with a stand-in for the editor that keeps what it is told. */
function pageText(theme: string): string {
  const frame = pageFrame({
    title: 'Graph',
    first: undefined,
    views: ['authored', 'expanded'],
    problem: undefined,
    pictures: '',
  });
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><script>
window.told = [];
window.acquireVsCodeApi = () => ({ postMessage: (message) => told.push(message) });
</script></head><body class="${theme}">${frame}<script>${readFileSync(script, 'utf8').replaceAll('</script', '<\\/script')}</script></body></html>`;
}

function graphOf(text: string): GraphJson {
  return authoredGraph(readWorkflow('x.workflow.yaml', text), catalogue);
}

describe.skipIf(program === undefined)('the page of the preview', () => {
  let browser: Browser;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
    expect(errors).toEqual([]);
  });

  async function open(theme = 'vscode-light'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    page.on('pageerror', (error) => errors.push(error.message));
    const file = path.join(folder, `${theme}.html`);
    writeFileSync(file, pageText(theme));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  /** Gives the page a graph, and waits until it shows it. */
  async function show(page: Page, graph: GraphJson): Promise<void> {
    const names = JSON.stringify(graph.nodes.map(({ id }) => id));
    await page.evaluate(`window.postMessage(${JSON.stringify({ kind: 'graph', graph })}, '*')`);
    await page.waitForFunction(
      `JSON.stringify([...document.querySelectorAll('#pane .node')].map((one) => one.getAttribute('data-id'))) === ${JSON.stringify(names)}`,
    );
  }

  /** The picture as it is painted, without what marks the chosen and what only moves it. */
  const picture = (page: Page): Promise<string> =>
    page.evaluate<string>(`(() => {
      const copy = document.querySelector('#pane svg').cloneNode(true);
      copy.removeAttribute('style');
      for (const one of copy.querySelectorAll('[tabindex]')) one.removeAttribute('tabindex');
      const sorted = (element) => '<' + element.nodeName
        + [...element.attributes].map(({ name, value }) => ' ' + name + '=' + value.trim()).sort().join('') + '>'
        + [...element.childNodes].map((child) => child.nodeType === 3 ? child.data : sorted(child)).join('') + '</>';
      return sorted(copy);
    })()`);

  const COMPLEX = `name: orders
format: 1
operators:
- {name: choose, type: branch, cases: [{when: "{{ var.value.full }}", then: [full]}], otherwise: [delta]}
- {name: full, type: bash, on_failure: [mend], properties: {bash_command: load --full}}
- {name: mend, type: bash, properties: {bash_command: mend}}
- {name: delta, type: bash, properties: {bash_command: load --delta}}
- {name: loaded, type: join, paths: [[full, delta]]}
- {name: publish, type: bash, upstream_dependencies: [loaded], properties: {bash_command: publish}}
sub_dags:
- {name: part, type: sub_dag, target: parts, upstream_dependencies: [publish]}
---
name: parts
operators:
- {name: one, type: bash, properties: {bash_command: one}}
`;

  const EDITS: readonly (readonly [what: string, text: string])[] = [
    ['a name is longer', COMPLEX.replaceAll('publish', 'publish-all-of-it')],
    ['a node less', COMPLEX.replace(/- \{name: mend.*\n/, '').replace(' on_failure: [mend],', '')],
    ['a type is another', COMPLEX.replace('publish, type: bash', 'publish, type: python')],
    ['an edge more', COMPLEX.replace('[loaded]', '[loaded, mend]')],
    ['nodes change places', COMPLEX.replace(/(- \{name: mend.*\n)(- \{name: delta.*\n)/, '$2$1')],
    [
      'a circle',
      COMPLEX.replace('{name: full, type: bash,', '{name: full, type: bash, upstream_dependencies: [publish],'),
    ],
    ['nothing left', 'name: orders\noperators: []\n'],
    ['all again', COMPLEX],
  ];

  test('after each edit the picture is the one that is drawn anew', async () => {
    const page = await open();
    await show(page, graphOf(COMPLEX));
    for (const [what, text] of EDITS) {
      await show(page, graphOf(text));
      const fresh = await open();
      await show(fresh, graphOf(text));
      await expect.poll(() => picture(page), { message: what, timeout: 20_000 }).toBe(await picture(fresh));
      await fresh.close();
    }
    await page.close();
  });

  test('a key in one of 1,000 tasks makes no element anew but that of the task', async () => {
    const page = await open();
    const text = workflowText(1_000);
    await show(page, graphOf(text));
    await page.evaluate(`{
      window.made = 0;
      new MutationObserver((records) => {
        for (const { addedNodes } of records) for (const node of addedNodes) if (node.nodeType === 1) window.made += 1;
      }).observe(document.getElementById('pane'), { childList: true, subtree: true });
    }`);
    await show(
      page,
      graphOf(text.replace('bash\n  upstream_dependencies: [task-499]', 'bush\n  upstream_dependencies: [task-499]')),
    );
    expect(await page.evaluate<number>('made')).toBeLessThan(10);
    await page.close();
  });
});
