import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import type { WorkflowSettings } from '../../workflow/project';
import { readWorkflow } from '../../workflow/read';

/** What a workflow becomes: a DAG file, or nothing as long as it has errors. */
export type Meaning =
  | { readonly sound: true; readonly dagId: string; readonly dag: string }
  | { readonly sound: false; readonly why: string };

/** Everything is said to stand on one line, so that a DAG that only moved in its file is the same. */
const NO_LINES = { starts: [0], length: 0 };

/** What a text means with settings. Two meanings are the same if Airflow would be given the same. */
export function meaningOf(text: string, settings: WorkflowSettings): Meaning {
  const file = readWorkflow('workflow', text);
  const errors = checkWorkflow(file, settings.check).filter(({ severity }) => severity === 'error');
  const { plan, problems } = planWorkflow(file, settings.plan);
  const wrong = [...errors, ...problems][0];
  if (wrong !== undefined) return { sound: false, why: wrong.message };
  if (plan === undefined) return { sound: false, why: 'It holds no workflow: it has no name.' };
  const options = { tool: 'dagport', sourcePath: 'workflow', lines: NO_LINES };
  return { sound: true, dagId: plan.dagId, dag: emitPython(plan, airflowTargets[settings.airflow], options) };
}

export function sameMeaning(a: Meaning, b: Meaning): boolean {
  if (a.sound && b.sound) return a.dag === b.dag;
  return a.sound === b.sound;
}
