import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../../converters/to-airflow';
import { indexLines, positionAt } from '../../../text/range';
import { checkWorkflow } from '../../../workflow/check';
import { planWorkflow } from '../../../workflow/plan';
import { PLUGIN_FOLDERS, type Plugin, type PluginFile, type PluginFolder } from '../../../workflow/plugins';
import { readProjectCatalogue } from '../../../workflow/project';
import { readWorkflow } from '../../../workflow/read';
import { catalogueFiles, PROVIDERS } from '../../schemas/catalogue-files';

const BUILT_IN = catalogueFiles();

const FIXTURES = new URL('../../cli/fixtures/plugins/', import.meta.url);
const WORKFLOW = readFileSync(new URL('orders.workflow.yaml', FIXTURES), 'utf8');

const ACME: Plugin = {
  name: 'acme',
  priority: 'shared',
  files: PLUGIN_FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`plugins/acme/config/${folder}/`, FIXTURES)).map((name) => ({
      folder,
      path: `${folder}/${name}`,
      text: readFileSync(new URL(`plugins/acme/config/${folder}/${name}`, FIXTURES), 'utf8'),
    })),
  ),
};

function catalogueOf(...plugins: readonly Plugin[]) {
  return readProjectCatalogue(BUILT_IN, new Map(), PROVIDERS, plugins);
}

describe('the types of a plugin', () => {
  const { catalogue, problems } = catalogueOf(ACME);

  test('nothing is wrong with the fixture', () => {
    expect(problems).toEqual([]);
    const found = checkWorkflow(readWorkflow('orders.workflow.yaml', WORKFLOW), { catalogue });
    expect(found.filter(({ rule }) => rule !== 'masked-failure')).toEqual([]);
  });

  test.each([
    ['team: data', 'team: dat', '"team" takes one of data, search, and this is the text "dat". Did you mean "data"?'],
    ['team: data, ', '', '"acme_load" needs "team", which "load" does not give.'],
    ['name: orders}', 'name: Orders}', '"tables[0].name" does not match the pattern "^[a-z_]+$".'],
    ['name: orders}', 'nmae: orders}', '"tables[0]" has no key "nmae" (did you mean "name"?).'],
    ['tables: [{name: orders}]', 'tables: []', '"tables" must not have fewer than 1 items'],
    ['warm_up: 5', 'warm_up: -5', '"warm_up" has to be >= 0.'],
    ['warm_up: 5', 'warm_up: soon', '"warm_up" takes a number of seconds, and this is the text "soon".'],
    ["day: '2026", "day: '26", '"day" takes an ISO 8601 date or time in quotes'],
    ['warm_up: 5', 'warmup: 5', '"acme_load" takes no property "warmup". Did you mean "warm_up"?'],
    ['type: acme_load', 'type: acme_laod', '"acme_laod" is no type of "operators"'],
    ['{schema: public}', '{schema: public, limit: x}', '"limit" takes an integer, and this is the text "x".'],
    ['type: quiet_sub_dag', 'type: quiet_subdag', '"quiet_subdag" is no type of "sub_dags"'],
    ['{trigger_rule: all_done}', '{trigger: all_done}', '"quiet_sub_dag" takes no property "trigger".'],
    ['{acme: {}}', '{acme: {team: x}}', 'The settings of the plugin "acme" have no effect'],
    ['{acme: {}}', '{acne: {team: x}}', 'The plugin "acne" is not known, and its Python does not run here.'],
  ])('in place of "%s", "%s" is told', (was, is, message) => {
    expect(WORKFLOW).toContain(was);
    const found = checkWorkflow(readWorkflow('orders.workflow.yaml', WORKFLOW.replace(was, is)), { catalogue });
    expect(found.map((one) => one.message).join('\n')).toContain(message);
  });
});

/** A file of a plugin, by the folder that it stands in. */
function plugin(
  files: Partial<Record<PluginFolder, string>>,
  priority: Plugin['priority'] = 'shared',
  name = 'acme',
): Plugin {
  const all = PLUGIN_FOLDERS.flatMap((folder): readonly PluginFile[] => {
    const text = files[folder];
    return text === undefined
      ? []
      : text.split('---\n').map((part, index) => ({ folder, path: `${name}/${folder}/${index}.yaml`, text: part }));
  });
  return { name, priority, files: all };
}

const CLASS = 'operator_class: X\noperator_class_module: acme.x\n';

