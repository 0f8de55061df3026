import { didYouMean, nearest } from '../../text/nearest';
import { type DocumentItem, valueAt, type YamlNode, type YamlScalar } from '../read';
import type { WrittenItem } from './generator-items';

/** The items of a generator as Python sees them. */
export interface PythonItems {
  readonly generator: string;
  /** `pair`: a named tuple of `name` and `value`. */
  readonly shape: 'text' | 'mapping' | 'pair';
  readonly items: readonly { readonly name: string; readonly value: YamlNode }[];
}

/** Something that Python asks of an item that it has not: where in the code behind the name `item`, and what. */
export interface ItemSlip {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** The items as they are written; nothing where one of them is known only later. */
export function pythonItems(
  node: DocumentItem,
  generator: string,
  type: string,
  kept: readonly WrittenItem[],
): PythonItems | undefined {
  const items = valueAt(valueAt(node.map, 'properties'), 'items');
  const names = new Set(kept.map(({ name }) => name));
  if (type === 'dict_generator' && items?.kind === 'mapping') {
    const pairs = items.pairs.flatMap(({ key, value }) => (names.has(key.text) ? [{ name: key.text, value }] : []));
    return { generator, shape: 'pair', items: pairs };
  }
  if (items?.kind !== 'list') return undefined;
  if (type === 'list_generator') {
    const isText = items.items.every((item) => item.kind === 'scalar' && item.type === 'text');
    return isText ? { generator, shape: 'text', items: [] } : undefined;
  }
  if (type !== 'list_object_generator' || !items.items.every(({ kind }) => kind === 'mapping')) return undefined;
  const mappings = items.items.flatMap((value) => {
    const name = valueAt(value, 'name');
    return name?.kind === 'scalar' && names.has(name.text) ? [{ name: name.text, value }] : [];
  });
  return { generator, shape: 'mapping', items: mappings };
}

/** What the code behind a name `item` asks of it that no item has, or that some lack without being asked whether they do. */
export function itemSlip(rest: string, code: string, items: PythonItems): ItemSlip | undefined {
  const step = nextStep(rest);
  if (step === undefined) return undefined;
  const place = { start: step.start, end: step.end };
  if (items.shape === 'text') {
    const isWrong = step.kind === 'key' || (step.kind === 'attribute' && !OF_TEXTS.has(step.name));
    if (!isWrong) return undefined;
    const message = `An item of "${items.generator}" is a text, which has no "${step.name}": <<item>> alone is that text.`;
    return { ...place, message };
  }
  if (items.shape === 'pair') {
    if (step.kind === 'key') {
      const message = `An item of "${items.generator}" has a name and a value, and no keys: write "item.value['${step.name}']", or "item.name".`;
      return { ...place, message };
    }
    if (step.kind !== 'attribute' || OF_PAIRS.has(step.name)) {
      if (step.kind !== 'attribute' || step.name !== 'value') return undefined;
      const values = items.items;
      if (!values.every(({ value }) => value.kind === 'mapping')) return undefined;
      return keySlip(nextStep(rest.slice(step.next)), step.next, code, { ...items, items: values }, 'value');
    }
    const inValue = items.items.every(({ value }) => valueAt(value, step.name) !== undefined);
    const hint = inValue ? ` Write "item.value['${step.name}']".` : didYouMean(step.name, ['name', 'value']);
    return {
      ...place,
      message: `An item of "${items.generator}" has a name and a value, and no "${step.name}".${hint}`,
    };
  }
  return keySlip(step, 0, code, items, 'item');
}

function keySlip(
  step: Step | undefined,
  offset: number,
  code: string,
  written: PythonItems,
  what: 'item' | 'value',
): ItemSlip | undefined {
  const { generator, items } = written;
  if (step === undefined || items.length === 0) return undefined;
  const place = { start: offset + step.start, end: offset + step.end };
  const owner = what === 'item' ? 'item' : 'item.value';
  const keys = new Set(
    items.flatMap(({ value }) => (value.kind === 'mapping' ? value.pairs.map(({ key }) => key.text) : [])),
  );
  if (step.kind === 'attribute') {
    if (OF_MAPPINGS.has(step.name)) return undefined;
    const meant = keys.has(step.name) ? ` Write "${owner}['${step.name}']".` : didYouMean(step.name, keys);
    return { ...place, message: `"${owner}" of "${generator}" is a mapping, which has no "${step.name}".${meant}` };
  }
  const hint = didYouMean(step.name, keys);
  if (keys.has(step.name)) {
    const lacking = items.find(({ value }) => valueAt(value, step.name) === undefined);
    // Who asks first does not fail; a slip in an item is told there.
    const isTold = oddKeysOf(written).some(({ meant }) => meant === step.name);
    if (lacking === undefined || isTold || step.kind === 'optional' || /\b(?:if|or|and|in)\b/.test(code))
      return undefined;
    return { ...place, message: `The item "${lacking.name}" of "${generator}" has no "${step.name}".` };
  }
  // A key that may be missing is a slip only where it looks like one.
  if (step.kind === 'optional' && hint === '') return undefined;
  if (/\bin\s+item\b/.test(code)) return undefined;
  return { ...place, message: `No item of "${generator}" has "${step.name}".${hint}` };
}

/** A key of one item that is near to one that all others have and it has not. */
export interface OddKey {
  readonly key: YamlScalar;
  readonly meant: string;
}

/** Most items of a generator are alike; of those that are not nobody knows. Linear: only items that lack a key are looked at. */
export function oddKeysOf({ shape, items }: PythonItems): readonly OddKey[] {
  if (shape === 'text' || items.length < 2) return [];
  const counts = new Map<string, number>();
  const keysOf = (value: YamlNode): readonly YamlScalar[] =>
    value.kind === 'mapping' ? value.pairs.map(({ key }) => key) : [];
  for (const { value } of items) for (const { text } of keysOf(value)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const common = [...counts].flatMap(([text, count]) => (count === items.length - 1 ? [text] : []));
  if (common.length === 0 || common.length > 20) return [];
  return items.flatMap(({ value }) =>
    common.flatMap((meant): readonly OddKey[] => {
      if (value.kind !== 'mapping' || valueAt(value, meant) !== undefined) return [];
      const key = keysOf(value).find(({ text }) => counts.get(text) === 1 && nearest(text, [meant]).length > 0);
      return key === undefined ? [] : [{ key, meant }];
    }),
  );
}

type Step = {
  /** `['x']`, `.x`, and `.get('x')`, which does without. */
  readonly kind: 'key' | 'attribute' | 'optional';
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where the code goes on. */
  readonly next: number;
};

function nextStep(rest: string): Step | undefined {
  const key = /^\s*\[\s*(['"])([^'"\\]*)\1\s*\]/.exec(rest) ?? /^\s*\.\s*get\s*\(\s*(['"])([^'"\\]*)\1/.exec(rest);
  if (key !== null) {
    const [whole, , name = ''] = key;
    const start = whole.lastIndexOf(`${key[1]}${name}${key[1]}`) + 1;
    const kind = whole.includes('get') && !whole.trimStart().startsWith('[') ? 'optional' : 'key';
    return { kind, name, start, end: start + name.length, next: whole.length };
  }
  const attribute = /^\s*\.\s*([A-Za-z_]\w*)/.exec(rest);
  if (attribute === null) return undefined;
  const [whole, name = ''] = attribute;
  return { kind: 'attribute', name, start: whole.length - name.length, end: whole.length, next: whole.length };
}

const OF_PAIRS: ReadonlySet<string> = new Set(['name', 'value', 'count', 'index', '_asdict', '_replace', '_fields']);

const OF_MAPPINGS: ReadonlySet<string> = new Set(
  'clear copy fromkeys get items keys pop popitem setdefault update values'.split(' '),
);

const OF_TEXTS: ReadonlySet<string> = new Set(
  'capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'.split(
    ' ',
  ),
);
