import type { Range } from '../../text/range';

/**
 * YAML as read, every value with its range. Ranges are relative to the cell that was parsed (see `cells.ts`), so that a
 * cell can move in its file without being read again.
 */
export type YamlNode = YamlMapping | YamlList | YamlScalar | YamlAlias;

interface Placed extends Range {
  /** Of what an alias or merge key brings in: where it is written. Relative like the range, which is that of the alias. */
  readonly from?: Range;
}

export interface YamlMapping extends Placed {
  readonly kind: 'mapping';
  readonly pairs: readonly YamlPair[];
  readonly anchor?: string;
}

export interface YamlPair {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly anchor?: string;
}

export interface YamlAlias extends Placed {
  readonly kind: 'alias';
  readonly name: string;
}

/** What PyYAML's safe loader makes of a scalar. */
export type ScalarType = 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'timestamp';

export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** The text that the scalar stands for: quotes, escapes and folding undone. Numbers keep their digits here. */
  readonly text: string;
  /** `false` where the type comes from quotes or a block: such a scalar is always text. */
  readonly plain: boolean;
  /** The value: text, a number (a bigint where a number would lose digits), a boolean or null. Timestamps stay text. */
  readonly value: string | number | bigint | boolean | null;
  readonly anchor?: string;
}

/** The pair of a key. Where a key stands twice the last one counts, as in PyYAML. */
export function pairOf(node: YamlNode | undefined, key: string): YamlPair | undefined {
  if (node?.kind !== 'mapping') return undefined;
  for (let index = node.pairs.length - 1; index >= 0; index--) {
    const pair = node.pairs[index];
    if (pair?.key.text === key) return pair;
  }
  return undefined;
}

/** The value of a key. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return pairOf(node, key)?.value;
}

/** The scalar itself where it is text, else nothing. */
export function asText(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === 'scalar' && node.type === 'text' ? node : undefined;
}

/** The texts of a list; items that are none are left out. */
export function textsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item) => asText(item) ?? []);
}

/** The node as plain data: numbers as numbers, mappings as objects. Aliases give null. */
export function toData(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toData);
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map((pair) => [pair.key.text, toData(pair.value)]));
  return null;
}

/**
 * Where the text of a scalar stands, without quotes. Nothing where it stands elsewhere (it comes from an alias) or is
 * written in another way (escapes, several lines): such text is not changed.
 */
export function contentRange(scalar: YamlScalar): Range | undefined {
  const { start, end, text, plain, from } = scalar;
  if (from !== undefined) return undefined;
  if (plain) return end - start === text.length ? { start, end } : undefined;
  return end - start === text.length + 2 ? { start: start + 1, end: end - 1 } : undefined;
}
