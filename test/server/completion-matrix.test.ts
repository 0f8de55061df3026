import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompletionItem, CompletionRequest, InsertTextMode } from 'vscode-languageserver/node';
import { placeAt } from '../../server/place';
import { indexLines, offsetAt } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { chosen } from './complaints/client';
import { cursor, type Session, startSession, treeCatalogue } from './session';

/*
 * Each position at which something can be filled in, in each way to lay out YAML: whatever is offered there, the text with
 * it can be read, and says what was offered at just that place.
 */

const FILES = {
  'file:///project/dagport.yaml':
    'catalogue: [types]\nenvironments: {prod: {container: docker}, dev: {container: kubernetes}}\nimages: {shared: {url: "r/s:1"}}\n',
  'file:///project/types/upload.yaml': `kind: composite
name: upload
version: 2
parameters_jsonschema:
  properties: {mode: {type: string, enum: [full, delta, "yes"]}, tables: {type: array}, fast: {type: boolean}}
  required: [tables]
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
};
const URI = 'file:///project/matrix.workflow.yaml';

let session: Session;
beforeAll(async () => {
  const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [InsertTextMode.asIs] } };
  session = await startSession({ textDocument: { completion: { completionItem } } }, FILES);
});
afterAll(() => session.end());

const catalogue = treeCatalogue();

/** A workflow in block layout with lists at the margin, with one place for `‸`. */
const HEADER = 'name: x\nformat: 1\nimages:\n  yoshi:\n    url: "r/yoshi:1"\n';
const TASKS = `operators:
- name: probe
  type: bash
  properties:
    bash_command: probe
- name: "yes"
  type: bash
  properties:
    bash_command: load
`;

interface Site {
  readonly text: string;
  /** Of a key, the way to its mapping; of a value, to it; of what stands in a text, to the text. */
  readonly way: readonly (string | number)[];
  readonly is: 'key' | 'value' | 'inside';
}

function ofTask(lines: string, way: Site['way'], is: Site['is'], type = 'bash'): Site {
  const task = `- name: last\n  type: ${type}\n${lines}\n- name: behind\n  type: bash\n  properties:\n    bash_command: b\n`;
  return { text: HEADER + TASKS + task, way: ['operators', 2, ...way], is };
}

const SITES: Readonly<Record<string, Site>> = {
  'key of the document': { text: `${HEADER}‸\n${TASKS}`, way: [], is: 'key' },
  'key of the document, at its end': { text: `${HEADER}${TASKS}‸`, way: [], is: 'key' },
  'key of dag_args': { text: `${HEADER}dag_args:\n  catchup: false\n  ‸\n${TASKS}`, way: ['dag_args'], is: 'key' },
  schedule: { text: `${HEADER}dag_args:\n  schedule: ‸\n${TASKS}`, way: ['dag_args', 'schedule'], is: 'value' },
  'schedule in quotes': {
    text: `${HEADER}dag_args:\n  schedule: "‸"\n${TASKS}`,
    way: ['dag_args', 'schedule'],
    is: 'value',
  },
  'key of a schedule': {
    text: `${HEADER}dag_args:\n  schedule:\n    cron: "0 0 * * *"\n    ‸\n${TASKS}`,
    way: ['dag_args', 'schedule'],
    is: 'key',
  },
  'cron of a schedule': {
    text: `${HEADER}dag_args:\n  schedule:\n    cron: ‸\n    timezone: UTC\n${TASKS}`,
    way: ['dag_args', 'schedule', 'cron'],
    is: 'value',
  },
  'time zone': {
    text: `${HEADER}dag_args:\n  schedule:\n    cron: "0 0 * * *"\n    timezone: Eur‸\n${TASKS}`,
    way: ['dag_args', 'schedule', 'timezone'],
    is: 'value',
  },
  'flag of the DAG': { text: `${HEADER}dag_args:\n  catchup: ‸\n${TASKS}`, way: ['dag_args', 'catchup'], is: 'value' },
  'argument of every task': {
    text: `${HEADER}default_task_args:\n  owner: a\n  ‸\n${TASKS}`,
    way: ['default_task_args'],
    is: 'key',
  },
  'key of an image': {
    text: HEADER.replace('    url', '    ‸\n    url') + TASKS,
    way: ['images', 'yoshi'],
    is: 'key',
  },
  'environment of an image': {
    text: `${HEADER}    environments:\n      prod: "r/yoshi:2"\n      ‸\n${TASKS}`,
    way: ['images', 'yoshi', 'environments'],
    is: 'key',
  },
  'when to pull an image': { text: `${HEADER}    pull: ‸\n${TASKS}`, way: ['images', 'yoshi', 'pull'], is: 'value' },
  'type of defaults': { text: `${HEADER}operator_defaults:\n  ‸\n${TASKS}`, way: ['operator_defaults'], is: 'key' },
  'property of defaults': {
    text: `${HEADER}operator_defaults:\n  bash:\n    ‸\n${TASKS}`,
    way: ['operator_defaults', 'bash'],
    is: 'key',
  },
  'key of imports': { text: `${HEADER}imports:\n  ‸\n${TASKS}`, way: ['imports'], is: 'key' },
  'key of a wave': { text: `${HEADER}waves:\n- name: one\n  ‸\n${TASKS}`, way: ['waves', 0], is: 'key' },
  'selection of a wave': {
    text: `${HEADER}waves:\n- name: one\n  select: ‸\n${TASKS}`,
    way: ['waves', 0, 'select'],
    is: 'value',
  },
  'key of a task': ofTask('  ‸', [], 'key'),
  'key of a task, a part is written': ofTask('  up‸', [], 'key'),
  'key of a task before others': ofTask('  ‸\n  upstream_dependencies: []', [], 'key'),
  'key of a container': ofTask('  ‸\n  image: yoshi', [], 'key', 'container'),
  type: { ...ofTask('  properties: {}', ['type'], 'value', '‸') },
  'type with what it needs': {
    text: `${HEADER}${TASKS}- name: last\n  type: ‸\n`,
    way: ['operators', 2, 'type'],
    is: 'value',
  },
  'type in quotes': { ...ofTask('  properties: {}', ['type'], 'value', '"ba‸"') },
  'type of a generator': {
    text: `${HEADER}${TASKS}generators:\n- name: g\n  type: ‸\n`,
    way: ['generators', 0, 'type'],
    is: 'value',
  },
  'type of a resource': {
    text: `${HEADER}resources:\n- name: r\n  type: ‸\n${TASKS}`,
    way: ['resources', 0, 'type'],
    is: 'value',
  },
  property: ofTask('  properties:\n    bash_command: a\n    ‸', ['properties'], 'key'),
  'property before others': ofTask('  properties:\n    ‸\n    bash_command: a', ['properties'], 'key'),
  'property in braces': ofTask('  properties: {bash_command: a, ‸}', ['properties'], 'key'),
  'property of a composite': ofTask('  properties:\n    ‸', ['properties'], 'key', 'upload'),
  'choice of a composite': ofTask(
    '  properties:\n    tables: []\n    mode: ‸',
    ['properties', 'mode'],
    'value',
    'upload',
  ),
  'trigger rule': ofTask('  properties:\n    trigger_rule: ‸', ['properties', 'trigger_rule'], 'value'),
  flag: ofTask('  properties:\n    append_env: ‸', ['properties', 'append_env'], 'value'),
  'task before': ofTask('  upstream_dependencies: [‸]', ['upstream_dependencies', 0], 'value'),
  'task before, in a block list': ofTask(
    '  upstream_dependencies:\n  - probe\n  - ‸',
    ['upstream_dependencies', 1],
    'value',
  ),
  'task before, in quotes': ofTask("  upstream_dependencies: ['‸']", ['upstream_dependencies', 0], 'value'),
  image: ofTask('  image: ‸', ['image'], 'value', 'container'),
  backend: ofTask('  image: yoshi\n  backends:\n    ‸', ['backends'], 'key', 'container'),
  'property of a backend': ofTask(
    '  image: yoshi\n  backends:\n    kubernetes:\n      ‸',
    ['backends', 'kubernetes'],
    'key',
    'container',
  ),
  'resources of a container': ofTask(
    '  image: yoshi\n  properties:\n    resources:\n      ‸',
    ['properties', 'resources'],
    'key',
    'container',
  ),
  'volume of a container': ofTask(
    '  image: yoshi\n  properties:\n    volumes:\n    - name: a\n      ‸',
    ['properties', 'volumes', 0],
    'key',
    'container',
  ),
  case: ofTask('  cases:\n  - when: "{{ params.x }}"\n    ‸\n  otherwise: []', ['cases', 0], 'key', 'branch'),
  'target of a case': ofTask(
    '  cases:\n  - when: "{{ params.x }}"\n    then: [‸]\n  otherwise: []',
    ['cases', 0, 'then', 0],
    'value',
    'branch',
  ),
  'item of a join': ofTask('  paths:\n  - - ‸', ['paths', 0, 0], 'value', 'join'),
  'template in double quotes': ofTask(
    '  properties:\n    bash_command: "load\\t{{ ‸ }}"',
    ['properties', 'bash_command'],
    'inside',
  ),
  'template in single quotes': ofTask(
    "  properties:\n    bash_command: 'load ''a'' {{ ds | ‸ }}'",
    ['properties', 'bash_command'],
    'inside',
  ),
  'template in a block': ofTask(
    '  properties:\n    bash_command: |\n      load {{ ti.‸ }}\n      next',
    ['properties', 'bash_command'],
    'inside',
  ),
  'task of a template': ofTask(
    `  upstream_dependencies: [probe]\n  properties:\n    bash_command: "{{ ti.xcom_pull(task_ids='‸') }}"`,
    ['properties', 'bash_command'],
    'inside',
  ),
  Python: ofTask('  properties:\n    python_callable: <<‸>>', ['properties', 'python_callable'], 'inside', 'python'),
};

const STYLES: Readonly<Record<string, (text: string) => string>> = {
  'lists at the margin': (text) => text,
  'indented lists': (text) => text.replace(/^(?=- | {2,}\S)/gm, '  ').replace(/^ {4}(?=url|yoshi)/gm, '    '),
  'by four': (text) =>
    text.replace(
      /^( *)(- (?:- )?)?/gm,
      (_, blanks: string, dash = '') => blanks.repeat(2) + dash.replace(/- /g, '-   '),
    ),
  'Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
  'comments and an emoji before': (text) =>
    `# 🎉 what it is for\n${text.replace(/^(operators:)$/m, '# the tasks\n$1')}`,
};

