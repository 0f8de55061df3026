import { findGenerator } from '../../schemas';
import { asText, sanitised, valueAt } from '../read';
import type { DocumentInput } from './context';
import { itemNames } from './generator-items';
import type { DocumentOutline, FileOutline, NodeOutline } from './outline';

/**
 * The node of a document that stands for the task of an id: `check.load` is that of the sub-DAG `check`. `open` where such an id
 * may come from what is known only later; nothing where no task has it.
 */
export type TaskOfId = (id: string) => NodeOutline | 'open' | undefined;

/** Deeper than that, or in a circle, nobody looks. */
const DEEPEST = 20;

/** What the ids of the tasks of a document lead to. Each document is looked through once, and when it is asked for. */
export function tasksById(input: DocumentInput): TaskOfId {
  const known = new Map<DocumentOutline, TaskOfId[]>();
  const of = (outline: DocumentOutline, depth: number): TaskOfId => {
    const byDepth = known.get(outline) ?? [];
    known.set(outline, byDepth);
    const found =
      byDepth[depth] ?? idsOf(outline, input, (target) => (depth > DEEPEST ? undefined : of(target, depth + 1)));
    byDepth[depth] = found;
    return found;
  };
  return of(input.outline, 0);
}

type Inside = (target: DocumentOutline) => TaskOfId | undefined;

function idsOf({ nodes }: DocumentOutline, input: DocumentInput, inside: Inside): TaskOfId {
  const byId = new Map<string, NodeOutline>();
  const byPrefix = new Map<string, NodeOutline>();
  const generators: { readonly node: NodeOutline; readonly find: TaskOfId }[] = [];
  let isOpen = false;
  for (const node of nodes) {
    if (node.section === 'generators') generators.push({ node, find: generated(node, input) });
    else if (isGroup(node, input)) byPrefix.set(sanitised(node.taskId?.text ?? node.name?.text ?? ''), node);
    else {
      for (const id of node.taskIds) byId.set(id, node);
      if (node.taskId !== undefined && node.taskIds.length === 0) isOpen = true;
    }
  }
  return (id) => {
    const dot = id.indexOf('.');
    const group = dot < 0 ? undefined : byPrefix.get(id.slice(0, dot));
    const found = byId.get(id) ?? (group === undefined ? undefined : inGroup(id.slice(dot + 1), group, input, inside));
    if (found !== undefined) return found;
    for (const { node, find } of generators) {
      const one = find(id);
      if (one !== undefined) return one === 'open' ? 'open' : node;
    }
    return isOpen ? 'open' : undefined;
  };
}

function isGroup({ section, type }: NodeOutline, { settings }: DocumentInput): boolean {
  return section === 'sub_dags' || settings.composites.find(type?.text ?? '') !== undefined;
}

function inGroup(
  rest: string,
  node: NodeOutline,
  { file }: DocumentInput,
  inside: Inside,
): NodeOutline | 'open' | undefined {
  const target = node.section === 'sub_dags' ? targetOf(node, file) : undefined;
  const find = target === undefined ? undefined : inside(target);
  if (find === undefined) return 'open';
  const found = find(rest);
  return found === undefined || found === 'open' ? found : node;
}

/** Ids of a generator are those of its target, each with the name of an item behind it. */
function generated(node: NodeOutline, input: DocumentInput): TaskOfId {
  const type = findGenerator(input.settings.catalogue, node.type?.text ?? '');
  const items = type === undefined ? undefined : itemNames(node.item, type);
  const target = targetOf(node, input.file);
  const byIndex = valueAt(node.item.map, 'auto_task_id_mode') !== undefined;
  // Of groups within, and of ids that somebody wrote, it is not told here how they end.
  const isPlain = target?.nodes.every((inner) => isPlainTask(inner, input)) === true;
  if (items === undefined || byIndex || !isPlain || target === undefined) return () => 'open';
  const names = new Set(items.map(({ name }) => sanitised(name)));
  return (id) => {
    for (let dash = id.indexOf('-'); dash >= 0; dash = id.indexOf('-', dash + 1)) {
      if (!names.has(sanitised(id.slice(dash + 1)))) continue;
      const task = id.slice(0, dash);
      if (target.nodes.some(({ taskIds }) => taskIds.includes(task))) return node;
    }
    return undefined;
  };
}

function isPlainTask(node: NodeOutline, input: DocumentInput): boolean {
  return node.section !== 'generators' && !isGroup(node, input) && node.taskId === undefined;
}

function targetOf({ item }: NodeOutline, { documents }: FileOutline): DocumentOutline | undefined {
  const name = asText(valueAt(item.map, 'target'))?.text;
  return documents.find(({ document, primary }) => !primary && name !== undefined && document.name === name);
}
