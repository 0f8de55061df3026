import { type ElementChange, isRun } from '../../changes';
import { toDom } from './dom';

/** Makes the DOM of a picture that of another one: only what differs is touched. */
export function applyChange(element: Element, { attributes = {}, children }: ElementChange): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (name !== 'xmlns') element.setAttribute(name, String(value));
  }
  if (children === undefined) return;
  const before = [...element.childNodes];
  const now = children.order?.flatMap((one): readonly Node[] => {
    if (isRun(one)) return before.slice(one.from, one.from + one.count);
    return [typeof one === 'string' ? document.createTextNode(one) : toDom(one)];
  });
  if (now !== undefined) arrange(element, now);
  for (const [place, change] of children.changed) {
    const child = (now ?? before)[place];
    if (child instanceof Element) applyChange(child, change);
  }
}

/** Children that stay in order are not touched: to move one is to make it anew. */
function arrange(element: Element, children: readonly Node[]): void {
  const kept = new Set(children);
  for (const child of [...element.childNodes]) if (!kept.has(child)) child.remove();
  let next = element.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else element.insertBefore(child, next);
  }
}
