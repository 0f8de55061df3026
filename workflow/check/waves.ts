import type { Range } from '../../text/range';
import type { DocumentItem } from '../read';
import type { Staging } from '../select/staging';
import { wavesOf } from '../select/waves';
import { type DocumentOutline, type Edge, type FileOutline, type NodeOutline, partOf, placeOf } from './outline';

/**
 * Which wave each node belongs to, where that can be told: nothing without waves, and where a wave or another part of the file
 * could not be read and may have meant any node.
 */
export function soundStaging({ file, documents }: FileOutline, stagingIn: () => Staging): Staging | undefined {
  const waves = wavesOf(file);
  const names = waves.map(({ name }) => name);
  const written = waves[0]?.entry.value;
  if (written?.kind === 'list' && written.items.length > waves.length) return undefined;
  if (names.length === 0 || new Set(names).size < names.length || documents.some(({ loose }) => loose))
    return undefined;
  const staging = stagingIn();
  return staging.problems.length > 0 ? undefined : staging;
}

/** Types that go with the nodes for which they are there, whatever a selection says. */
const STRUCTURAL: ReadonlySet<string> = new Set(['branch', 'join', 'fail']);

/** Is a node built by the wave that selects it, and not with others? */
export function isStaged(node: NodeOutline): boolean {
  return node.name !== undefined && node.section !== 'resources' && !STRUCTURAL.has(node.type?.text ?? '');
}

/** A node that is built before something that it waits for; `edge`: where it says so. */
export interface OutOfOrder {
  readonly node: NodeOutline;
  readonly before: NodeOutline;
  readonly edge: Range;
}

/**
 * The nodes of a document that wait for one of a later wave, directly or by way of branches and joins; of each the latest
 * that it waits for. Between sections only the latest node counts. Linear.
 */
export function againstDependencies(
  outline: DocumentOutline,
  waveOf: ReadonlyMap<DocumentItem, number>,
): readonly OutOfOrder[] {
  const into = grouped(outline.edges, ({ to }) => to);
  const passed = latestBehind(outline, waveOf);
  const standingFor = (node: NodeOutline): NodeOutline | undefined => (isStaged(node) ? node : passed.get(node));
  const waveOfNode = (node: NodeOutline | undefined): number =>
    (node === undefined ? undefined : waveOf.get(node.item)) ?? -1;
  const found: OutOfOrder[] = [];
  for (const [node, edges] of into) {
    const own = waveOf.get(node.item);
    if (own === undefined || !isStaged(node)) continue;
    let worst: OutOfOrder | undefined;
    for (const { from, range } of edges) {
      const before = standingFor(from);
      if (before === undefined || waveOfNode(before) <= Math.max(own, waveOfNode(worst?.before))) continue;
      worst = { node, before, edge: range };
    }
    if (worst !== undefined) found.push(worst);
  }
  return [...found, ...betweenSections(outline, waveOf)];
}

/** For each branch and join the latest node that leads to it by way of others of these. */
function latestBehind(
  outline: DocumentOutline,
  waveOf: ReadonlyMap<DocumentItem, number>,
): ReadonlyMap<NodeOutline, NodeOutline> {
  const outOf = grouped(outline.edges, ({ from }) => from);
  const latest = new Map<NodeOutline, NodeOutline>();
  const staged = outline.nodes.filter((node) => isStaged(node) && waveOf.has(node.item));
  for (const node of staged.sort((a, b) => (waveOf.get(b.item) ?? 0) - (waveOf.get(a.item) ?? 0))) {
    const waiting = [node];
    for (const next of waiting) {
      for (const { to } of outOf.get(next) ?? []) {
        if (isStaged(to) || latest.has(to)) continue;
        latest.set(to, node);
        waiting.push(to);
      }
    }
  }
  return latest;
}

function grouped(edges: readonly Edge[], by: (edge: Edge) => NodeOutline): ReadonlyMap<NodeOutline, readonly Edge[]> {
  const groups = new Map<NodeOutline, Edge[]>();
  for (const edge of edges) {
    const known = groups.get(by(edge));
    if (known === undefined) groups.set(by(edge), [edge]);
    else known.push(edge);
  }
  return groups;
}

function betweenSections(outline: DocumentOutline, waveOf: ReadonlyMap<DocumentItem, number>): readonly OutOfOrder[] {
  const found: OutOfOrder[] = [];
  let before: NodeOutline | undefined;
  for (const part of ['before', 'main', 'after'] as const) {
    const staged = outline.nodes.filter((node) => partOf(node.section) === part && waveOf.has(node.item));
    const nodes = staged.filter(isStaged).sort((a, b) => (waveOf.get(a.item) ?? 0) - (waveOf.get(b.item) ?? 0));
    const [earliest] = nodes;
    const isLate =
      earliest !== undefined &&
      before !== undefined &&
      (waveOf.get(before.item) ?? 0) > (waveOf.get(earliest.item) ?? 0);
    if (isLate && before !== undefined) found.push({ node: earliest, before, edge: placeOf(earliest) });
    const last = nodes.at(-1);
    if (
      last !== undefined &&
      (waveOf.get(last.item) ?? 0) > (before === undefined ? -1 : (waveOf.get(before.item) ?? 0))
    )
      before = last;
  }
  return found;
}
