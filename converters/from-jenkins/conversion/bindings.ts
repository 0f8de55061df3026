import { asDirective, postOrder } from '../declarative/index';
import { childrenOf, type Expression, type Statement, type TreeNode } from '../groovy/index';
import { valuesByName } from './sorts';

export interface Bindings {
  /**
   * Names that more than one place uses which becomes a task: of variables that are set without a declaration, which Groovy keeps in the
   * script's binding, or that are declared around stages.
   */
  readonly shared: ReadonlySet<string>;
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
  /** Names that are set without a declaration. */
  readonly set: Set<string>;
}

interface Declared {
  readonly unit: TreeNode | undefined;
  /** Its first value is no literal. */
  readonly isComputed: boolean;
}

interface Visit {
  readonly node: TreeNode;
  readonly unit: TreeNode | undefined;
  /** `KEY = value` in an `environment` block is no assignment of Groovy. */
  readonly inEnvironment: boolean;
}

/** Looks for variables that are set in one place of the file and used in others. */
export function findBindings(statements: readonly Statement[]): Bindings {
  const found: Found = { declared: new Map(), places: new Map(), set: new Set() };
  const waiting: Visit[] = statements.map((node) => ({ node, unit: undefined, inEnvironment: false }));
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) waiting.push(...look(found, visit));
  const shared = new Set<string>();
  for (const name of found.set) {
    if (!found.declared.has(name) && (found.places.get(name)?.size ?? 0) > 1) shared.add(name);
  }
  for (const [name, [first, more]] of found.declared) {
    if (first?.isComputed !== true || more !== undefined || first.unit?.kind === 'method') continue;
    const elsewhere = [...(found.places.get(name) ?? [])].some((unit) => unit !== first.unit);
    if (elsewhere) shared.add(name);
  }
  return {
    shared,
    values: valuesByName(statements),
    declared: new Set([...found.declared.keys(), ...found.set]),
  };
}

/** Notes what a node says of variables; gives what is inside it. */
function look({ declared, places, set }: Found, { node, unit, inEnvironment }: Visit): readonly Visit[] {
  for (const [name, initial] of declaredBy(node)) {
    const isComputed = initial !== undefined && !literals.has(initial.kind);
    declared.set(name, [...(declared.get(name) ?? []), { unit, isComputed }]);
  }
  if (node.kind === 'name' && unit !== undefined) places.set(node.name, (places.get(node.name) ?? new Set()).add(unit));
  if (node.kind === 'assignment' && node.target.kind === 'name' && unit !== undefined && !inEnvironment)
    set.add(node.target.name);
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
