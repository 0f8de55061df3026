import type { SvgElement } from './element';

/** How an element of a picture became another one of the same name. Nothing that stayed as it was stands in it. */
export interface ElementChange {
  /** Attributes that are new or have another value; `null` where they are gone. */
  readonly attributes?: Readonly<Record<string, string | number | null>>;
  readonly children?: ChildrenChange;
}

export interface ChildrenChange {
  /** The children as they are now: places of those before that stay, and what is new. Absent where all stay in order. */
  readonly order?: readonly (number | string | SvgElement)[];
  /** What became of children that stay, by their places now. */
  readonly changed: readonly (readonly [place: number, change: ElementChange])[];
}

/**
 * What has to be changed in a picture to make it another one. Nodes, groups and edges are known by what they stand for, so
 * that a node that moves is moved. Linear.
 */
export function changeOf(before: SvgElement, after: SvgElement): ElementChange | undefined {
  const attributes = attributesChange(before.attributes, after.attributes);
  const children = childrenChange(before.children, after.children);
  if (attributes === undefined && children === undefined) return undefined;
  return { ...(attributes === undefined ? {} : { attributes }), ...(children === undefined ? {} : { children }) };
}

function attributesChange(
  before: SvgElement['attributes'],
  after: SvgElement['attributes'],
): ElementChange['attributes'] | undefined {
  const changed: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(after)) if (before[name] !== value) changed[name] = value;
  for (const name of Object.keys(before)) if (after[name] === undefined) changed[name] = null;
  return Object.keys(changed).length === 0 ? undefined : changed;
}

type Child = SvgElement | string;

function childrenChange(before: readonly Child[], after: readonly Child[]): ChildrenChange | undefined {
  const places = new Map(keysOf(before).map((key, place) => [key, place]));
  const changed: (readonly [number, ElementChange])[] = [];
  const order = keysOf(after).map((key, place): number | Child => {
    const child = after[place] ?? '';
    const at = places.get(key) ?? -1;
    const known = before[at];
    if (typeof child === 'string') return known === child ? at : child;
    if (known === undefined || typeof known === 'string') return child;
    const change = changeOf(known, child);
    if (change !== undefined) changed.push([place, change]);
    return at;
  });
  const stays = order.length === before.length && order.every((at, place) => at === place);
  if (stays && changed.length === 0) return undefined;
  return stays ? { changed } : { order, changed };
}

/** What tells children apart: what they stand for, else what they are; and which of several of these it is. */
function keysOf(children: readonly Child[]): readonly string[] {
  const seen = new Map<string, number>();
  return children.map((child) => {
    const key = typeof child === 'string' ? '#text' : keyOf(child);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${key} ${count}`;
  });
}

function keyOf({ name, attributes }: SvgElement): string {
  const { 'data-id': id, 'data-group': group, 'data-from': from, 'data-to': to } = attributes;
  if (id !== undefined) return JSON.stringify([name, 'node', id]);
  if (group !== undefined) return JSON.stringify([name, 'group', group]);
  return from === undefined ? name : JSON.stringify([name, 'edge', from, to]);
}
