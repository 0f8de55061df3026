import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { pruneWorkflow, selectNodes } from '../../workflow/select';
import { CATALOGUE } from './check/catalogue';

const bash = (name: string, more = ''): string =>
  `- name: ${name}\n  type: bash\n  properties: {bash_command: "true"}\n${more}`;

const times = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join('');

/** Workflows that become ten times as long where the number does, each in a way of its own. */
const SHAPES: readonly (readonly [string, (count: number) => string])[] = [
  [
    'a chain whose every task has a handler',
    (count) => {
      const behind = (index: number): string => (index === 0 ? '' : `  upstream_dependencies: [t${index - 1}]\n`);
      return `operators:\n${times(count, (index) => bash(`t${index}`, `${behind(index)}  on_failure: [h${index}]\n`) + bash(`h${index}`))}`;
    },
  ],
  [
    'a chain of branches',
    (count) =>
      `operators:\n${times(
        count,
        (index) =>
          `- name: b${index}\n  type: branch\n  cases:\n  - {when: "{{ var.value.x }}", then: [b${index + 1}]}\n  otherwise: []\n`,
      )}${bash(`b${count}`)}`,
  ],
  [
    'a branch of many cases',
    (count) =>
      `operators:\n- name: b\n  type: branch\n  cases:\n${times(
        count,
        (index) => `  - {when: "{{ var.value.x == '${index}' }}", then: [t${index}]}\n`,
      )}  otherwise: []\n${times(count, (index) => bash(`t${index}`))}`,
  ],
  [
    'a resource for each task',
    (count) =>
      `resources:\n${times(count, (index) => `- {name: r${index}, type: scratch_directory, properties: {path: /x}}\n`)}operators:\n${times(
        count,
        (index) => bash(`t${index}`, `  requires_resources: [r${index}]\n`),
      )}`,
  ],
  [
    'a document for each sub-DAG',
    (count) =>
      `sub_dags:\n${times(count, (index) => `- {name: s${index}, type: sub_dag, target: d${index}}\n`)}${times(
        count,
        (index) => `---\nname: d${index}\noperators:\n${bash('t')}`,
      )}`,
  ],
  [
    'a mapping of many keys',
    (count) =>
      `operators:\n- name: a\n  type: bash\n  properties:\n    bash_command: "true"\n    env:\n${times(count * 4, (index) => `      K${index}: v\n`)}`,
  ],
];

describe('what is ten times as long costs no square of it', () => {
  test.each(SHAPES)('%s', (_, shape) => {
    const [short, long] = [400, 4_000].map((count) => fastest(`name: x\nformat: 1\n${shape(count)}`));
    // Ten were right; a square would be a hundred. The machine may have other things to do meanwhile.
    expect((long ?? 0) / (short ?? 1)).toBeLessThan(40);
  });
});

/** Milliseconds of reading, checking, planning and pruning a text, at best. */
function fastest(text: string): number {
  const runs = Array.from({ length: 2 }, () => {
    const started = performance.now();
    const file = readWorkflow('x.workflow.yaml', text);
    const found = checkWorkflow(file, { catalogue: CATALOGUE }).filter(({ severity }) => severity === 'error');
    const { plan } = planWorkflow(file, { catalogue: CATALOGUE });
    pruneWorkflow(file, selectNodes(file, { exclude: '*3' }, CATALOGUE).keep, CATALOGUE);
    const took = performance.now() - started;
    expect([found.map(({ message }) => message), plan === undefined]).toEqual([[], false]);
    return took;
  });
  return Math.min(...runs);
}
