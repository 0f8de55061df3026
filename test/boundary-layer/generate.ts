/** Numbers from 0 to 1, the same for each seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A workflow of boundary-layer, and what was done to it that may make it wrong. */
export interface Generated {
  readonly text: string;
  readonly slips: readonly string[];
}

/**
 * A random workflow of boundary-layer 1.9.18: documents, sections, resources, generators, sub-DAGs, verbatim Python, defaults and
 * arguments. Half of them have one or two slips: a value of another kind, a key or name that is not there, two of one name.
 */
export function generate(seed: number): Generated {
  const random = randomOf(seed);
  const maker = makerOf(random);
  const documents = maker.documents();
  const slips: string[] = [];
  const count = chance(random, 0.55) ? 0 : chance(random, 0.8) ? 1 : 2;
  let written: readonly Mutable[] = documents;
  for (let index = 0; index < count; index++) {
    const slip = pick(random, SLIPS);
    const changed = slip.apply(written, random);
    if (changed === undefined) continue;
    written = changed;
    slips.push(slip.name);
  }
  const separator = chance(random, 0.1) ? '\r\n' : '\n';
  const texts = written.map((document) => documentText(document, random));
  return { text: texts.join('---\n').replaceAll('\n', separator), slips };
}

/** A document while it is made: key → value, in order. */
type Mutable = Map<string, Data>;
type Pair = readonly [string, Data];
type Data = string | number | boolean | null | Raw | Data[] | Mutable;

/** Text that is written as it is. */
class Raw {
  constructor(readonly text: string) {}
}

