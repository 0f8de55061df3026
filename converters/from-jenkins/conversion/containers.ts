import { asDirective, type Directive, firstValue, named } from '../declarative/index';
import {
  type Argument,
  type ClosureExpression,
  childrenOf,
  type Statement,
  type TreeNode,
  walk,
} from '../groovy/index';
import { alias } from './ledger';
import type { Scope } from './scope';
import { knownText } from './values';

/** The steps of a stage that run in one container of the pod; without a name in that of the agent. */
export interface InContainer {
  /** Absent where nothing in it needs an image. */
  readonly container?: string;
  readonly statements: readonly Statement[];
}

/** The container of the agent itself, where no step names another. */
export const ownContainer = '';

/** The name that a step `container` is given. */
export function mainContainer(step: Directive) {
  return firstValue(step) ?? named(step.arguments, 'name');
}

/** Steps that run nothing, and blocks that only say how what is in them runs. */
const anywhere = new Set(
  (
    'ansiColor buildName catchError dir echo error lock milestone print println properties retry script sleep stage timeout timestamps ' +
    'unstable warnError withCredentials withEnv wrap'
  ).split(' '),
);

/** Blocks whose steps mean the same where the block stands around some of them, and again around the others. */
const divisible = new Set('ansiColor container dir script stage timestamps withCredentials withEnv'.split(' '));

/** The containers in which commands of some statements run: names, and `ownContainer`. Unknown steps count as commands. */
export function containersOf(
  scope: Scope,
  statements: readonly TreeNode[],
  around = ownContainer,
): ReadonlySet<string> {
  const { methods } = scope.conversion;
  const found = new Set<string>();
  const entered = new Set<string>();
  const waiting: { readonly node: TreeNode; readonly container: string }[] = statements.map((node) => ({
    node,
    container: around,
  }));
  const add = (nodes: readonly TreeNode[], container: string) => {
    for (const node of nodes) waiting.push({ node, container });
  };
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { node, container } = place;
    if (node.kind !== 'call' || node.callee.kind !== 'name') {
      if (node.kind === 'name' && node.name === 'docker') found.add(container);
      add(childrenOf(node), container);
      continue;
    }
    const { name } = node.callee;
    const closures = node.arguments.flatMap(({ value }) => (value.kind === 'closure' ? value.body : []));
    const method = methods.get(name);
    if (name === 'container') {
      const value = node.arguments.find((argument) => argument.kind === 'positional')?.value;
      add(closures, knownText(scope, value ?? named(node.arguments, 'name')) ?? container);
    } else if (method?.body !== undefined) {
      const key = `${container} ${name}`;
      if (!entered.has(key)) add(method.body.body, container);
      entered.add(key);
      add(childrenOf(node), container);
    } else if (anywhere.has(name)) {
      add(closures.length > 0 ? closures : childrenOf(node), container);
    } else {
      found.add(container);
      add(closures, container);
    }
  }
  return found;
}

/**
 * Statements in groups, each of which runs in one container. A block around steps of several containers is written around each
 * group of them where that means the same; else it stays as it is, in the container of the agent.
 */
export function inContainers(scope: Scope, statements: readonly Statement[], around = ownContainer): InContainer[] {
  const groups: { container?: string; statements: Statement[] }[] = [];
  const add = (statement: Statement, container: string | undefined) => {
    const last = groups.at(-1);
    if (last === undefined || (container !== undefined && (last.container ?? container) !== container))
      groups.push({ ...(container === undefined ? {} : { container }), statements: [statement] });
    else {
      last.statements.push(statement);
      if (container !== undefined) last.container = container;
    }
  };
  for (const statement of statements) {
    const used = containersOf(scope, [statement], around);
    const [only] = used;
    const parts = used.size > 1 ? divide(scope, statement, around) : undefined;
    if (parts === undefined) add(statement, used.size > 1 ? around : only);
    else for (const part of parts) for (const each of part.statements) add(each, part.container);
  }
  return groups;
}

/** A block once around each group of its steps; nothing where the groups need each other, or the block holds for all at once. */
function divide(scope: Scope, statement: Statement, around: string): readonly InContainer[] | undefined {
  const step = asDirective(statement);
  if (step?.block === undefined || !divisible.has(step.name) || scope.conversion.methods.has(step.name))
    return undefined;
  const inner = step.name === 'container' ? knownText(scope, mainContainer(step)) : around;
  if (inner === undefined) return undefined;
  const groups = inContainers(scope, step.block.body, inner);
  if (groups.length < 2) return undefined;
  const written: InContainer[] = [];
  const before: Statement[] = [];
  for (const group of groups) {
    const needed = declarationsFor(scope, before, group.statements);
    if (needed === undefined) return undefined;
    const copy = withBody(scope, statement, step.block, [...needed, ...group.statements]);
    written.push({ ...group, statements: [copy] });
    before.push(...group.statements);
  }
  return written;
}

/** What earlier statements declare and later ones read, to be written again; nothing where that is more than a constant. */
export function declarationsFor(
  scope: Scope,
  before: readonly Statement[],
  statements: readonly Statement[],
): readonly Statement[] | undefined {
  const read = namesIn(statements);
  const needed: Statement[] = [];
  for (const each of [...before].reverse()) {
    if (each.kind !== 'declaration' || !each.variables.some(({ name }) => read.has(name))) continue;
    const isConstant = each.variables.every(({ name }) => !scope.conversion.reassigned.has(name));
    if (!isConstant || callsIn(each)) return undefined;
    for (const name of namesIn([each])) read.add(name);
    needed.unshift(each);
  }
  return needed;
}

function namesIn(nodes: readonly TreeNode[]): Set<string> {
  const names = new Set<string>();
  walk(nodes, (node) => {
    if (node.kind === 'name') names.add(node.name);
    return undefined;
  });
  return names;
}

function callsIn(node: TreeNode): boolean {
  let calls = false;
  walk([node], (inner) => {
    if (inner.kind === 'call') calls = true;
    return undefined;
  });
  return calls;
}

/** The statement with other steps in its block; in the books it is the same. */
function withBody(scope: Scope, statement: Statement, block: ClosureExpression, body: readonly Statement[]): Statement {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'call') return statement;
  const call = statement.expression;
  const list = call.arguments.map(
    (argument): Argument => (argument.value === block ? { ...argument, value: { ...block, body } } : argument),
  );
  const copy: Statement = { ...statement, expression: { ...call, arguments: list } };
  alias(scope.conversion.ledger, copy, statement);
  return copy;
}
