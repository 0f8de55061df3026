import { chance, type Data, type Mutable, type Pair, pick, type Random, Raw, some } from './made';

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

/** What makes the documents of a workflow, all of them sound. */
export function makerOf(random: Random): Maker {
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