function chance(random: Random, share: number): boolean {
  return random() < share;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

function some<Item>(random: Random, items: readonly Item[], share: number): Item[] {
  return items.filter(() => chance(random, share));
}

const NAMES = [
  'load',
  'a-b',
  'x.1',
  'Copy_2',
  '_under',
  'send mail',
  'été',
  'fetch',
  'merge',
  'stage-1',
  'out',
  'n7',
  'clean',
  'q',
];

interface Maker {
  readonly documents: () => readonly Mutable[];
}

function makerOf(random: Random): Maker {
  const is = (share: number): boolean => chance(random, share);
  const of = <Item>(items: readonly Item[]): Item => pick(random, items);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const map = (...pairs: readonly (readonly [string, Data] | false)[]): Mutable =>
    new Map(pairs.flatMap((pair) => (pair === false ? [] : [pair])));

  const sometimes = (share: number, key: string, value: Data): readonly Pair[] => (is(share) ? [[key, value]] : []);

  const text = (repeated: boolean): Data =>
    of<Data>([
      'echo 1',
      'echo {{ ds }}',
      repeated ? 'do <<item_name>>' : 'do <<str(1)>>',
      repeated ? '<<item_name>>' : '<<json.dumps({})>>',
      "it's",
      'say "x"',
      'one\ntwo',
      'back\\slash',
      'é€😀',
      '',
      'lone >> end',
    ]);

  const base = (): readonly (readonly [string, Data])[] =>
    some<readonly [string, () => Data]>(
      random,
      [
        ['retries', () => of<Data>([0, 3, new Raw('010'), new Raw('1_000')])],
        ['retry_delay', () => of([60, new Raw('1:30')])],
        ['pool', () => 'p'],
        ['owner', () => 'me'],
        ['trigger_rule', () => of(['all_success', 'all_done', 'one_failed', 'none_failed', 'none_skipped', 'dummy'])],
        ['email', () => ['a@b.c']],
        ['depends_on_past', () => of([true, new Raw('yes'), new Raw('off')])],
        ['params', () => map(['k', 1])],
        ['start_date', () => '2026-01-01'],
        ['end_date', () => '2027-01-01'],
        ['priority_weight', () => 3],
        ['execution_timeout', () => 30],
        ['sla', () => 30],
        ['on_failure_callback', () => '<<json.dumps>>'],
        ['queue', () => 'q'],
        ['task_concurrency', () => 2],
      ],
      0.06,
    ).map(([key, make]) => [key, make()] as const);

  const operator = (name: string, repeated: boolean): Mutable => {
    const kind = of([
      'dummy',
      'dummy',
      'dummy',
      'bash',
      'bash',
      'python',
      'http_operator',
      'email',
      'docker',
      'kubernetes',
      'ssh',
      'gcs_to_gcs',
      'flow_control',
      'short_circuit',
      'external_task_sensor',
      'gcs_object_sensor',
      'gcp_pubsub_publish',
    ]);
    const own: Readonly<Record<string, () => readonly Pair[]>> = {
      bash: () => [
        ['bash_command', text(repeated)],
        ...sometimes(0.2, 'env', map(['A', 'b'])),
        ...sometimes(0.1, 'xcom_push', true),
      ],
      python: () => [
        ['python_callable', '<<json.dumps>>'],
        ...sometimes(0.2, 'op_kwargs', map(['a', is(0.5) ? 1 : '<<1 + 1>>'])),
        ...sometimes(0.2, 'provide_context', true),
      ],
      short_circuit: () => [['python_callable', '<<json.dumps>>']],
      http_operator: () => [
        ['endpoint', '/x'],
        ...sometimes(0.3, 'method', of(['GET', 'POST'])),
        ...sometimes(0.2, 'headers', map(['a', 'b'])),
      ],
      email: () => [
        ['to', ['a@b.c', 'd']],
        ['subject', 's'],
        ['html_content', '<p>'],
      ],
      docker: () => [
        ['image', 'alpine:3'],
        ...sometimes(0.3, 'command', 'true'),
        ...sometimes(0.2, 'volumes', ['/a:/b']),
      ],
      kubernetes: () => [
        ['image', 'alpine:3'],
        ['namespace', 'n'],
        ['name', 'p'],
        ...sometimes(0.3, 'cmds', ['a', 'b']),
        ...sometimes(0.2, 'env_vars', map(['A', 1])),
        ...sometimes(0.2, 'volumes', [map(['name', 'v'], ['configs', map(['emptyDir', map()])])]),
      ],
      ssh: () => [
        ['ssh_conn_id', 'c'],
        ['command', 'ls'],
      ],
      gcs_to_gcs: () => [
        ['source_bucket', 'a'],
        ['source_object', 'b'],
        ...sometimes(0.3, 'last_modified_time', '2026-01-01'),
      ],
      external_task_sensor: () => [
        ['external_dag_id', 'd'],
        ['external_task_id', is(0.4) ? null : 't'],
        ...sometimes(0.3, 'execution_delta', 1),
      ],
      gcs_object_sensor: () => [
        ['bucket', 'a'],
        ['object', 'b'],
        ...sometimes(0.3, 'mode', of(['poke', 'reschedule'])),
      ],
      gcp_pubsub_publish: () => [
        ['topic', 't'],
        ['project', 'p'],
        ['messages', [map(['data', is(0.5) ? 'x' : map(['a', 1])])]],
      ],
    };
    const properties = map(...(own[kind]?.() ?? []), ...base());
    return map(['name', name], ['type', kind], (properties.size > 0 || is(0.2)) && ['properties', properties]);
  };

  const resource = (name: string): Mutable =>
    map(['name', name], ['type', 'dataproc_cluster'], is(0.2) && ['disable_sentinel_node', true], [
      'properties',
      map(
        ['cluster_name', of(['c', 'c-{{ ds_nodash }}', 'orders-{{ ds }}'])],
        ['region', 'r'],
        ['num_workers', 2],
        ['project_id', 'p'],
      ),
    ]);

  /** Edges from earlier to later nodes only, written at one end or the other. */
  const connect = (nodes: readonly Mutable[], share: number): void => {
    for (const [index, node] of nodes.entries()) {
      for (const earlier of nodes.slice(0, index)) {
        if (!is(share)) continue;
        const [owner, key, other] = is(0.75)
          ? [node, 'upstream_dependencies', earlier]
          : [earlier, 'downstream_dependencies', node];
        const list = owner.get(key);
        const name = other.get('name') ?? '';
        if (Array.isArray(list)) list.push(name);
        else owner.set(key, [name]);
      }
    }
  };

  const generator = (name: string, target: string): Mutable => {
    const items: Data = of(['a', 'b', 'c']);
    const kind = of([
      'list_generator',
      'fixed_generator',
      'list_object_generator',
      'dict_generator',
      'list_generator',
      'gcs_list_generator',
      'requests_json_generator',
    ]);
    const letters = some<Data>(random, ['a', 'b', 'c', 'd.e'], 0.6);
    const given: Readonly<Record<string, Mutable>> = {
      list_generator: map(['items', letters]),
      fixed_generator: map(['items', letters.length === 0 ? [items] : letters]),
      list_object_generator: map(['items', letters.map((letter) => map(['name', letter], ['n', 1]))]),
      dict_generator: map(['items', map(...letters.map((letter) => [String(letter), 'v'] as const))]),
      gcs_list_generator: map(['bucket', 'b'], ['prefix', 'p']),
      requests_json_generator: map(['url', 'http://x'], ['list_json_key', 'k']),
    };
    return map(
      ['name', name],
      ['type', kind],
      ['target', target],
      is(0.2) && ['auto_task_id_mode', of(['index', 'item_name'])],
      is(0.2) && ['regex_blocklist', [of(['a', '^b$', 'z.*', '[cd]'])]],
      ['properties', given[kind] ?? map()],
    );
  };

  const document = (
    name: string,
    primary: boolean,
    repeated: boolean,
    targets: readonly { name: string; repeated: boolean }[],
    inherited: readonly string[],
  ) => {
    const names = [...NAMES];
    const free = (): string =>
      names.splice(Math.floor(random() * names.length), 1)[0] ?? `more${names.length}${random()}`;
    const resources = Array.from({ length: is(0.35) ? 1 + upTo(1) : 0 }, (_, index) => resource(`${name}-r${index}`));
    const visible = [...inherited, ...resources.map((one) => String(one.get('name')))];
    const nodes = (most: number): Mutable[] => Array.from({ length: upTo(most) }, () => operator(free(), repeated));
    const [before, operators, after] = [is(0.3) ? nodes(2) : [], nodes(5), is(0.3) ? nodes(2) : []];
    const references = targets.map((target) => {
      const own = free();
      return target.repeated
        ? generator(own, target.name)
        : map(['name', own], ['type', 'sub_dag'], ['target', target.name]);
    });
    const generators = references.filter((one) => one.get('type') !== 'sub_dag');
    const subDags = references.filter((one) => one.get('type') === 'sub_dag');
    const main = [...operators, ...references];
    const share = of([0.1, 0.3, 0.6]);
    for (let index = main.length - 1; index > 0; index--) {
      const other = Math.floor(random() * (index + 1));
      const [one, two] = [main[index], main[other]];
      if (one !== undefined && two !== undefined) [main[index], main[other]] = [two, one];
    }
    connect(main, share);
    connect(before, share);
    connect(after, share);
    const passed = new Map<Mutable, readonly string[]>();
    for (const node of [...before, ...main, ...after]) {
      const required = some(random, visible, 0.4);
      if (required.length > 0) node.set('requires_resources', required);
      passed.set(node, required);
    }
    for (const one of resources) {
      const own = String(one.get('name'));
      const users = [...before, ...main, ...after].filter((node) => passed.get(node)?.includes(own) === true);
      const user = users[0] ?? operators[0] ?? main[0];
      if (users.length === 0 && user !== undefined) user.set('requires_resources', [...(passed.get(user) ?? []), own]);
      if (users.length === 0 && user === undefined)
        operators.push(map(['name', 'user'], ['type', 'dummy'], ['requires_resources', [own]]));
    }
    const header = primary ? headerOf() : [];
    const result = map(
      ['name', name],
      ...header,
      resources.length > 0 && ['resources', resources],
      before.length > 0 && ['before', before],
      (operators.length > 0 || is(0.5)) && ['operators', operators],
      after.length > 0 && ['after', after],
      subDags.length > 0 && ['sub_dags', subDags],
      generators.length > 0 && ['generators', generators],
    );
    return { result, references };
  };

  const headerOf = (): readonly (readonly [string, Data])[] => {
    const args = some<readonly [string, () => Data]>(
      random,
      [
        ['catchup', () => of<Data>([true, false, new Raw('no'), 'T'])],
        ['max_active_runs', () => of<Data>([1, 4, '3'])],
        ['concurrency', () => 8],
        ['schedule_interval', () => of<Data>(['@daily', '0 3 * * *', null, '@once', '@hourly'])],
        ['description', () => 'd'],
        ['dagrun_timeout', () => 3600],
        ['default_view', () => 'graph'],
        ['orientation', () => 'LR'],
        ['tags', () => ['x']],
        ['params', () => map(['a', 1])],
        ['on_failure_callback', () => '<<json.dumps>>'],
        ['doc_md', () => 'text'],
        ['user_defined_macros', () => map(['m', '<<json.dumps>>'])],
        ['template_searchpath', () => ['/x']],
      ],
      0.15,
    ).map(([key, make]) => [key, make()] as const);
    return [
      [
        'imports',
        map(
          ['modules', is(0.3) ? ['json', 'math as m'] : ['json']],
          ...sometimes(0.3, 'objects', [map(['module', 'os.path'], ['objects', ['join', 'split as cut']])]),
        ),
      ],
      ...sometimes(0.3, 'compatibility_version', of(['1.9.18', '1.0.0', '0.9.9'])),
      ...sometimes(0.5, 'dag_args', map(...args)),
      ...sometimes(0.6, 'default_task_args', map(['start_date', '2026-01-01'], ...base())),
    ];
  };

  return {
    documents() {
      const found: Mutable[] = [];
      const open: { name: string; repeated: boolean; inherited: readonly string[]; depth: number }[] = [
        { name: of(['d', 'my-dag', 'orders_v1']), repeated: false, inherited: [], depth: 0 },
      ];
      let count = 0;
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        const { depth, name, repeated, inherited } = next;
        const amount = depth > 2 ? 0 : is(depth === 0 ? 0.6 : 0.25) ? 1 + upTo(1) : 0;
        const targets = Array.from({ length: amount }, () => ({ name: `doc-${count++}`, repeated: is(0.5) }));
        const { result, references } = document(name, depth === 0, repeated, targets, inherited);
        found.push(result);
        for (const [index, target] of targets.entries()) {
          const required = references[index]?.get('requires_resources');
          const names = Array.isArray(required) ? required.map(String) : [];
          open.push({ ...target, repeated: target.repeated || repeated, inherited: names, depth: depth + 1 });
        }
      }
      return found;
    },
  };
}

