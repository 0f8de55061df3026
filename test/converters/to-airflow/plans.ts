import type { Argument, Plan, PlanNode } from '../../../workflow/plan/plan';
import type { Value } from '../../../workflow/plan/value';

/** Plans made by hand, for the emitter's tests and the suite on real Airflow. */

export const text = (value: string): Value => ({ kind: 'text', text: value });
export const number = (source: string): Value => ({ kind: 'number', source });
export const list = (...items: readonly Value[]): Value => ({ kind: 'list', items });
export const mapping = (entries: Readonly<Record<string, Value>>): Value => ({
  kind: 'mapping',
  entries: Object.entries(entries).map(([key, value]) => ({ key, value })),
});
export const args = (entries: Readonly<Record<string, Value>>): readonly Argument[] =>
  Object.entries(entries).map(([name, value]) => ({ name, value }));

export const bashOperator = 'airflow.providers.standard.operators.bash.BashOperator';
export const pythonOperator = 'airflow.providers.standard.operators.python.PythonOperator';

/** A node; what is left out is a task of its own. */
export function node(id: string, change: Partial<PlanNode> = {}): PlanNode {
  const isTask = change.behaviour === undefined || change.behaviour.kind === 'operator';
  return {
    id,
    name: id,
    kind: isTask ? 'task' : 'gate',
    type: isTask ? 'bash' : 'dagport',
    section: 'operators',
    triggerRule: 'all_success',
    behaviour: bash(`echo ${id}`),
    origin: { pointer: `operators/${id}`, range: { start: 0, end: 0 } },
    ...change,
  };
}

export function bash(command: string, more: Readonly<Record<string, Value>> = {}): PlanNode['behaviour'] {
  return { kind: 'operator', classPath: bashOperator, arguments: args({ bash_command: text(command), ...more }) };
}

export function branchCase(when: string, ...targets: readonly string[]) {
  return { when, then: targets };
}

export function plan(dagId: string, change: Partial<Plan> = {}): Plan {
  return {
    dagId,
    dagArguments: args({ schedule: { kind: 'null' }, catchup: { kind: 'boolean', value: false } }),
    defaultArguments: args({ start_date: { kind: 'moment', iso: '2026-01-01' } }),
    imports: [],
    images: [],
    groups: [],
    loops: [],
    nodes: [],
    edges: [],
    ...change,
  };
}

/** Every behaviour: a branch, a router with gates for each outcome, a task that fails, an empty one, a box. */
export const everyBehaviour: Plan = plan('every-behaviour', {
  dagArguments: args({
    schedule: { kind: 'cron', expression: '0 3 * * *', timezone: 'Europe/Paris' },
    catchup: { kind: 'boolean', value: false },
    params: mapping({ mode: text('full') }),
    tags: list(text('a'), text('b')),
    fail_fast: { kind: 'boolean', value: false },
  }),
  defaultArguments: args({
    owner: text('data'),
    start_date: { kind: 'moment', iso: '2026-01-01T00:00:00Z' },
    retries: number('2'),
    retry_delay: { kind: 'duration', seconds: '300' },
    depends_on_past: { kind: 'boolean', value: false },
    on_failure_callback: { kind: 'null' },
  }),
  images: [
    { name: 'yoshi', constant: 'IMAGE_YOSHI', url: 'registry.acme.io/yoshi:1.4', fromEnvironment: 'YOSHI_IMAGE' },
  ],
  groups: [
    { id: 'load', label: 'load' },
    { id: 'load__eu', label: 'eu', parent: 'load' },
  ],
  nodes: [
    node('probe', {
      group: 'load__eu',
      behaviour: bash('echo "$IMAGE"', { env: mapping({ IMAGE: { kind: 'image', constant: 'IMAGE_YOSHI' } }) }),
    }),
    node('probe__route', {
      kind: 'router',
      group: 'load__eu',
      triggerRule: 'all_done',
      behaviour: { kind: 'route', of: 'probe', success: ['choose'], failed: ['clean-up'], skipped: [] },
    }),
    node('choose', {
      kind: 'branch',
      group: 'load',
      behaviour: {
        kind: 'branch',
        cases: [
          branchCase("{{ params.mode == 'full' }}", 'full'),
          branchCase("{{ params.mode == 'both' }}", 'full', 'delta'),
        ],
        otherwise: ['delta'],
        arguments: [],
      },
    }),
    node('clean-up'),
    node('full', { behaviour: bash('set -e\nload --full --from "s3://a-bucket/a/long/path" \\\n  --to warehouse\n') }),
    node('delta'),
    node('gathered', { triggerRule: 'none_failed_min_one_success', behaviour: { kind: 'empty' } }),
    node('stop', {
      kind: 'fail',
      type: 'fail',
      triggerRule: 'one_failed',
      behaviour: { kind: 'raise', message: 'no {{ params.mode }}, no luck', arguments: [] },
    }),
  ],
  edges: [
    { from: 'probe', to: 'probe__route', kind: 'generated' },
    { from: 'probe__route', to: 'choose', kind: 'branch' },
    { from: 'probe__route', to: 'clean-up', kind: 'failure' },
    { from: 'choose', to: 'full', kind: 'branch' },
    { from: 'choose', to: 'delta', kind: 'branch' },
    { from: 'full', to: 'gathered', kind: 'authored' },
    { from: 'delta', to: 'gathered', kind: 'authored' },
    { from: 'gathered', to: 'stop', kind: 'authored' },
  ],
});

/** Names that clash with Python, with imports and with each other, and defaults that the plan's own nodes must not take. */
export const awkwardNames: Plan = plan('awkward-names', {
  dagArguments: args({
    schedule: { kind: 'null' },
    start_date: { kind: 'moment', iso: '2026-01-01' },
    fail_stop: { kind: 'boolean', value: false },
    concurrency: number('4'),
  }),
  defaultArguments: args({
    trigger_rule: text('all_done'),
    retries: number('3'),
    wait_for_downstream: { kind: 'boolean', value: false },
    on_success_callback: { kind: 'python', expression: 'print' },
    params: mapping({ path: text('<<os.path.join("a", "b")>>/c') }),
  }),
  imports: [
    { module: 'os.path' },
    { module: 'datetime', objects: ['datetime', 'timedelta'] },
    { module: 'functools', objects: ['partial', 'reduce'] },
  ],
  images: [
    { name: 'home', constant: 'IMAGE_HOME', fromEnvironment: 'HOME' },
    { name: 'fixed', constant: 'IMAGE_FIXED', url: 'registry.acme.io/fixed@sha256:0123456789abcdef0123456789abcdef' },
  ],
  nodes: [
    node('import'),
    node('str'),
    node('dag'),
    node('BashOperator', { triggerRule: 'all_done' }),
    node('a-b', {
      behaviour: bash('true', { execution_timeout: { kind: 'python', expression: 'timedelta(hours=1)' } }),
    }),
    node('a_b', { behaviour: bash('true', { env: mapping({ 'from-here': text('<<partial.__name__>>') }) }) }),
    node('branch', {
      triggerRule: 'all_done',
      behaviour: {
        kind: 'branch',
        cases: [branchCase('true', 'gate')],
        otherwise: [],
        arguments: args({ retries: number('1') }),
      },
    }),
    node('gate', { behaviour: { kind: 'empty' } }),
  ],
  edges: [
    { from: 'import', to: 'str', kind: 'authored' },
    { from: 'import', to: 'dag', kind: 'authored' },
    { from: 'branch', to: 'gate', kind: 'branch' },
  ],
});
