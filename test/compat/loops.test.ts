import { describe, expect, test } from 'vitest';
import { indexLines } from '../../text/range';
import { expandedGraph } from '../../workflow/plan';
import { ruffFor } from '../converters/to-airflow/ruff';
import { answerTo, dagFilesOf } from './cases';
import { NONE, SOME, withItems } from './loops';

const NAMES = ['chained', 'handled'] as const;

describe.each(NAMES)('%s, with items that are known only when Airflow parses the DAG file', (name) => {
  const answer = answerTo(name, withItems(name, SOME, 'as Python'));

  test('is built as loops, in the form of ruff', async () => {
    if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
    for (const [index, text] of dagFilesOf(name, answer).entries()) {
      const version = index === 0 ? '3.3' : '2.11';
      await expect(text).toMatchFileSnapshot(`fixtures/loops/${name}.airflow-${version}.py`);
      expect(ruffFor(version).format(text)).toBe(text);
      expect(ruffFor(version).check(text)).toEqual([]);
      expect(indexLines(text)).toBeDefined();
    }
  });

  test('shows each generator as one node, whatever it repeats', () => {
    if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
    const { nodes, edges } = expandedGraph(answer.file, answer.plan);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(nodes.filter(({ dynamic }) => dynamic).map(({ id, kind }) => [id, kind])).toEqual(
      name === 'chained'
        ? [
            ['first', 'generator'],
            ['second', 'generator'],
          ]
        : [['tables', 'generator']],
    );
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to) || from === to)).toEqual([]);
  });
});

test('items that are written in the workflow are unrolled, and none of it is a loop', () => {
  for (const name of NAMES) {
    for (const items of [SOME, NONE]) {
      const answer = answerTo(name, withItems(name, items, 'in the workflow'));
      if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
      expect(answer.plan.loops).toEqual([]);
    }
  }
});

test('one item that is Python makes all of them known later', () => {
  const answer = answerTo('x', withItems('chained', { ...SOME, ITEMS: '["eu", "<<str(1)>>"]' }, 'in the workflow'));
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  expect(answer.plan.loops.map(({ id }) => id)).toEqual(['first']);
});

test('the types of boundary-layer that ask at parse time are loops over the Python of their type', () => {
  const answer = answerTo(
    'x',
    `name: x
default_task_args: {start_date: '2026-01-01', bucket: from-default}
generators:
- {name: files, type: gcs_list_generator, target: t, properties: {prefix: in/}}
- {name: rows, type: requests_json_generator, target: u, properties: {url: 'http://h/', list_json_key: rows}}
---
name: t
operators: [{name: load, type: bash, properties: {bash_command: "load <<item>>"}}]
---
name: u
operators: [{name: read, type: bash, properties: {bash_command: "read <<item['id']>>"}}]
`,
  );
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  const [text = ''] = dagFilesOf('x', answer);
  expect(text).toContain('files_items(bucket="from-default", prefix="in/")');
  expect(text.replace(/\s+/g, ' ')).toContain(
    'rows_items( url="http://h/", list_json_key="rows", timeout_sec=5, headers={}, )',
  );
  expect(text).toContain('task_id="read-" + rows_part');
});
