import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../cli/data';
import { convertJenkins, profileNames } from '../../converters/from-jenkins';
import { verifyPipeline } from '../../migration/verify';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';

const catalogue = builtInCatalogue();

function verify(text: string, edit: (yaml: string) => string = (yaml) => yaml) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
  const [workflow] = workflows;
  if (workflow?.jenkins === undefined) throw new Error('nothing to play');
  const { plan, problems } = planWorkflow(readWorkflow('x.yaml', edit(writeDraft(workflow.draft).text)), { catalogue });
  if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return verifyPipeline(workflow.jenkins, plan, 1, 3_000);
}

const pipeline = (stages: string, more = '') => `pipeline {\nagent any\n${more}\nstages {\n${stages}\n}\n}\n`;
const stage = (name: string, more = '', body = `steps {\nsh '${name}'\n}`) =>
  `stage('${name}') {\n${more}\n${body}\n}\n`;
const post = (...names: readonly string[]) =>
  `post {\n${names.map((name) => `${name} {\necho '${name}'\n}\n`).join('')}}`;

/** Steps that go on after a failure, which fails the build. */
const caught = "steps {\ncatchError {\nsh 'a'\n}\n}";
const conditions = ['always', 'success', 'failure', 'unsuccessful', 'cleanup'];

const same: readonly (readonly [what: string, source: string, least: number])[] = [
  ['stages', pipeline(stage('a') + stage('b') + stage('c')), 4],
  ['when', pipeline(stage('a', "when {\nbranch 'main'\n}") + stage('b')), 5],
  ['when, asked by a task', pipeline(stage('a', "when {\nexpression {\nfileExists('x')\n}\n}") + stage('b')), 5],
  [
    'when around stages',
    pipeline(stage('a', "when {\nbranch 'main'\n}", `stages {\n${stage('b')}${stage('c')}}`) + stage('d')),
    6,
  ],
  ['parallel', pipeline(stage('p', '', `parallel {\n${stage('a')}${stage('b')}}`) + stage('c')), 5],
  ['failFast', pipeline(stage('p', 'failFast true', `parallel {\n${stage('a')}${stage('b')}}`) + stage('c')), 5],
  [
    'branches with conditions and stages of their own',
    pipeline(
      stage(
        'p',
        '',
        `parallel {\n${stage('a', "when {\nbranch 'main'\n}")}${stage('b', '', `stages {\n${stage('c')}${stage('d')}}`)}}`,
      ) + stage('e', post('failure')),
    ),
    9,
  ],
  ['retry', pipeline(stage('a', 'options {\nretry(3)\n}') + stage('b')), 3],
  ['retry around steps', pipeline(stage('a', post('failure'), "steps {\nretry(2) {\nsh 'a'\n}\n}") + stage('b')), 3],
  [
    'a failure that is forgiven',
    pipeline(stage('a', '', "steps {\ncatchError(buildResult: 'SUCCESS') {\nsh 'a'\n}\n}") + stage('b')),
    3,
  ],
  ['a failure that is caught', pipeline(stage('a', '', caught) + stage('b')), 5],
  ['a failure that is caught at the end', pipeline(stage('a') + stage('b', '', caught)), 4],
  [
    'a failure that is caught at the end, and tried again',
    pipeline(stage('a') + stage('b', 'options {\nretry(2)\n}', caught)),
    4,
  ],
  ['a failure that is caught, and seen by the pipeline', pipeline(stage('a', '', caught), post(...conditions)), 20],
  [
    'a failure that is caught behind a condition, and beside others',
    pipeline(
      stage('a', "when {\nbranch 'main'\n}", caught) +
        stage('p', '', `parallel {\n${stage('b', '', caught)}${stage('c')}}`) +
        stage('d', "when {\nbranch 'main'\n}"),
    ),
    20,
  ],
  [
    'a result that is set',
    pipeline(stage('a', '', "steps {\nsh 'a'\nscript {\ncurrentBuild.result = 'FAILURE'\n}\n}") + stage('b')),
    3,
  ],
  [
    'post conditions of stages and branches',
    pipeline(stage('p', post(...conditions), `parallel {\n${stage('a', post('always', 'success'))}${stage('b')}}`)),
    50,
  ],
  [
    'a volume of the run whose first user is left out',
    `pipeline {\nagent { docker 'x:1' }\nstages {\n${stage('a', "when {\nbranch 'main'\n}") + stage('b', "when {\nbranch 'other'\n}") + stage('c')}}\n}\n`,
    11,
  ],
  ['retry around some of the steps', pipeline(stage('a', '', "steps {\nsh 'x'\nretry(3) {\nbuild 'y'\n}\n}")), 2],
  [
    'a question, before and behind a condition',
    pipeline(
      stage('a', "input {\nmessage 'x'\n}\nwhen {\nbranch 'main'\n}") +
        stage('b', `input {\nmessage 'x'\n}\nwhen {\nbeforeInput true\nbranch 'main'\n}\n${post('always', 'failure')}`),
      post('failure'),
    ),
    15,
  ],
  [
    'matrix',
    pipeline(
      stage(
        'm',
        '',
        `matrix {\naxes {\naxis {\nname 'X'\nvalues '1', '2'\n}\n}\nwhen {\nexpression {\nparams.Y == env.X\n}\n}\nstages {\n${stage('a')}${stage('b')}}\n}`,
      ) + stage('c'),
    ),
    20,
  ],
];

