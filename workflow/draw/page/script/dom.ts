import type { SvgElement } from '../../element';

/** An element with attributes and children; text becomes text nodes, so nothing in a workflow is read as markup. */
export function make(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Builds DOM from the plain data of a picture, as text nodes again. */
export function toDom({ name, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') element.setAttribute(key, String(value));
  for (const child of children) element.append(typeof child === 'string' ? child : toDom(child));
  return element;
}

/** The same for a whole picture. */
export function pictureDom(picture: SvgElement): SVGSVGElement {
  const element = toDom(picture);
  if (!(element instanceof SVGSVGElement)) throw new Error('a picture begins with svg');
  return element;
}

/** The part of the page with an id. */
export function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/** The field in which people search. */
export function searchField(): HTMLInputElement {
  const element = part('search');
  if (!(element instanceof HTMLInputElement)) throw new Error('#search is no input');
  return element;
}

/** Writes a text where it is another one: what is written anew has to be laid out and painted anew. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** The same for an attribute. */
export function put(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
