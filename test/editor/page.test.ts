import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPage } from '../../workflow/draw/page';
import { findProgram } from '../programs';
import { sample } from '../workflow/draw/graphs';

const program = findProgram({ names: ['chromium', 'chromium-browser', 'google-chrome'], packages: ['chromium'] });
const folder = mkdtempSync(path.join(tmpdir(), 'dagport-page-'));
const file = path.join(folder, 'graph.html');
const graph = sample();
const first = { ...graph, nodes: graph.nodes.map((each) => ({ ...each, wave: 'first' })) };
writeFileSync(
  file,
  drawPage({
    graphs: [first, { ...graph, view: 'expanded' }],
    sources: { 'x.workflow.yaml': 'name: nightly-orders\n' },
  }),
);

describe.skipIf(program === undefined)('a page in a browser', () => {
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => errors.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) errors.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
    expect(errors).toEqual([]);
  });

  const heading = (): Promise<string | null> => page.locator('#details h2').textContent();
  /** How many elements are not pale. The page's own types are not known here, so it is asked in its own words. */
  const visible = (selector: string): Promise<number> =>
    page.evaluate<number>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((one) => getComputedStyle(one).opacity === '1').length`,
    );

  test('a click on a node shows what is known of it, and its place in the source', async () => {
    await page.click('svg:not([hidden]) .node[data-id="probe"]');
    expect(await heading()).toBe('probe');
    expect(await page.locator('#details').textContent()).toContain('x.workflow.yaml:1');
    expect(await page.locator('#details pre').textContent()).toContain('name: nightly-orders');
    expect(page.url()).toContain('#probe');
    await page.click('#details .link >> text=choose');
    expect(await heading()).toBe('choose');
  });

  test('the keyboard walks along the edges, and narrows what is shown', async () => {
    await page.keyboard.press('ArrowLeft');
    expect(await heading()).toBe('probe');
    await page.keyboard.press('u');
    await page.waitForTimeout(300);
    expect(await visible('svg:not([hidden]) .node')).toBe(3);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
    expect(await visible('svg:not([hidden]) .node')).toBe(graph.nodes.length);
    expect(await page.locator('#panel').isVisible()).toBe(false);
  });

  test('a search finds by name, type and wave', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('bash first');
    expect(await page.locator('#found').textContent()).toBe('3 found');
    await page.keyboard.press('Enter');
    expect(await heading()).toBe('clean-up');
    await page.keyboard.press('Enter');
    expect(await heading()).toBe('full');
    await page.keyboard.press('Escape');
    expect(await page.locator('#found').textContent()).toBe('');
  });

  test('the other view shows the same node; the theme changes; the picture zooms', async () => {
    await page.click('svg:not([hidden]) .node[data-id="gather"]');
    await page.click('[data-view=expanded]');
    expect(await heading()).toBe('gather');
    expect(await page.locator('#count').textContent()).toBe(`${graph.nodes.length} tasks`);
    const paper = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const before = await paper();
    await page.click('[data-tool=theme]');
    expect(await paper()).not.toBe(before);
    const width = async (): Promise<number> =>
      (await page.locator('svg:not([hidden]) .node[data-id="gather"]').boundingBox())?.width ?? 0;
    const small = await width();
    await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(small * 1.2);
  });
});
