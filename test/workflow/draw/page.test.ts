import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraphJson } from '../../../workflow/draw';
import { drawPage, type PageContent } from '../../../workflow/draw/page';
import { edges, graph, node, sample } from './graphs';

const SOURCES = { 'x.workflow.yaml': 'name: x\noperators: []\n' };

function pageOf(graphs: readonly GraphJson[], over: Partial<PageContent> = {}): string {
  return drawPage({ graphs, sources: SOURCES, ...over });
}

/** The texts of the scripts of a page, as a browser finds them: each ends at the first end tag. */
function scriptsOf(page: string): readonly string[] {
  return [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script/gi)].map(([, text = '']) => text);
}

describe('a page', () => {
  test('holds the pictures and data of all views, the first one shown', () => {
    const page = pageOf([sample(), { ...sample(), view: 'expanded' }]);
    const [data = '', ...others] = scriptsOf(page);
    expect(others).toHaveLength(1);
    expect(JSON.parse(data)).toMatchObject({
      graphs: [{ view: 'authored' }, { view: 'expanded' }],
      sources: { 'x.workflow.yaml': ['name: x', 'operators: []', ''] },
    });
    expect(page.match(/<svg [^>]*class="dagport"[^>]*>/g)?.map((tag) => tag.includes('hidden'))).toEqual([false, true]);
    expect(page).toContain('data-view="expanded"');
  });

  test('needs nothing else: no address is in it but the names of XML', () => {
    const page = pageOf([sample()]).replace(/'sha256-[^']*'/g, '');
    const addresses = page.match(/\b(?:https?:|\/\/[a-z]|src=["']|href=["']|@import|url\()\S*/g) ?? [];
    expect(addresses.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  });

  test('allows its own script and no other', () => {
    const page = pageOf([sample()]);
    const script = scriptsOf(page).at(-1) ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; worker-src blob:; img-src blob:"`,
    );
  });

  test('says why a view is missing', () => {
    const page = pageOf([sample()], { problem: 'no <plan>' });
    expect(page).toContain('<p class="problem" id="problem" role="status">no &lt;plan&gt;</p>');
    expect(page).not.toContain('data-view=');
  });

  test('takes any name and source as text', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('</script><script>alert(1)</script>', '<!--', ']]>', '"><img src=x>', '\u2028', '<b>'),
    );
    const clean = scriptsOf(pageOf([graph([], [])])).length;
    fc.assert(
      fc.property(name, name, name, (id, group, source) => {
        const nodes = [node(id, { name: id, type: source, group })];
        const page = pageOf([graph(nodes, edges(), { dagId: group })], { sources: { 'x.workflow.yaml': source } });
        const scripts = scriptsOf(page);
        expect(scripts).toHaveLength(clean);
        const data = JSON.parse(scripts[0] ?? '');
        expect(data.graphs[0].nodes[0].id).toBe(id);
        expect(data.sources['x.workflow.yaml'].join('\n')).toBe(source.replace(/\r\n|\r/g, '\n'));
        expect(page.replace(/<script[\s\S]*<\/script>/, '')).not.toMatch(/<(?:img|b)\b/);
      }),
      { numRuns: 30 },
    );
  });

  test('of nothing is a page, too', () => expect(pageOf([])).toContain('<!doctype html>'));
});
