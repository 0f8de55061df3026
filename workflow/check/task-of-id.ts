import { findGenerator } from '../../schemas';
import { asText, sanitised, valueAt } from '../read';
import type { DocumentInput } from './context';
import { itemNames } from './generator-items';
import type { DocumentOutline, FileOutline, NodeOutline } from './outline';

/**
 * The node of the first document that stands for the task of an id: `check.load` is that of the sub-DAG `check`. `open` where
 * such an id may come from what is known only later; nothing where no task has it.
 */
export function taskOfId(id: string, input: DocumentInput): NodeOutline | 'open' | undefined {
  return find(id, input.outline, input, 0);
}

/** Deeper than that, or in a circle, nobody looks. */
const DEEPEST = 20;

function find(
  id: string,
  outline: DocumentOutline,
  input: DocumentInput,
  depth: number,
): NodeOutline | 'open' | undefined {
  for (const node of outline.nodes) {
    if (isGroup(node, input)) {
      const found = inGroup(id, node, input, depth);
      if (found !== undefined) return found === 'open' ? 'open' : node;
    } else if (node.taskIds.includes(id)) return node;
    else if (node.taskId !== undefined && node.taskIds.length === 0) return 'open';
  }
  return undefined;
}

function isGroup({ section, type }: NodeOutline, { settings }: DocumentInput): boolean {
  const isComposite = settings.composites.names.includes(type?.text.split('@')[0] ?? '');
  return section === 'generators' || section === 'sub_dags' || isComposite;
}

function inGroup(id: string, node: NodeOutline, input: DocumentInput, depth: number): NodeOutline | 'open' | undefined {
  const own = sanitised(node.taskId?.text ?? node.name?.text ?? '');
  const target = targetOf(node, input.file);
  if (node.section === 'sub_dags') {
    if (!id.startsWith(`${own}.`)) return undefined;
    if (target === undefined || depth > DEEPEST) return 'open';
    return find(id.slice(own.length + 1), target, input, depth + 1);
  }
  if (node.section !== 'generators') return id.startsWith(`${own}.`) ? 'open' : undefined;
  if (target === undefined || depth > DEEPEST) return 'open';
  return inGenerator(id, node, target, input);
}

/** Ids of a generator are those of its target, each with the name of an item behind it. */
function inGenerator(
  id: string,
  node: NodeOutline,
  { nodes }: DocumentOutline,
  input: DocumentInput,
): NodeOutline | 'open' | undefined {
  const { catalogue } = input.settings;
  const type = findGenerator(catalogue, node.type?.text ?? '');
  const items = type === undefined ? undefined : itemNames(node.item, type);
  const byIndex = valueAt(node.item.map, 'auto_task_id_mode') !== undefined;
  // Of groups within, and of ids that somebody wrote, it is not told here how they end.
  const isPlain = nodes.every((inner) => !isGroup(inner, input) && inner.taskId === undefined);
  if (items === undefined || byIndex || !isPlain) return 'open';
  const names = new Set(items.map(({ name }) => sanitised(name)));
  const isOurs = nodes.some((inner) =>
    inner.taskIds.some((taskId) => id.startsWith(`${taskId}-`) && names.has(sanitised(id.slice(taskId.length + 1)))),
  );
  return isOurs ? node : undefined;
}

function targetOf({ item }: NodeOutline, { documents }: FileOutline): DocumentOutline | undefined {
  const name = asText(valueAt(item.map, 'target'))?.text;
  return documents.find(({ document, primary }) => !primary && name !== undefined && document.name === name);
}
