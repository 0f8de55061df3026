import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';

/** The workbench of Visual Studio Code in a headless browser, driven as a person would. */
export interface Workbench {
  readonly page: Page;
  /** Requests that left this machine. */
  readonly foreignRequests: readonly string[];
  open(url: string): Promise<void>;
  goTo(line: number, column: number): Promise<void>;
  command(title: string): Promise<void>;
  squiggles(kind: 'error' | 'warning'): Locator;
  /** The rows of the problems panel. */
  problems(): Promise<Locator>;
  quickFix(title: string): Promise<void>;
  /** The labels of the suggestions that are in sight. */
  suggestions(): Promise<readonly string[]>;
  /** The rows of the outline. */
  outline(): Promise<Locator>;
  /** Does something until its effect is seen: keys that are pressed while the workbench is busy get lost. */
  until(act: () => Promise<unknown>, seen: (timeout: number) => Promise<unknown>): Promise<void>;
  /** The document inside the web view. */
  webview(): FrameLocator;
  /** A line above the text that does something when it is clicked; `title` has dots for blanks. */
  lens(title: RegExp): Locator;
  /** Clicks such a line that goes away by it. */
  useLens(title: RegExp): Promise<void>;
  /** Shows the explorer, and chooses from the context menu of a file or folder in it. */
  chooseInExplorer(name: string, title: string): Promise<void>;
  /** The document inside the web view that was opened last. */
  report(): FrameLocator;
  /** Saves until the file on disk satisfies. */
  save(file: string, fits: (text: string) => boolean): Promise<string>;
  close(): Promise<void>;
}

/** @param viewport The size of the window, in pixels. */
export async function openWorkbench(browser: string, viewport = { width: 1500, height: 900 }): Promise<Workbench> {
  const profile = mkdtempSync(join(tmpdir(), 'dagport-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    headless: true,
    viewport,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  page.on('dialog', (dialog) => void dialog.accept()); // leaving with unsaved text
  const foreignRequests: string[] = [];
  page.on('request', (request) => {
    if (!isLocal(request.url())) foreignRequests.push(request.url());
  });
  return {
    ...actions(page),
    page,
    foreignRequests,
    async close() {
      await page.goto('about:blank'); // else the extension host lives on for a while
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Resources of web views have an address that a service worker answers; nothing is sent there. */
function isLocal(url: string): boolean {
  return /^(?:http:\/\/127\.0\.0\.1|data:|blob:|about:)/.test(url) || url.includes('.vscode-resource.vscode-cdn.net/');
}

/** How long one try may take, in milliseconds. */
const TRY = 2500;

/** Does something until its effect is seen: keys that are pressed while the workbench is busy get lost. */
async function until(
  act: () => Promise<unknown>,
  seen: (timeout: number) => Promise<unknown>,
  undo?: () => Promise<unknown>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await act();
      await seen(TRY);
      return;
    } catch (error) {
      if (tries === 6) throw error;
      await undo?.();
    }
  }
}

function actions(page: Page): Omit<Workbench, 'page' | 'foreignRequests' | 'close'> {
  const editor = page.locator('.editor-instance .monaco-editor').first();
  const leave = (): Promise<void> => page.keyboard.press('Escape');
  const input = page.locator('.quick-input-widget input');
  const focusEditor = (): Promise<void> =>
    until(
      () => page.keyboard.press('Control+1'),
      (timeout) => page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout }),
    );
  const command = async (title: string): Promise<void> => {
    await until(
      async () => {
        await page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: TRY });
      },
      (timeout) =>
        page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).first().waitFor({ timeout }),
      leave,
    );
    await page.keyboard.press('Enter');
  };
  return {
    async open(url) {
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      await page.locator('.editor-instance .view-line').first().waitFor();
    },
    command,
    async goTo(line, column) {
      await focusEditor();
      await until(
        async () => {
          await page.keyboard.press('Control+g');
          await input.fill(`:${line}:${column}`, { timeout: TRY });
          await page.keyboard.press('Enter');
        },
        (timeout) =>
          page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line}, Col ${column}` }).waitFor({ timeout }),
        leave,
      );
    },
    squiggles: (kind) => editor.locator(`.squiggly-${kind}`),
    async problems() {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) await page.keyboard.press('Control+Shift+m');
      await panel.waitFor();
      return panel.locator('.monaco-list-row');
    },
    async quickFix(title) {
      const row = page.locator('.action-widget .monaco-list-row.action', { hasText: title });
      await until(
        () => page.keyboard.press('Control+.'),
        (timeout) => row.waitFor({ timeout }),
        leave,
      );
      for (let steps = 0; steps < 12; steps++) {
        if (/focused/.test((await row.getAttribute('class')) ?? '')) break;
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
    },
    async suggestions() {
      const rows = page.locator('.suggest-widget.visible .monaco-list-row');
      await until(
        () => page.keyboard.press('Control+Space'),
        (timeout) => rows.first().waitFor({ timeout }),
        leave,
      );
      return rows.locator('.label-name').allInnerTexts();
    },
    async outline() {
      await command('Explorer: Focus on Outline View');
      return page.locator('.outline-tree .monaco-list-row');
    },
    until: (act, seen) => until(act, seen, leave),
    report: () => page.frameLocator('iframe.webview.ready:visible').last().frameLocator('iframe#active-frame'),
    lens: (title) => page.locator('.codelens-decoration a', { hasText: title }).first(),
    async useLens(title) {
      const lens = page.locator('.codelens-decoration a', { hasText: title }).first();
      await lens.waitFor();
      await until(
        async () => (await lens.isVisible()) && (await lens.click({ timeout: TRY })),
        (timeout) => lens.waitFor({ state: 'detached', timeout }),
      );
    },
    async chooseInExplorer(name, title) {
      const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
      const item = page.locator('.monaco-menu .action-item', { hasText: title }).first();
      if (!(await row.isVisible())) await command('View: Show Explorer');
      await until(
        async () => {
          await row.click({ button: 'right', timeout: TRY });
          await item.waitFor({ timeout: TRY });
          await page.waitForTimeout(300); // a menu takes the button that opened it for a choice, at first
          await item.click({ timeout: TRY });
        },
        (timeout) => item.waitFor({ state: 'detached', timeout }),
        leave,
      );
    },
    webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame'),
    async save(file, fits) {
      for (let tries = 0; tries < 60; tries++) {
        await page.keyboard.press('Control+s');
        await page.waitForTimeout(150);
        const text = readFileSync(file, 'utf8');
        if (fits(text)) return text;
      }
      throw new Error(`It was never saved like that:\n${readFileSync(file, 'utf8')}`);
    },
  };
}
