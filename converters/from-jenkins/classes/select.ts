import type { Pipeline, Stage, StageList } from '../declarative/index';
import { classifyStage } from './classify';

/** A pipeline without the stages that stay on Jenkins, and those. */
export interface Selected {
  readonly pipeline: Pipeline;
  readonly left: readonly { readonly stage: Stage; readonly message: string }[];
  /** Whether some stage works on data. */
  readonly hasData: boolean;
}

/**
 * What is left of a pipeline where continuous integration stays on Jenkins: the stages that work on data, those of which nothing is
 * known, and the checkouts that bring their code.
 */
export function selectData(pipeline: Pipeline): Selected {
  const left: { readonly stage: Stage; readonly message: string }[] = [];
  let hasData = false;
  const keep = (stage: Stage): Stage | undefined => {
    const { body } = stage;
    if (body.kind === 'stages' || body.kind === 'parallel') {
      const list = keepAll(body.list);
      return list.stages.length === 0 ? undefined : { ...stage, body: { ...body, list } };
    }
    if (body.kind === 'matrix' && body.matrix.stages !== undefined) {
      const stages = keepAll(body.matrix.stages);
      return stages.stages.length === 0
        ? undefined
        : { ...stage, body: { ...body, matrix: { ...body.matrix, stages } } };
    }
    const found = classifyStage(stage);
    if (found.group === 'data') hasData = true;
    if (found.group !== 'ci' || found.class === 'checkout') return stage;
    left.push({
      stage,
      message: `It stays on Jenkins: a stage of the class "${found.class}", because ${found.reason}.`,
    });
    return undefined;
  };
  const keepAll = (list: StageList): StageList => ({
    ...list,
    stages: list.stages.flatMap((stage) => keep(stage) ?? []),
  });
  const stages = pipeline.stages === undefined ? undefined : keepAll(pipeline.stages);
  return { pipeline: stages === undefined ? pipeline : { ...pipeline, stages }, left, hasData };
}
