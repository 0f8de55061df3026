import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../../../converters/from-oozie/account';
import { readXml, xmlLimits } from '../../../../converters/from-oozie/xml/read-xml';

/** The parts of a text, each as it stands in the source. */
function slices(text: string): string[] {
  const { root, diagnostics } = readXml(text);
  expect(diagnostics).toEqual([]);
  return root === undefined ? [] : partsOf(root).map(({ range }) => text.slice(range.start, range.end));
}

describe('places', () => {
  test('of elements, attributes and texts are exact', () => {
    const text = `\ufeff<?xml version="1.0"?>\n<!-- head --><w:a b = 'x&amp;y' c="2">\r\n  one<b/>two &lt; <![CDATA[<3>]]><!-- c -->\n</w:a>`;
    expect(slices(text)).toEqual([
      text.slice(text.indexOf('<w:a')),
      "b = 'x&amp;y'",
      'c="2"',
      '\r\n  one',
      '<b/>',
      'two &lt; <![CDATA[<3>]]>',
    ]);
  });

  test('values have their entities resolved, comments stand with the next element', () => {
    const { root } = readXml(`<a x="&#65;&#x42;&quot;"><!-- one --> <!--two--><b/>a &amp; b</a>`);
    expect(root?.attributes[0]?.value).toBe('AB"');
    const [first, second] = root?.children ?? [];
    expect(first).toMatchObject({ kind: 'element', name: 'b', comments: ['one', 'two'] });
    expect(second).toMatchObject({ kind: 'text', value: 'a & b' });
  });
});

describe('refused', () => {
  test.each([
    ['a DTD', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document type declaration'],
    ['an open element', '<a><b></a>', 'not well-formed'],
    ['no element', '', 'not well-formed'],
    ['a blank before the declaration', ' <?xml version="1.0"?><a/>', 'not well-formed'],
    ['deep nesting', '<a>'.repeat(xmlLimits.depth + 1) + '</a>'.repeat(xmlLimits.depth + 1), 'deeper'],
    ['a very long tag', `<a x="${'y'.repeat(xmlLimits.tagLength)}"/>`, 'longer'],
    ['a very long file', `<a>${' '.repeat(xmlLimits.length)}</a>`, 'longer'],
  ])('%s', (_, text, part) => {
    const { root, diagnostics } = readXml(text);
    expect(root).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(part);
    expect(diagnostics[0]?.range.end).toBeLessThanOrEqual(text.length);
  });
});

test('any text is read or refused with one reason', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<b x="1"',
    '/>',
    '>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '&amp;',
    '&',
    '"',
    "'",
    'x',
    ' ',
    '=',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
      ),
      (text) => {
        const { root, diagnostics } = readXml(text);
        expect(diagnostics).toHaveLength(root === undefined ? 1 : 0);
      },
    ),
    { numRuns: 1000 },
  );
});