interface Slip {
  readonly name: string;
  /** The documents with the slip; nothing where there is no place for it. They are changed in place. */
  readonly apply: (documents: readonly Mutable[], random: Random) => readonly Mutable[] | undefined;
}

const WRONG: readonly Data[] = [
  null,
  3,
  1.5,
  true,
  'text',
  '',
  '3',
  'yes',
  [],
  ['a'],
  [null],
  new Raw('2026-01-01'),
  new Raw('{}'),
  new Raw('{a: 1}'),
  new Raw('~'),
  new Raw('010'),
  new Raw('1e3'),
  new Raw('='),
];

const ITEM_SECTIONS = ['resources', 'before', 'operators', 'after', 'sub_dags', 'generators'];

function itemsOf(documents: readonly Mutable[], sections: readonly string[] = ITEM_SECTIONS): readonly Mutable[] {
  return documents.flatMap((document) =>
    sections.flatMap((section) => {
      const list = document.get(section);
      return Array.isArray(list) ? list.filter((item): item is Mutable => item instanceof Map) : [];
    }),
  );
}

/** A slip in one of the places that there are. */
function slip<Place>(
  name: string,
  places: (documents: readonly Mutable[], random: Random) => readonly Place[],
  change: (place: Place, random: Random, documents: readonly Mutable[]) => void,
): Slip {
  return {
    name,
    apply(documents, random) {
      const found = places(documents, random);
      if (found.length === 0) return undefined;
      change(pick(random, found), random, documents);
      return documents;
    },
  };
}

