import type { SvgElement } from './element';

/** How an element of a picture became another one of the same name. Nothing that stayed as it was stands in it. */
export interface ElementChange {
  /** Attributes that are new or have another value; `null` where they are gone. */
  readonly attributes?: Readonly<Record<string, string | number | null>>;
  readonly children?: ChildrenChange;
}

export interface ChildrenChange {
  /** The children as they are now: runs of those before that stay, and what is new. Absent where all stay in order. */
  readonly order?: readonly (Run | string | SvgElement)[];
  /** What became of children that stay, by their places now. */
  readonly changed: readonly (readonly [place: number, change: ElementChange])[];
}

/** Children that stay, one after the other, by the place of the first one before. */
export interface Run {
  readonly from: number;
  readonly count: number;
}

/**
 * What has to be changed in a picture to make it another one. Nodes, groups and edges are known by what they stand for, so
 * that a node that moves is moved. Linear; what is the same object is not looked at.
 */
export function changeOf(before: SvgElement, after: SvgElement): ElementChange | undefined {
  if (before === after) return undefined;
  const attributes = attributesChange(before.attributes, after.attributes);
  const children = childrenChange(before.children, after.children);
  if (attributes === undefined && children === undefined) return undefined;
  return { ...(attributes === undefined ? {} : { attributes }), ...(children === undefined ? {} : { children }) };
}

function attributesChange(
  before: SvgElement['attributes'],
  after: SvgElement['attributes'],
): ElementChange['attributes'] | undefined {
  let changed: Record<string, string | number | null> | undefined;
  for (const name of Object.keys(after)) {
    const value = after[name];
    if (value !== undefined && before[name] !== value) {
      changed ??= {};
      changed[name] = value;
    }
  }
  for (const name of Object.keys(before)) {
    if (after[name] === undefined) {
      changed ??= {};
      changed[name] = null;
    }
  }
  return changed;
}

type Child = SvgElement | string;

function childrenChange(before: readonly Child[], after: readonly Child[]): ChildrenChange | undefined {
  if (before === after) return undefined;
  const places = placesBefore(before, after);
  const changed: (readonly [number, ElementChange])[] = [];
  const order: (OpenRun | Child)[] = [];
  after.forEach((child, place) => {
    const at = places[place] ?? -1;
    const known = before[at];
    const stays = typeof child === 'string' ? known === child : known !== undefined && typeof known !== 'string';
    if (!stays) {
      order.push(child);
      return;
    }
    const last = order.at(-1);
    if (isRun(last) && last.from + last.count === at) last.count++;
    else order.push({ from: at, count: 1 });
    if (typeof child === 'string' || known === undefined || typeof known === 'string') return;
    const change = changeOf(known, child);
    if (change !== undefined) changed.push([place, change]);
  });
  const [first] = order;
  const inOrder = order.length === 1 && isRun(first) && first.from === 0 && first.count === before.length;
  const stay = inOrder || (before.length === 0 && after.length === 0);
  if (stay && changed.length === 0) return undefined;
  return stay ? { changed } : { order, changed };
}

/** A run while it is counted. */
interface OpenRun extends Run {
  count: number;
}

export function isRun<One extends Run>(one: One | Child | undefined): one is One {
  return typeof one === 'object' && 'count' in one;
}

/** For each child the place before of what it stands for. What stayed in order at both ends is not looked up in a table. */
function placesBefore(before: readonly Child[], after: readonly Child[]): readonly (number | undefined)[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && isSame(before[start], after[start])) start++;
  let end = 0;
  while (end < least - start && isSame(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const known = new Map(keysOf(before.slice(start, before.length - end)).map((key, place) => [key, start + place]));
  const between = keysOf(after.slice(start, after.length - end)).map((key) => known.get(key));
  const behind = before.length - after.length;
  return after.map((_, place) =>
    place < start ? place : place >= after.length - end ? place + behind : between[place - start],
  );
}

/** Do two children stand for the same? */
function isSame(one: Child | undefined, other: Child | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other;
  if (one === other) return true;
  const [a, b] = [one.attributes, other.attributes];
  return one.name === other.name && SAYING.every((name) => a[name] === b[name]);
}

const SAYING = ['data-id', 'data-group', 'data-from', 'data-to'] as const;

/** What tells children apart: what they stand for, else what they are; and which of several of these it is. */
function keysOf(children: readonly Child[]): readonly string[] {
  const seen = new Map<string, number>();
  return children.map((child) => {
    const key = typeof child === 'string' ? '#text' : keyOf(child);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? key : `${key} ${count}`;
  });
}

function keyOf({ name, attributes }: SvgElement): string {
  const { 'data-id': id, 'data-group': group, 'data-from': from, 'data-to': to } = attributes;
  if (id !== undefined) return JSON.stringify([name, 'node', id]);
  if (group !== undefined) return JSON.stringify([name, 'group', group]);
  return from === undefined ? name : JSON.stringify([name, 'edge', from, to]);
}