const posts = Array.from({ length: 2 ** conditions.length - 1 }, (_, bits) =>
  conditions.filter((_, index) => ((bits + 1) & (1 << index)) !== 0),
);

describe('converted pipelines do what Jenkins does', () => {
  test.each(same)('%s', (_, source, least) => {
    const found = verify(source);
    expect(found.differences).toEqual([]);
    expect(found.scenarios).toBeGreaterThanOrEqual(least);
  });

  test.each(posts)('post: %j', (...names) => {
    for (const source of [
      pipeline(stage('a', post(...names)) + stage('b')),
      pipeline(stage('a') + stage('b'), post(...names)),
    ]) {
      const found = verify(source);
      expect(found.differences).toEqual([]);
    }
  });
});

describe('what differs is found, and named where the report says so', () => {
  test.each([
    [
      'a failure that is caught in a stage with post conditions',
      stage('a', post('always'), "steps {\ncatchError {\nsh 'a'\n}\n}") + stage('b'),
      'b runs in',
    ],
    [
      'a failure that a later post condition sees',
      stage('a', '', "steps {\ncatchError {\nsh 'a'\n}\n}") + stage('b', post('failure')),
      'b-steps-failure runs in',
    ],
    ['an unstable build', stage('a', post('success'), "steps {\njunit 'x'\n}"), 'a-steps-success runs on'],
  ])('%s', (_, source, message) => {
    const { equivalent, differences } = verify(pipeline(source));
    expect(equivalent).toBe(false);
    expect(differences[0]?.message).toContain(message);
    expect(differences.every(({ named }) => named)).toBe(true);
  });

  test.each([
    ['a stage that does not wait', 'upstream_dependencies: [a]', 'upstream_dependencies: []'],
    ['a rule that lets failures pass', 'retries: 2\n', 'retries: 2\n    trigger_rule: all_done\n'],
    ['a task that is gone', '- name: b\n', '- name: other\n'],
    ['a retry that is gone', 'retries: 2', 'retries: 0'],
  ])('an edit: %s', (_, from, to) => {
    const source = pipeline(stage('a') + stage('b', 'options {\nretry(3)\n}') + stage('c'));
    const edit = (yaml: string) => {
      expect(yaml).toContain(from);
      const text = yaml.replace(from, to);
      return to.includes('other') ? text.replaceAll('[b]', '[other]') : text;
    };
    const { differences } = verify(source, edit);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences[0]?.named).toBe(false);
  });
});
