import type { PlanNodeKind } from '../plan/plan';
import type { GraphNode } from './graph';

/** Line drawings on a square of 16 × 16, as SVG path data. */
const ICONS = {
  terminal: 'M3 4.5 6.5 8 3 11.5M8.5 12H13',
  container: 'M8 2 13.5 5v6L8 14 2.5 11V5ZM2.5 5 8 8l5.5-3M8 8v6',
  clock: 'M8 2.5a5.5 5.5 0 1 0 .01 0ZM8 5v3.2l2.2 1.3',
  data: 'M3 4.2c0-2.4 10-2.4 10 0s-10 2.4-10 0v7.6c0 2.4 10 2.4 10 0V4.2M3 8c0 2.4 10 2.4 10 0',
  play: 'M5 3.5 12 8l-7 4.5Z',
  dot: 'M8 6a2 2 0 1 0 .01 0Z',
  mail: 'M2.5 4h11v8h-11ZM2.5 4.5 8 9l5.5-4.5',
  branch: 'M2 8h4l6-4.5M6 8l6 4.5M9.6 3H12.5v2.6M9.6 13H12.5v-2.6',
  join: 'M2.5 3.5 8 8h5.5M2.5 12.5 8 8M11 5.5 13.5 8 11 10.5',
  fail: 'M5.2 2.5h5.6l2.7 2.7v5.6l-2.7 2.7H5.2l-2.7-2.7V5.2ZM6 6l4 4M10 6l-4 4',
  layers: 'M8 2.5 14 6 8 9.5 2 6ZM2 9.5 8 13l6-3.5',
  nested: 'M2.5 2.5h11v11h-11ZM6 6h4v4H6Z',
  power: 'M8 2.5V8M4.8 4.4a5 5 0 1 0 6.4 0',
  gear: 'M8 5.5a2.5 2.5 0 1 0 .01 0ZM8 2v1.8M8 12.2V14M2 8h1.8M12.2 8H14M3.8 3.8 5 5M11 11l1.2 1.2M12.2 3.8 11 5M5 11l-1.2 1.2',
} as const;

type IconName = keyof typeof ICONS;

const BY_KIND: Readonly<Record<Exclude<PlanNodeKind, 'task'>, IconName>> = {
  branch: 'branch',
  join: 'join',
  fail: 'fail',
  generator: 'layers',
  sub_dag: 'nested',
  composite: 'nested',
  resource: 'power',
  setup: 'power',
  teardown: 'power',
  gate: 'gear',
  router: 'branch',
  veto: 'gear',
  collector: 'join',
  guard: 'gear',
  result: 'gear',
  sentinel: 'gear',
};

/** By words of the type's name and class path; the first that fits. */
const BY_TYPE: readonly (readonly [pattern: RegExp, icon: IconName])[] = [
  [/sensor/i, 'clock'],
  [/container|docker|kube|ecs/i, 'container'],
  [/mail|slack|smtp/i, 'mail'],
  [/bash|ssh|shell/i, 'terminal'],
  [/sql|hive|spark|pig|redshift|bigquery|s3|hdfs|transfer/i, 'data'],
  [/dummy|empty/i, 'dot'],
];

/** The drawing that stands for what a node is. */
export function iconOf(node: GraphNode): string {
  if (node.kind !== 'task') return ICONS[BY_KIND[node.kind]];
  const words = `${node.type} ${node.classPath.slice(node.classPath.lastIndexOf('.') + 1)}`;
  return ICONS[BY_TYPE.find(([pattern]) => pattern.test(words))?.[1] ?? 'play'];
}
