import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { checkWorkflow } from '../../../workflow/check';
import { formatWorkflow } from '../../../workflow/format';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

const HEAD = 'name: a\nformat: 1\n';
const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const bash = (command: string): string =>
  `${HEAD}operators:\n- {name: a, type: bash, properties: {bash_command: ${JSON.stringify(command)}}}\n`;
const python = (code: string): string =>
  `${HEAD}operators:\n- {name: a, type: python, properties: {python_callable: ${JSON.stringify(`<<${code}>>`)}}}\n`;
const block = (script: string): string =>
  `${HEAD}operators:\n- name: a\n  type: bash\n  properties:\n    bash_command: |\n${script.replace(/^/gm, '      ')}\n`;
const operators = (count: number, keys: (index: number) => string): string =>
  `${HEAD}operators:\n${many(count, (index) => `- {${keys(index)}, properties: {bash_command: x}}\n`)}`;
const cron = (expression: string): string => `${HEAD}dag_args: {schedule: "${expression}"}\noperators: []\n`;
const generator = (keys: string): string =>
  `${HEAD}generators:\n- {name: g, type: list_generator, target: b, ${keys}}\n---\nname: b\noperators: [{name: x, type: bash, properties: {bash_command: x}}]\n`;

const SHAPES: Readonly<Record<string, string>> = {
  'braces behind templates': bash('{{ x }}}} '.repeat(20_000)),
  'calls in Python': python(`${'timedelta(minute=1)+'.repeat(5_000)}1`),
  'calls in Jinja': bash('{{ dag.dagid }} {{ xcom_pull(1) }} {{ ti.xcom_pull(task_id=1) }}'.repeat(2_000)),
  'open brackets in Python': python('('.repeat(20_000)),
  'nested calls in Python': python('f('.repeat(10_000) + ')'.repeat(10_000)),
  'nested mappings in Python': python(`${'{1:'.repeat(10_000)}1${'}'.repeat(10_000)}`),
  'arguments in Python': python(`f(${'x,'.repeat(2_400)})`),
  'conditions in Python': python(`${'1 if x else '.repeat(380)}1`),
  'no Python at all': python('$ ? ! '.repeat(700)),
  'pieces of Python': bash('<<x>> '.repeat(20_000)),
  'filters in a chain': bash(`{{ ds${' | upper'.repeat(10_000)} }}`),
  'attributes in a chain': bash(`{{ dag${'.a'.repeat(15_000)} }}`),
  'calls in a chain': bash(`{{ f${'()'.repeat(15_000)} }}`),
  'subscripts in a chain': bash(`{{ f${'[1]'.repeat(10_000)} }}`),
  'brackets in Jinja': bash(`{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`),
  'open braces': bash('{{'.repeat(15_000)),
  'blocks of filters': bash('{% filter upper %}'.repeat(1_500) + '{% endfilter %}'.repeat(1_500)),
  'quotes with backslashes': bash(`{{ "${'\\"'.repeat(15_000)}`),
  'quotes of a shell': bash('\\"'.repeat(50_000)),
  'what looks like the scheme of a URL': bash('a.'.repeat(60_000)),
  'what looks like a token': bash('eyJaaaaaaaaaa-'.repeat(8_000)),
  'set without options': block('set '.repeat(30_000)),
  'lines of a script': block('a b\n'.repeat(10_000)),
  'blanks in a script': bash(`x${' '.repeat(100_000)}y`),
  'items of a cron field': cron(`${'0,'.repeat(60_000)}0 * * * *`),
  'fields of cron': cron('* '.repeat(60_000)),
  'patterns and items': generator(
    `regex_blocklist: [${many(150, (index) => `x${index},`)}], properties: {items: [${many(150, (index) => `y${index},`)}]}`,
  ),
  'a pattern that goes back': generator(`regex_blocklist: ["(a+)+$"], properties: {items: [${'a'.repeat(40)}b]}`),
  'open brackets': `${HEAD}operators: ${'['.repeat(5_000)}`,
  'open braces of YAML': `${HEAD}operators: ${'{a: '.repeat(3_000)}`,
  'merges of one mapping': `${HEAD}x: &x {${many(50, (index) => `k${index}: v, `)}}\n${many(1, () => 'operators:\n')}${many(500, (index) => `- {<<: *x, name: t${index}, type: bash, properties: {<<: *x, bash_command: x}}\n`)}`,
  'nodes of one name': operators(4_000, () => 'name: t, type: bash'),
  'dependencies that are nearly known': operators(
    2_000,
    (index) => `name: load_the_orders_${index}, type: bash, upstream_dependencies: [load_the_ordrs_${index + 7_000}]`,
  ),
  'types that are nearly known': operators(1_000, (index) => `name: t${index}, type: dataproc_submit_jobb${index}`),
  'a circle': operators(
    10_000,
    (index) => `name: t${index}, type: bash, upstream_dependencies: [t${(index + 1) % 10_000}]`,
  ),
  'keys that are nearly known': operators(
    1,
    () => `name: a, type: bash, ${many(5_000, (index) => `upstream_dependenciez${index}: 1, `)} x: 1`,
  ),
  'long names': operators(
    20,
    (index) => `name: ${'a'.repeat(5_000)}${index}, type: bash, upstream_dependencies: [${'a'.repeat(5_000)}x${index}]`,
  ),
  'defaults that no task takes': `${HEAD}default_task_args: {${many(2_000, (index) => `retrie${index}: 1, `)}}\noperators:\n${many(500, (index) => `- {name: t${index}, type: bash, properties: {bash_command: x}}\n`)}`,
  'patterns and items by the thousand': generator(
    `regex_blocklist: [${many(1_000, (index) => `".*x${index}",`)}], properties: {items: [${many(1_000, (index) => `y${index},`)}]}`,
  ),
  'sub-DAGs that double': `${HEAD}sub_dags:\n- {name: a, type: sub_dag, target: d0}\n${many(16, (index) => `---\nname: d${index}\nsub_dags:\n- {name: a, type: sub_dag, target: d${index + 1}}\n- {name: b, type: sub_dag, target: d${index + 1}}\n`)}---\nname: d16\noperators: [{name: t, type: bash, properties: {bash_command: x}}]\n`,
  'generators that double': `${HEAD}generators:\n- {name: a, type: list_generator, target: d0, properties: {items: [x, y]}}\n${many(16, (index) => `---\nname: d${index}\ngenerators:\n- {name: a, type: list_generator, target: d${index + 1}, properties: {items: [x, y]}}\n`)}---\nname: d16\noperators: [{name: t, type: bash, properties: {bash_command: x}}]\n`,
  'aliases that multiply': `${HEAD}x0: &x0 {a: 1, b: 2}\n${many(12, (index) => `x${index + 1}: &x${index + 1} [${many(8, () => `*x${index},`)}]\n`)}operators: []\n`,
  'aliases of nothing': operators(2_000, (index) => `name: *name_of_${index}, type: bash, group: &naame_of_${index} g`),
  'waves of chains': `${HEAD}waves:\n${many(1_000, (index) => `- {name: w${index}, select: "+t${index}"}\n`)}operators:\n${many(1_000, (index) => `- {name: t${index}, type: bash, upstream_dependencies: [${index === 0 ? '' : `t${index - 1}`}], properties: {bash_command: x}}\n`)}`,
  'names in a wave that are nearly known': `${HEAD}waves:\n- {name: w, select: "${many(1_000, (index) => `lod_the_orders_${index} `)}"}\n${many(1, () => 'operators:\n')}${many(1_000, (index) => `- {name: load_the_orders_${index}, type: bash, properties: {bash_command: x}}\n`)}`,
  documents: many(5_000, () => '---\na: 1\n'),
  'blank lines': `${HEAD}${'\n'.repeat(50_000)}operators: []\n`,
};

