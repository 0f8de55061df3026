import type { Stage } from '../declarative/index';
import { settle } from './ledger';
import type { Scope } from './scope';

/** Whether a stage is nothing but steps on the agent around it, so that it can be one task with its neighbours. */
function isPlain({ body, ...settings }: Stage): boolean {
  const { agent, environment, options, tools, when, input, post } = settings;
  const own = [agent, environment, options, tools, when, input, post].some((setting) => setting !== undefined);
  return body.kind === 'steps' && !own;
}

/** Stages that follow each other on one agent and have nothing of their own become one, so that they share its files. */
export function mergeStages(scope: Scope, stages: readonly Stage[]): readonly Stage[] {
  const merged: Stage[] = [];
  for (const stage of stages) {
    const last = merged.at(-1);
    if (last?.body.kind !== 'steps' || stage.body.kind !== 'steps' || !isPlain(last) || !isPlain(stage)) {
      merged.push(stage);
      continue;
    }
    const { ledger } = scope.conversion;
    const message = 'Its steps run in one task with those of the stage before it (--workspace merged).';
    for (const statement of [stage.directive.statement, stage.body.directive.statement])
      settle(ledger, statement, { status: 'approximated', message });
    const steps = [...last.body.steps, ...stage.body.steps];
    merged[merged.length - 1] = { ...last, name: `${last.name}, ${stage.name}`, body: { ...last.body, steps } };
  }
  return merged;
}
