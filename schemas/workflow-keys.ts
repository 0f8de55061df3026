/** The lists of a workflow document whose items are nodes. */
export type Section = 'resources' | 'before' | 'operators' | 'generators' | 'sub_dags' | 'after';

/**
 * What the value of a key has to be. `texts`: a list of texts. `list`: a list of anything. `verbatim`: text that is
 * Python in `<< >>`.
 */
export type KeyShape =
  | 'text'
  | 'texts'
  | 'integer'
  | 'boolean'
  | 'mapping'
  | 'list'
  | 'schedule'
  | 'date'
  | 'verbatim'
  | 'any';

export interface KeyFacts {
  readonly name: string;
  readonly shape: KeyShape;
  /** One line of our own that says what it is for. */
  readonly summary: string;
  /** Is it legal only with `format: 1`? */
  readonly addition?: true;
  /** Is it legal only in the first document of a file? */
  readonly primary?: true;
  /** May it be null? */
  readonly nullable?: true;
  /** The only texts that it may be. */
  readonly values?: readonly string[];
  /** A value as people write it, on one line: of a key whose value has parts. */
  readonly example?: string;
}

/** A key of the items of sections. */
export interface NodeKeyFacts extends KeyFacts {
  /** The sections in which it is legal; absent, all. */
  readonly sections?: readonly Section[];
  /** The types for which it is legal; absent, all. */
  readonly types?: readonly string[];
  /** The types for which it is not legal. */
  readonly exceptTypes?: readonly string[];
}

/** Types that are keywords of the language, not entries of the catalogue. They stand in `operators`, `before`, `after`. */
export const KEYWORD_TYPES = ['branch', 'join', 'fail'] as const;

/** The types of `sub_dags`. */
export const SUB_DAG_TYPES = ['sub_dag'] as const;

/** The additions among the types: legal only with `format: 1`. */
export const ADDED_TYPES: readonly string[] = [...KEYWORD_TYPES, 'container'];

const GROUPS: readonly Section[] = ['before', 'operators', 'after', 'generators', 'sub_dags'];

/** The keys of a document (boundary-layer 1.9.18 and `docs/format.md`). */
export const DOCUMENT_KEYS: readonly KeyFacts[] = [
  { name: 'name', shape: 'text', summary: 'The name of the DAG, or of the target.' },
  { name: 'format', shape: 'integer', summary: 'The version of the language: 1.', addition: true, primary: true },
  {
    name: 'imports',
    shape: 'mapping',
    summary: 'Python modules and names that verbatim expressions use.',
    example: '{modules: [math], objects: [{module: acme, objects: [load]}]}',
  },
  {
    name: 'resources',
    shape: 'list',
    summary: 'What is created before its first user and destroyed after the last.',
    example: '[{name: cluster, type: dataproc_cluster, properties: {…}}]',
  },
  {
    name: 'before',
    shape: 'list',
    summary: 'Tasks that run before all others.',
    example: '[{name: load, type: bash, properties: {bash_command: load}}]',
  },
  {
    name: 'operators',
    shape: 'list',
    summary: 'The tasks.',
    example: '[{name: load, type: bash, properties: {bash_command: load}}]',
  },
  {
    name: 'after',
    shape: 'list',
    summary: 'Tasks that run after all others.',
    example: '[{name: load, type: bash, properties: {bash_command: load}}]',
  },
  {
    name: 'sub_dags',
    shape: 'list',
    summary: 'Nodes that stand for another document of this file.',
    example: '[{name: load, type: sub_dag, target: loading}]',
  },
  {
    name: 'generators',
    shape: 'list',
    summary: 'Nodes that repeat another document of this file.',
    example: '[{name: tables, type: list_generator, target: table, properties: {items: [orders, customers]}}]',
  },
  { name: 'plugin_config', shape: 'mapping', summary: 'Settings of boundary-layer plugins.' },
  { name: 'compatibility_version', shape: 'text', summary: 'The oldest boundary-layer that reads it.', primary: true },
  {
    name: 'dag_args',
    shape: 'mapping',
    summary: 'Arguments of the DAG.',
    example: '{description: Loads the orders., catchup: false}',
    primary: true,
  },
  {
    name: 'default_task_args',
    shape: 'mapping',
    summary: 'Arguments of every task.',
    example: '{owner: data, retries: 2}',
    primary: true,
  },
  {
    name: 'images',
    shape: 'mapping',
    summary: 'Container images by name.',
    example: '{loader: {url: "registry.acme.io/loader:1"}}',
    addition: true,
    primary: true,
  },
  {
    name: 'operator_defaults',
    shape: 'mapping',
    summary: 'Properties by type.',
    example: '{bash: {env: {REGION: eu}}}',
    addition: true,
    primary: true,
  },
  {
    name: 'waves',
    shape: 'list',
    summary: 'The waves of a staged migration.',
    example: '[{name: first, select: "+publish"}]',
    addition: true,
    primary: true,
  },
];

