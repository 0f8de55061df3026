import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

const stage = (name: string, code: string) => `stage('${name}') {\nsteps {\nscript {\n${code}\n}\n}\n}\n`;
const pipeline = (stages: string, before = '') => `${before}\npipeline {\nagent any\nstages {\n${stages}}\n}\n`;

function convert(source: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows, sources } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', source]]),
    options,
  });
  const manual = sources.flatMap(({ constructs }) => constructs.filter(({ status }) => status === 'manual'));
  return { text: workflows.map(({ draft }) => writeDraft(draft).text).join(''), manual };
}

interface Task {
  readonly properties?: { readonly bash_command?: string };
}

/** What the tasks of a pipeline tell docker, one after the other; a docker that only notes it stands in for the real one. */
function commandsOf(source: string): readonly string[] {
  const { text, manual } = convert(source);
  expect(manual.map(({ message }) => message)).toEqual([]);
  const folder = mkdtempSync(path.join(tmpdir(), 'dagport-docker-'));
  try {
    const notes = path.join(folder, 'notes');
    mkdirSync(path.join(folder, 'bin'));
    const docker = path.join(folder, 'bin', 'docker');
    writeFileSync(docker, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${notes}\n`);
    chmodSync(docker, 0o755);
    writeFileSync(notes, '');
    const { operators } = parse(text) as { readonly operators: readonly Task[] };
    for (const { properties } of operators) {
      const PATH = `${path.join(folder, 'bin')}:${process.env.PATH ?? ''}`;
      const env = { ...process.env, PATH, RUN_FOLDER: path.join(folder, 'run'), ADDRESS: 'http://10.0.0.7:80/v2' };
      const command = (properties?.bash_command ?? '').replaceAll('{{ params.ADDRESS }}', 'http://10.0.0.7:80/v2');
      const ran = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8', env });
      expect([ran.status, ran.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('+'))]).toEqual([
        0,
        [],
      ]);
    }
    return readFileSync(notes, 'utf8').trimEnd().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Commands as docker-workflow-plugin gives them (`Docker.groovy`). */
const cases: readonly (readonly [what: string, source: string, commands: readonly string[]])[] = [
  ['an image is built', pipeline(stage('a', "docker.build('acme/app')")), ['build -t acme/app .']],
  [
    'with options, which a shell reads',
    pipeline(stage('a', "def file = 'Dockerfile.prod'\ndocker.build('acme/app:1', \"-f ${file} --label 'a b' .\")")),
    ['build -t acme/app:1 -f Dockerfile.prod --label a b .'],
  ],
  [
    'an image is pushed under its own tag, and under latest where it has none',
    pipeline(stage('a', "docker.image('host:5000/app').push()\ndocker.image('acme/app:1').push()")),
    [
      'tag host:5000/app host:5000/app:latest',
      'push host:5000/app:latest',
      'tag acme/app:1 acme/app:1',
      'push acme/app:1',
    ],
  ],
  [
    'under another tag, also one in a variable called as ours',
    pipeline(
      stage(
        'a',
        "def tag = '2'\ndef app = docker.build('acme/app:1')\napp.push(tag)\napp.tag('3')\napp.push \"x-${tag}\"",
      ),
    ),
    [
      'build -t acme/app:1 .',
      'tag acme/app:1 acme/app:2',
      'push acme/app:2',
      'tag acme/app:1 acme/app:3',
      'tag acme/app:1 acme/app:x-2',
      'push acme/app:x-2',
    ],
  ],
  [
    'a registry stands in front of the names, with its port where it is no usual one',
    pipeline(
      stage(
        'a',
        "docker.withRegistry('https://registry.acme.io:443/v1/', 'hub') {\ndocker.build('app').push()\n}\ndocker.withRegistry('http://registry.acme.io:5000') {\ndocker.image('app:1').pull()\n}\ndocker.withRegistry('') {\ndocker.image('app').pull()\n}",
      ),
    ),
    [
      'login -u  --password-stdin https://registry.acme.io:443/v1/',
      'build -t app .',
      'tag app registry.acme.io/app:latest',
      'push registry.acme.io/app:latest',
      'pull registry.acme.io:5000/app:1',
      'pull app',
    ],
  ],
  [
    'a registry that is a parameter',
    pipeline(stage('a', "docker.withRegistry(params.ADDRESS) {\ndocker.image('app').push('1')\n}")),
    ['tag app 10.0.0.7/app:1', 'push 10.0.0.7/app:1'],
  ],
  [
    'an image in a variable that stages share',
    pipeline(
      stage('a', "image = docker.build('acme/app:1')") + stage('b', 'image.push()\nsh "docker rmi ${image.id}"'),
      "def image = ''",
    ),
    ['build -t acme/app:1 .', 'tag acme/app:1 acme/app:1', 'push acme/app:1', 'rmi acme/app:1'],
  ],
  [
    'an image in a variable that nobody declares',
    pipeline(stage('a', "image = docker.build('acme/app:1')") + stage('b', "image.push('2')")),
    ['build -t acme/app:1 .', 'tag acme/app:1 acme/app:2', 'push acme/app:2'],
  ],
];

describe('docker tells docker what Jenkins tells it', () => {
  test.each(cases)('%s', (_what, source, commands) => {
    expect(commandsOf(source)).toEqual(commands);
  });
});

const left: readonly (readonly [what: string, code: string])[] = [
  ['an image as a text', 'def app = docker.build(\'a\')\necho "${app}"'],
  ['a registry whose login a plugin makes', "docker.withRegistry('https://x.io', 'ecr:eu-west-1:aws') {\necho 'x'\n}"],
  ['an address that Jenkins refuses', "docker.withRegistry('registry.acme.io', 'hub') {\necho 'x'\n}"],
  ['a daemon with a certificate', "docker.withServer('tcp://x:2376', 'tls') {\necho 'x'\n}"],
  ['a container that runs beside the steps', "docker.image('db').withRun('-p 1:1') { c ->\necho 'x'\n}"],
];

test.each(left)('%s is left to a person', (_what, code) => {
  expect(convert(pipeline(stage('a', code))).manual.length).toBeGreaterThan(0);
});
