import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

const parameters = [
  "string(name: 'TEXT', defaultValue: 'x')",
  "string(name: 'FIVE', defaultValue: '5')",
  "string(name: 'WORD', defaultValue: 'true')",
  "string(name: 'EMPTY', defaultValue: '')",
  "booleanParam(name: 'ON', defaultValue: true)",
  "booleanParam(name: 'OFF', defaultValue: false)",
];
const values = { TEXT: 'x', FIVE: '5', WORD: 'true', EMPTY: '', ON: 'true', OFF: 'false' };

function convert(code: string): string {
  const source = `pipeline {\nagent any\nparameters {\n${parameters.join('\n')}\n}\nstages {\nstage('a') {\nsteps {\nscript {\n${code}\n}\n}\n}\n}\n}\n`;
  const properties = new Map([['workspace', 'none']]);
  const options = { profile: profileNames[0] ?? '', properties, airflow: '3.3' as const };
  const { workflows } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', source]]), options });
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('nothing converted');
  return writeDraft(workflow.draft).text;
}

/** What Airflow does with the filters of a parameter. */
function render(text: string): string {
  const filters: Readonly<Record<string, (value: string) => string>> = {
    trim: (value) => value.trim(),
    upper: (value) => value.toUpperCase(),
    lower: (value) => value.toLowerCase(),
  };
  return text.replace(
    /\{\{ \(params\.(\w+) \| (\w+)\) \| replace\(.*?\) \}\}/g,
    (_, name: keyof typeof values, filter: string) => (filters[filter] ?? ((value) => value))(values[name]),
  );
}

/** What the shell of the converted task prints. */
function run(code: string): string {
  const text = convert(code);
  const script = /bash_command: \|\n((?: {6}.*\n|\n)+)/.exec(text)?.[1]?.replace(/^ {6}/gm, '') ?? 'exit 3';
  return execFileSync('bash', ['-c', render(script)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...values },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Conditions of Groovy that hold, or do not; what stands before them. Each was evaluated by Groovy itself. */
const conditions: readonly (readonly [condition: string, holds: boolean, before?: string])[] = [
  ['params.TEXT', true],
  ['params.EMPTY', false],
  ['params.OFF', false],
  ['!params.OFF', true],
  ['params.WORD == true', false],
  ['params.ON == true', true],
  ["params.ON == 'true'", false],
  ["env.ON == 'true'", true],
  ['params.FIVE == 5', false],
  ['params.FIVE != 5', true],
  ["params.FIVE == '5'", true],
  ["params.FIVE in ['5', '6']", true],
  ['status', false, "def status = sh(script: 'true', returnStatus: true)"],
  ['!status', true, "def status = sh(script: 'true', returnStatus: true)"],
  ['status', true, "def status = sh(script: 'exit 4', returnStatus: true)"],
  ['status == 4', true, "def status = sh(script: 'exit 4', returnStatus: true)"],
  ["sh(script: 'true', returnStatus: true)", false],
  ["sh(script: 'exit 2', returnStatus: true)", true],
  ["sh(script: 'true', returnStatus: true) == 1", false],
  ["sh(script: 'false', returnStatus: true) == 1", true],
  ['n', false, 'def n = 0'],
  ['n', true, 'def n = params.ON ? 1 : 0'],
  ['n', false, 'def n = params.OFF ? 1 : 0'],
  ['on', false, 'def on = false'],
  ['on', true, "def on = params.TEXT == 'x'"],
  ['on', true, 'def on = false\nif (params.ON) { on = true }'],
  ['text', true, "def text = 'false'"],
  ['env.FLAG', true, 'env.FLAG = false'],
  ["env.FLAG == 'false'", true, 'env.FLAG = false'],
  ['env.FLAG == false', false, 'env.FLAG = false'],
  ["' y '.toBoolean()", true],
  ["'Yes'.toBoolean()", false],
  ['params.WORD.toBoolean()', true],
  ['params.OFF.toBoolean()', false],
  ['params.EMPTY.trim()', false],
  ['params.TEXT.trim()', true],
  ["name == 'x'", true, 'def name = params.TEXT.trim()'],
  ["name == 'TRUE'", true, 'def name = params.WORD.toUpperCase()'],
  ['n == 2', true, 'def n = 0\n[2].each { n2 -> n = n2 }'],
];

describe('values have the sorts of Groovy', () => {
  test.each(conditions)('%s is %s %s', (condition, holds, before = '') => {
    const text = convert(`${before}\nif (${condition}) { echo 'yes' } else { echo 'no' }`);
    // What cannot be told is left to a person, and never guessed.
    if (text.includes('to be converted by hand')) return expect(condition).toMatch(/^(?:n == 2|'.*'\.toBoolean\(\))$/);
    expect(run(`${before}\nif (${condition}) { echo 'yes' } else { echo 'no' }`)).toBe(holds ? 'yes\n' : 'no\n');
  });

  test.each([
    ['a variable with values of several sorts', "def x = false\nx = params.TEXT\nif (x) { echo 'a' }"],
    ['a variable that holds what a regular expression finds', "def m = params.TEXT =~ /x/\nif (m) { echo 'a' }"],
    ['a method that no shell knows', 'env.A = params.TEXT.replaceAll("x", "y")'],
  ])('%s is left to a person', (_, code) => {
    expect(convert(code)).toContain('to be converted by hand');
  });

  test('a comparison that never holds is told', () => {
    expect(convert("if (params.FIVE == 5) { echo 'a' }")).toContain('if false; then');
  });
});

test('names that need each other, many times, are worked out once each', () => {
  const code = Array.from({ length: 40 }, (_, index) => `a = a + b + '${index}'\nb = b + c + a\nc = a + b`).join('\n');
  expect(convert(`def a = ''\ndef b = ''\n${code}\nif (c == d) { echo 'x' }\nif (c) { echo 'y' }`)).toContain(
    'by hand',
  );
});
