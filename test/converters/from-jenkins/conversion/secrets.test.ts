import { expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';

const secret = 'tr0ub4dor3';
const pipeline = (steps: string) => `pipeline { agent any
 stages { stage('a') { steps { ${steps} } } } }
`;

function convert(text: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows, sources } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', text]]),
    options,
  });
  return {
    yaml: JSON.stringify(workflows.map((each) => each.draft)),
    messages: sources.flatMap((source) => source.constructs.map((each) => each.message)),
  };
}

test.each([
  ['an address in a command', `sh 'curl https://bot:${secret}@hub.acme.io/x'`, "{{ conn['hub-acme-io'].login }}"],
  [
    'in single quotes of the shell',
    `sh "echo 'https://bot:${secret}@hub.acme.io'"`,
    "{{ conn['hub-acme-io'].password }}",
  ],
  [
    'the output of a command',
    `script { def x = sh(returnStdout: true, script: 'curl https://bot:${secret}@acme.io') }`,
    'acme-io',
  ],
  ['a text', `echo 'https://bot:${secret}@acme.io'`, 'acme-io'],
  ['two of one host', `sh 'get https://a:${secret}@acme.io'; sh 'get https://b:${secret}2@acme.io'`, 'acme-io-2'],
  ['a key by its form', "sh 'export KEY=AKIAABCDEFGHIJKLMNOP'", 'aws-access-key'],
  ['a step for a person', `httpRequest 'https://bot:${secret}@acme.io'`, 'https://<redacted>@acme.io'],
  [
    'what is called so',
    `script { def s = Artifactory.newServer url: 'x', username: 'u', password:'${secret}' }`,
    "password:'<redacted>'",
  ],
])('%s is not copied', (_, steps, instead) => {
  const { yaml } = convert(pipeline(steps));
  expect(yaml).not.toContain(secret);
  expect(yaml).not.toContain('AKIA');
  expect(yaml).toContain(JSON.stringify(instead).slice(1, -1));
});

test('what has to be created is told', () => {
  expect(convert(pipeline(`sh 'curl https://bot:${secret}@hub.acme.io/x'`)).messages).toContain(
    'The value holds a secret, which is not copied. Create the Airflow connection "hub-acme-io" with it, and change it: it has been read.',
  );
});
