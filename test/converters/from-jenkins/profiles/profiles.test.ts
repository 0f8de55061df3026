import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames, tablesText } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

const validate = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync('schemas/format/jenkins-profile.schema.json', 'utf8')),
);

function convert(text: string, own?: string) {
  const profile = { profile: profileNames[0] ?? '', ...(own === undefined ? {} : { profileText: own }) };
  const options = { ...profile, properties: new Map<string, string>(), airflow: '3.3' as const };
  return convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
}

const written = (result: ReturnType<typeof convert>) =>
  result.workflows.map(({ draft }) => writeDraft(draft).text).join('');

const manual = (result: ReturnType<typeof convert>) =>
  result.sources.flatMap(({ constructs }) => constructs.filter(({ status }) => status === 'manual'));

test.each(profileNames)('the profile %s follows the schema', (name) => {
  const text = readFileSync(`converters/from-jenkins/profiles/${name}.yaml`, 'utf8');
  expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

describe('the schema refuses', () => {
  test.each([
    ['a rule without a verdict', 'steps: {x: {note: y}}'],
    ['a table that there is not', 'source: jenkins\nimages: {x: {url: y}}'],
    ['a reason that is not on the list', 'steps: {x: {drop: because, message: y}}'],
    ['a credential in two places', 'credentials: {x: {connection: y, secret: z}}'],
    ['a volume without a size', 'runs: {run: big}'],
  ])('%s', (_, text) => {
    expect(validate(parse(text))).toBe(false);
  });
});

const pipeline = `pipeline {
  agent { label 'big' }
  tools { maven 'M3' }
  triggers { githubPush() }
  environment { DB = credentials('db') }
  stages {
    stage('Load') {
      steps {
        refresh 'orders', full: true
        script {
          def version = currentVersion(of: 'orders')
          echo "at \${version}"
        }
        withProxy('eu') { sh 'load' }
      }
    }
  }
}
`;

describe('the tables of a pipeline', () => {
  const tables = tablesText([{ path: 'Jenkinsfile', tables: convert(pipeline).tables ?? [] }], 'airflow-workers');

  test('ask for all that only people know, with the place, and follow the schema', () => {
    expect(validate(parse(tables)), JSON.stringify(validate.errors)).toBe(true);
    expect(parse(tables)).toEqual({
      source: 'jenkins',
      extends: 'airflow-workers',
      labels: { big: { image: '' } },
      tools: { 'maven M3': { approximates: '' } },
      credentials: { db: { connection: 'db' } },
      steps: { currentVersion: { script: '' }, refresh: { script: '' }, withProxy: { script: '' } },
      triggers: { githubPush: { approximates: '' } },
      properties: { scm_url: '' },
    });
    expect(tables).toContain('  # Jenkinsfile:9\n  refresh:');
  });

  test('change nothing as long as they are empty', () => {
    expect(written(convert(pipeline, tables))).toBe(written(convert(pipeline)));
  });

  const filled = `source: jenkins
extends: airflow-workers
labels: {big: {queue: large}}
tools: {maven: {approximates: on the workers}}
credentials: {db: {connection: warehouse}}
steps:
  refresh: {script: 'echo "refresh $1 $full"'}
  currentVersion: {script: 'echo "7-$of"'}
  withProxy: {script: 'export PROXY="$1"'}
triggers: {githubPush: {approximates: a workflow of GitHub starts it}}
properties: {scm_url: 'https://git.example.com/x.git'}
`;

  test('leave nothing to a person once they are filled', () => {
    const result = convert(pipeline, filled);
    expect(manual(result)).toEqual([]);
    const text = written(result);
    for (const part of [
      'set -- orders\n      echo "refresh $1 $full"',
      'set -- eu\n      export PROXY="$1"',
      'queue: large',
      '{{ conn.warehouse.password }}',
      'git config remote.origin.url https://git.example.com/x.git',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/_version="\$\(of=orders\n\s*echo "7-\$of"\)"/);
  });

  test('keep the answers when they are written again', () => {
    const again = tablesText([{ path: 'Jenkinsfile', tables: convert(pipeline, filled).tables ?? [] }], 'x', filled);
    expect(parse(again)).toEqual(parse(filled));
  });
});

test('credentials are secrets of Kubernetes in its profile, and never in the text', () => {
  const source = `pipeline {
  agent { docker 'etl:1' }
  environment { LOGIN = credentials('db') }
  stages {
    stage('a') { steps { withCredentials([string(credentialsId: 'Api Token', variable: 'T')]) { sh 'echo $T $LOGIN_USR' } } }
    stage('b') { steps { sh 'b' } }
  }
}`;
  const options = { profile: 'kubernetes', properties: new Map<string, string>(), airflow: '3.3' as const };
  const result = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', source]]), options });
  const text = written(result);
  expect(text).toContain('T: {secret: api-token, key: password}');
  expect(text).toContain('LOGIN_USR: {secret: db, key: username}');
  expect(text).toContain('export LOGIN="$LOGIN_USR"\':\'"$LOGIN_PSW"');
  expect(text).toContain('source: {run: 10Gi}');
  const containers = text.split('container:')[1] ?? '';
  expect(containers).not.toContain('conn.');
});
