import type { GraphNode, GraphView } from './graph';

/** What can stand in a group: it names the groups around it, outer ones first, separated by `/`. */
interface Grouped {
  readonly group?: string;
}

/** The nodes of a graph as a tree: what stands in a group, and the groups in it, in the order of the nodes. */
export interface Group<T> {
  /** The names of the groups, outer ones first, separated by `/`; empty for the whole graph. */
  readonly path: string;
  readonly label: string;
  readonly members: T[];
  readonly groups: Group<T>[];
}

/** What the frame around the tasks of `before` or `after` is called. */
const SECTION_FRAMES: Readonly<Partial<Record<string, string>>> = { before: 'section before', after: 'section after' };

/**
 * Where a node stands in a picture. As a person wrote it, that is its group, and in it the section where that makes a
 * difference; Airflow knows groups only.
 */
export function standsIn(node: GraphNode, view: GraphView): Grouped {
  const section = view === 'authored' ? SECTION_FRAMES[node.section] : undefined;
  if (section === undefined) return node.group === undefined ? {} : { group: node.group };
  return { group: node.group === undefined ? section : `${node.group}/${section}` };
}

/** Is it the frame of a section? */
export function isSection(label: string): boolean {
  return Object.values(SECTION_FRAMES).includes(label);
}

/** Sorts members into the groups that they name. Groups that only hold groups exist too. */
export function groupTree<T>(members: readonly T[], groupOf: (member: T) => Grouped): Group<T> {
  const root: Group<T> = { path: '', label: '', members: [], groups: [] };
  const byPath = new Map([['', root]]);
  for (const member of members) groupAt(groupOf(member).group ?? '', byPath, root).members.push(member);
  return root;
}

function groupAt<T>(path: string, byPath: Map<string, Group<T>>, root: Group<T>): Group<T> {
  let group = root;
  let reached = '';
  for (const label of path.split('/')) {
    if (label === '') continue;
    reached = reached === '' ? label : `${reached}/${label}`;
    let inner = byPath.get(reached);
    if (inner === undefined) {
      inner = { path: reached, label, members: [], groups: [] };
      byPath.set(reached, inner);
      group.groups.push(inner);
    }
    group = inner;
  }
  return group;
}

/** Every group below one, outer ones before inner ones. */
export function* innerGroups<T>(group: Group<T>): Generator<Group<T>> {
  for (const inner of group.groups) {
    yield inner;
    yield* innerGroups(inner);
  }
}
