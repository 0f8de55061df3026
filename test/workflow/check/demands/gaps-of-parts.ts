import { bash, type Demand, target, tasks, workflow } from './demand';

/** What boundary-layer 1.9.18 lets pass about resources, generators, sub-DAGs, imports and types. */
export const GAPS_OF_PARTS: readonly Demand[] = [
  { what: 'resources: used without being required', rule: 'unrequired-resource' },
  {
    what: 'resources: order, several on one node, and in several documents',
    why: 'Each resource is made before its first user and removed after its last one, however they stand; all that require it are seen.',
  },
  { what: 'resources: what several provide', rule: 'ambiguous-argument' },
  {
    what: 'resources: dependencies of their own',
    rule: 'unknown-dependency',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, upstream_dependencies: [a], properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch]'),
    ),
  },
  {
    what: 'resources: what they require',
    rule: 'unknown-resource',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, requires_resources: [disc], properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch]'),
    ),
  },
  {
    what: 'resources: used by the same name in another document only',
    rule: 'unused-resource',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, properties: {path: /x}}',
      'sub_dags:',
      '- {name: s, type: sub_dag, target: t}',
    ).concat(
      target(
        't',
        'resources:',
        '- {name: scratch, type: scratch_directory, properties: {path: /y}}',
        'operators:',
        bash('a', ', requires_resources: [scratch]'),
      ),
    ),
  },
  {
    what: '"before" and "after" without a main part',
    why: 'The one waits for the other also where nothing stands between them.',
  },
  { what: 'isolated nodes', rule: 'isolated-node' },
  { what: 'redundant dependencies', rule: 'redundant-dependency' },
  {
    what: 'redundant resources',
    rule: 'duplicate-dependency',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch, scratch]'),
    ),
  },
  { what: 'generators: no items', rule: 'empty-generator' },
  { what: 'generators: an item twice', rule: 'duplicate-item' },
  {
    what: 'generators: the same items for one target in two generators',
    rule: 'task-id-collision',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, properties: {items: [a]}}',
      '- {name: two, type: list_generator, target: t, properties: {items: [a]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'generators: calls when the file is parsed',
    why: 'Types that ask a bucket or a service are there for nothing else; their pages and the reference say when they ask.',
  },
  { what: 'generators: patterns', rule: 'invalid-pattern' },
  {
    what: 'generators: a blocklist that leaves nothing',
    rule: 'empty-generator',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, regex_blocklist: [".*"], properties: {items: [a]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'generators: patterns are matched from the start of a name',
    rule: 'idle-pattern',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, regex_blocklist: [old], properties: {items: [eu, us-old]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  { what: 'generators: items without a name', rule: 'missing-item-name' },
  {
    what: 'generators: parameters that may be left out, nesting, ids of what is added',
    why: 'Absent parameters take their defaults, variables of nested loops have names of their own, and what the plan adds is named by its node.',
  },
  { what: 'sub-DAGs: a target that a generator has, too', rule: 'shared-target' },
  { what: 'sub-DAGs: explicit ids', rule: 'fixed-task-id' },
  { what: 'sub-DAGs: SubDagOperator', why: 'Sub-DAGs are built as groups of tasks.' },
  { what: 'documents that stand for themselves', rule: 'reference-cycle' },
  { what: 'documents that nothing uses', rule: 'unused-document' },
  {
    what: 'documents that only use each other',
    rule: 'unused-document',
    text: workflow('operators:', bash('a')).concat(
      target('one', 'sub_dags:', '- {name: s, type: sub_dag, target: two}'),
      target('two', 'sub_dags:', '- {name: s, type: sub_dag, target: one}'),
    ),
  },
  { what: 'more than 25 dependencies', why: 'There is no such limit.' },
  { what: 'imports of further documents', why: 'The imports of every document are read and written.' },
  { what: 'imports: twice', rule: 'duplicate-import' },
  { what: 'imports: used by nothing', rule: 'unused-import' },
  { what: 'imports: missing', rule: 'unknown-python-name' },
  { what: 'types that do not work', rule: 'unusable-type' },
  {
    what: 'types that are abstract',
    rule: 'unusable-type',
    text: tasks('- {name: a, type: base, properties: {}}'),
  },
  { what: 'types that will go', rule: 'deprecated-type' },
  { what: 'secrets in plain text', rule: 'hard-coded-secret' },
  {
    what: 'items over http',
    rule: 'insecure-url',
    text: workflow(
      'generators:',
      '- {name: one, type: requests_json_generator, target: t, properties: {url: "http://api.example.com/x", list_json_key: items}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'code that is run',
    why: 'Nothing of a workflow is run by dagport; what a DAG file runs is for Airflow to say.',
  },
];
