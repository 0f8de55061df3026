import { asDirective, type Directive } from '../declarative/index';
import { type Statement, walk } from '../groovy/index';
import { declarationsFor, inContainers, ownContainer } from './containers';
import { converted, settle } from './ledger';
import { ownStep } from './own-tasks';
import { otherContainer } from './pod';
import { sharesFolder } from './repository';
import type { Scope } from './scope';

/** Steps of a stage that become one task. */
export interface Segment {
  /** Of the task, where it is not the first of the stage. */
  readonly name?: string;
  readonly scope: Scope;
  readonly steps: readonly Statement[];
}

/** The steps of a stage, one segment for each container of the pod that they run in one after the other. */
export function segmentsOf(scope: Scope, steps: readonly Statement[]): readonly Segment[] {
  const apart = scope.conversion.bySteps && sharesFolder(scope) && canBeSplit(steps);
  const segments: {
    readonly scope: Scope;
    readonly steps: Statement[];
    readonly name?: string;
    readonly alone?: true;
  }[] = [];
  const before: Statement[] = [];
  for (const { container, statements } of inContainers(
    scope,
    steps.flatMap((each) => taken(scope, each)),
  )) {
    const inner = scopeIn(scope, container);
    for (const [index, statement] of statements.entries()) {
      const own = ownStep(scope, statement);
      const last = segments.at(-1);
      if (own !== undefined) segments.push({ scope, steps: [statement], alone: true, name: stepName(scope, own) });
      else if (last !== undefined && last.alone !== true && !apart && sameImage(last.scope, inner))
        last.steps.push(statement);
      else {
        const following = apart ? [statement] : statements.slice(index);
        const needed = declarationsFor(scope, before, following) ?? [];
        const name = apart ? { name: stepName(scope, asDirective(statement)) } : {};
        segments.push({ scope: inner, steps: [...needed, statement], ...name });
      }
      before.push(statement);
    }
  }
  return segments;
}

/** The scope of steps in a container of the pod; that of the agent where it names none. */
export function scopeIn(scope: Scope, container: string | undefined): Scope {
  if (container === undefined || container === ownContainer) return scope;
  const agent = otherContainer(scope.agent, container);
  return agent === undefined ? scope : { ...scope, agent };
}

/** The steps of a `script` block one by one, where some of them are tasks of their own and all are plain steps. */
function taken(scope: Scope, statement: Statement): readonly Statement[] {
  const step = asDirective(statement);
  if (step?.name !== 'script' || step.block === undefined || ownStep(scope, statement) !== undefined)
    return [statement];
  const { body } = step.block;
  const isPlain =
    body.every((each) => asDirective(each) !== undefined) && body.some((each) => ownStep(scope, each) !== undefined);
  if (!isPlain) return [statement];
  settle(scope.conversion.ledger, statement, converted);
  return body;
}

function sameImage(a: Scope, b: Scope): boolean {
  if (a.agent.kind !== 'container' || b.agent.kind !== 'container') return a.agent.kind === b.agent.kind;
  return a.agent.image === b.agent.image;
}

function stepName(scope: Scope, step: Directive | undefined): string {
  return [scope.path.at(-1) ?? 'stage', step?.name ?? 'code'].join(' ');
}

/** Steps that let those behind them run after a failure; on their own, their failure would stop the others. */
const goingOn = new Set(['catchError', 'warnError']);

/** Whether the steps of a stage mean the same as tasks of their own: nothing in them fails at the end of all of them. */
function canBeSplit(steps: readonly Statement[]): boolean {
  let can = true;
  walk(steps, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name' && goingOn.has(node.callee.name)) can = false;
    const isResult =
      node.kind === 'assignment' &&
      node.target.kind === 'property' &&
      node.target.target.kind === 'name' &&
      node.target.target.name === 'currentBuild';
    if (isResult) can = false;
    return undefined;
  });
  return can;
}
