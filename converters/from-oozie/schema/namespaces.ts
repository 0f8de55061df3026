import type { XmlElement } from '../xml/read-xml';

/** The namespaces that hold at a place: URI by prefix; that of names without one by the empty prefix. */
export type Namespaces = ReadonlyMap<string, string>;

export const NO_NAMESPACES: Namespaces = new Map();

/** The namespace of an element, and those that hold in it. `outer`: those around it. */
export function namespacesOf(
  text: string,
  element: XmlElement,
  outer: Namespaces,
): { readonly uri: string; readonly inner: Namespaces } {
  let inner: Namespaces = outer;
  for (const { name, value } of element.attributes) {
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined;
    if (prefix !== undefined) inner = new Map([...inner, [prefix, value]]);
  }
  const written = /^<([^\s/>]*)/.exec(text.slice(element.openingTag.start, element.openingTag.start + 200))?.[1] ?? '';
  const colon = written.indexOf(':');
  return { uri: inner.get(colon < 0 ? '' : written.slice(0, colon)) ?? '', inner };
}
