import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { answerTo, casesOf } from '../compat/cases';
import { airflowIsInstalled, airflowVersions, loadDags, withFolder } from './airflow';

/** Cases whose Python names what they do not import, that give a callable as text, or ask for a schedule that is none. */
const NOT_LOADABLE: ReadonlySet<string> = new Set([
  'dagarg_7cff7',
  'dagarg_c97fd',
  'dagargs_full',
  'impo',
  'k8sverb',
  'p_branch',
  'p_py',
  'p_pys',
  'p_retries_verb',
  'p_sd_verb',
  'regex_js',
]);

/** Providers that are not among those on which DAG files are loaded here. */
const NOT_INSTALLED = /^airflow\.providers\.(?:google|amazon)\./;

const LOADABLE = [...casesOf('cases'), ...casesOf('graphs')].flatMap(({ name, text }) => {
  const answer = answerTo(name, text);
  if (!answer.accepted || NOT_LOADABLE.has(name)) return [];
  const classes = answer.plan.nodes.map(({ behaviour }) => (behaviour.kind === 'operator' ? behaviour.classPath : ''));
  return classes.some((path) => NOT_INSTALLED.test(path)) ? [] : [{ name, ...answer }];
});

describe.runIf(airflowIsInstalled).each(airflowVersions)('the cases of boundary-layer on Airflow %s', (version) => {
  test('load, with the tasks, trigger rules and edges of the plan', async () => {
    expect(LOADABLE.length).toBeGreaterThan(65);
    const dags = LOADABLE.map(({ name, plan, file }) => {
      const options = { tool: 'dagport test', sourcePath: `${name}.workflow.yaml`, lines: file.lines };
      return [`${name}.py`, emitPython({ ...plan, dagId: name }, airflowTargets[version], options)] as const;
    });
    const loaded = await withFolder(Object.fromEntries(dags), (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    for (const { name, plan } of LOADABLE) {
      const dag = loaded.dags[name];
      const rules = Object.values(dag?.tasks ?? {}).map((task) => [task.task_id, task.trigger_rule]);
      expect(rules.sort(), name).toEqual(plan.nodes.map(({ id, triggerRule }) => [id, triggerRule]).sort());
      expect([...(dag?.edges ?? [])].sort(), name).toEqual(plan.edges.map(({ from, to }) => [from, to]).sort());
    }
  });
});
