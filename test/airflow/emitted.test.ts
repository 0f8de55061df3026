import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { indexLines } from '../../text/range';
import type { Plan } from '../../workflow/plan/plan';
import { anyText } from '../converters/to-airflow/arbitrary';
import {
  args,
  awkwardNames,
  bash,
  branchCase,
  everyBehaviour,
  list,
  mapping,
  node,
  number,
  plan,
  text,
} from '../converters/to-airflow/plans';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  type LoadedDag,
  loadDags,
  type PlayedRun,
  playScenarios,
  withFolder,
} from './airflow';

const options = { tool: 'dagport test', sourcePath: 'test.workflow.yaml', lines: indexLines('') };

/** The DAG files of plans, by name. */
function dagFiles(version: AirflowVersion, plans: readonly Plan[]): Record<string, string> {
  return Object.fromEntries(
    plans.map((plan) => [`${plan.dagId}.py`, emitPython(plan, airflowTargets[version], options)]),
  );
}

/** Airflow sees the tasks, edges, trigger rules and groups that the plan says. */
function checkLoaded(plan: Plan, dag: LoadedDag | undefined): void {
  const loaded = Object.values(dag?.tasks ?? {});
  const rules = (entries: readonly (readonly [string, string])[]) => Object.fromEntries(entries);
  expect(rules(loaded.map((task) => [task.task_id, task.trigger_rule]))).toEqual(
    rules(plan.nodes.map((node) => [node.id, node.triggerRule])),
  );
  expect(rules(loaded.map((task) => [task.task_id, task.task_group ?? '']))).toEqual(
    rules(plan.nodes.map((node) => [node.id, node.group ?? ''])),
  );
  expect([...(dag?.edges ?? [])].sort()).toEqual(plan.edges.map((edge) => [edge.from, edge.to]).sort());
}

const texts = fc.sample(anyText, { seed: 1, numRuns: 300 });

const numbers: readonly (readonly [string, number])[] = [
  ['010', 8],
  ['0x1F', 31],
  ['0b101', 5],
  ['1:30', 90],
  ['-1:30.5', -90.5],
  ['1_000', 1000],
  ['+7', 7],
  ['.5', 0.5],
  ['1.', 1],
  ['1.5e+3', 1500],
  ['-0', 0],
];

const literals = plan('literals', {
  dagArguments: args({
    schedule: { kind: 'null' },
    params: mapping({
      texts: list(...texts.map(text)),
      numbers: list(...numbers.map(([source]) => number(source))),
      digits: text('<<str(12345678901234567890)>>'),
      verbatim: text('a<<os.path.join("b", "c")>>d<<>>'),
      unpaired: text('cat <<EOF'),
      moments: text('<<(datetime.datetime(2026, 1, 1) + datetime.timedelta(days=1)).isoformat()>>'),
      others: list({ kind: 'null' }, { kind: 'boolean', value: true }, text('${x}')),
    }),
  }),
  defaultArguments: args({ start_date: { kind: 'moment', iso: '2026-03-01T12:30:00+02:00' } }),
  nodes: [node('a', { behaviour: bash('<<"echo " + "b">>') }), node('import'), node('a-b'), node('a_b')],
  edges: [{ from: 'a', to: 'import', kind: 'authored' }],
});

const kubernetesPod = plan('kubernetes-pod', {
  dagArguments: args({ schedule: { kind: 'assets', uris: ['s3://bucket/a', 's3://bucket/b'] } }),
  defaultArguments: args({
    start_date: { kind: 'moment', iso: '2026-01-01' },
    trigger_rule: text('all_done'),
    retries: number('3'),
    depends_on_past: { kind: 'boolean', value: true },
    wait_for_downstream: { kind: 'boolean', value: true },
    on_failure_callback: { kind: 'python', expression: 'print' },
  }),
  images: [{ name: 'yoshi', constant: 'IMAGE_YOSHI', fromEnvironment: 'HOME' }],
  nodes: [
    node('pod', {
      triggerRule: 'all_done',
      behaviour: {
        kind: 'operator',
        classPath: 'airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator',
        arguments: args({
          image: { kind: 'image', constant: 'IMAGE_YOSHI' },
          execution_timeout: { kind: 'duration', seconds: '1:00' },
          volumes: list({
            kind: 'construct',
            classPath: 'kubernetes.client.models.V1Volume',
            arguments: args({ name: text('scratch') }),
          }),
        }),
      },
    }),
    node('gate', { behaviour: { kind: 'empty' } }),
  ],
  edges: [{ from: 'pod', to: 'gate', kind: 'generated' }],
});

