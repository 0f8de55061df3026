import type { Dice } from '../../../workflow/plan/random-flow';
import { type Axis, CONDITIONS, cellsOf, type Pipeline, type Post, type Stage, type When, ways } from './pipelines';

/** How commands begin that Jenkins runs after UNSTABLE: Airflow has no such state, and a person converts them, if at all. */
export const NEVER_RUN = 'unstable';

/** A random pipeline. */
export function randomPipeline(dice: Dice): Pipeline {
  let count = 0;
  const next = (prefix: string): string => `${prefix}_${count++}`;
  const postOf = (most: number): Post => {
    const chosen = dice(3) === 0 ? CONDITIONS.filter(() => dice(most) === 0) : [];
    return new Map(chosen.map((condition) => [condition, next(condition === 'unstable' ? NEVER_RUN : 'post')]));
  };
  const whenOf = (depth: number): When => {
    const kind = depth > 0 ? dice(6) : 0;
    if (kind === 3) return { kind: 'not', inner: whenOf(depth - 1) };
    if (kind > 3) return { kind: kind === 4 ? 'anyOf' : 'allOf', all: [whenOf(depth - 1), whenOf(depth - 1)] };
    return { kind: 'parameter', name: next('W') };
  };
  const matrixOf = (): Stage['body'] => {
    const axes: readonly Axis[] = [
      { name: next('AXIS'), values: ['v1', 'v2', 'v3'].slice(0, 2 + dice(2)) },
      ...(dice(2) === 0 ? [{ name: next('AXIS'), values: ['w1', 'w2'] }] : []),
    ];
    const all = cellsOf(axes, undefined);
    const stages = Array.from({ length: 1 + dice(2) }, () => ({
      name: next('inner'),
      command: next('cell'),
      when: dice(4) === 0 ? 'v1' : undefined,
    }));
    const excluded = dice(3) === 0 ? all[dice(all.length)] : undefined;
    return { kind: 'matrix', axes, excluded, stages, post: postOf(3), failFast: dice(3) === 0 };
  };
  const stageOf = (depth: number, inParallel: boolean): Stage => {
    const name = next('stage');
    const when = dice(4) === 0 ? { when: whenOf(2) } : {};
    const kind = depth > 0 ? dice(6) : 0;
    const stages = (most: number): Stage[] =>
      Array.from({ length: 1 + dice(most) }, () => stageOf(depth - 1, kind === 4 || inParallel));
    if (kind === 3) return { name, ...when, post: postOf(2), body: { kind: 'stages', stages: stages(3) } };
    if (kind === 4 && !inParallel)
      return { name, ...when, post: postOf(2), body: { kind: 'parallel', stages: stages(3), failFast: dice(2) === 0 } };
    if (kind === 5 && !inParallel) return { name, ...when, post: postOf(2), body: matrixOf() };
    const around = dice(2) === 0 ? 'nothing' : (ways[dice(ways.length)] ?? 'nothing');
    return { name, ...when, post: postOf(2), body: { kind: 'steps', command: next('run'), around } };
  };
  return { stages: Array.from({ length: 1 + dice(4) }, () => stageOf(2, false)), post: postOf(2) };
}
