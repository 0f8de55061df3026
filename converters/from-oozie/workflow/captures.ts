import { childElement } from '../conversion';
import type { XmlElement } from '../xml/read-xml';
import { readWorkflow } from './read-workflow';

/**
 * The actions that say `capture-output` and whose output the workflow reads by `wf:actionData` (Oozie 5.2 workflow
 * specification, §4.2.6).
 */
export function capturingActions(root: XmlElement): ReadonlySet<string> {
  const { names, computed } = readers(root);
  const capturing = readWorkflow(root).nodes.flatMap((node) => {
    const captures =
      node.kind === 'action' && node.action !== undefined && childElement(node.action, 'capture-output') !== undefined;
    return captures && (computed || names.has(node.name)) ? [node.name] : [];
  });
  return new Set(capturing);
}

/** The names that `wf:actionData` is called with, and whether it is somewhere called with anything else. */
function readers(root: XmlElement): { readonly names: ReadonlySet<string>; readonly computed: boolean } {
  const names = new Set<string>();
  let computed = false;
  const read = (text: string): void => {
    for (const [, literal, name] of text.matchAll(/actionData\(\s*((["'])(.*?)\2\s*\))?/g)) {
      if (literal === undefined) computed = true;
      else if (name !== undefined) names.add(literal.slice(1, literal.lastIndexOf(literal[0] ?? '')));
    }
  };
  const walk = (element: XmlElement): void => {
    for (const { value } of element.attributes) read(value);
    for (const child of element.children) {
      if (child.kind === 'text') read(child.value);
      else walk(child);
    }
  };
  walk(root);
  return { names, computed };
}
