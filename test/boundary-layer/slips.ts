import { type Data, pick, Raw } from './made';
import { all, items, itemsOf, mappingsIn, replaceAny, type Slip, slip, WRONG } from './slip';

/** Slips in values, keys and properties. */
export const SLIPS: readonly Slip[] = [
  slip('wrong value at the top', all, replaceAny),
  slip('wrong value of an item', items, replaceAny),
  slip('wrong value of a property', (documents) => mappingsIn(documents, 'properties'), replaceAny),
  slip('wrong value in dag_args', (documents) => mappingsIn(documents, 'dag_args'), replaceAny),
  slip('wrong value in default_task_args', (documents) => mappingsIn(documents, 'default_task_args'), replaceAny),
  slip('wrong value in imports', (documents) => mappingsIn(documents, 'imports'), replaceAny),
  slip(
    'unknown key at the top',
    all,
    (document, random) =>
      void document.set(
        pick(random, ['operator', 'schedule', 'x-defs', 'format', 'images', 'waves']),
        pick(random, WRONG),
      ),
  ),
  slip(
    'unknown key of an item',
    items,
    (item, random) =>
      void item.set(
        pick(random, ['retries', 'trigger_rule', 'image', 'on_failure', 'plugin_config', 'target', 'group']),
        pick(random, WRONG),
      ),
  ),
  slip(
    'unknown property',
    (documents) => mappingsIn(documents, 'properties'),
    (properties, random) =>
      void properties.set(
        pick(random, ['nope', 'dag', 'task_id', 'do_xcom_push', 'bash_command', 'retires']),
        pick<Data>(random, ['x', 1, 'my-task']),
      ),
  ),
  slip(
    'unknown dag argument',
    (documents) => mappingsIn(documents, 'dag_args'),
    (args, random) =>
      void args.set(
        pick(random, [
          'dag_id',
          'start_date',
          'schedule',
          'max_active_tasks',
          'retries',
          'full_filepath',
          'access_control',
          'template_undefined',
          'sla_miss_callback',
        ]),
        pick<Data>(random, ['x', '<<json>>', 3, '2026-01-01', new Raw('{}')]),
      ),
  ),
  slip(
    'dag argument at its limits',
    (documents) => mappingsIn(documents, 'dag_args'),
    (args, random) =>
      void args.set(
        ...pick<[string, Data]>(random, [
          ['schedule_interval', 3600],
          ['schedule_interval', '@bogus'],
          ['schedule_interval', ''],
          ['max_active_runs', -4],
          ['max_active_runs', 5.9],
          ['catchup', 'yes'],
          ['catchup', 0],
          ['default_view', 'grid'],
          ['orientation', 'UP'],
          ['on_failure_callback', 'f'],
          ['on_failure_callback', '<<f>> tail'],
          ['tags', 'x'],
          ['dagrun_timeout', '60'],
          ['concurrency', true],
          ['params', []],
        ]),
      ),
  ),
  slip(
    'without a key',
    items,
    (item, random) => void item.delete(pick(random, ['name', 'type', 'target', 'properties'])),
  ),
  slip(
    'without a property',
    (documents) => mappingsIn(documents, 'properties'),
    (properties, random) => {
      const keys = [...properties.keys()];
      if (keys.length > 0) properties.delete(pick(random, keys));
    },
  ),
  slip('without a name', all, (document) => void document.delete('name')),
  slip(
    'two of one name',
    (documents) => documents.map((document) => itemsOf([document])).filter((list) => list.length > 1),
    (list, random) => void list.at(-1)?.set('name', pick(random, list).get('name') ?? 'x'),
  ),
  slip(
    'two documents of one name',
    (documents) => (documents.length > 1 ? [documents] : []),
    (documents, random) => void documents.at(-1)?.set('name', pick(random, documents).get('name') ?? 'x'),
  ),
  slip(
    'dependency on nothing',
    (documents) => itemsOf(documents, ['before', 'operators', 'after', 'sub_dags', 'generators']),
    (item, random) => void item.set(pick(random, ['upstream_dependencies', 'downstream_dependencies']), ['nothing']),
  ),
];
