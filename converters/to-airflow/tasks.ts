import { append } from '../../text/append';
import { positionAt } from '../../text/range';
import { loopsOf } from '../../workflow/plan';
import type { Plan, PlanGroup, PlanNode } from '../../workflow/plan/plan';
import { edgesByScope, type TaskNames } from './edges';
import type { EmitOptions } from './emit';
import { boxExpression, identifierOf } from './ids';
import { ITEM_NAMES, type LoopNames, loopAround, loopPrelude, loopStatement } from './loops';
import { call, type Expression, list, name, none, type Statement, spreadCall, string } from './python/syntax';
import type { AirflowTarget } from './targets';
import type { ValueContext } from './values';

export interface TaskContext {
  readonly calls: ReadonlyMap<string, Expression>;
  readonly names: TaskNames;
  readonly loopNames: ReadonlyMap<string, LoopNames>;
  /** The names that code of the author looks up. */
  readonly used: ReadonlySet<string>;
  readonly taskGroup: string;
  readonly target: AirflowTarget;
  readonly values: ValueContext;
  readonly options: EmitOptions;
}

/**
 * The tasks in the order of the plan, and their edges; a group stands where its first task stands. What a loop repeats is
 * a function, called for each item; tasks that others outside of it refer to are kept in lists.
 */
export function taskStatements(plan: Plan, context: TaskContext): readonly Statement[] {
  const bodies = emptyBodies(plan, context);
  const linked = new Set(plan.edges.flatMap(({ from, to }) => [from, to]));
  for (const node of plan.nodes) {
    const body = bodies.ofNode(node);
    if (body.length > 0) body.push(BLANK);
    append(body, taskOf(node, linked.has(node.id), context));
  }
  for (const [scope, statements] of edgesByScope(plan, context.names)) {
    if (statements.length > 0) bodies.ofScope(scope).push(BLANK, ...statements);
  }
  return bodies.ofScope('');
}

const BLANK: Statement = { kind: 'blank', lines: 1 };

/** A task in a function whose variable nobody asks for has none. */
function taskOf(node: PlanNode, isLinked: boolean, { calls, names, options }: TaskContext): readonly Statement[] {
  const target = names.variables.get(node.id) ?? identifierOf(node.id);
  const value = calls.get(node.id) ?? none;
  // Ruff's AIR001 wants the variable to be the id, which is not always possible.
  const excused = target === node.id || loopsOf(node.id).length > 0 ? {} : { excused: 'AIR001' };
  const kept = [...(names.lists.get(node.id)?.values() ?? [])];
  const isNamed = isLinked || loopsOf(node.id).length === 0;
  return [
    { kind: 'comment', text: originText(node, options) },
    isNamed ? { kind: 'assign', target, value, ...excused } : { kind: 'expression', value },
    ...kept.map((tasks): Statement => ({ kind: 'expression', value: call(`${tasks}.append`, [name(target)]) })),
  ];
}

/** `operators/load, orders.workflow.yaml:12`, before it what the plan added the node for. */
function originText(node: PlanNode, options: EmitOptions): string {
  const file = options.sourcePath.split(/[\\/]/).at(-1) ?? options.sourcePath;
  const line = positionAt(options.lines, node.origin.range.start).line + 1;
  const added = node.type === 'dagport' ? `${node.kind} of ` : '';
  return `${added}${node.origin.pointer}, ${file}:${line}`;
}

interface Bodies {
  readonly ofNode: (node: PlanNode) => Statement[];
  /** Of a loop; under an empty text that of the DAG. */
  readonly ofScope: (loop: string) => Statement[];
}

/** The bodies of groups and loops, each made where the first task in it stands. */
function emptyBodies(plan: Plan, context: TaskContext): Bodies {
  const groups = new Map(plan.groups.map((group) => [group.id, group]));
  const loops = new Map(plan.loops.map((loop) => [loop.id, loop]));
  const root: Statement[] = [];
  const made = new Map<string, Statement[]>();
  const loopOf = (id: string) => loops.get(loopsOf(id).at(-1) ?? '');
  const inside = (group: string | undefined, id: string): Statement[] => {
    const loop = loopOf(id);
    return loop !== undefined && (group === loop.group || group === undefined) ? ofScope(loop.id) : ofGroup(group);
  };
  const ofGroup = (id: string | undefined): Statement[] => {
    const group = id === undefined ? undefined : groups.get(id);
    if (group === undefined) return root;
    const known = made.get(`group ${group.id}`);
    if (known !== undefined) return known;
    const body: Statement[] = [];
    made.set(`group ${group.id}`, body);
    const around = inside(group.parent, group.id);
    if (around.length > 0) around.push(BLANK);
    around.push({ kind: 'with', context: groupCall(group, plan, context), body });
    return body;
  };
  const ofScope = (id: string): Statement[] => {
    const loop = loops.get(id);
    const own = context.loopNames.get(id);
    if (loop === undefined || own === undefined) return root;
    const known = made.get(`loop ${id}`);
    if (known !== undefined) return known;
    const body: Statement[] = [...loopPrelude(loop, context.used)];
    made.set(`loop ${id}`, body);
    const around = ofGroup(loop.group);
    if (around.length > 0) around.push(BLANK);
    append(around, listsFor(id, loopAround(loop) ?? '', context.names));
    around.push({ kind: 'def', name: own.build, parameters: ITEM_NAMES, body }, BLANK);
    around.push(loopStatement(loop, own, context.values));
    return body;
  };
  return { ofNode: (node) => inside(node.group, node.id), ofScope };
}

/** Empty lists for the tasks of a loop that are seen from the scope around it. */
function listsFor(loop: string, scope: string, { lists }: TaskNames): readonly Statement[] {
  const seen = [...lists].flatMap(([id, byScope]) => (loopsOf(id).includes(loop) ? (byScope.get(scope) ?? []) : []));
  const made = seen.map((target): Statement => ({ kind: 'assign', target, value: list([]) }));
  return made.length === 0 ? [] : [...made, BLANK];
}

/** Without a prefix: ids of tasks do not change because a box is drawn around them. */
function groupCall(group: PlanGroup, { loops }: Plan, context: TaskContext): Expression {
  const label = { name: context.target.groupLabel, value: string(group.label) };
  return spreadCall(context.taskGroup, [
    { name: 'group_id', value: boxExpression(group.id, loops) },
    ...(group.label === group.id ? [] : [label]),
    { name: 'prefix_group_id', value: { kind: 'constant', source: 'False' } },
  ]);
}