describe('what is wrong with a file of a plugin is told at its place', () => {
  test.each<[PluginFolder, string, string]>([
    ['operators', '', '1:1 The file is no mapping with a "name": it defines no type.'],
    [
      'operators',
      `name: x\n${CLASS}`,
      '1:7 Nothing says what "x" takes: it needs "parameters_jsonschema", "schema_extends" or both.',
    ],
    [
      'operators',
      'name: x\nschema_extends: base\noperator_class: X\n',
      '1:1 An operator type needs "operator_class_module".',
    ],
    [
      'operators',
      `nmae: x\nschema_extends: base\n${CLASS}`,
      '1:1 "nmae" is no key of an operator type. Did you mean "name"?',
    ],
    ['operators', `name: 3\nschema_extends: base\n${CLASS}`, '1:7 "name" is a text.'],
    [
      'operators',
      `name: x\nschema_extends: bsah\n${CLASS}`,
      '2:17 "bsah" is no operator type, so what "x" takes is not known. Did you mean "bash"?',
    ],
    [
      'operators',
      `name: x\nschema_extends: y\n${CLASS}---\nname: y\nschema_extends: x\n${CLASS}`,
      '2:17 "x" extends "y" extends "x": one of them has to extend another type.\n2:17 "y" extends "x" extends "y": one of them has to extend another type.',
    ],
    [
      'operators',
      `name: x\nschema_extends: base\n${CLASS}---\nname: x\nschema_extends: base\n${CLASS}`,
      '1:7 "acme/operators/0.yaml" has a type "x" already.',
    ],
    [
      'operators',
      `name: x\nschema_extends: base\noperator_class: Old\noperator_class_module: airflow.contrib.operators.old_operator\n`,
      '4:24 No Airflow that dagport builds for has the class airflow.contrib.operators.old_operator.Old. Name the class that does its work now.',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {fields: {}}\n`,
      '4:25 "fields" cannot stand here: boundary-layer takes properties, additionalProperties, required.',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {type: strin}}}\n`,
      '4:48 "strin" is no type of JSON Schema. Did you mean "string"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters: {properties: {a: {}}}\n`,
      '4:1 "parameters" is no key of an operator type. Did you mean "parameters_jsonschema"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {too: {}}, required: [to]}\n`,
      '4:59 "to" is required and is none of the properties. Did you mean "too"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {}}}\nproperty_preprocessors: [{type: to_time, apply_to: [a]}]\n`,
      '5:42 "apply_to" is no key of a preprocessor. Did you mean "apply_to_properties"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {}}}\nproperty_preprocessors: [{type: to_timedelta, apply_to_properties: [a], properties: {unit: days}}]\n`,
      '5:85 "to_timedelta" needs "units", one of seconds, minutes, hours, days.',
    ],
    [
      'resources',
      'name: x\ncreate_operator_type: bash\ndelete_operator_type: dummy\nprovides_args: []\n',
      '3:1 "delete_operator_type" is no key of a resource type. Did you mean "destroy_operator_type"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {additionalProperties: {type: string}}\n`,
      '4:47 "additionalProperties" is true or false.',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {}}}\nproperty_preprocessors: [{type: our_own, apply_to_properties: [a]}]\n`,
      '5:33 The preprocessor "our_own" is Python of a plugin, which does not run here. Remove it from this file, and give the value in workflows in the form that the operator takes.',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {}}}\nproperty_preprocessors: [{type: to_timedelta, apply_to_properties: [a]}]\n`,
      '5:33 "to_timedelta" needs "units", one of seconds, minutes, hours, days.',
    ],
    [
      'operators',
      `name: x\n${CLASS}parameters_jsonschema: {properties: {a: {}}}\nproperty_preprocessors: [{type: to_time, apply_to_properties: [b]}]\n`,
      '5:64 "b" is no property of this file, so nothing would be processed. Did you mean "a"?',
    ],
    [
      'operators',
      `name: x\n${CLASS}schema_extends: base\nimports: [a]\n`,
      '5:10 "imports" is a mapping: {modules: [a], objects: [{module: b, objects: [c]}]}, not ["a"].',
    ],
    [
      'operators',
      `name: x\n${CLASS}schema_extends: base\n\tpool: x\n`,
      '5:1 A tab indents this line; YAML allows only blanks there.',
    ],
    [
      'generators',
      'name: x\nparameters_jsonschema: {}\nitem_name_builder_code: return item\n',
      '1:1 A generator type needs "iterator_builder_method_code".',
    ],
    [
      'generators',
      'name: x\nparameters_jsonschema: {}\nitem_name_builder_code: return item\niterator_builder_method_code: return []\noperator_class: X\n',
      '5:1 "operator_class" is no key of a generator type.',
    ],
    [
      'resources',
      'name: x\ncreate_operator_type: bash\nprovides_args: []\n',
      '1:7 Nothing says what destroys "x": it needs "destroy_operator_type". boundary-layer 1.9.18 fails without it as well.',
    ],
    [
      'resources',
      'name: x\ncreate_operator_type: bahs\ndestroy_operator_type: dummy\nprovides_args: []\n',
      '2:23 "bahs" is no operator type. Did you mean "bash"?',
    ],
    [
      'resources',
      'name: x\ncreate_operator_type: bash\ndestroy_operator_type: dummy\nprovides_args: a\n',
      '4:16 "provides_args" is a list of texts: [a, b].',
    ],
    [
      'subdags',
      `name: x\n${CLASS}parameters_jsonschema: {}\n`,
      '3:24 The class acme.x.X does not run: Airflow has no sub-DAGs any more, and they become groups of tasks. Of the properties only "trigger_rule" and "task_id" have a meaning for these.',
    ],
  ])('%s: %j', (folder, text, expected) => {
    expect(toldOf(plugin({ [folder]: text }))).toBe(expected);
  });

  test('two plugins of one priority, and one beside the default plugin', () => {
    const bash = `name: bash\nschema_extends: base\n${CLASS}`;
    expect(toldOf(plugin({ operators: bash }), plugin({ operators: bash }, 'shared', 'other'))).toContain(
      '1:7 The plugin "acme" has a type "bash" as well ("acme/operators/0.yaml"), with the same priority',
    );
    expect(toldOf(plugin({ operators: bash }, 'default'))).toContain('the same priority, "default"');
    expect(toldOf(plugin({ operators: bash }, 'final'), plugin({ operators: bash }, 'shared', 'other'))).toBe('');
  });
});

