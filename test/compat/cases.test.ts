import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerTo, casesOf, dagFilesOf, difference } from './cases';

const PAGE = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');

/** The rows of the section "Case by case": the name of the case, and what each of the two does. */
const ROWS = new Map(
  (PAGE.split('\n## Case by case\n')[1]?.split('\n## ')[0] ?? '').split('\n').flatMap((line) => {
    const [, name, theirs, ours] = /^\| `([^`]+)` \| ([^|]+) \| (.+) \|$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, { theirs, ours }] as const];
  }),
);

const ODD = casesOf('odd');
const CASES = [...casesOf('cases'), ...casesOf('graphs'), ...ODD];

describe('boundary-layer 1.9.18 and dagport', () => {
  test('149 cases, 28 graphs and the odd ones are looked at', () => {
    expect(CASES).toHaveLength(149 + 28 + ODD.length);
    expect(ODD.length).toBeGreaterThan(60);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });

  test.each(CASES)('$name: the same verdict and graph, or a row that says why not', (one) => {
    const answer = answerTo(one.name, one.text);
    const told = answer.accepted ? '' : answer.errors.map(({ rule, message }) => `${rule}: ${message}`).join('\n');
    const differences = difference(one, answer);
    if (ROWS.has(one.name)) expect(differences, 'a row without a difference').not.toEqual([]);
    else expect(differences, told).toEqual([]);
  });

  test('each row is about a case, once', () => {
    const names = [...PAGE.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    const known = new Set(CASES.map(({ name }) => name));
    expect([...ROWS.keys()].filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(CASES)('$name: what is accepted can be written for every target', (one) => {
    const answer = answerTo(one.name, one.text);
    if (!answer.accepted) return;
    for (const text of dagFilesOf(one.name, answer)) {
      for (const { id } of answer.plan.nodes) expect(text).toContain(`task_id=${JSON.stringify(id)}`);
    }
  });

  test('what only boundary-layer cannot load is what the case means', () => {
    const broken = CASES.filter(({ outcome }) => outcome.accepted && outcome.broken !== undefined);
    const meant = broken.map((one) => {
      const answer = answerTo(one.name, one.text);
      return [
        one.name,
        answer.accepted ? answer.plan.nodes.map(({ id }) => id) : answer.errors.map(({ rule }) => rule),
      ];
    });
    expect(Object.fromEntries(meant)).toEqual({
      blocklist_bad: ['invalid-pattern'],
      dagargs_full: expect.arrayContaining(['unknown-python-name']),
      dagop: ['dag', 'other'],
      forcrash: ['x'],
      g_gen_nested_root: ['s', 'k-a-c', 'k-a-d', 'k-b-c', 'k-b-d'],
      g_sub_in_gen: ['s-a.k'],
      h_gen_empty_target: [],
      k8sgg: ['x'],
      odd_block_scalars: ['folded', 'stripped', 'quoted'],
      odd_dag_args_all: ['a'],
      odd_gcp_many: ['bq', 'bct', 'bqg', 'gbq', 'del', 's3', 'df', 'pp', 'ps', 'sql', 'pre'],
      odd_sub_dag_shared: ['one.x', 'two.x'],
      kwop: ['class'],
      p_base: ['unusable-type'],
      p_taskid: ['invalid-task-id'],
    });
  });
});
