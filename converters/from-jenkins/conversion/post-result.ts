import type { PostCondition } from '../declarative/index';
import { unstableSteps } from './drawing';
import type { BuildResult, Scope } from './scope';
import type { ScriptPart } from './script';
import { literal, variable } from './template';

/** Writes down that the build has failed, for conditions that ask. */
export const failureWritten: ScriptPart = {
  kind: 'lines',
  lines: [literal('echo "_build_result=FAILURE" >> "$RUN_FOLDER/variables.sh"')],
};

/** What the build has come to where the steps of a condition run. */
function resultIn({ conversion }: Scope, condition: PostCondition, isWritten: boolean): BuildResult {
  const noUnstable = [...conversion.called].some((name) => unstableSteps.has(name))
    ? ['Airflow has no state "unstable": it is SUCCESS or FAILURE.']
    : [];
  if (condition.setsResult === false)
    return conversion.changesResult ? { notes: [] } : { result: [], current: literal('SUCCESS'), notes: [] };
  switch (condition.name) {
    case 'failure':
    case 'unsuccessful':
      return { result: literal('FAILURE'), current: literal('FAILURE'), notes: noUnstable };
    case 'success':
      return { ...(conversion.changesResult ? {} : { result: [] }), current: literal('SUCCESS'), notes: noUnstable };
    default:
      return isWritten
        ? { result: variable('_build_result'), current: variable('_current_result'), notes: noUnstable }
        : { notes: [] };
  }
}

/** The scope of the steps of a condition. `isWritten`: what runs after a failure writes it down. */
export function scopeOfCondition(scope: Scope, condition: PostCondition, isWritten: boolean): Scope {
  const buildResult = resultIn(scope, condition, isWritten);
  const line = (text: string): ScriptPart => ({ kind: 'lines', lines: [literal(text)] });
  const isBad = condition.name === 'failure' || condition.name === 'unsuccessful';
  if (!isWritten) return { ...scope, buildResult };
  if (isBad) return { ...scope, buildResult, prelude: [failureWritten, ...scope.prelude] };
  if (condition.name !== 'always' && condition.name !== 'cleanup') return { ...scope, buildResult };
  const current = line('_current_result="${_build_result:-SUCCESS}"');
  return { ...scope, buildResult, prelude: [line('_build_result='), ...scope.prelude, current] };
}
