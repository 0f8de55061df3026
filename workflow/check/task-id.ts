import { asText, sanitised, valueAt } from '../read';
import type { NodeOutline } from './outline';

/** The task ids that a node takes in its document; a resource takes two. Nothing where they are known only later. */
export function taskIdsOf(node: NodeOutline): readonly string[] {
  if (node.name === undefined) return [];
  const own = sanitised(node.name.text);
  if (node.section === 'resources') return [`${own}_create`, `${own}_destroy`];
  const given = asText(valueAt(valueAt(node.item.map, 'properties'), 'task_id'));
  if (given === undefined) return [own];
  return /<<|\{\{/.test(given.text) ? [] : [given.text];
}
