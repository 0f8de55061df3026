import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { type Catalogue, loadCatalogue, type OperatorType, type Parameter, type ParameterType } from '../../schemas';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { catalogueFiles, PROVIDERS } from '../schemas/catalogue-files';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  constructClasses,
  loadDags,
  withFolder,
} from './airflow';

/** The packages that real Airflow is installed with here: those of the examples and cases that install lightly. */
const NAMES = new Set(
  readFileSync(new URL('ci-providers.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
);

const { catalogue: NEWEST } = loadCatalogue(catalogueFiles(), PROVIDERS);

/** Their modules import packages that are not installed here. */
const NEEDS_MORE = /hive\.(?:transfers\.|operators\.hive_stats)/;

function isInstalled({ provider, classPath }: { readonly provider: string; readonly classPath: string }): boolean {
  return NAMES.has(provider) && !NEEDS_MORE.test(classPath);
}

function typesOf(catalogue: Catalogue): readonly OperatorType[] {
  const classes = PROVIDERS.classes.filter(isInstalled);
  return classes.flatMap(({ classPath }) => catalogue.find(classPath) ?? []);
}

/** A value of a type, as YAML in JSON. */
function sampleOf(type: ParameterType): unknown {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'duration':
      return 1;
    case 'boolean':
      return true;
    case 'date':
      return '2026-01-01';
    case 'time':
      return '12:00';
    case 'enum':
      return type.values[0];
    case 'list':
      return [sampleOf(type.items)];
    case 'mapping':
      return { key: sampleOf(type.values) };
    case 'union':
      return type.members[0] === undefined ? 'x' : sampleOf(type.members[0]);
    case 'python':
      return '<<print>>';
    case 'object':
      return '<<object()>>';
    default:
      return 'x';
  }
}

/** Constructors look closer at these values than their types tell. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  python_callable: "<<__import__('json').dumps>>",
  python: '/usr/bin/python3',
  requirements: ['luxury'],
  follow_task_ids_if_true: ['t'],
  follow_task_ids_if_false: ['t'],
  week_day: 'Monday',
  target_date: '2026-01-01',
  application_file: 'app.yaml',
  container_resources: {},
  image: 'x/y:1',
  pass_value: 1,
  min_threshold: 0,
  max_threshold: 1,
  metrics_thresholds: { 'count(*)': 1 },
  column_mapping: { c: { min: { equal_to: 1 } } },
  checks: { c: { check_statement: 'a = 1' } },
  target_upper: '2026-01-01 10:00:00',
  options: ['a', 'b'],
  partition_names: ['a/b=c'],
  cmd: 'create_table_extern',
};

function given(type: OperatorType): Readonly<Record<string, unknown>> {
  const chosen = (type.rules ?? []).flatMap((rule) =>
    rule.kind === 'one' || rule.kind === 'some' ? rule.names.slice(0, 1) : [],
  );
  const wanted = type.parameters.filter(({ name, required }) => required || chosen.includes(name));
  const sample = ({ name, type: kind }: Parameter): unknown => SAMPLES[name] ?? sampleOf(kind);
  return Object.fromEntries(wanted.map((parameter) => [parameter.name, sample(parameter)]));
}

/** A workflow of one task of a type, as JSON, which is YAML. */
function workflowOf(type: OperatorType, index: number): string {
  const name = `t${index}`;
  const branches = [{ name: 't', type: 'dummy', upstream_dependencies: [name] }];
  const operators = [{ name, type: type.classPath, properties: given(type) }, ...branches];
  const start = { owner: 'a', start_date: '2026-01-01' };
  return JSON.stringify({
    name: `dag_${index}`,
    format: 1,
    dag_args: { schedule: null },
    default_task_args: start,
    operators,
  });
}

describe.skipIf(!airflowIsInstalled).each(airflowVersions)('on Airflow %s', (version: AirflowVersion) => {
  const catalogue = NEWEST.on(version);
  const types = typesOf(catalogue);

  test('a task of each class is checked, built and loaded', { timeout: 600_000 }, async () => {
    const files: Record<string, string> = {};
    const complaints: string[] = [];
    for (const [index, type] of types.entries()) {
      const file = readWorkflow(`${index}.workflow.yaml`, workflowOf(type, index));
      const errors = checkWorkflow(file, { catalogue }).filter(({ severity }) => severity === 'error');
      complaints.push(...errors.map(({ message }) => `${type.classPath}: ${message}`));
      const { plan } = planWorkflow(file, { catalogue });
      if (plan === undefined) throw new Error(`no plan of ${type.classPath}`);
      const options = { tool: 'dagport test', sourcePath: file.path, lines: file.lines };
      files[`dag_${index}.py`] = emitPython(plan, airflowTargets[version], options);
    }
    expect(complaints).toEqual([]);
    const loaded = await withFolder(files, (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    expect(Object.keys(loaded.dags)).toHaveLength(types.length);
  });

  test('constructors take what is offered, and ask for what is required', { timeout: 600_000 }, async () => {
    // What catalogue files add for boundary-layer is no argument of the class.
    const facts = PROVIDERS.classes.filter((one) => isInstalled(one) && catalogue.find(one.classPath) !== undefined);
    const asked = facts.map((found) => {
      const { parameters } = version === '2.11' ? PROVIDERS.factsOn211(found) : PROVIDERS.factsOf(found);
      const names = parameters.map(({ name }) => name);
      const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
      return [found.classPath, { parameters: names, required }] as const;
    });
    expect(await constructClasses(version, Object.fromEntries(asked))).toEqual([]);
  });
});