/** The keys of the first document of a composite's file, beside those of targets (`docs/composites.md`). */
export const COMPOSITE_KEYS: readonly KeyFacts[] = [
  { name: 'kind', shape: 'text', summary: '`composite`: the file is a type for workflows to use.' },
  { name: 'version', shape: 'integer', summary: 'Its version, for `type: name@version`.' },
  { name: 'summary', shape: 'text', summary: 'What it is for, in one line.' },
  { name: 'parameters_jsonschema', shape: 'mapping', summary: 'The JSON Schema of its parameters.' },
];

/** The same by name. */
export const DOCUMENT_KEYS_BY_NAME: ReadonlyMap<string, KeyFacts> = byName(DOCUMENT_KEYS);

/** The keys of `dag_args`. */
export const DAG_KEYS: readonly KeyFacts[] = [
  { name: 'schedule_interval', shape: 'text', summary: 'Cron expression or preset.', nullable: true },
  {
    name: 'schedule',
    shape: 'schedule',
    summary: 'Cron expression or preset, {cron, timezone}, {every}, {assets}, {timetable}, or null.',
    addition: true,
    nullable: true,
  },
  { name: 'start_date', shape: 'date', summary: 'The first date that is scheduled.', addition: true },
  { name: 'end_date', shape: 'date', summary: 'The last date that is scheduled.', addition: true },
  { name: 'catchup', shape: 'boolean', summary: 'Runs what was missed since the start date.' },
  { name: 'max_active_runs', shape: 'integer', summary: 'How many runs may be active at once.' },
  {
    name: 'max_active_tasks',
    shape: 'integer',
    summary: 'How many tasks of all runs may run at once.',
    addition: true,
  },
  { name: 'concurrency', shape: 'integer', summary: 'How many tasks of all runs may run at once.' },
  { name: 'is_paused_upon_creation', shape: 'boolean', summary: 'Is the DAG paused when first seen?', addition: true },
  { name: 'description', shape: 'text', summary: 'What the DAG is for, in the user interface.' },
  { name: 'dagrun_timeout', shape: 'integer', summary: 'Seconds after which a run fails.' },
  {
    name: 'default_view',
    shape: 'text',
    summary: 'The view that opens first.',
    values: ['grid', 'tree', 'graph', 'duration', 'gantt', 'landing_times'],
  },
  { name: 'orientation', shape: 'text', summary: 'The direction of the graph.', values: ['LR', 'TB', 'RL', 'BT'] },
  { name: 'sla_miss_callback', shape: 'verbatim', summary: 'Called when an SLA was missed.' },
  { name: 'on_success_callback', shape: 'verbatim', summary: 'Called when a run succeeded.' },
  { name: 'on_failure_callback', shape: 'verbatim', summary: 'Called when a run failed.' },
  { name: 'template_undefined', shape: 'verbatim', summary: 'The Jinja class for undefined names.' },
  { name: 'params', shape: 'mapping', summary: 'Parameters of a run, with their defaults.', example: '{mode: full}' },
  {
    name: 'user_defined_macros',
    shape: 'mapping',
    summary: 'Further names for Jinja.',
    example: '{half: "<<lambda number: number / 2>>"}',
  },
  {
    name: 'user_defined_filters',
    shape: 'mapping',
    summary: 'Further filters for Jinja.',
    example: '{half: "<<lambda number: number / 2>>"}',
  },
  { name: 'access_control', shape: 'mapping', summary: 'Permissions by role.', example: '{Viewer: [can_read]}' },
  { name: 'full_filepath', shape: 'text', summary: 'Ignored by Airflow 2 and later.' },
  { name: 'template_searchpath', shape: 'texts', summary: 'Folders in which templates are found.' },
  { name: 'doc_md', shape: 'text', summary: 'Documentation in Markdown, in the user interface.' },
  { name: 'tags', shape: 'texts', summary: 'Tags in the user interface.' },
];

