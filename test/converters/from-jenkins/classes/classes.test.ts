import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function convert(text: string, properties: Readonly<Record<string, string>> = {}) {
  const options = {
    profile: profileNames[0] ?? '',
    properties: new Map(Object.entries(properties)),
    airflow: '3.3' as const,
  };
  return convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
}

const stages = (list: readonly (readonly [name: string, steps: string])[]) =>
  `pipeline {\n agent any\n stages {\n${list.map(([name, steps]) => `stage('${name}') {\n steps {\n ${steps}\n }\n }\n`).join('')}}\n}\n`;

const classified: readonly (readonly [name: string, steps: string, expected: string, reason: string])[] = [
  ['Checkout', "sh 'x'", 'checkout', 'its name says "Checkout"'],
  ['Build image', "sh 'x'", 'build', 'its name says "Build"'],
  ['Unit tests', "sh 'x'", 'test', 'its name says "Unit"'],
  ['loadOrders', "sh 'x'", 'load', 'its name says "load"'],
  ['Extract', "sh 'x'", 'extract', 'its name says "Extract"'],
  ['Train model', "sh 'x'", 'train', 'its name says "Train"'],
  ['Nightly', "sh 'dbt run --select orders'", 'transform', 'it runs "dbt run"'],
  ['Go', "sh 'docker push x'", 'publish', 'it runs "docker push"'],
  ['One', "sh '''\n cd x\n mvn package\n'''", 'build', 'it runs "mvn"'],
  ['Two', "junit '*.xml'", 'test', 'it calls junit'],
  ['Downloads', "sh 'x'", 'unknown', 'neither its name nor its commands say what it is for'],
];

describe('what a stage is for', () => {
  test.each(classified)('%s', (name, steps, expected, reason) => {
    const [found] = convert(stages([[name, steps]])).stages ?? [];
    expect({ class: found?.class, reason: found?.reason }).toEqual({ class: expected, reason });
  });
});

const mixed = stages([
  ['Checkout', 'checkout scm'],
  ['Compile', "sh 'mvn package'"],
  ['Extract', "sh 'extract'\n sh 'more'"],
  ['Load', "sh 'load'"],
]);

const tasks = (text: string, properties: Readonly<Record<string, string>>) =>
  convert(text, properties).workflows.flatMap(({ draft }) =>
    (parse(writeDraft(draft).text) as { readonly operators: readonly { readonly name: string }[] }).operators.map(
      ({ name }) => name,
    ),
  );

describe('what is taken, and how finely', () => {
  test.each([
    ['stages', {}, ['checkout', 'compile', 'extract', 'load']],
    ['only data', { only: 'data' }, ['checkout', 'extract', 'load']],
    ['steps', { granularity: 'step' }, ['checkout', 'compile', 'extract', 'extract-sh', 'load']],
    ['merged', { workspace: 'merged' }, ['checkout-compile-extract-load']],
  ])('%s', (_, properties, expected) => {
    expect(tasks(mixed, properties)).toEqual(expected);
  });

  test('what stays on Jenkins is told', () => {
    const [source] = convert(mixed, { only: 'data' }).sources;
    const dropped = source?.constructs.filter(({ status }) => status === 'dropped') ?? [];
    expect(dropped.map(({ construct }) => construct)).toEqual(['stage "Compile"', 'stage/steps', 'steps/sh']);
    expect(dropped[0]?.message).toBe(
      'It stays on Jenkins: a stage of the class "build", because its name says "Compile".',
    );
  });

  test('a job without data stays where it is', () => {
    const result = convert(stages([['Build', "sh 'make'"]]), { only: 'data' });
    expect(result.workflows).toEqual([]);
    expect(result.diagnostics.map(({ rule }) => rule)).toEqual(['jenkins-without-data']);
  });

  test('steps that go on after a failure stay together', () => {
    const source = stages([['Load', "catchError { sh 'a' }\n sh 'b'"]]);
    expect(tasks(source, { granularity: 'step' })).toEqual(['load']);
  });

  test('with declared files, each task begins in an empty folder, and stashes are shared', () => {
    const source = stages([
      ['Extract', "sh 'extract'\n stash 'rows'"],
      ['Load', "unstash 'rows'\n sh 'load'"],
    ]);
    const text = convert(source, { workspace: 'declared', scm_url: 'https://git.example.com/x.git' })
      .workflows.map(({ draft }) => writeDraft(draft).text)
      .join('');
    expect(text).not.toContain('WORKSPACE');
    expect(text.match(/git fetch/g)).toHaveLength(2);
    expect(text).toContain('tar -xf "$RUN_FOLDER"/stashes/rows.tar');
  });
});
