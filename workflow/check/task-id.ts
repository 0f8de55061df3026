import { asText, valueAt } from '../read';
import type { NodeOutline } from './outline';

/** A name as boundary-layer 1.9.18 makes a task id of it: everything but ASCII letters, digits and `_` becomes `_`. */
export function sanitise(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/gu, '_');
}

/** The task ids that a node takes in its document; a resource takes two. Nothing where they are known only later. */
export function taskIdsOf(node: NodeOutline): readonly string[] {
  if (node.name === undefined) return [];
  const own = sanitise(node.name.text);
  if (node.section === 'resources') return [`${own}_create`, `${own}_destroy`];
  const given = asText(valueAt(valueAt(node.item.map, 'properties'), 'task_id'));
  if (given === undefined) return [own];
  return /<<|\{\{/.test(given.text) ? [] : [given.text];
}
