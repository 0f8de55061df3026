import { describe, expect, test } from 'vitest';
import { SEED } from '../../random';
import { AUTHOR_RULES, diceOf } from '../plan/random-flow';
import { checkFile } from './check-file';
import { documentsOf } from './documents';
import { planOfFile } from './plan-of-file';
import { pruned } from './pruned';
import { type FileSize, randomFile } from './random-file';

const FILES = Number(process.env.DAGPORT_FLOWS ?? 80);

describe('a file behaves as the format says, whatever repeats, nests and stands around', () => {
  test.each<[string, FileSize]>([
    ['with sections', { nodes: 6, rules: [], resources: false, depth: 0 }],
    ['with groups', { nodes: 5, rules: [], resources: false, depth: 1 }],
    ['with groups in groups', { nodes: 3, rules: [], resources: false, depth: 3 }],
    ['with groups and rules', { nodes: 4, rules: AUTHOR_RULES, resources: false, depth: 2 }],
    ['with groups and resources', { nodes: 4, rules: [], resources: true, depth: 2 }],
    ['with everything', { nodes: 4, rules: AUTHOR_RULES, resources: true, depth: 2 }],
  ])('%s', (_, size) => {
    for (let seed = SEED; seed < SEED + FILES; seed++) {
      const dice = diceOf(seed);
      checkFile(randomFile(`random_${seed}`, size, dice), 15, dice);
    }
  });
});

test('what is left of a pruned file behaves as the format says of it', () => {
  const size: FileSize = { nodes: 6, rules: AUTHOR_RULES, resources: true, depth: 2 };
  let judged = 0;
  for (let seed = SEED; seed < SEED + FILES; seed++) {
    const dice = diceOf(seed);
    const left = pruned(randomFile(`random_${seed}`, size, dice), dice)?.file;
    if (left === undefined) continue;
    checkFile(left, 15, dice);
    judged++;
  }
  expect(judged).toBeGreaterThan(FILES / 2);
});

const bash = 'type: bash, properties: {bash_command: x}';
const inLoop = (items: string, more = ''): string =>
  `generators:\n- {name: each, type: list_generator, target: one${more}, properties: {items: ${items}}}\n`;

/** What random files found, as small as a person can read it. */
describe('a file behaves as the format says', () => {
  test.each([
    [
      'where a generator that a join waits for has no items',
      `operators:\n- {name: all, type: join, paths: [[each]]}\n${inLoop('[]')}---\nname: one\noperators:\n- {name: a, ${bash}}\n`,
    ],
    [
      'where a loop without items is all that a group holds',
      `operators:\n- {name: all, type: join, paths: [[box]]}\nsub_dags:\n- {name: box, type: sub_dag, target: inner}\n---\nname: inner\n${inLoop('"<<[]>>"')}---\nname: one\noperators:\n- {name: a, ${bash}}\n`,
    ],
    [
      'where what stands before a loop without items fails, and the loop does not mind',
      `operators:\n- {name: first, ${bash}}\n${inLoop('"<<[]>>", trigger_rule: all_done', ', upstream_dependencies: [first]')}---\nname: one\noperators:\n- {name: a, ${bash}}\n`,
    ],
    [
      'where a fail stands in a loop without items, and nobody minds failures',
      `operators:\n- {name: last, type: bash, upstream_dependencies: [box], properties: {bash_command: x, trigger_rule: all_done}}\nsub_dags:\n- {name: box, type: sub_dag, target: inner}\n---\nname: inner\noperators:\n- {name: a, ${bash}}\n${inLoop('"<<[]>>"')}---\nname: one\noperators:\n- {name: stop, type: fail}\n`,
    ],
    [
      'where a box stands in a loop of a sub-DAG',
      `sub_dags:\n- {name: box, type: sub_dag, target: inner}\n---\nname: inner\n${inLoop(`"<<['i0', 'i1']>>"`)}---\nname: one\nsub_dags:\n- {name: two, type: sub_dag, target: three}\n---\nname: three\noperators:\n- {name: a, ${bash}}\n- {name: b, upstream_dependencies: [a], ${bash}}\n`,
    ],
    [
      'where sections with choices are repeated',
      `${inLoop(`"<<['i0', 'i1']>>"`)}---\nname: one\nresources:\n- {name: scratch, type: scratch_directory, properties: {path: x}}\nbefore:\n- {name: a, requires_resources: [scratch], ${bash}}\n- {name: stop, type: fail, upstream_dependencies: [a]}\noperators:\n- {name: b, requires_resources: [scratch], ${bash}}\n- {name: choose, type: branch, cases: [{when: "{{ x }}", then: [c]}], otherwise: []}\n- {name: c, ${bash}}\nafter:\n- {name: d, ${bash}}\n`,
    ],
    [
      'where a resource has users in several sections, and a neighbour that is none',
      `resources:\n- {name: scratch, type: scratch_directory, properties: {path: x}}\nbefore:\n- {name: a, requires_resources: [scratch], ${bash}}\n- {name: b, ${bash}}\noperators:\n- {name: c, requires_resources: [scratch], ${bash}}\n- {name: d, ${bash}}\n`,
    ],
  ])('%s', (_, text) => {
    checkFile({ documents: documentsOf(`name: found\nformat: 1\n${text}`), composites: [] }, 60, diceOf(SEED));
  });

  test('a branch takes no arguments of the resources that it requires', () => {
    const text = `name: x\nformat: 1\nresources:
- {name: one, type: scratch_directory, properties: {path: x}}
- {name: two, type: scratch_directory, properties: {path: y}}
operators:
- {name: choose, type: branch, requires_resources: [one, two], cases: [{when: "{{ x }}", then: []}], otherwise: []}\n`;
    expect(planOfFile({ documents: documentsOf(text), composites: [] }).problems).toEqual([]);
  });
});
