import type { SvgElement } from '../../workflow/draw';

/** Builds DOM from the plain data of a picture. Text becomes text nodes, so nothing in a workflow is read as markup. */
export function toDom({ name, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') element.setAttribute(key, String(value));
  element.append(...children.map((child) => (typeof child === 'string' ? child : toDom(child))));
  return element;
}
