import type { TextEdit } from '../../text/diagnostic';
import type { Reference } from '../check/node-facts';
import { type DocumentOutline, type NodeOutline, partOf } from '../check/outline';
import { absolute, type DocumentItem, itemName } from '../read';
import { linesOf } from '../select/edit-document';
import { lineBreakOf } from '../select/lines';
import { writeText } from '../write/scalar';
import type { RefactorInput, Refactoring } from './refactoring';

/**
 * Puts a task between two of which one waits for the other: on a name in `upstream_dependencies` or
 * `downstream_dependencies`. The new one does nothing yet, so that the workflow is whole at once.
 */
export function insertTask(input: RefactorInput, item: DocumentItem): Refactoring | undefined {
  const found = dependencyAt(input, item);
  if (found === undefined) return undefined;
  const { node, other, reference } = found;
  const isUpstream = reference.role === 'upstream';
  const [before, behind] = isUpstream ? [other, node] : [node, other];
  const names = input.file.documents.flatMap(({ items }) => items.flatMap((each) => itemName(each)?.text ?? []));
  const name = freeName(`before-${behind.name?.text ?? 'next'}`, new Set(names));
  const key = isUpstream ? 'upstream_dependencies' : 'downstream_dependencies';
  const task = `{name: ${writeText(name, 'flow')}, type: dummy, ${key}: [${writeText(reference.scalar.text, 'flow')}]}`;
  const added = addedTask(input, found.outline, [behind, before], task);
  if (added === undefined) return undefined;
  return {
    title: `Insert a task between "${before.name?.text}" and "${behind.name?.text}"`,
    kind: 'rewrite',
    edits: [added, { range: absolute(item, reference.scalar), text: writeText(name, 'flow') }],
  };
}

interface Dependency {
  readonly outline: DocumentOutline;
  readonly node: NodeOutline;
  readonly other: NodeOutline;
  readonly reference: Reference;
}

/** The dependency whose name is selected in an item. */
function dependencyAt({ outline, selected }: RefactorInput, item: DocumentItem): Dependency | undefined {
  for (const document of outline.documents) {
    const node = document.nodes.find((candidate) => candidate.item === item);
    if (node === undefined) continue;
    const reference = node.references.find(({ role, scalar }) => {
      const { start, end } = absolute(item, scalar);
      const isHere = start <= selected.start && selected.end <= end;
      return isHere && (role === 'upstream' || role === 'downstream') && scalar.from === undefined;
    });
    const other = reference === undefined ? undefined : document.byName.get(reference.scalar.text)?.[0];
    if (reference === undefined || other === undefined || other === node) return undefined;
    return partOf(other.section) === partOf(node.section) ? { outline: document, node, other, reference } : undefined;
  }
  return undefined;
}

const HOMES: ReadonlySet<string> = new Set(['operators', 'before', 'after']);

/** A new item in front of one of two, or behind the other: generators and sub-DAGs have sections of their own. */
function addedTask(
  { file: { text } }: RefactorInput,
  { document }: DocumentOutline,
  [behind, before]: readonly [NodeOutline, NodeOutline],
  task: string,
): TextEdit | undefined {
  const home = [behind, before].find(({ section }) => HOMES.has(section));
  if (home === undefined) return undefined;
  const lines = linesOf(text, document, home.item);
  if (lines === undefined) {
    const { start } = absolute(home.item, home.item.map);
    return text.charAt(start) === '{' ? { range: { start, end: start }, text: `${task}, ` } : undefined;
  }
  const place = home === behind ? lines.start : lines.end;
  const lead = place === text.length && !text.endsWith('\n') ? lineBreakOf(text) : '';
  const line = `${lead}${' '.repeat(lines.indent)}- ${task}${lineBreakOf(text)}`;
  return { range: { start: place, end: place }, text: line };
}

/** A name that nothing in the file has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}
