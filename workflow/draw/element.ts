/** An element of an SVG picture as plain data: written as text into a file, or built as DOM in a page, without parsing. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (SvgElement | string)[]
): SvgElement {
  return { name, attributes, children };
}

/** An element around any number of others. */
export function elementAround(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly SvgElement[],
): SvgElement {
  return { name, attributes, children };
}

/** The element as XML text. All text is escaped; what XML cannot hold (control characters) becomes a replacement character. */
export function svgText(root: SvgElement): string {
  const attributes = Object.entries(root.attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  if (root.children.length === 0) return `<${root.name}${attributes}/>`;
  const inner = root.children.map((child) => (typeof child === 'string' ? escaped(child) : svgText(child)));
  const separator = root.children.every((child) => typeof child !== 'string') ? '\n' : '';
  return `<${root.name}${attributes}>${separator}${inner.join(separator)}${separator}</${root.name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
