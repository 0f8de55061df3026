import { asDirective, postOrder } from '../declarative/index';
import { childrenOf, type Expression, type Statement, type TreeNode } from '../groovy/index';
import { valuesByName } from './sorts';

/**
 * What a variable holds that the code of several tasks sees: one that is set without a declaration, which Groovy keeps in the script's
 * binding, or that is declared around stages. `mixed`: its truth cannot be told from its text.
 */
export type Binding = 'flag' | 'text' | 'mixed';

export interface Bindings {
  /** Of names that are used in more than one place that becomes a task. */
  readonly shared: ReadonlyMap<string, Binding>;
  /** All values that code of the file gives to a name. */
  readonly values: ReadonlyMap<string, readonly Expression[]>;
  /** Every name that code of the file declares or sets: nobody outside of the file does. */
  readonly declared: ReadonlySet<string>;
}

/** Calls whose block becomes a task, a condition, or part of one. */
const units: ReadonlySet<string> = new Set(['stage', 'steps', 'when', 'environment', ...postOrder]);

interface Found {
  /** How often a name is declared, and where. */
  readonly declared: Map<string, readonly Declared[]>;
  /** Names without a declaration, with the places that set or use them. */
  readonly places: Map<string, Set<TreeNode>>;
  readonly values: Map<string, Expression[]>;
}

interface Declared {
  readonly unit: TreeNode | undefined;
  /** Of a variable that is no literal. */
  readonly initial?: Expression;
}

interface Visit {
  readonly node: TreeNode;
  readonly unit: TreeNode | undefined;
  /** `KEY = value` in an `environment` block is no assignment of Groovy. */
  readonly inEnvironment: boolean;
}

/** Looks for variables that are set in one place of the file and used in others. */
export function findBindings(statements: readonly Statement[]): Bindings {
  const found: Found = { declared: new Map(), places: new Map(), values: new Map() };
  const waiting: Visit[] = statements.map((node) => ({ node, unit: undefined, inEnvironment: false }));
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) waiting.push(...look(found, visit));
  const shared = new Map<string, Binding>();
  for (const [name, values] of found.values) {
    if (!found.declared.has(name) && (found.places.get(name)?.size ?? 0) > 1) shared.set(name, kindOf(values));
  }
  for (const [name, [first, more]] of found.declared) {
    if (first?.initial === undefined || more !== undefined || first.unit?.kind === 'method') continue;
    const elsewhere = [...(found.places.get(name) ?? [])].some((unit) => unit !== first.unit);
    if (elsewhere) shared.set(name, kindOf([first.initial, ...(found.values.get(name) ?? [])]));
  }
  return {
    shared,
    values: valuesByName(statements),
    declared: new Set([...found.declared.keys(), ...found.values.keys()]),
  };
}

/** Notes what a node says of variables; gives what is inside it. */
function look({ declared, places, values }: Found, { node, unit, inEnvironment }: Visit): readonly Visit[] {
  for (const [name, initial] of declaredBy(node)) {
    const computed = initial === undefined || literals.has(initial.kind) ? {} : { initial };
    declared.set(name, [...(declared.get(name) ?? []), { unit, ...computed }]);
  }
  if (node.kind === 'name' && unit !== undefined) places.set(node.name, (places.get(node.name) ?? new Set()).add(unit));
  if (node.kind === 'assignment' && node.target.kind === 'name' && unit !== undefined && !inEnvironment)
    values.set(node.target.name, [...(values.get(node.target.name) ?? []), node.value]);
  const step = node.kind === 'expression' ? asDirective(node) : undefined;
  const isUnit = node.kind === 'method' || (step?.block !== undefined && units.has(step.name));
  const inside = isUnit ? node : unit;
  const environment = inEnvironment || (isUnit && step?.name === 'environment');
  return childrenOf(node).map((child) => ({ node: child, unit: inside, inEnvironment: environment }));
}

const literals = new Set(['text', 'number', 'boolean', 'null', 'list', 'map', 'closure']);

function declaredBy(node: TreeNode): readonly (readonly [name: string, initial?: Expression | undefined])[] {
  switch (node.kind) {
    case 'declaration':
      return node.variables.map(({ name, initial }) => [name, initial]);
    case 'closure':
      return (node.parameters ?? []).map(({ name }) => [name]);
    case 'method':
      return node.parameters.map(({ name }) => [name]);
    case 'for-in':
      return [[node.variable.name]];
    case 'try':
      return node.catches.map(({ name }) => [name]);
    default:
      return [];
  }
}

const tests = new Set(['==', '!=', '<', '>', '<=', '>=', '=~', '==~', 'in', '&&', '||']);

function kindOf(values: readonly Expression[]): Binding {
  const kinds = new Set(
    values.map((value): Binding => {
      if (value.kind === 'boolean' || (value.kind === 'unary' && value.operator === '!')) return 'flag';
      if (value.kind === 'binary') return tests.has(value.operator) ? 'flag' : 'text';
      return ['text', 'interpolated', 'call', 'property', 'name', 'null'].includes(value.kind) ? 'text' : 'mixed';
    }),
  );
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'mixed';
}
