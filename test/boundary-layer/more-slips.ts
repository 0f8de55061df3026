import { type Data, pick, Raw } from './made';
import { all, items, itemsOf, mappingsIn, renamed, type Slip, slip } from './slip';

/** Slips in names, references, generators and defaults. */
export const MORE_SLIPS: readonly Slip[] = [
  slip(
    'dependency anywhere',
    (documents) => itemsOf(documents),
    (item, random, documents) =>
      void item.set(pick(random, ['upstream_dependencies', 'downstream_dependencies']), [
        pick(random, itemsOf(documents)).get('name') ?? 'x',
      ]),
  ),
  slip(
    'resource anywhere',
    (documents) => itemsOf(documents),
    (item, random, documents) =>
      void item.set('requires_resources', [pick(random, itemsOf(documents)).get('name') ?? 'x']),
  ),
  slip(
    'unknown type',
    items,
    (item, random) =>
      void item.set(
        'type',
        pick(random, [
          'bahs',
          'list_generator',
          'sub_dag',
          'dataproc_cluster',
          'base',
          'base_sensor',
          'BashOperator',
          'branch',
          'container',
          'hive_partition_sensor',
          'ml_engine_version',
          'airflow.operators.bash_operator.BashOperator',
        ]),
      ),
  ),
  slip(
    'another target',
    (documents) => itemsOf(documents, ['sub_dags', 'generators']),
    (item, random, documents) =>
      void item.set(
        'target',
        pick<Data>(random, ['nothing', ...documents.map((document) => document.get('name') ?? 'x')]),
      ),
  ),
  {
    name: 'a document that nothing uses',
    apply: (documents) => [...documents, new Map<string, Data>([['name', 'loose']])],
  },
  slip(
    'odd name',
    items,
    (item, random) =>
      void item.set(
        'name',
        pick<Data>(random, ['1st', '', '-x', 'class', 'dag', 'a b', 'DAG', 'item', 'x'.repeat(260), '.', 'os']),
      ),
  ),
  slip(
    'odd document name',
    all,
    (document, random) =>
      void document.set('name', pick<Data>(random, ['1st', '', 'a.b', 'class', 'x'.repeat(260), 'é'])),
  ),
  slip(
    'verbatim',
    (documents) => mappingsIn(documents, 'properties'),
    (properties, random) => {
      const keys = [...properties.keys()];
      if (keys.length > 0)
        properties.set(
          pick(random, keys),
          pick(random, ['a <<', '<<a<<b>>', '<<1>> and <<2>>', '<<>>', 'cat <<EOF', '<<<1>>>', '<<json.dumps(1)>>']),
        );
    },
  ),
  slip(
    'version',
    all,
    (document, random) =>
      void document.set(
        'compatibility_version',
        pick<Data>(random, ['0.9.8', '2.0.0', '1.0', 'x', '', 1.9, '1.9.18-rc1', '01.2.3']),
      ),
  ),
  slip(
    'plugin_config',
    all,
    (document, random) =>
      void document.set(
        'plugin_config',
        pick<Data>(random, [
          new Raw('{}'),
          new Raw('{default: {}}'),
          new Raw('{default: {a: 1}}'),
          new Raw('{nope: {}}'),
          null,
        ]),
      ),
  ),
  slip(
    'odd generator',
    (documents) => itemsOf(documents, ['generators']),
    (item, random) =>
      void item.set(
        ...pick<[string, Data]>(random, [
          ['auto_task_id_mode', 'both'],
          ['auto_task_id_mode', 3],
          ['regex_blocklist', 'a'],
          ['regex_blocklist', ['(']],
          ['regex_blocklist', [3]],
          ['regex_blocklist', ['(?P<x>a)']],
          ['regex_blocklist', ['(?=a)']],
          ['properties', new Map<string, Data>([['items', ['same', 'same']]])],
          ['properties', new Map<string, Data>([['items', ['a b', 'c/d']]])],
          ['properties', new Map<string, Data>([['items', [1, 2]]])],
          ['properties', new Map<string, Data>([['items', '<<[1, 2]>>']])],
          ['properties', new Map<string, Data>([['items', [new Map<string, Data>([['x', 1]])]]])],
        ]),
      ),
  ),
  slip(
    'task_id',
    (documents) => itemsOf(documents, ['operators', 'before', 'after', 'sub_dags']),
    (item, random) => {
      const properties = item.get('properties');
      const value = pick(random, ['mine', 'weird id!', 'a.b', '<<str(1)>>', 'x-<<item_name>>']);
      if (properties instanceof Map) properties.set('task_id', value);
      else item.set('properties', new Map<string, Data>([['task_id', value]]));
    },
  ),
  slip(
    'key in a secondary',
    (documents) => documents.slice(1),
    (document, random) =>
      void document.set(
        ...pick<[string, Data]>(random, [
          ['dag_args', new Raw('{}')],
          ['default_task_args', new Raw('{}')],
          ['compatibility_version', '1.0.0'],
          ['imports', new Raw('{modules: [math]}')],
          ['plugin_config', new Raw('{}')],
        ]),
      ),
  ),
  slip('renamed key', items, (item, random) => {
    const keys = [...item.keys()];
    const key = pick(random, keys);
    renamed(item, key, `${key}s`);
  }),
  slip(
    'resource on a resource',
    (documents) => itemsOf(documents, ['resources']),
    (item, random, documents) =>
      void item.set('requires_resources', [pick(random, itemsOf(documents, ['resources'])).get('name') ?? 'x']),
  ),
  slip(
    'resource edges',
    (documents) => itemsOf(documents, ['resources']),
    (item, random, documents) =>
      void item.set('upstream_dependencies', [pick(random, itemsOf(documents, ['resources'])).get('name') ?? 'x']),
  ),
  slip(
    'default task argument',
    (documents) => mappingsIn(documents, 'default_task_args'),
    (args, random) =>
      void args.set(
        ...pick<[string, Data]>(random, [
          ['task_id', 'one'],
          ['dag', 'x'],
          ['trigger_rule', 'all_done'],
          ['items', ['a']],
          ['bucket', 'b'],
          ['cluster_name', 'c'],
          ['nope', 1],
          ['bash_command', 'x'],
          ['retries', '3'],
          ['start_date', new Raw('2026-01-01')],
          ['start_date', '2026-01-01T00:00:00'],
          ['email', 'a@b.c'],
          ['retry_delay', '5'],
          ['name', 'x'],
        ]),
      ),
  ),
  slip(
    'default with a schema',
    (documents) => mappingsIn(documents, 'properties'),
    (properties, random) =>
      void properties.set(
        ...pick<[string, Data]>(random, [
          ['max_retry_delay', 5],
          ['max_retry_delay', '5'],
          ['retry_delay', 1.5],
          ['sla', '5'],
          ['start_date', '2026-1-1'],
          ['start_date', '<<datetime.datetime(2026, 1, 1)>>'],
          ['trigger_rule', 'none_failed_or_skipped'],
          ['trigger_rule', 'all_skipped'],
          ['retries', 2.0],
          ['retries', new Raw('3.0')],
          ['email', 'x'],
          ['params', new Raw('{a: [1, {b: ~}]}')],
          ['owner', null],
          ['pool', new Raw('1:30')],
        ]),
      ),
  ),
];
