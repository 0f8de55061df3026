import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { indexLines } from '../../text/range';
import type { Plan } from '../../workflow/plan';

/** A plan as a DAG file for Airflow 3.3, without the comments, which say where things come from. */
export function pythonOf(plan: Plan, sourcePath: string, source: string): string {
  const text = emitPython(plan, airflowTargets['3.3'], { sourcePath, tool: 'dagport', lines: indexLines(source) });
  return text.replace(/^ *#.*\n/gm, '').replace(/ {2}# noqa.*$/gm, '');
}