function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The least of three: other processes and the compiler of JavaScript only ever add to it. */
function leastTime(work: () => unknown): number {
  return Math.min(...[0, 1, 2].map(() => processorTime(work)));
}

/** The suite runs beside other processes; work that grows faster than its text takes a hundred times as long. */
const MARGIN = 3;

test.each(Object.entries(SHAPES))('%s: nothing is thrown, and time stays within 20 parses and 50 ms', (_, text) => {
  const limit = MARGIN * (20 * leastTime(() => parseAllDocuments(text, { logLevel: 'silent' })) + 50);
  const lint = (): unknown => checkWorkflow(readWorkflow('a.workflow.yaml', text), { catalogue: CATALOGUE });
  expect(leastTime(lint)).toBeLessThan(limit);
  expect(leastTime(() => formatWorkflow(text))).toBeLessThan(limit);
});

test('what is wrong with a value that many aliases stand for is told once', () => {
  const text = `${HEAD}operators:\n- {name: a, type: bash, properties: &p {bash_command: x, bash_comand: y}}\n${many(50, (index) => `- {name: a${index}, type: bash, properties: *p}\n`)}`;
  const found = checkWorkflow(readWorkflow('a.workflow.yaml', text), { catalogue: CATALOGUE });
  expect(found.filter(({ rule }) => rule === 'unknown-parameter').length).toBeLessThan(3);
});

test.each([
  ['Python', 'invalid-python', python(`[${'0, '.repeat(7_000)}]`)],
  ['templates', 'invalid-jinja', bash('{{ ds }} '.repeat(6_000))],
])('that %s of such a length are not looked into is told', (_, rule, text) => {
  const found = checkWorkflow(readWorkflow('a.workflow.yaml', text), { catalogue: CATALOGUE });
  expect(found.map((one) => [one.rule, one.severity])).toEqual([[rule, 'info']]);
});
