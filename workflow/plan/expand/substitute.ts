import type { YamlMapping, YamlNode, YamlScalar } from '../../read';
import { valueAt } from '../../read';
import type { GeneratorItem } from './context';

/**
 * A tree with what an item of a generator stands for in it: `${{ item.name }}`, `${{ index }}` and `${{ item_name }}`,
 * and in verbatim Python the names `item`, `index` and `item_name` of boundary-layer's loops.
 */
export function substitute(node: YamlNode, item: GeneratorItem | undefined): YamlNode {
  if (item === undefined || node.kind === 'alias') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((entry) => substitute(entry, item)) };
  if (node.kind === 'mapping') return substituteMapping(node, item);
  return node.type === 'text' ? substituteText(node, item) : node;
}

export function substituteMapping(node: YamlMapping, item: GeneratorItem | undefined): YamlMapping {
  if (item === undefined) return node;
  return { ...node, pairs: node.pairs.map(({ key, value }) => ({ key, value: substitute(value, item) })) };
}

const BUILD_TIME = /\$\{\{\s*([A-Za-z_][A-Za-z0-9_.]*)\s*\}\}/g;

function substituteText(scalar: YamlScalar, item: GeneratorItem): YamlNode {
  const whole = /^\$\{\{\s*([A-Za-z_][A-Za-z0-9_.]*)\s*\}\}$/.exec(scalar.text);
  if (whole?.[1] !== undefined) {
    const value = lookUp(whole[1], item);
    if (value !== undefined) return at(value, scalar);
  }
  const text = scalar.text.replace(BUILD_TIME, (written, path: string) => inText(lookUp(path, item)) ?? written);
  return textAt(substituteVerbatim(text, item), scalar);
}

/** The value of a path; nothing where it leads nowhere, so that the text stays as written. */
function lookUp(path: string, item: GeneratorItem): YamlNode | undefined {
  const [first, ...rest] = path.split('.');
  if (first === 'item') return rest.reduce<YamlNode | undefined>((node, key) => valueAt(node, key), item.node);
  if (rest.length > 0) return undefined;
  if (first === 'item_name') return scalarOf('text', item.name);
  if (first === 'index') return scalarOf('integer', item.index);
  return undefined;
}

/** A value inside other text: text as it is, numbers as written, mappings and lists as JSON (format.md, "Composites"). */
function inText(node: YamlNode | undefined): string | undefined {
  if (node === undefined || node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return node.type === 'boolean' ? String(node.value) : node.text;
  return JSON.stringify(plain(node));
}

function plain(node: YamlNode): unknown {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map(({ key, value }) => [key.text, plain(value)]));
  return node.kind === 'scalar' ? node.value : null;
}

/** `<<item>>` becomes the text of the item; an expression gets the loop's names as arguments of a function around it. */
function substituteVerbatim(text: string, item: GeneratorItem): string {
  return text.replace(/<<(.*?)>>/gs, (written, code: string) => {
    if (!/\b(?:item|index|item_name)\b/.test(code)) return written;
    const name = code.trim();
    if (name === 'item_name') return item.name;
    if (name === 'item' && item.node.kind === 'scalar') return item.node.text;
    if (name === 'index' || name === 'str(index)') return String(item.index);
    const values = [pythonLiteral(item.node), String(item.index), pythonText(item.name)].join(', ');
    return `<<(lambda item, index, item_name: ${code})(${values})>>`;
  });
}

/** A value as a Python literal. */
export function pythonLiteral(node: YamlNode): string {
  if (node.kind === 'list') return `[${node.items.map(pythonLiteral).join(', ')}]`;
  if (node.kind === 'mapping') {
    return `{${node.pairs.map(({ key, value }) => `${pythonText(key.text)}: ${pythonLiteral(value)}`).join(', ')}}`;
  }
  if (node.kind === 'alias' || node.value === null) return 'None';
  if (typeof node.value === 'boolean') return node.value ? 'True' : 'False';
  return typeof node.value === 'string' ? pythonText(node.value) : String(node.value);
}

/** JSON's text literals are Python's, too; what would end a verbatim block is written by its code. */
function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c');
}

function scalarOf(type: 'text' | 'integer', value: string | number): YamlScalar {
  return { kind: 'scalar', type, value, text: String(value), plain: false, start: 0, end: 0 };
}

function textAt(text: string, place: YamlScalar): YamlScalar {
  return { ...place, text, value: text };
}

/** A copied value, at the place where it is used. */
function at(node: YamlNode, place: YamlScalar): YamlNode {
  const { start, end } = place;
  if (node.kind === 'list') return { ...node, items: node.items.map((entry) => at(entry, place)), start, end };
  if (node.kind === 'mapping') {
    const pairs = node.pairs.map(({ key, value }) => ({ key: { ...key, start, end }, value: at(value, place) }));
    return { ...node, pairs, start, end };
  }
  return { ...node, start, end };
}
