import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkflow } from '../../../workflow/read';
import { stagingOf } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';

/** Waves of a chain of tasks, each with one task and what its selection says around it. */
function chain(count: number, select: (name: string) => string): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const waves = numbers.map((number) => `- {name: w${number}, select: "${select(`t${number}`)}"}\n`);
  const tasks = numbers.map(
    (number) => `- {name: t${number}, type: bash, upstream_dependencies: [${number === 0 ? '' : `t${number - 1}`}]}\n`,
  );
  return `name: a\nformat: 1\nwaves:\n${waves.join('')}operators:\n${tasks.join('')}`;
}

const SELECTIONS = [
  ['one task', (name) => name],
  ['all before it', (name) => `+${name}`],
  ['all behind it', (name) => `${name}+`],
  ['all behind it with what that needs', (name) => `@${name}`],
  ['tasks of a pattern', (name) => `${name}x* ${name}`],
] as const satisfies readonly (readonly [string, (name: string) => string])[];

test.each(SELECTIONS)('a wave for each task, with %s: ten times as many take no square of that', (_, select) => {
  const [short, long] = [1_000, 10_000].map((count) => {
    const file = readWorkflow('a.workflow.yaml', chain(count, select));
    const runs = Array.from({ length: 3 }, () => {
      const started = performance.now();
      stagingOf(file, CATALOGUE);
      return performance.now() - started;
    });
    return Math.min(...runs);
  });
  // Ten were right; a square would be a hundred.
  expect((long ?? 0) / (short ?? 1)).toBeLessThan(40);
});

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const term = fc
  .tuple(
    fc.constantFrom('', '+', '1+', '@'),
    fc.constantFrom(...NAMES, 's', 'x.y', 'x.z'),
    fc.constantFrom('', '+', '2+'),
  )
  .map(([before, name, behind]) => `${before}${name}${before === '@' ? '' : behind.split('').reverse().join('')}`);
const selection = fc.array(
  fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => terms.join(',')),
  {
    minLength: 1,
    maxLength: 3,
  },
);
const edges = fc.uniqueArray(fc.tuple(fc.nat(NAMES.length - 1), fc.nat(NAMES.length - 1)), {
  selector: String,
  maxLength: 8,
});

test('a node belongs to the first wave that selects it, wherever the waves before have been', () => {
  fc.assert(
    fc.property(edges, fc.array(selection, { minLength: 1, maxLength: 5 }), fc.nat(5), (ways, selections, user) => {
      const needs = (index: number): string =>
        ways.flatMap(([from, to]) => (to === index && from < to ? NAMES[from] : [])).join(', ');
      const tasks = NAMES.map(
        (name, index) => `- {name: ${name}, type: bash, upstream_dependencies: [${needs(index)}]}`,
      );
      const waves = selections.map((terms, index) => `- {name: w${index}, select: "${terms.join(' ')}"}`);
      const text = `name: a
format: 1
waves:
${waves.join('\n')}
operators:
${tasks.join('\n')}
sub_dags:
- {name: s, type: sub_dag, target: x, upstream_dependencies: [${NAMES[user]}]}
---
name: x
operators:
- {name: y, type: bash}
- {name: z, type: bash, upstream_dependencies: [y]}
`;
      const { selected, waveOf, graph } = stagingOf(readWorkflow('a.workflow.yaml', text), CATALOGUE);
      for (const { item } of graph.nodes) {
        const first = selections.findIndex((_, wave) => selected(wave).has(item));
        expect(waveOf.get(item)).toBe(first < 0 ? undefined : first);
      }
    }),
    { numRuns: 500 },
  );
});