/** Each helper in each of its outcomes: what it leads to is seen by what runs after it. */
const helpers = plan('helpers', {
  defaultArguments: args({ start_date: { kind: 'moment', iso: '2026-01-01' }, retries: number('2') }),
  dagArguments: args({ schedule: { kind: 'null' }, params: mapping({ who: text('me') }) }),
  nodes: [
    node('before', { behaviour: { kind: 'empty' } }),
    node('probe', { behaviour: { kind: 'empty' } }),
    node('route', {
      triggerRule: 'all_done',
      behaviour: { kind: 'route', of: 'probe', success: ['ok'], failed: ['handler'], skipped: ['passed-over'] },
    }),
    ...['ok', 'handler', 'passed-over'].map((id) => node(id, { behaviour: { kind: 'empty' } })),
    node('choose', {
      behaviour: {
        kind: 'branch',
        cases: [
          branchCase("{{ params.who == 'you' }}", 'never'),
          branchCase(" {{ 'TRUE' if params.who == 'me' }}\n", 'first'),
          branchCase('true', 'second'),
        ],
        otherwise: ['otherwise'],
        arguments: [],
      },
    }),
    node('choose-nothing', {
      behaviour: { kind: 'branch', cases: [branchCase('truth', 'never')], otherwise: [], arguments: [] },
    }),
    node('choose-in-vain', {
      triggerRule: 'all_done',
      behaviour: {
        kind: 'branch',
        cases: [branchCase('{{ params.none.at_all }}', 'never')],
        otherwise: [],
        arguments: [],
      },
    }),
    ...['first', 'second', 'otherwise'].map((id) => node(id, { behaviour: { kind: 'empty' } })),
    node('never', { behaviour: { kind: 'empty' }, triggerRule: 'one_success' }),
    node('route-lost', {
      behaviour: { kind: 'route', of: 'nobody', success: [], failed: [], skipped: [] },
    }),
    node('stop', { behaviour: { kind: 'raise', message: 'stopped by {{ params.who }}', arguments: [] } }),
  ],
  edges: [
    ['before', 'probe'],
    ['probe', 'route'],
    ...['ok', 'handler', 'passed-over'].map((id) => ['route', id] as const),
    ...['never', 'first', 'second', 'otherwise'].map((id) => ['choose', id] as const),
    ['choose-nothing', 'never'],
    ['choose-in-vain', 'never'],
  ].map(([from = '', to = '']) => ({ from, to, kind: 'generated' as const })),
});

/** The same choice where Airflow renders templates to Python objects. */
const native = plan('native', {
  dagArguments: args({
    schedule: { kind: 'null' },
    params: mapping({ who: text('me') }),
    render_template_as_native_obj: { kind: 'boolean', value: true },
  }),
  nodes: [
    node('choose', {
      behaviour: {
        kind: 'branch',
        cases: [branchCase("{{ params.who == 'you' }}", 'never'), branchCase("{{ params.who == 'me' }}", 'first')],
        otherwise: ['never'],
        arguments: [],
      },
    }),
    ...['first', 'never'].map((id) => node(id, { behaviour: { kind: 'empty' } })),
  ],
  edges: ['first', 'never'].map((to) => ({ from: 'choose', to, kind: 'branch' as const })),
});

/** The states of the tasks that a scenario is about. */
function statesOf(run: PlayedRun | undefined, ids: readonly string[]): readonly (string | undefined)[] {
  return ids.map((id) => run?.tasks?.[id] ?? run?.error);
}