/** The same by name. */
export const DAG_KEYS_BY_NAME: ReadonlyMap<string, KeyFacts> = byName(DAG_KEYS);

/** The keys of an item of `waves`. */
export const WAVE_KEYS: readonly KeyFacts[] = [
  { name: 'name', shape: 'text', summary: 'The name, for `--wave`.' },
  { name: 'select', shape: 'text', summary: 'The nodes that it adds to those of the waves before it.' },
];

/** The keys of an item of a section. */
export const NODE_KEYS: readonly NodeKeyFacts[] = [
  { name: 'name', shape: 'text', summary: 'The name, unique in its document.' },
  { name: 'type', shape: 'text', summary: 'What it is: a type of the catalogue.' },
  { name: 'properties', shape: 'mapping', summary: 'The arguments of its type.' },
  { name: 'requires_resources', shape: 'texts', summary: 'The resources that it uses.' },
  {
    name: 'upstream_dependencies',
    shape: 'texts',
    summary: 'What runs before it.',
    exceptTypes: ['join'],
  },
  { name: 'downstream_dependencies', shape: 'texts', summary: 'What runs after it.' },
  { name: 'target', shape: 'text', summary: 'The document that it stands for.', sections: ['generators', 'sub_dags'] },
  {
    name: 'auto_task_id_mode',
    shape: 'text',
    summary: 'index or item_name.',
    sections: ['generators'],
    values: ['index', 'item_name'],
  },
  { name: 'regex_blocklist', shape: 'texts', summary: 'Patterns of items to leave out.', sections: ['generators'] },
  { name: 'disable_sentinel_node', shape: 'boolean', summary: 'Leaves the sentinel out.', sections: ['resources'] },
  { name: 'group', shape: 'text', summary: 'A box in the graph, a/b nested.', addition: true, sections: GROUPS },
  {
    name: 'on_failure',
    shape: 'texts',
    summary: 'What runs when it failed, after its retries.',
    addition: true,
    sections: GROUPS,
    exceptTypes: ['join', 'fail'],
  },
  {
    name: 'image',
    shape: 'text',
    summary: 'The container image: a name of `images`, or a reference.',
    addition: true,
    types: ['container', 'docker', 'kubernetes'],
  },
  {
    name: 'backends',
    shape: 'mapping',
    summary: 'Properties that only one backend understands.',
    example: '{kubernetes: {in_cluster: true}}',
    addition: true,
    types: ['container'],
  },
  {
    name: 'cases',
    shape: 'list',
    summary: 'What to do when; the first true one wins.',
    example: '[{when: "{{ params.full }}", then: [load]}]',
    addition: true,
    types: ['branch'],
  },
  { name: 'otherwise', shape: 'texts', summary: 'What to do when no case is true.', addition: true, types: ['branch'] },
  {
    name: 'paths',
    shape: 'list',
    summary: 'Lists of alternatives; one of each has to succeed.',
    example: '[[load, mend], [check]]',
    addition: true,
    types: ['join'],
  },
];

/** The same by name. */
export const NODE_KEYS_BY_NAME: ReadonlyMap<string, NodeKeyFacts> = byName(NODE_KEYS);

function byName<Facts extends KeyFacts>(keys: readonly Facts[]): ReadonlyMap<string, Facts> {
  return new Map(keys.map((facts) => [facts.name, facts]));
}

/** The properties that the keyword types take. */
export const KEYWORD_PROPERTIES: Readonly<Record<(typeof KEYWORD_TYPES)[number], readonly string[]>> = {
  branch: ['trigger_rule', 'retries'],
  join: [],
  fail: ['message', 'trigger_rule'],
};

/** Airflow's trigger rules that a workflow may name (`airflow.task.trigger_rule`, 3.3). */
export const TRIGGER_RULES = [
  'all_success',
  'all_failed',
  'all_done',
  'all_done_min_one_success',
  'all_skipped',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'always',
] as const;

/** Trigger rules of older versions of Airflow, and what they are called now. */
export const RENAMED_TRIGGER_RULES: ReadonlyMap<string, string> = new Map([
  ['dummy', 'always'],
  ['none_failed_or_skipped', 'none_failed_min_one_success'],
]);

/** The versions of the language that this dagport reads. */
export const FORMATS: readonly number[] = [1];
