import { type Data, type Mutable, pick, Raw } from '../made';
import { all, itemsOf, type Slip, slip } from '../slip';

const NODES = ['before', 'operators', 'after', 'sub_dags', 'generators'];

/** Slips in what the plain ones leave alone: references of documents to each other, lists of names, names that the plan makes. */
export const WIDE_SLIPS: readonly Slip[] = [
  slip(
    'one target twice',
    (documents) => documents.filter((one) => itemsOf([one], ['sub_dags', 'generators']).length > 0),
    (document, random) => {
      const section = pick(random, ['sub_dags', 'generators']);
      const own = pick(random, itemsOf([document], ['sub_dags', 'generators']));
      const other = new Map([...own, ['name', 'again'] as const]);
      if (section === 'sub_dags') for (const key of ['regex_blocklist', 'auto_task_id_mode']) other.delete(key);
      if ((own.get('type') === 'sub_dag') !== (section === 'sub_dags')) {
        other.set('type', section === 'sub_dags' ? 'sub_dag' : 'list_generator');
        other.set('properties', new Map<string, Data>(section === 'sub_dags' ? [] : [['items', ['x']]]));
      }
      const list = document.get(section);
      document.set(section, [...(Array.isArray(list) ? list : []), other]);
    },
  ),
  {
    name: 'documents that refer to each other',
    apply: (documents) => [
      ...documents,
      new Map<string, Data>([
        ['name', 'ring-a'],
        ['sub_dags', [reference('to-b', 'ring-b')]],
      ]),
      new Map<string, Data>([
        ['name', 'ring-b'],
        ['sub_dags', [reference('to-a', 'ring-a')]],
      ]),
    ],
  },
  slip(
    'a ring from the first document',
    (documents) => documents.slice(1),
    (document) => void document.set('sub_dags', [reference('round', String(document.get('name')))]),
  ),
  slip(
    'a list of names',
    (documents) => itemsOf(documents),
    (item, random, documents) => {
      const name = String(pick(random, itemsOf(documents)).get('name'));
      item.set(
        pick(random, ['upstream_dependencies', 'downstream_dependencies', 'requires_resources']),
        pick<Data>(random, [
          [name, name],
          [3],
          [[name]],
          [null],
          name,
          new Raw(`{${JSON.stringify(name)}: 1}`),
          [''],
          [],
        ]),
      );
    },
  ),
  slip(
    'a name that the plan makes',
    (documents) => itemsOf(documents),
    (item, random, documents) => {
      const resource = itemsOf(documents, ['resources'])[0]?.get('name') ?? 'r';
      item.set(
        'name',
        pick(random, [
          `${resource}_create`,
          `${resource}_destroy`,
          'index',
          'item_name',
          'Variable',
          'DEFAULT_TASK_ARGS',
        ]),
      );
    },
  ),
  slip(
    'a resource by the name of one passed in',
    (documents) => documents.slice(1),
    (document, random, documents) => {
      const name = itemsOf(documents, ['resources'])[0]?.get('name') ?? 'd-r0';
      document.set('resources', [resource(String(name))]);
      const operators = document.get('operators');
      const user: Mutable = new Map<string, Data>([
        ['name', 'user-of-it'],
        ['type', pick(random, ['dummy', 'dataproc_hadoop'])],
        ['requires_resources', [name]],
      ]);
      document.set('operators', [...(Array.isArray(operators) ? operators : []), user]);
    },
  ),
  slip(
    'two that provide one argument',
    (documents) => documents.slice(0, 1),
    (document, random) => {
      document.set('resources', [resource('one'), resource('two')]);
      for (const item of itemsOf([document])) item.delete('requires_resources');
      const user: Mutable = new Map<string, Data>([
        ['name', 'user-of-both'],
        ['type', pick(random, ['dummy', 'dataproc_hadoop', 'dataproc_cluster_delete', 'bash'])],
        ['requires_resources', ['one', 'two']],
      ]);
      if (user.get('type') === 'bash') user.set('properties', new Map<string, Data>([['bash_command', 'x']]));
      if (random() < 0.3)
        user.set(
          'properties',
          new Map<string, Data>([
            ['cluster_name', 'c'],
            ['region', 'r'],
          ]),
        );
      document.set('operators', [user]);
    },
  ),
  slip(
    'imports',
    (documents) => documents.slice(0, 1),
    (document, random) =>
      void document.set(
        'imports',
        pick<Data>(random, [
          new Raw('{modules: [json, json, math]}'),
          new Raw('{modules: [json], objects: [{module: os.path, objects: ["*"]}]}'),
          new Raw(
            '{modules: [json], objects: [{module: os.path, objects: [join]}, {module: os.path, objects: [join, split]}]}',
          ),
          new Raw('{modules: [json], objects: [{module: os.path}]}'),
          new Raw('{modules: [json], objects: [{objects: [join]}]}'),
          new Raw('{modules: json}'),
          new Raw('{modules: [json], objects: []}'),
          new Raw('{modules: [json, os.path as p]}'),
          new Raw('{modules: [json, ""]}'),
          new Raw('{modules: [3, json]}'),
          new Raw('{modules: [json], more: []}'),
        ]),
      ),
  ),
  slip(
    'a key of another section',
    (documents) => itemsOf(documents, NODES),
    (item, random) =>
      void item.set(
        ...pick<[string, Data]>(random, [
          ['target', 'doc-0'],
          ['auto_task_id_mode', 'index'],
          ['regex_blocklist', ['a']],
          ['disable_sentinel_node', true],
          ['items', ['a']],
        ]),
      ),
  ),
  slip('a document with nothing', all, (document) => {
    const name = document.get('name') ?? 'd';
    document.clear();
    document.set('name', name);
  }),
  slip(
    'nodes moved to another section',
    (documents) => documents.filter((one) => Array.isArray(one.get('operators'))),
    (document, random) => {
      const nodes = document.get('operators') ?? [];
      document.delete('operators');
      document.set(pick(random, ['before', 'after', 'generators', 'sub_dags', 'resources']), nodes);
    },
  ),
  slip(
    'odd values in a resource',
    (documents) => itemsOf(documents, ['resources']),
    (item, random) => {
      const properties = item.get('properties');
      if (!(properties instanceof Map)) return;
      properties.set(
        ...pick<[string, Data]>(random, [
          ['cluster_name', 'Upper'],
          ['cluster_name', 'a_b'],
          ['cluster_name', 'ends-'],
          ['cluster_name', 'x'.repeat(60)],
          ['cluster_name', '{{ ds'],
          ['cluster_name', '{{ nothing.there }}'],
          ['cluster_name', '<<name()>>'],
          ['cluster_name', 'c-{{ task.task_id }}'],
          ['num_workers', 0],
          ['trigger_rule', 'all_done'],
          ['task_id', 'mine'],
          ['nope', 1],
          ['region', null],
        ]),
      );
    },
  ),
];

function reference(name: string, target: string): Mutable {
  return new Map<string, Data>([
    ['name', name],
    ['type', 'sub_dag'],
    ['target', target],
  ]);
}

function resource(name: string): Mutable {
  const properties = new Map<string, Data>([
    ['cluster_name', 'c'],
    ['region', 'r'],
    ['num_workers', 2],
    ['project_id', 'p'],
  ]);
  return new Map<string, Data>([
    ['name', name],
    ['type', 'dataproc_cluster'],
    ['properties', properties],
  ]);
}