function toldOf(...plugins: readonly Plugin[]): string {
  const { problems } = catalogueOf(...plugins);
  return problems
    .map(({ text, range, message }) => {
      const { line, character } = positionAt(indexLines(text), range?.start ?? 0);
      return `${line + 1}:${character + 1} ${message}`;
    })
    .join('\n');
}

describe('types are inherited as boundary-layer inherits them', () => {
  const parameters = (priority: Plugin['priority'], ...operators: readonly string[]) => {
    const { catalogue, problems } = catalogueOf(plugin({ operators: operators.join('---\n') }, priority));
    expect(problems).toEqual([]);
    return {
      catalogue,
      of: (type: string, name: string) => catalogue.find(type)?.parameters.find((one) => one.name === name),
    };
  };

  test('the preprocessor of an ancestor beats that of a child; its schema does not', () => {
    const child = `name: child\nschema_extends: base\n${CLASS}parameters_jsonschema: {properties: {retry_delay: {type: integer, maximum: 9}}}\nproperty_preprocessors: [{type: to_timedelta, properties: {units: hours}, apply_to_properties: [retry_delay]}]\n`;
    const { of } = parameters('shared', child);
    expect(of('child', 'retry_delay')).toMatchObject({ type: { kind: 'duration' } });
    expect(of('child', 'retry_delay')?.unit).toBeUndefined();
    expect(of('child', 'retry_delay')?.misfits?.(10)).toMatchObject([{ message: 'has to be <= 9' }]);
  });

  test('what any ancestor requires is required; the nearest word on further properties counts', () => {
    const parent = `name: parent\n${CLASS}parameters_jsonschema: {properties: {a: {type: string}}, required: [a], additionalProperties: false}\n`;
    const child = `name: child\nschema_extends: parent\n${CLASS}parameters_jsonschema: {properties: {a: {type: integer}}}\n`;
    const open = `name: open\nschema_extends: parent\n${CLASS}parameters_jsonschema: {additionalProperties: true}\n`;
    const free = `name: free\n${CLASS}parameters_jsonschema: {}\n`;
    const { of, catalogue } = parameters('shared', parent, child, open, free);
    expect(of('child', 'a')).toMatchObject({ type: { kind: 'integer' }, required: true });
    expect(of('open', 'a')).toMatchObject({ type: { kind: 'text' }, required: true });
    expect(['child', 'open', 'free'].map((name) => catalogue.find(name)?.open ?? false)).toEqual([false, true, true]);
  });

  test('what has a default is filled in before it is asked for', () => {
    const filled = `name: filled\n${CLASS}parameters_jsonschema: {properties: {a: {type: boolean, default: true}}, required: [a]}\n`;
    expect(parameters('shared', filled).of('filled', 'a')).toMatchObject({ required: false, fill: true });
  });

  test('a type of the default plugin is replaced by its name, one of a fallback plugin is not', () => {
    const bash = `name: bash\nschema_extends: base\n${CLASS}parameters_jsonschema: {properties: {script: {type: string}}}\n`;
    expect(parameters('shared', bash).catalogue.find('bash')?.classPath).toBe('acme.x.X');
    expect(parameters('fallback', bash).catalogue.find('bash')?.classPath).toContain('BashOperator');
  });

  test('a class of Airflow 1.10 becomes the one of today, its arguments by their names of today', () => {
    const mine = `name: gcp_pubsub_publish\nschema_extends: base\noperator_class: PubSubPublishOperator\noperator_class_module: airflow.contrib.operators.pubsub_operator\nparameters_jsonschema: {properties: {project: {type: string, default: acme}, topic: {type: string}}, additionalProperties: false}\n`;
    const { catalogue, of } = parameters('shared', mine);
    expect(catalogue.find('gcp_pubsub_publish')?.classPath).toMatch(/providers\.google.*PubSubPublishMessageOperator$/);
    expect(of('gcp_pubsub_publish', 'project_id')).toMatchObject({ fill: 'acme', aliases: ['project'] });
  });

  test.each([
    [
      'a class whose arguments are made of others',
      'airflow.contrib.operators.bigquery_operator BigQueryOperator',
      'bql, destination_dataset_table, bigquery_conn_id, delegate_to',
      '{bql: select 1, destination_dataset_table: a.b, bigquery_conn_id: bq, delegate_to: x@acme.io}',
      'BigQueryInsertJobOperator( task_id="a", configuration={ "query": { "query": "select 1", "destinationTable": {"datasetId": "a", "tableId": "b"}, "useLegacySql": True, }, }, gcp_conn_id="bq", )',
    ],
    [
      'the class of one database, and a name that no release tells of',
      'airflow.operators.postgres_operator PostgresOperator',
      'sql, postgres_conn_id',
      '{sql: select 1, postgres_conn_id: dwh}',
      'SQLExecuteQueryOperator( task_id="a", sql="select 1", conn_id="dwh", )',
    ],
    [
      'a name that a release of the provider renamed',
      'airflow.contrib.operators.gcs_list_operator GoogleCloudStorageListOperator',
      'bucket, google_cloud_storage_conn_id',
      '{bucket: b, google_cloud_storage_conn_id: g}',
      'GCSListObjectsOperator( task_id="a", bucket="b", gcp_conn_id="g", )',
    ],
    [
      'a module that is gone, and a class that is not',
      'airflow.contrib.operators.emr_add_steps_operator EmrAddStepsOperator',
      'job_flow_id',
      '{job_flow_id: j}',
      'EmrAddStepsOperator( task_id="a", job_flow_id="j", )',
    ],
  ])('%s, under a name of the plugin', (_, classPath, names, properties, call) => {
    const [module, name] = classPath.split(' ');
    const schema = names.split(', ').map((one) => `${one}: {type: string}`);
    const mine = `name: mine\nschema_extends: base\noperator_class: ${name}\noperator_class_module: ${module}\nparameters_jsonschema: {properties: {${schema.join(', ')}}}\n`;
    const { catalogue } = parameters('shared', mine);
    const text = `name: w\noperators:\n- {name: a, type: mine, properties: ${properties}}\n`;
    const file = readWorkflow('w.workflow.yaml', text);
    expect(checkWorkflow(file, { catalogue }).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { plan } = planWorkflow(file, { catalogue });
    expect(plan).toBeDefined();
    if (plan === undefined) return;
    const options = { tool: 'test', sourcePath: 'w.workflow.yaml', lines: file.lines };
    for (const target of Object.values(airflowTargets))
      expect(emitPython(plan, target, options).replace(/\s+/g, ' ')).toContain(call);
  });

  test('what the class of today does not take is told where the type is defined, and where it is given', () => {
    const mine = plugin({
      operators:
        'name: tell\nschema_extends: base\noperator_class: SlackWebhookOperator\noperator_class_module: airflow.contrib.operators.slack_webhook_operator\nparameters_jsonschema: {properties: {http_conn_id: {}, message: {}, webhook_token: {}}, required: [http_conn_id, webhook_token]}\n',
    });
    expect(toldOf(mine)).toBe(
      '5:69 The class is now airflow.providers.slack.operators.slack_webhook.SlackWebhookOperator, which takes no "webhook_token"; the slack provider had it until 7.3.2. Workflows cannot give it.',
    );
    const errorsOf = (properties: string) =>
      checkWorkflow(
        readWorkflow('w.workflow.yaml', `name: w\noperators:\n- {name: a, type: tell, properties: {${properties}}}\n`),
        catalogueOf(mine),
      ).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
    expect(errorsOf('http_conn_id: c, message: m')).toEqual([]);
    expect(errorsOf('http_conn_id: c, webhook_token: t')).toEqual([
      '"tell" takes no property "webhook_token" any more; the slack provider had it until 7.3.2.',
    ]);
  });

  test('what all operators take may be a plugin’s own', () => {
    const base = `name: base\n${CLASS}parameters_jsonschema: {properties: {pool: {type: string, default: acme}}}\n`;
    const { catalogue } = parameters('shared', base);
    expect(catalogue.baseParameters.get('pool')).toMatchObject({ fill: 'acme' });
    expect(catalogue.baseParameters.has('retries')).toBe(true);
  });
});
