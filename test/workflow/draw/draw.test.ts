import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { drawDot, drawMermaid, drawSvg, type GraphJson, type Theme } from '../../../workflow/draw';
import { edges, graph, node, sample } from './graphs';

const NASTY = [
  '<script>alert(1)</script>',
  'a"b',
  "it's",
  'a\\',
  '&amp;',
  'end',
  '\u0000',
  '\ud800',
  '名前',
  '--> x',
  '#35;',
];

/** Every attribute `data-id` of an SVG text, as a reader of XML sees them. */
function drawnNodes(svg: string): string[] {
  expect(XMLValidator.validate(svg)).toBe(true);
  const found: string[] = [];
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    updateTag: (_name, _path, attributes) => {
      const id: unknown = attributes?.['data-id'];
      if (typeof id === 'string') found.push(id);
      return true;
    },
  });
  parser.parse(svg);
  return found;
}

describe('an SVG file', () => {
  test.each<Theme>(['light', 'dark', 'auto'])('is well-formed and shows each node once: %s', (theme) => {
    expect(drawnNodes(drawSvg(sample(), theme))).toEqual(sample().nodes.map((each) => each.id));
  });

  test('is well-formed whatever the names are', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...NASTY));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), name, (names, group) => {
        const nodes = names.map((each, index) => node(`${index}`, { name: each, type: each, group }));
        expect(drawnNodes(drawSvg(graph(nodes, [], { dagId: group })))).toEqual(nodes.map((each) => each.id));
      }),
    );
  });

  test('holds no script, link or element from a name', () => {
    const nodes = NASTY.map((name) => node(name, { type: name, group: name }));
    const svg = drawSvg(graph(nodes, [], { dagId: '<script>' }));
    expect(svg).not.toMatch(/<script|<a |href|<foreignObject|url\(|@import/i);
  });

  test('of an empty workflow is a picture too', () => {
    expect(drawnNodes(drawSvg(graph([], [])))).toEqual([]);
  });
});

/** Checks a text format against a golden file that a person can read. */
describe('text formats', () => {
  test.each<[string, (any: GraphJson) => string]>([
    ['sample.mmd', drawMermaid],
    ['sample.dot', drawDot],
  ])('%s', async (file, draw) => {
    await expect(draw(sample())).toMatchFileSnapshot(`fixtures/${file}`);
  });

  test('an edge to a node that does not exist is left out', () => {
    const broken = graph([node('a')], edges('a -> nowhere', 'nowhere -> a'));
    expect(drawMermaid(broken)).not.toMatch(/-->/);
    expect(drawDot(broken)).not.toMatch(/->/);
  });

  test.each(NASTY)('names cannot leave their quotes: %j', (name) => {
    const any = graph([node('a', { name, type: name, group: name.replaceAll('/', '') }), node('b')], edges('a -> b'));
    const lines = drawMermaid(any).split('\n');
    expect(lines.filter((line) => /-->/.test(line))).toEqual(['  n0 --> n1']);
    for (const line of lines) expect((line.match(/"/g) ?? []).length % 2).toBe(0);
    const outside = drawDot(any).replace(/"(?:[^"\\]|\\.)*"/g, '');
    expect(outside).not.toMatch(/["<>&]/.test(name) ? /[<&"]/ : /["]/);
  });
});
