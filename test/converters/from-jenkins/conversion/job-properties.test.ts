import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function convert(text: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { sources, workflows } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', text]]),
    options,
  });
  const constructs = sources.flatMap((source) => source.constructs);
  const [workflow] = workflows.map(({ draft }) => parse(writeDraft(draft).text.split(/^---$/m)[0] ?? ''));
  return {
    arguments: (workflow as { readonly dag_args?: Readonly<Record<string, unknown>> }).dag_args ?? {},
    manual: constructs.filter(({ status }) => status === 'manual').map(({ message }) => message ?? ''),
    find: (construct: string) => constructs.find((each) => each.construct === construct),
  };
}

const declarative = (more = '') =>
  `pipeline {\nagent any\n${more}\nstages {\nstage('a') {\nsteps {\nsh 'a'\n}\n}\n}\n}\n`;
const scripted = "node {\nstage('a') {\nsh 'a'\n}\n}\n";
const list = `properties([
  [$class: 'GithubProjectProperty', projectUrlStr: 'https://example.com/x/'],
  [$class: 'jenkins.model.BuildDiscarderProperty', strategy: [$class: 'LogRotator', numToKeepStr: '5']],
  [$class: 'ParametersDefinitionProperty', parameterDefinitions: [
    [$class: 'hudson.model.StringParameterDefinition', name: 'TARGET', defaultValue: 'qa'],
    [$class: 'BooleanParameterDefinition', name: 'DRY', defaultValue: true],
    choice(name: 'SIZE', choices: ['s', 'm'])
  ]],
  pipelineTriggers([[$class: 'TimerTrigger', spec: '5 4 * * *']]),
  disableConcurrentBuilds()
])
`;

describe('properties of a job', () => {
  test.each([
    ['of a scripted pipeline', `${list}${scripted}`],
    ['beside a Declarative one', `${list}${declarative()}`],
  ])('%s, as functions and as classes', (_what, source) => {
    const { arguments: found, manual } = convert(source);
    expect(found).toMatchObject({
      schedule: '5 4 * * *',
      max_active_runs: 1,
      params: { TARGET: 'qa', DRY: true, SIZE: 's' },
    });
    expect(manual).toEqual([]);
  });

  test.each([
    ['a class that nobody knows', "properties([[$class: 'com.acme.OurProperty', x: 1]])\n", 'com.acme.OurProperty'],
    ['what is computed', 'properties([ours()] + more)\n', 'Groovy code beside the pipeline.'],
    ['parameters that are computed', 'properties([parameters(ours)])\n', 'What "parameters" holds is not known'],
    [
      'a trigger that watches',
      "properties([pipelineTriggers([[$class: 'GitHubPushTrigger']])])\n",
      'webhook of GitHub',
    ],
  ])('%s is left to a person', (_what, source, message) => {
    const { manual } = convert(`${source}${declarative()}`);
    expect(manual.length).toBeGreaterThan(0);
    if (message.startsWith('com.')) expect(manual.join()).toContain('OurProperty');
    else expect(manual.join()).toContain(message);
  });

  test('parameters in both places are left to a person', () => {
    const source = `properties([parameters([string(name: 'A')])])\n${declarative("parameters {\nstring(name: 'B')\n}")}`;
    expect(convert(source).manual).toEqual(['Groovy code beside the pipeline.']);
  });
});

/** Whether a post condition `unstable` is left to a person: where something could make the build so. */
const unstable: readonly (readonly [steps: string, isLeft: boolean])[] = [
  ["sh 'make'\nretry(2) {\nsh 'x'\n}", false],
  ["junit 'x.xml'", true],
  ["build 'other'", true],
  ['ourStep()', true],
  ["script {\ncurrentBuild.result = 'UNSTABLE'\n}", true],
  ["script {\ncurrentBuild.result = 'FAILURE'\n}", false],
  ['script {\nlib.run()\n}', true],
];

test.each(unstable)('unstable behind %j', (steps, isLeft) => {
  const source = `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\n${steps}\n}\n}\n}\npost {\nunstable {\necho 'u'\n}\n}\n}\n`;
  const found = convert(source).find('post/unstable');
  expect(found?.status).toBe(isLeft ? 'manual' : 'dropped');
  if (!isLeft) expect(found?.message).toBe('Nothing in the file makes a build unstable.');
});
