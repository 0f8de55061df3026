import type { KeyFacts } from './workflow-keys';

/** The keys of mappings inside a workflow whose keys are a closed set (`docs/format.md`). */

/** Of `schedule`. */
export const SCHEDULE_KEYS: readonly KeyFacts[] = [
  { name: 'cron', shape: 'text', summary: 'A cron expression: minute, hour, day, month, day of the week.' },
  { name: 'timezone', shape: 'text', summary: 'The time zone of the cron expression; UTC where none is given.' },
  { name: 'every', shape: 'integer', summary: 'Seconds from run to run.' },
  { name: 'assets', shape: 'texts', summary: 'A run when all of these were updated.' },
  { name: 'timetable', shape: 'verbatim', summary: 'A timetable of your own, in Python.' },
];

/** Of an entry of `images`. */
export const IMAGE_KEYS: readonly KeyFacts[] = [
  { name: 'url', shape: 'text', summary: 'The image where the environment has none of its own.' },
  { name: 'environments', shape: 'mapping', summary: 'The image by environment.' },
  { name: 'from_env', shape: 'text', summary: 'The environment variable that wins when the DAG file is read.' },
  { name: 'pull', shape: 'text', summary: 'When the image is pulled.', values: ['always', 'missing', 'never'] },
];

/** Of `imports`, and of the items of its `objects`. */
export const IMPORT_KEYS: readonly KeyFacts[] = [
  { name: 'modules', shape: 'texts', summary: 'Python modules: `import a.b`, `a.b as c`.' },
  { name: 'objects', shape: 'list', summary: 'Names of modules: `from a import b`.' },
];

export const IMPORTED_OBJECT_KEYS: readonly KeyFacts[] = [
  { name: 'module', shape: 'text', summary: 'The module that has them.' },
  { name: 'objects', shape: 'texts', summary: 'The names.' },
];

/** Of a case of a `branch`. */
export const CASE_KEYS: readonly KeyFacts[] = [
  { name: 'when', shape: 'text', summary: 'One Jinja expression; the first case that is true wins.' },
  { name: 'then', shape: 'texts', summary: 'The tasks that then run.' },
];

/** The backends of a `container`, with the type whose parameters each takes. */
export const BACKENDS: readonly (KeyFacts & { readonly type: string })[] = [
  { name: 'docker', shape: 'mapping', summary: 'What only Docker understands.', type: 'docker' },
  { name: 'kubernetes', shape: 'mapping', summary: 'What only Kubernetes understands.', type: 'kubernetes' },
  { name: 'ecs', shape: 'mapping', summary: 'What only ECS understands.', type: 'ecs' },
];

/** Of the properties of a `container`, by the way to them; `0` stands for any index, `*` for any name. */
export const CONTAINER_KEYS: ReadonlyMap<string, readonly KeyFacts[]> = new Map([
  [
    'resources',
    [
      { name: 'cpu', shape: 'any', summary: 'Cores: 0.5.' },
      { name: 'memory', shape: 'text', summary: 'With its unit: 512Mi.' },
      { name: 'gpu', shape: 'integer', summary: 'How many.' },
    ],
  ],
  [
    'volumes/0',
    [
      { name: 'name', shape: 'text', summary: 'What it is called in the pod.' },
      { name: 'path', shape: 'text', summary: 'Where the container sees it.' },
      { name: 'read_only', shape: 'boolean', summary: 'May nothing be written to it?' },
      { name: 'source', shape: 'mapping', summary: 'Where it comes from.' },
    ],
  ],
  [
    'volumes/0/source',
    [
      { name: 'run', shape: 'text', summary: 'A volume of this run, of a size: 10Gi.' },
      { name: 'claim', shape: 'text', summary: 'A claim of Kubernetes, or a volume of Docker, by name.' },
      { name: 'host', shape: 'text', summary: 'A path of the host.' },
      { name: 'empty', shape: 'boolean', summary: 'An empty folder for this task.' },
    ],
  ],
  [
    'secrets/*',
    [
      { name: 'connection', shape: 'text', summary: 'An Airflow connection, as its URI.' },
      { name: 'secret', shape: 'text', summary: 'A secret of Kubernetes.' },
      { name: 'key', shape: 'text', summary: 'The key in that secret.' },
    ],
  ],
]);