describe.skipIf(!airflowIsInstalled)('on real Airflow', { concurrent: true }, () => {
  test.for(airflowVersions)('plans are loaded as they are meant: %s', async (version, { expect }) => {
    const plans = [everyBehaviour, awkwardNames, literals, kubernetesPod, helpers];
    const loaded = await withFolder(dagFiles(version, plans), (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    for (const plan of plans) checkLoaded(plan, loaded.dags[plan.dagId]);
    const dag = loaded.dags[literals.dagId];
    const params = Object.fromEntries(Object.entries(dag?.params ?? {}).map(([name, { value }]) => [name, value]));
    expect(params).toEqual({
      texts,
      numbers: numbers.map(([, value]) => value),
      digits: '12345678901234567890',
      verbatim: 'ab/cd',
      unpaired: 'cat <<EOF',
      moments: '2026-01-02T00:00:00',
      others: [null, true, '${x}'],
    });
    expect(new Date(String(dag?.default_args.start_date)).toISOString()).toBe('2026-03-01T10:30:00.000Z');
    expect(loaded.dags[everyBehaviour.dagId]).toMatchObject({
      timetable: 'CronDataIntervalTimetable',
      timezone: 'UTC',
      catchup: false,
    });
    expect(loaded.dags[kubernetesPod.dagId]?.tasks).toMatchObject({
      pod: { retries: 3, depends_on_past: true },
      gate: { retries: 0, depends_on_past: false },
    });
  });

  test.for(airflowVersions)('each outcome of each helper, executed: %s', async (version, { expect }) => {
    const scenarios = {
      success: {},
      failed: { probe: 'failed' },
      skipped: { probe: 'skipped' },
      'upstream failed': { before: 'failed' },
    } as const;
    const played = await withFolder(dagFiles(version, [helpers, native]), (folder) =>
      playScenarios(version, folder, { helpers: scenarios, native: { natively: {} } }, { execute: true }),
    );
    expect(played.import_errors).toEqual({});
    const routed = ['route', 'ok', 'handler', 'passed-over'];
    const of = (name: keyof typeof scenarios) => played.dags.helpers?.[name];
    expect(statesOf(of('success'), routed)).toEqual(['success', 'success', 'skipped', 'skipped']);
    expect(statesOf(of('failed'), routed)).toEqual(['success', 'skipped', 'success', 'skipped']);
    expect(statesOf(of('skipped'), routed)).toEqual(['success', 'skipped', 'skipped', 'success']);
    const lost = 'upstream_failed';
    expect(statesOf(of('upstream failed'), routed)).toEqual(['failed', lost, lost, lost]);
    const chosen = [
      'choose',
      'first',
      'second',
      'otherwise',
      'choose-nothing',
      'choose-in-vain',
      'never',
      'stop',
      'route-lost',
    ];
    expect(statesOf(of('success'), chosen)).toEqual([
      ...['success', 'success', 'skipped', 'skipped', 'success', 'failed', 'skipped', 'failed', 'failed'],
    ]);
    expect(played.dags.native?.natively?.tasks).toEqual({ choose: 'success', first: 'success', never: 'skipped' });
  });

  test.for(airflowVersions)('remembered passes are what runs of their own give: %s', async (version, { expect }) => {
    const outcomes = fc.constantFrom('success', 'failed', 'skipped' as const);
    const timed = fc.record({ after: fc.integer({ min: 1, max: 4 }), outcome: outcomes });
    const route = {
      by: 'probe',
      success: ['ok'],
      failed: ['handler'],
      skipped: ['passed-over'],
      upstream_failed: 'failed',
    };
    const scenario = fc
      .tuple(timed, timed, timed, fc.subarray(['first', 'second', 'never']))
      .map(([before, probe, ok, chosen]) => ({ before, probe, ok, route, choose: chosen, 'choose-nothing': [] }))
      .map((outcomes) => ({
        ...outcomes,
        'choose-in-vain': 'failed' as const,
        'route-lost': 'failed' as const,
        stop: 'failed' as const,
      }));
    const scenarios = Object.fromEntries(
      fc.sample(scenario, { seed: 2, numRuns: 30 }).map((item, index) => [index, item]),
    );
    const played = await withFolder(dagFiles(version, [helpers]), (folder) =>
      playScenarios(version, folder, { helpers: scenarios }, { check: true }),
    );
    const runs = Object.values(played.dags.helpers ?? {});
    expect(runs.filter((run) => run.error !== undefined)).toEqual([]);
    expect(runs).toHaveLength(30);
  });
});
