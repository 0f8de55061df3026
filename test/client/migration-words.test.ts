import { expect, test } from 'vitest';
import { tellMigration, writeTitle } from '../../client/migration-words';
import type { MigrationAnswer } from '../../server/protocol';

function answer(over: Partial<MigrationAnswer>): MigrationAnswer {
  const workflow = { uri: 'file:///x/a.workflow.yaml', source: 'file:///x/a.xml', text: '', records: [] };
  const constructs = { total: 20, approximated: 0, manual: 0, dropped: 0 };
  return { workflows: [workflow], sources: ['x/a.xml'], constructs, problems: [], report: '', ...over };
}

test.each<[Partial<MigrationAnswer>, string]>([
  [{}, '20 constructs of a.xml, all converted'],
  [
    { constructs: { total: 9, approximated: 0, manual: 2, dropped: 1 } },
    '9 constructs of a.xml: 2 left to you, 1 without meaning on Airflow',
  ],
  [{ constructs: { total: 9, approximated: 3, manual: 0, dropped: 0 } }, '9 constructs of a.xml: 3 with a difference'],
  [{ sources: ['x/a.xml', 'x/b/Jenkinsfile'] }, '20 constructs of a.xml, Jenkinsfile, all converted'],
  [{ sources: ['a', 'b', 'c', 'd'] }, '20 constructs of 4 files, all converted'],
  [{ problems: ['x:1: no'] }, '20 constructs of a.xml, all converted; nothing can be made of 1 more'],
])('%j is told as %s', (over, told) => {
  expect(tellMigration(answer(over))).toBe(told);
});

test('what accepting it does is said with the number', () => {
  const [one] = answer({}).workflows;
  expect(writeTitle(answer({}))).toBe('Write this workflow');
  expect(one && writeTitle(answer({ workflows: [one, one] }))).toBe('Write 2 workflows');
});
