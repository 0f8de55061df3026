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

/** The colours that VS Code 1.100 gives pages in its own themes. */
const COLOURS: Readonly<Record<string, string>> = {
  'vscode-light': 'editor-background:#fff;foreground:#3b3b3b;focusBorder:#005fb8;font-family:sans-serif',
  'vscode-dark': 'editor-background:#1f1f1f;foreground:#ccc;focusBorder:#0078d4;font-family:sans-serif',
  'vscode-high-contrast':
    'editor-background:#000;foreground:#fff;contrastBorder:#6fc3df;focusBorder:#f38518;font-family:sans-serif',
  'vscode-high-contrast-light':
    'editor-background:#fff;foreground:#292929;contrastBorder:#0f4a85;focusBorder:#006bbd;font-family:sans-serif',
};

function styleOf(theme: string): string {
  return (COLOURS[theme] ?? '').replaceAll(/(^|;)/g, '$1--vscode-');
}

/** The preview's page as the extension makes it, with a stand-in for the editor that keeps what it is told. */
function pageText(theme: string): string {
  const frame = pageFrame({
    title: 'Graph',
    first: undefined,
    views: ['authored', 'expanded'],
    problem: undefined,
    pictures: '',
  });
  return `<!DOCTYPE html><html lang="en" style="${styleOf(theme)}"><head><meta charset="utf-8"><script>
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

  /** Gives the page a graph, and waits until it shows it, also where that is a picture of nothing. */
  async function show(page: Page, graph: GraphJson): Promise<void> {
    const names = JSON.stringify(graph.nodes.map(({ id }) => id));
    await page.evaluate(`window.postMessage(${JSON.stringify({ kind: 'graph', graph })}, '*')`);
    await page.waitForFunction(
      `document.querySelector('#pane svg') !== null
        && JSON.stringify([...document.querySelectorAll('#pane .node')].map((one) => one.getAttribute('data-id'))) === ${JSON.stringify(names)}`,
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

  test('the cursor chooses a node, a click goes to its line, groups close, a search narrows', async () => {
    const page = await open();
    const graph = graphOf(COMPLEX);
    await show(page, graph);
    const chosen = (): Promise<string | null> =>
      page.evaluate<string | null>("document.querySelector('#pane .chosen')?.getAttribute('data-id') ?? null");
    const line = COMPLEX.split('\n').findIndex((text) => text.includes('name: delta,')) + 1;
    await page.evaluate(`window.postMessage({ kind: 'cursor', line: ${line} }, '*')`);
    await expect.poll(chosen).toBe('operators/delta');
    await page.click('#pane .node[data-id="operators/publish"]');
    const wanted = COMPLEX.split('\n').findIndex((text) => text.includes('name: publish,')) + 1;
    const told = await page.evaluate<{ kind: string; range?: { start: { line: number } } }[]>('told');
    expect(told.at(-1)).toMatchObject({ kind: 'reveal', of: 'workflow', range: { start: { line: wanted } } });
    await page.keyboard.press('u');
    expect(
      await page.evaluate<string[]>(
        "[...document.querySelectorAll('#pane .node.kept')].map((one) => one.getAttribute('data-id'))",
      ),
    ).toEqual(['choose', 'full', 'delta', 'loaded', 'publish'].map((name) => `operators/${name}`));
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('mend');
    expect(await page.locator('#found').textContent()).toBe('1 found');
    await page.close();
  });

  test('nodes that wait for each other are red, with the way round, and no longer when that is mended', async () => {
    const page = await open();
    const [, circle = ''] = EDITS.find(([what]) => what === 'a circle') ?? [];
    await show(page, graphOf(circle));
    const red = (): Promise<string[]> =>
      page.evaluate<string[]>(
        "[...document.querySelectorAll('#pane .node.cyclic')].map((one) => one.getAttribute('data-id')).sort()",
      );
    await expect.poll(red).toEqual(['full', 'loaded', 'publish'].map((name) => `operators/${name}`));
    expect(await page.locator('#cycle').textContent()).toBe('Goes in a circle: full → loaded → publish → full');
    await show(page, graphOf(COMPLEX));
    await expect.poll(red).toEqual([]);
    expect(await page.locator('#cycle').isVisible()).toBe(false);
    await page.close();
  });

  test('a screen reader is told of each node what it is and what it waits for, also after an edit', async () => {
    const page = await open();
    await show(page, graphOf(COMPLEX));
    const label = (): Promise<string | null> =>
      page.locator('#pane .node[data-id="operators/publish"]').getAttribute('aria-label');
    expect(await label()).toBe('publish, task, bash, waits for loaded');
    await show(page, graphOf(COMPLEX.replace('[loaded]', '[loaded, mend]')));
    await expect.poll(label).toBe('publish, task, bash, waits for loaded, mend');
    expect(await page.locator('#pane .node[tabindex="0"]').count()).toBe(1);
    await page.close();
  });

  test.each(['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'])(
    'what is written can be read in the theme %s',
    async (theme) => {
      const page = await open(theme);
      await show(page, graphOf(COMPLEX));
      // WCAG 2.1, 1.4.3: 4.5 to 1; with high contrast (1.4.6) 7 to 1.
      const least = await page.evaluate<number>(`(() => {
        const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
        const light = (colour) => {
          const [r, g, b] = rgb(colour).map((one) => one / 255).map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ratios = [...document.querySelectorAll('#pane .node')].map((node) => {
          const [text, box] = [light(getComputedStyle(node.querySelector('.label')).fill), light(getComputedStyle(node.querySelector('.shape')).fill)];
          return (Math.max(text, box) + 0.05) / (Math.min(text, box) + 0.05);
        });
        return Math.min(...ratios);
      })()`);
      expect(least).toBeGreaterThan(theme.includes('contrast') ? 7 : 4.5);
      const picture = await page.screenshot();
      expect(picture.length).toBeGreaterThan(10_000);
      if (process.env.DAGPORT_PICTURES !== undefined) {
        writeFileSync(path.join(process.env.DAGPORT_PICTURES, `preview-${theme}.png`), picture);
      }
      await page.close();
    },
  );
});
