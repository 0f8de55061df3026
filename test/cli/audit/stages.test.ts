import { expect, test } from 'vitest';
import { type AuditedStage, stagesText } from '../../../cli/audit/stages';

const stage = (path: string, line: number, name: string, group: string): AuditedStage => ({
  path,
  line,
  stage: ['All', name],
  class: group === 'data' ? 'load' : group,
  group,
  reason: 'its name says it',
});

test('stages of data are listed, those of which nothing is known are one line for each name', () => {
  const stages = [
    stage('a', 3, 'Load', 'data'),
    stage('a', 9, 'Build', 'ci'),
    stage('b', 1, '', 'unknown'),
    ...['Clean', 'clean ', 'Clean'].map((name, index) => stage('c', index + 1, name, 'unknown')),
  ];
  expect(stagesText(stages)).toBe(`
Stages: 1 of CI, 1 that work on data, 4 that do not say
  load       a:3: All › Load (its name says it)
Stages that do not say what they are for, by name
    3 stages  Clean: c:1, c:2, and 1 more
     1 stage  (no name): b:1
`);
});

test('names beyond the first ones are counted', () => {
  const stages = Array.from({ length: 50 }, (_, index) => stage('a', index + 1, `Step ${index}`, 'unknown'));
  expect(stagesText(stages)).toContain('10 more names: --format json has all of them.');
});
