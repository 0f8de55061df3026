import { expect, test } from 'vitest';
import { convertJenkins } from '../../../../converters/from-jenkins';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
const inStage = (code: string): string => `node {\nstage('a') {\n${code}}\n}\n`;
const asked = (index: number): string => `def v${index} = sh(script: 'x', returnStdout: true)`;

/** Pipelines with as many variables as blocks: what is known in a block must not be copied for it. */
const SHAPES = [
  ['conditions', (count) => inStage(lines(count, (index) => `${asked(index)}\nif (v${index} == 'y') { echo 'z' }`))],
  ['attempts', (count) => inStage(lines(count, (index) => `${asked(index)}\ntry { sh 'a' } catch (e) { echo 'b' }`))],
  [
    'loops',
    (count) =>
      inStage(lines(count, (index) => `${asked(index)}\nfor (x in ['a', 'b']) { sh "a \${x} \${v${index}}" }`)),
  ],
  [
    'conditions before a pipeline',
    (count) =>
      `${lines(count, (index) => `def v${index} = 'a'\nif (env.X == 'b') { v${index} = 'c' }`)}pipeline { agent any\nstages { stage('a') { steps { sh 'x' } } } }\n`,
  ],
] as const satisfies readonly (readonly [string, (count: number) => string])[];

test.each(SHAPES)('%s: ten times as many take no square of that', (_, shape) => {
  const [short, long] = [400, 4_000].map((count) => {
    const files = new Map([['Jenkinsfile', shape(count)]]);
    const options = { profile: 'airflow-workers', properties: new Map<string, string>(), airflow: '3.3' as const };
    const runs = Array.from({ length: 2 }, () => {
      const started = performance.now();
      convertJenkins({ entry: 'Jenkinsfile', files, options });
      return performance.now() - started;
    });
    return Math.min(...runs);
  });
  // Ten were right; a square would be a hundred.
  expect((long ?? 0) / (short ?? 1)).toBeLessThan(35);
});
