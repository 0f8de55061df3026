import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const inFolder = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));
const pages = [...inFolder('.'), ...inFolder('docs'), ...inFolder('examples'), 'client/README.md'];

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Where the links and pictures of a page lead, those in HTML included. */
function targetsOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
}

function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** The README of the extension is packed as the one of the root. */
function baseOf(page: string): string {
  return page === 'client/README.md' ? '.' : path.dirname(page);
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  const links = targetsOf(text);

  test('leads to files and headings that are there', () => {
    for (const link of links.filter((target) => !/^https?:/.test(target))) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path.join(ROOT, page) : path.join(ROOT, baseOf(page), file);
      expect(existsSync(target), link).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), link).toContain(anchor);
    }
  });
});

describe('pictures', () => {
  const images = readdirSync(path.join(ROOT, 'docs/images'));
  const shown = new Set(
    pages
      .flatMap((page) => targetsOf(readFileSync(path.join(ROOT, page), 'utf8')))
      .map((target) => path.basename(target)),
  );

  test.each(images)('%s is shown, and small', (image) => {
    expect(shown).toContain(image);
    expect(statSync(path.join(ROOT, 'docs/images', image)).size).toBeLessThan(150_000);
  });
});
