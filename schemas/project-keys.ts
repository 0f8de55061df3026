/** What the value of a key of `dagport.yaml` has to be. */
export type ProjectKeyShape = 'boolean' | 'text' | 'texts' | 'text or texts' | 'mapping' | 'mappings';

/** A key of `dagport.yaml`. Its shape in detail stands in `format/project.schema.json`. */
export interface ProjectKeyFacts {
  readonly name: string;
  readonly shape: ProjectKeyShape;
  /** One line of our own that says what it is for. */
  readonly summary: string;
}

/** The keys of `dagport.yaml` (`docs/configuration.md`). */
export const PROJECT_KEYS: readonly ProjectKeyFacts[] = [
  { name: 'root', shape: 'boolean', summary: 'Do configurations in folders above this one not count?' },
  { name: 'extends', shape: 'text or texts', summary: 'Further configurations; this one wins over them.' },
  { name: 'airflow', shape: 'text', summary: 'The Airflow to check for and to build for.' },
  { name: 'default_environment', shape: 'text', summary: 'The environment where `--env` names none.' },
  { name: 'environments', shape: 'mapping', summary: 'Where containers run, by the name of the environment.' },
  { name: 'images', shape: 'mapping', summary: 'Container images for all workflows, by name.' },
  {
    name: 'catalogue',
    shape: 'texts',
    summary: 'Folders, and packages (`npm:…`, `pip:…`), with types and composites of your own.',
  },
  { name: 'plugins', shape: 'mapping', summary: 'Configuration folders of boundary-layer plugins, by name.' },
  { name: 'workflows', shape: 'texts', summary: 'Patterns of further files that are workflows.' },
  { name: 'exclude', shape: 'texts', summary: 'Patterns of files and folders that are left alone.' },
  { name: 'rules', shape: 'mapping', summary: 'How severe what a rule finds is, by the id of the rule.' },
  { name: 'overrides', shape: 'mappings', summary: 'Rules for some files only.' },
];

/** The keys of an item of `overrides`. */
export const OVERRIDE_KEYS: readonly ProjectKeyFacts[] = [
  { name: 'files', shape: 'texts', summary: 'Patterns of the files that are meant.' },
  { name: 'rules', shape: 'mapping', summary: 'How severe what a rule finds is in these files.' },
];

/** The keys of a plugin that is more than the text of its folder. */
export const PLUGIN_KEYS: readonly ProjectKeyFacts[] = [
  { name: 'config', shape: 'text', summary: 'The folder in which operators, generators, resources and subdags stand.' },
  {
    name: 'priority',
    shape: 'text',
    summary: 'Which plugin wins where several have a type: the later of fallback, default, shared, final.',
  },
];

/**
 * Which of several plugins of boundary-layer gives a type: the last one in this order that has it. The types of its default plugin
 * are `default`; a plugin that says nothing is `shared`.
 */
export const PLUGIN_PRIORITIES = ['fallback', 'default', 'shared', 'final'] as const;

/** What `rules` may say about a rule. `on` is the severity that the rule has by itself. */
export const RULE_LEVELS = ['off', 'info', 'warning', 'error', 'on'] as const;

/** The versions of Airflow that can be checked for and built for. */
export const AIRFLOW_VERSIONS = ['3.3', '2.11'] as const;
