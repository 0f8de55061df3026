import type { YamlNode, YamlScalar } from '../../read';
import { valueAt } from '../../read';
import type { PlanLoop } from '../plan';
import { pythonText } from './literal';

/** What `${{ path }}` stands for in a document: parameters of a composite, the item of a generator, outputs of tasks. */
export interface Scope {
  /** By the first part of a path. Absent in a boundary-layer file, which has no placeholders. */
  readonly names: ReadonlyMap<string, Binding> | undefined;
  /** The item whose names boundary-layer's verbatim Python knows. */
  readonly item: GeneratorItem | undefined;
}

export interface GeneratorItem {
  /** Is it an entry of a mapping, which Python sees as a named tuple of `name` and `value`? */
  readonly isPair?: true;
  readonly node: YamlNode;
  readonly name: string;
  readonly index: number;
}

export type Binding =
  | { readonly kind: 'value'; readonly node: YamlNode }
  /** A parameter that may be left out, and was. */
  | { readonly kind: 'absent' }
  /** What Python knows when the DAG file is parsed; of a pair the first step of a path is an attribute. */
  | { readonly kind: 'python'; readonly expression: string; readonly isPair: boolean }
  /** The tasks of the document, by name: their ids. */
  | { readonly kind: 'tasks'; readonly ids: ReadonlyMap<string, string> };

/** What a path stands for. */
export type Meaning =
  | { readonly kind: 'value'; readonly node: YamlNode }
  | { readonly kind: 'absent' }
  | { readonly kind: 'python'; readonly expression: string }
  /** What a task returned: known when the DAG runs. */
  | { readonly kind: 'output'; readonly taskId: string };

/** What a path such as `tables.0.name` stands for; nothing where it leads nowhere. */
export function meaningOf(path: string, names: ReadonlyMap<string, Binding>): Meaning | undefined {
  const [first = '', ...rest] = path.split('.');
  const binding = names.get(first);
  if (binding === undefined || binding.kind === 'absent') return binding;
  if (binding.kind === 'python') return { kind: 'python', expression: pythonPath(binding, rest) };
  if (binding.kind === 'tasks') {
    const [task = '', output, ...more] = rest;
    const taskId = binding.ids.get(task);
    return taskId === undefined || output !== 'output' || more.length > 0 ? undefined : { kind: 'output', taskId };
  }
  const node = rest.reduce<YamlNode | undefined>(partOf, binding.node);
  return node === undefined ? undefined : { kind: 'value', node };
}

/** Where a path leads nowhere, the steps that there are and, where the step is found one deeper, the way to it. */
interface LostStep {
  readonly before: string;
  readonly step: string;
  readonly names: readonly string[];
  readonly within?: string;
}

/** Where a path whose beginning is known leads nowhere, and the steps that there are. */
export function lostStep(path: string, names: ReadonlyMap<string, Binding>): LostStep | undefined {
  const [first = '', ...rest] = path.split('.');
  const binding = names.get(first);
  if (binding?.kind !== 'value') return undefined;
  let node: YamlNode | undefined = binding.node;
  let before = first;
  for (const step of rest) {
    const next = partOf(node, step);
    if (next === undefined) {
      const pairs = node?.kind === 'mapping' ? node.pairs : [];
      const around = pairs.find(({ value }) => valueAt(value, step) !== undefined);
      const within = around === undefined ? {} : { within: `${around.key.text}.${step}` };
      return { before, step, names: pairs.map(({ key }) => key.text), ...within };
    }
    node = next;
    before = `${before}.${step}`;
  }
  return undefined;
}

function pythonPath({ expression, isPair }: Extract<Binding, { kind: 'python' }>, path: readonly string[]): string {
  return path.reduce((before, key, index) => {
    if (isPair && index === 0) return `${before}.${key}`;
    return `${before}[${/^\d+$/.test(key) ? key : pythonText(key)}]`;
  }, expression);
}

function partOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind === 'list') return /^\d+$/.test(key) ? node.items[Number(key)] : undefined;
  return valueAt(node, key);
}

/** The scope of the target of a generator, for one of its items: what is around it, with the item's names before. */
export function scopeOfItem(around: Scope | undefined, item: GeneratorItem, format: boolean): Scope {
  const names = new Map(around?.names ?? []);
  names.set('item', { kind: 'value', node: item.node });
  names.set('item_name', { kind: 'value', node: scalarOf('text', item.name) });
  names.set('index', { kind: 'value', node: scalarOf('integer', item.index) });
  return { names: format ? names : undefined, item };
}

/** The same in the target of a generator whose items are known later: its names stand for Python. */
export function scopeOfLoop(
  around: Scope | undefined,
  { items, variables }: Pick<PlanLoop, 'items' | 'variables'>,
  format: boolean,
): Scope {
  const names = new Map(around?.names ?? []);
  const isPair = items.kind === 'value' && items.named === 'key';
  const python = (expression: string): Binding => ({ kind: 'python', expression, isPair });
  names.set('item', python(variables.item));
  names.set('item_name', python(variables.itemName));
  names.set('index', python(variables.index));
  return { names: format ? names : undefined, item: undefined };
}

/** A scalar that stands nowhere in a file. */
export function scalarOf(type: 'text' | 'integer', value: string | number): YamlScalar {
  return { kind: 'scalar', type, value, text: String(value), plain: false, start: 0, end: 0 };
}
