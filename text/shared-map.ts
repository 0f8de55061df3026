/**
 * Maps from whole numbers that never change and share what they have alike: one that differs from another in a few keys costs
 * those few, and so does putting the two together. (Patricia trees: D. R. Morrison, 1968; as maps: Okasaki and Gill, 1998.)
 */
export type SharedMap<Value> = undefined | Leaf<Value> | Fork<Value>;

interface Leaf<Value> {
  readonly kind: 'leaf';
  readonly key: number;
  readonly value: Value;
}

/** All keys below are alike in the bits above `bit`, which are `prefix`; those with `bit` are on the right. */
interface Fork<Value> {
  readonly kind: 'fork';
  readonly bit: number;
  readonly prefix: number;
  readonly left: Leaf<Value> | Fork<Value>;
  readonly right: Leaf<Value> | Fork<Value>;
}

type Tree<Value> = Leaf<Value> | Fork<Value>;

/** What two maps have for a key becomes one: the first one's value stays where nothing changes, so that it stays shared. */
type Combine<Value> = (first: Value, second: Value, key: number) => Value;

/** What a map has for a key. */
export function valueUnder<Value>(map: SharedMap<Value>, key: number): Value | undefined {
  let tree = map;
  while (tree?.kind === 'fork') tree = (key & tree.bit) === 0 ? tree.left : tree.right;
  return tree?.key === key ? tree.value : undefined;
}

/** The map with another value for a key. Keys are whole numbers from 0 to 2³¹ − 1. */
export function withValue<Value>(map: SharedMap<Value>, key: number, value: Value): Tree<Value> {
  const leaf: Leaf<Value> = { kind: 'leaf', key, value };
  return map === undefined ? leaf : putInto(map, leaf, (_, given) => given);
}

/** All keys of both maps. */
export function unionOf<Value>(
  first: SharedMap<Value>,
  second: SharedMap<Value>,
  combine: Combine<Value>,
): SharedMap<Value> {
  if (first === undefined || second === undefined) return first ?? second;
  return union(first, second, combine);
}

function union<Value>(first: Tree<Value>, second: Tree<Value>, combine: Combine<Value>): Tree<Value> {
  if (first === second) return first;
  if (second.kind === 'leaf') return putInto(first, second, combine);
  if (first.kind === 'leaf') return putInto(second, first, (there, put, key) => combine(put, there, key));
  if (first.bit === second.bit && first.prefix === second.prefix) {
    return forkLike(first, union(first.left, second.left, combine), union(first.right, second.right, combine));
  }
  if (first.bit > second.bit && isBelow(second.prefix, first)) {
    return intoSide(first, second.prefix, (side) => union(side, second, combine));
  }
  if (second.bit > first.bit && isBelow(first.prefix, second)) {
    return intoSide(second, first.prefix, (side) => union(first, side, combine));
  }
  return joined(first, first.prefix, second, second.prefix);
}

/** The keys that both maps have. */
export function intersectionOf<Value>(
  first: SharedMap<Value>,
  second: SharedMap<Value>,
  combine: Combine<Value>,
): SharedMap<Value> {
  if (first === undefined || second === undefined || first === second) return second === undefined ? second : first;
  if (first.kind === 'leaf') {
    const other = valueUnder(second, first.key);
    return other === undefined ? undefined : leafLike(first, combine(first.value, other, first.key));
  }
  if (second.kind === 'leaf') {
    const other = valueUnder(first, second.key);
    return other === undefined ? undefined : leafLike(second, combine(other, second.value, second.key));
  }
  if (first.bit === second.bit && first.prefix === second.prefix) {
    const left = intersectionOf(first.left, second.left, combine);
    const right = intersectionOf(first.right, second.right, combine);
    return left === undefined || right === undefined ? (left ?? right) : forkLike(first, left, right);
  }
  if (first.bit > second.bit && isBelow(second.prefix, first)) {
    return intersectionOf((second.prefix & first.bit) === 0 ? first.left : first.right, second, combine);
  }
  if (second.bit > first.bit && isBelow(first.prefix, second)) {
    return intersectionOf(first, (first.prefix & second.bit) === 0 ? second.left : second.right, combine);
  }
  return undefined;
}

function putInto<Value>(tree: Tree<Value>, leaf: Leaf<Value>, combine: Combine<Value>): Tree<Value> {
  if (tree.kind === 'fork') {
    if (!isBelow(leaf.key, tree)) return joined(tree, tree.prefix, leaf, leaf.key);
    return intoSide(tree, leaf.key, (side) => putInto(side, leaf, combine));
  }
  if (tree.key !== leaf.key) return joined(tree, tree.key, leaf, leaf.key);
  return leafLike(tree, combine(tree.value, leaf.value, tree.key));
}

function intoSide<Value>(fork: Fork<Value>, key: number, change: (side: Tree<Value>) => Tree<Value>): Fork<Value> {
  const isLeft = (key & fork.bit) === 0;
  return forkLike(fork, isLeft ? change(fork.left) : fork.left, isLeft ? fork.right : change(fork.right));
}

function forkLike<Value>(fork: Fork<Value>, left: Tree<Value>, right: Tree<Value>): Fork<Value> {
  return left === fork.left && right === fork.right ? fork : { ...fork, left, right };
}

function leafLike<Value>(leaf: Leaf<Value>, value: Value): Leaf<Value> {
  return value === leaf.value ? leaf : { ...leaf, value };
}

function isBelow(key: number, { bit, prefix }: { readonly bit: number; readonly prefix: number }): boolean {
  return prefixOf(key, bit) === prefix;
}

/** The bits above one. */
function prefixOf(key: number, bit: number): number {
  return key & ~(bit | (bit - 1));
}

/** Two trees that have no key in common, and part at the first bit in which a key of the one differs from one of the other. */
function joined<Value>(one: Tree<Value>, oneKey: number, other: Tree<Value>, otherKey: number): Fork<Value> {
  const bit = 1 << (31 - Math.clz32(oneKey ^ otherKey));
  const isLeft = (oneKey & bit) === 0;
  const [left, right] = isLeft ? [one, other] : [other, one];
  return { kind: 'fork', bit, prefix: prefixOf(oneKey, bit), left, right };
}