function mappingsIn(documents: readonly Mutable[], key: string): readonly Mutable[] {
  return [...documents, ...itemsOf(documents)].flatMap((owner) => {
    const value = owner.get(key);
    return value instanceof Map ? [value] : [];
  });
}

function renamed(map: Mutable, from: string, to: string): void {
  const pairs = [...map];
  map.clear();
  for (const [key, value] of pairs) map.set(key === from ? to : key, value);
}

function replaceAny(map: Mutable, random: Random): void {
  const keys = [...map.keys()];
  if (keys.length > 0) map.set(pick(random, keys), pick(random, WRONG));
}

const all = (documents: readonly Mutable[]): readonly Mutable[] => documents;
const items = (documents: readonly Mutable[]): readonly Mutable[] => itemsOf(documents);

const SLIPS: readonly Slip[] = [
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

function documentText(document: Mutable, random: Random): string {
  const block = chance(random, 0.5);
  return [...document].map(([key, value]) => entryText(key, value, block)).join('');
}

/** Sections as lists of items, one a line; all else in flow style. */
function entryText(key: string, value: Data, block: boolean): string {
  if (!block || !Array.isArray(value) || value.length === 0 || !ITEM_SECTIONS.includes(key))
    return `${key}: ${flow(value)}\n`;
  return `${key}:\n${value.map((item) => `- ${flow(item)}\n`).join('')}`;
}

function flow(value: Data): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}: ${flow(inner)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
