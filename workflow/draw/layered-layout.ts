import { around, type Box, type BoxContent, type GroupBox, type Insets, type Rectangle } from './geometry';
import type { GraphEdge } from './graph';
import type { Group } from './grouping';

/** Where the boxes and groups of a graph stand; routes and margins are added to it. */
export interface Placement {
  readonly boxes: readonly Box[];
  readonly groups: readonly GroupBox[];
}

const COLUMN_GAP = 72;
const ROW_GAP = 18;

/** Columns are as wide as a multiple of this, so that a name that grows by a letter does not move all columns behind it. */
const COLUMN_STEP = 48;
/** A column of more items moves up and down in steps only: see `stepOf`. */
const LONG_COLUMN = 8;
const ROW = 64;

/**
 * Places the nodes in columns, each to the right of what it depends on, groups as blocks of their own: from the inner groups
 * outwards. Nothing overlaps by construction. Its time grows with nodes × depth of groups + edges, so it serves graphs of any size.
 */
export function layeredPlacement(root: Group<BoxContent>, edges: readonly GraphEdge[], insets: Insets): Placement {
  const { boxes, groups } = place(root, edgesByGroup(root, edges), insets);
  return { boxes, groups };
}

interface Block extends Placement {
  readonly width: number;
  readonly height: number;
}

/** What stands side by side in a group: a box or a whole inner group. */
interface Item {
  readonly content: BoxContent | Block;
  readonly before: number[];
  readonly after: number[];
}

/** The items of a group are numbered: its boxes, then its groups. */
interface ItemEdge {
  readonly from: number;
  readonly to: number;
}

type BoxGroup = Group<BoxContent>;

/** Where a box stands: the groups around it, outer ones first, the number that each has in the one before, and its own. */
interface Standing {
  readonly groups: readonly BoxGroup[];
  readonly numbers: readonly number[];
  readonly own: number;
}

/** Each edge at the innermost group that holds both of its ends, between the two items there. */
function edgesByGroup(root: BoxGroup, edges: readonly GraphEdge[]): ReadonlyMap<BoxGroup, readonly ItemEdge[]> {
  const standings = new Map<string, Standing>();
  collectStandings([root], [0], standings);
  const found = new Map<BoxGroup, ItemEdge[]>();
  for (const edge of edges) {
    const from = standings.get(edge.from);
    const to = standings.get(edge.to);
    if (from === undefined || to === undefined || edge.from === edge.to) continue;
    let level = 1;
    while (level < from.groups.length && from.groups[level] === to.groups[level]) level++;
    const group = from.groups[level - 1] ?? root;
    const itemEdge = { from: from.numbers[level] ?? from.own, to: to.numbers[level] ?? to.own };
    const known = found.get(group);
    if (known === undefined) found.set(group, [itemEdge]);
    else known.push(itemEdge);
  }
  return found;
}

function collectStandings(
  groups: readonly BoxGroup[],
  numbers: readonly number[],
  standings: Map<string, Standing>,
): void {
  const group = groups.at(-1);
  if (group === undefined) return;
  group.members.forEach((box, own) => {
    standings.set(box.node.id, { groups, numbers, own });
  });
  group.groups.forEach((inner, index) => {
    collectStandings([...groups, inner], [...numbers, group.members.length + index], standings);
  });
}

function place(group: BoxGroup, edges: ReadonlyMap<BoxGroup, readonly ItemEdge[]>, insets: Insets): Block {
  const frames = group.groups.map((inner) => framed(inner, place(inner, edges, insets), insets));
  const items = [...group.members, ...frames].map((content): Item => ({ content, before: [], after: [] }));
  for (const { from, to } of edges.get(group) ?? []) {
    items[from]?.after.push(to);
    items[to]?.before.push(from);
  }
  return stack(items);
}

function framed(group: BoxGroup, content: Block, insets: Insets): Block {
  const moved = move(content, insets.left, insets.top);
  const width = content.width + insets.left + insets.right;
  const height = content.height + insets.top + insets.bottom;
  const frame = { path: group.path, label: group.label, x: 0, y: 0, width, height };
  return { width, height, boxes: moved.boxes, groups: [frame, ...moved.groups] };
}

