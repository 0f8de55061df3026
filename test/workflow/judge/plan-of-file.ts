import type { Diagnostic } from '../../../text/diagnostic';
import { type Composites, readComposites } from '../../../workflow/composites';
import { type Plan, planWorkflow } from '../../../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../../../workflow/read';
import { CATALOGUE } from '../check/catalogue';
import { textOf, type WrittenFile } from './documents';

export interface PlannedFile {
  readonly file: WorkflowFile;
  readonly plan: Plan;
  readonly problems: readonly Diagnostic[];
}

/** The plan that dagport makes of a written file, by way of its text. */
export function planOfFile({ documents, composites }: WrittenFile): PlannedFile {
  const file = readWorkflow('random.workflow.yaml', textOf(documents));
  const { plan, problems } = planWorkflow(file, {
    catalogue: CATALOGUE,
    composites: compositesOf({ documents, composites }),
  });
  if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { file, plan, problems };
}

export function compositesOf({ composites }: WrittenFile): Composites {
  const texts = composites.map((file, index) => [`composite-${index}.yaml`, textOf(file)] as const);
  return readComposites(new Map(texts)).composites;
}