/** More items than these are tried in turns, each style another part of them. */
const MOST_ITEMS = 40;

describe.each(Object.entries(STYLES))('%s', (style, layOut) => {
  test.each(Object.entries(SITES))('%s', async (_name, site) => {
    const { text, position } = cursor(layOut(site.text));
    expect(readWorkflow('x', text.replace('\n\n', '\n')).documents).toHaveLength(1);
    await session.open(text, URI);
    const answer = await session.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: URI },
      position,
    });
    await session.close(URI);
    const items = Array.isArray(answer) ? answer : [];
    expect(items.length).toBeGreaterThan(0);
    const turn = Object.keys(STYLES).indexOf(style);
    const every = Math.ceil(items.length / MOST_ITEMS);
    for (const item of items.filter((__, index) => index % every === turn % every)) checkItem(text, item, site);
  });
});

function checkItem(text: string, item: CompletionItem, { way, is }: Site): void {
  const result = completed(chosen(text, item), is, item);
  const about = `${item.label} in\n${result}`;
  const file = readWorkflow('x', result);
  expect(file.problems, about).toEqual([]);
  const edit = item.textEdit;
  const start = edit !== undefined && 'range' in edit ? offsetAt(indexLines(text), edit.range.start) : 0;
  const place = placeAt(file, start);
  expect(place?.way, about).toEqual(way);
  expect(place?.isKey, about).toBe(is === 'key');
  if (is === 'inside') expect(place?.scalar.text, about).toContain(item.label);
  else expect(String(place?.scalar.text), about).toBe(item.label);
  const wrong = checkWorkflow(file, { catalogue }).filter(
    ({ rule, range, severity }) =>
      severity === 'error' && NAMING.test(rule) && range.start <= start + item.label.length && start <= range.end,
  );
  // The images and composites of the project are not known here; of a key the value is not there yet.
  const unknown = wrong.filter(
    ({ message, rule }) => !/shared|upload/.test(message) && !(is === 'key' && /^(?:wrong|invalid)-/.test(rule)),
  );
  expect(unknown, about).toEqual([]);
}

/** The rules that find what has no meaning where it stands. */
const NAMING = /^(?:unknown-|invalid-(?:jinja|python|schedule|name)|wrong-|non-text)/;

/** The text with the places of a snippet filled in. */
function completed(text: string, is: Site['is'], { insertTextFormat, label }: CompletionItem): string {
  if (insertTextFormat !== 2) return text;
  const filled = text.replace(/\$\d/g, is === 'inside' && label === 'xcom_pull' ? 'probe' : '');
  return filled.replace(/\\([\\$}])/g, '$1').replace('probe)probe', 'probe)');
}
