import type { Behaviour } from '../../workflow/plan/plan';
import { chosenBy } from '../flows/flows';
import type { Outcome as Decided } from '../workflow/plan/interpreter';
import type { Outcome } from './airflow';

/** How a task of the DAG ends in a scenario that is played: routers go by the state that they look at. */
export function playedOutcome(
  { id, behaviour }: { readonly id: string; readonly behaviour: Behaviour },
  outcomes: ReadonlyMap<string, Decided>,
): Outcome {
  const outcome = outcomes.get(id) ?? 'success';
  switch (behaviour.kind) {
    case 'empty':
      return 'success';
    case 'raise':
      return 'failed';
    case 'volume':
      return plain(outcome);
    case 'operator':
      return behaviour.classPath.endsWith('ShortCircuitOperator') ? shortCircuit(outcome) : plain(outcome);
    case 'branch':
      return outcome === 'failed' ? 'failed' : chosenBy(behaviour, outcome);
    case 'route': {
      const { of, success, failed, skipped } = behaviour;
      return { by: of, success, failed, skipped, upstream_failed: 'failed' };
    }
  }
}

function plain(outcome: Decided): Outcome {
  return outcome === 'failed' || outcome === 'skipped' ? outcome : 'success';
}

function shortCircuit(outcome: Decided): Outcome {
  return outcome === 'failed' ? 'failed' : outcome !== 'nothing';
}