function move(block: Placement, x: number, y: number): Placement {
  const by = <T extends Rectangle>(rectangle: T): T => ({ ...rectangle, x: rectangle.x + x, y: rectangle.y + y });
  return { boxes: block.boxes.map(by), groups: block.groups.map(by) };
}

function put(content: BoxContent | Block, x: number, y: number, to: { boxes: Box[]; groups: GroupBox[] }): void {
  if ('node' in content) {
    to.boxes.push({ ...content, x, y });
    return;
  }
  const moved = move(content, x, y);
  to.boxes.push(...moved.boxes);
  to.groups.push(...moved.groups);
}

/** The column of each item: one more than the last of what it depends on. A cycle is cut at its first item. */
function columnsOf(items: readonly Item[]): number[] {
  const column = items.map(() => 0);
  const waiting = items.map((item) => item.before.length);
  const done = items.map(() => false);
  const ready = items.flatMap((item, index) => (item.before.length === 0 ? [index] : []));
  let firstOpen = 0;
  for (let count = 0; count < items.length; count++) {
    while (done[firstOpen]) firstOpen++;
    const next = ready[count] ?? firstOpen;
    if (ready.length <= count) ready.push(next);
    done[next] = true;
    for (const after of items[next]?.after ?? []) {
      waiting[after] = (waiting[after] ?? 0) - 1;
      if (done[after]) continue;
      column[after] = Math.max(column[after] ?? 0, (column[next] ?? 0) + 1);
      if (waiting[after] === 0) ready.push(after);
    }
  }
  return column;
}

/** Columns from left to right; in a column, each item as near as possible to the middle of what it depends on. */
function stack(items: readonly Item[]): Block {
  const columns: number[][] = [];
  columnsOf(items).forEach((column, index) => {
    while (columns.length <= column) columns.push([]);
    columns[column]?.push(index);
  });
  const middles: (number | undefined)[] = items.map(() => undefined);
  const placed: { readonly item: Item; readonly x: number; readonly y: number }[] = [];
  let x = 0;
  for (const column of columns) {
    const tops = columnTops(column, items, middles);
    for (const { index, y } of tops) {
      const item = items[index];
      if (item === undefined) continue;
      middles[index] = y + item.content.height / 2;
      placed.push({ item, x, y });
    }
    const widest = column.reduce((most, index) => Math.max(most, items[index]?.content.width ?? 0), 0);
    x += Math.ceil(widest / COLUMN_STEP) * COLUMN_STEP + COLUMN_GAP;
  }
  const top = placed.reduce((least, { y }) => Math.min(least, y), Infinity);
  const boxes: Box[] = [];
  const groups: GroupBox[] = [];
  for (const { item, x, y } of placed) put(item.content, x, y - top, { boxes, groups });
  const extent = around([...boxes, ...groups]);
  return { boxes, groups, width: extent.width, height: extent.height };
}

function columnTops(
  column: readonly number[],
  items: readonly Item[],
  middles: readonly (number | undefined)[],
): { readonly index: number; readonly y: number }[] {
  const wishes = column.map((index) => {
    const known = (items[index]?.before ?? []).flatMap((before) => middles[before] ?? []);
    const middle = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
    return { index, middle, height: items[index]?.content.height ?? 0 };
  });
  wishes.sort((a, b) => a.middle - b.middle || a.index - b.index);
  let bottom = Number.NEGATIVE_INFINITY;
  let pushed = 0;
  const tops = wishes.map(({ index, middle, height }) => {
    const y = Math.max(middle - height / 2, bottom + ROW_GAP);
    pushed += y - (middle - height / 2);
    bottom = y + height;
    return { index, y };
  });
  const back = wishes.length === 0 ? 0 : pushed / wishes.length;
  const step = stepOf(column.length);
  const steady = step === undefined ? back : Math.floor(back / step) * step;
  return tops.map(({ index, y }) => ({ index, y: Math.round(y - steady) }));
}

/**
 * In which steps a column of so many items moves to stand beside what it depends on: about a sixteenth of its height. One
 * item more or less then leaves the others where they are, so that a picture which follows what is typed neither trembles
 * nor is painted anew. Nothing where it moves freely.
 */
function stepOf(count: number): number | undefined {
  return count > LONG_COLUMN ? ROW * 2 ** Math.max(0, Math.floor(Math.log2(count / 16))) : undefined;
}
