import type { Argument, Behaviour, Plan, PlanLoop, PlanNode } from '../../workflow/plan/plan';
import type { Value } from '../../workflow/plan/value';
import { chooseCase, dockerVolume, failTask, type Helper, routeByState } from './helpers';
import { idExpression } from './ids';
import { dict, type Expression, type Keyword, list, name, spreadCall, string } from './python/syntax';
import type { ObjectPath } from './targets/target';
import { objectPath, type ValueContext, valueExpression } from './values';

/** How one node is written: which operator is called with which arguments, and the helper that it calls when it runs. */
export interface OperatorCall {
  readonly operator: ObjectPath;
  readonly keywords: readonly Keyword[];
  readonly helper?: Helper;
}

/** The call that makes the task of a node. */
export function operatorCall(node: PlanNode, plan: Plan, context: ValueContext): Expression {
  const { operator, keywords } = behaviourCall(node.behaviour, plan.loops, context);
  const own = keywords.filter((keyword) => keyword.name !== 'task_id' && keyword.name !== 'trigger_rule');
  const defaults = new Map(plan.defaultArguments.map((argument) => [argument.name, argument.value]));
  const taken = new Set(own.map((keyword) => keyword.name));
  const neutral = isAuthored(node.behaviour)
    ? []
    : context.target.neutralDefaults.filter(({ name }) => defaults.has(name) && !taken.has(name));
  return spreadCall(context.imports.object(operator), [
    { name: 'task_id', value: idExpression(node.id, plan.loops) },
    ...own,
    ...triggerRule(node, defaults.get('trigger_rule')),
    ...neutral,
  ]);
}

/** The helpers that some behaviours call when they run. */
export function behaviourHelper(behaviour: Behaviour): Helper | undefined {
  switch (behaviour.kind) {
    case 'branch':
      return chooseCase;
    case 'route':
      return routeByState;
    case 'raise':
      return failTask;
    case 'volume':
      return dockerVolume;
    default:
      return undefined;
  }
}

function behaviourCall(behaviour: Behaviour, loops: readonly PlanLoop[], context: ValueContext): OperatorCall {
  const { target } = context;
  const ids = (tasks: readonly string[]): Expression => list(tasks.map((id) => idExpression(id, loops)));
  switch (behaviour.kind) {
    case 'operator':
      return { operator: objectPath(behaviour.classPath), keywords: argumentKeywords(behaviour.arguments, context) };
    case 'empty':
      return { operator: target.emptyOperator, keywords: [] };
    case 'branch': {
      const cases = behaviour.cases.map(({ when, then }) =>
        dict([
          { key: 'when', value: valueExpression({ kind: 'text', text: when }, context) },
          { key: 'then', value: ids(then) },
        ]),
      );
      const entries = [
        { key: 'cases', value: list(cases) },
        { key: 'otherwise', value: ids(behaviour.otherwise) },
      ];
      const own = argumentKeywords(behaviour.arguments, context);
      return { operator: target.branchOperator, keywords: [...pythonCall(chooseCase, entries), ...own] };
    }
    case 'route': {
      const entries = [
        { key: 'of', value: idExpression(behaviour.of, loops) },
        { key: 'success', value: ids(behaviour.success) },
        { key: 'failed', value: ids(behaviour.failed) },
        { key: 'skipped', value: ids(behaviour.skipped) },
      ];
      return { operator: target.branchOperator, keywords: pythonCall(routeByState, entries) };
    }
    case 'volume': {
      const { action, name: volume, arguments: given } = behaviour;
      const keys = new Set(['docker_url', 'docker_conn_id']);
      const place = argumentKeywords(
        given.filter((argument) => keys.has(argument.name)),
        context,
      );
      const entries = [
        { key: 'action', value: string(action) },
        { key: 'name', value: string(volume) },
        ...place.map(({ name: key, value }) => ({ key, value })),
      ];
      const own = argumentKeywords(
        given.filter((argument) => !keys.has(argument.name)),
        context,
      );
      return { operator: target.pythonOperator, keywords: [...pythonCall(dockerVolume, entries), ...own] };
    }
    case 'raise': {
      const own = argumentKeywords(behaviour.arguments, context);
      const entries = [{ key: 'message', value: valueExpression({ kind: 'text', text: behaviour.message }, context) }];
      return { operator: target.pythonOperator, keywords: [...pythonCall(failTask, entries), ...own] };
    }
  }
}

/** The arguments by which an operator calls a helper. Airflow renders `op_kwargs`, so Jinja may stand in them. */
function pythonCall(helper: Helper, entries: readonly { key: string; value: Expression }[]): readonly Keyword[] {
  return [
    { name: 'python_callable', value: name(helper.name) },
    { name: 'op_kwargs', value: dict(entries) },
  ];
}

/** Arguments as keywords, but those without effect; of two with one name the later one counts, as in a mapping. */
export function argumentKeywords(given: readonly Argument[], context: ValueContext): readonly Keyword[] {
  const keywords = new Map<string, Keyword>();
  for (const { name, value } of given) {
    if (context.target.withoutEffect.has(name)) continue;
    keywords.set(name, { name, value: valueExpression(value, context) });
  }
  return [...keywords.values()];
}

/** Whether the node is a task that an author configures, so that the default arguments are meant for it. */
function isAuthored(behaviour: Behaviour): boolean {
  return behaviour.kind === 'operator' || behaviour.kind === 'volume';
}

/** The rule is written where Airflow would otherwise take another one. */
function triggerRule(node: PlanNode, byDefault: Value | undefined): readonly Keyword[] {
  const inherited = byDefault === undefined ? 'all_success' : byDefault.kind === 'text' ? byDefault.text : undefined;
  const implied = node.triggerRule === inherited && (byDefault === undefined || isAuthored(node.behaviour));
  return implied ? [] : [{ name: 'trigger_rule', value: string(node.triggerRule) }];
}
