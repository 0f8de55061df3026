import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

interface Task {
  readonly name: string;
  readonly type: string;
  readonly image?: string;
  readonly properties?: {
    readonly command?: readonly string[];
    readonly volumes?: readonly unknown[];
    readonly env?: unknown;
    readonly retries?: number;
  };
  readonly backends?: unknown;
}

/** What a pipeline becomes: its tasks, and the messages of what a person must do. */
function converted(source: string): {
  readonly tasks: readonly Task[];
  readonly manual: readonly string[];
  readonly notes: readonly string[];
} {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows, sources } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', source]]),
    options,
  });
  const constructs = sources.flatMap((each) => each.constructs);
  const messages = (status: string) =>
    constructs.flatMap((each) => (each.status === status && 'message' in each ? [each.message] : []));
  return {
    tasks: workflows.flatMap(({ draft }) =>
      writeDraft(draft)
        .text.split(/^---$/m)
        .flatMap((document) => (parse(document) as { readonly operators?: readonly Task[] }).operators ?? []),
    ),
    manual: messages('manual'),
    notes: messages('approximated'),
  };
}

const pod = (more = '', spec = '') => `kubernetes {
yaml '''
spec:
${spec}  containers:
  - {name: maven, image: "maven:3"}
  - {name: node, image: "node:22"}
'''
${more}
}`;

const pipeline = (steps: string, more = '', agent = pod("defaultContainer 'maven'")) =>
  `pipeline {\nagent {\n${agent}\n}\nstages {\nstage('a') {\n${more}\nsteps {\n${steps}\n}\n}\n}\n}\n`;

/** Each task as `image: the commands of its scripts`. */
function inShort({ image, properties }: Task): string {
  const script = properties?.command?.[0] ?? '';
  const commands = script.split('\n').filter((line) => /^(?:[a-z]+-step|mkdir -p [a-z]|export X|git init)/.test(line));
  return `${image}: ${commands.join(', ')}`;
}

/** Commands run in the image of their container, one task after the other. */
const cases: readonly (readonly [what: string, steps: string, tasks: readonly string[]])[] = [
  ['without a container', "sh 'a-step'\nsh 'b-step'", ['maven-3: a-step, b-step']],
  [
    'one after the other',
    "sh 'a-step'\ncontainer('node') { sh 'b-step' }\nsh 'c-step'",
    ['maven-3: a-step', 'node-22: b-step', 'maven-3: c-step'],
  ],
  ['messages need no image', "echo 'hello'\ncontainer('node') { sh 'b-step' }\necho 'done'", ['node-22: b-step']],
  ['in a block of code', "script {\nif (params.X) {\ncontainer('node') { sh 'b-step' }\n}\n}", ['node-22: b-step']],
  ['tried again', "retry(3) {\ncontainer('node') { sh 'b-step' }\n}", ['node-22: b-step']],
  [
    'a folder around several',
    "dir('web') {\nsh 'a-step'\ncontainer('node') { sh 'b-step' }\n}",
    ['maven-3: mkdir -p web, a-step', 'node-22: mkdir -p web, b-step'],
  ],
  [
    'variables around several',
    "withEnv(['X=1']) {\ncontainer('maven') { sh 'a-step' }\ncontainer('node') { sh 'b-step' }\n}",
    ['maven-3: export X=1, a-step', 'node-22: export X=1, b-step'],
  ],
  [
    'code around several, with a constant',
    "script {\ndef step = 'b-step'\nsh 'a-step'\ncontainer('node') { sh \"${step}\" }\n}",
    ['maven-3: a-step', 'node-22: b-step'],
  ],
  [
    'one in another',
    "container('node') {\nsh 'a-step'\ncontainer('maven') { sh 'b-step' }\n}",
    ['node-22: a-step', 'maven-3: b-step'],
  ],
];

describe('containers of a pod', () => {
  test.each(cases)('%s', (_, steps, tasks) => {
    const result = converted(pipeline(steps));
    expect(result.manual).toEqual([]);
    expect(result.tasks.map(inShort)).toEqual(tasks);
  });

  test.each([
    [
      'a value that one computes and another reads',
      "script {\ndef x = sh(script: 'a', returnStdout: true)\ncontainer('node') { sh \"b ${x}\" }\n}",
    ],
    ['attempts around several', "retry(2) {\nsh 'a-step'\ncontainer('node') { sh 'b-step' }\n}"],
    ['a failure caught around several', "catchError {\nsh 'a-step'\ncontainer('node') { sh 'b-step' }\n}"],
  ])('what needs them at once is left to a person: %s', (_, steps) => {
    expect(converted(pipeline(steps)).manual).not.toEqual([]);
  });

  test('the tasks of one stage share its files', () => {
    const { tasks } = converted(pipeline("sh 'a-step'\ncontainer('node') { sh 'b-step' }"));
    const folders = tasks.map(({ properties }) => /^export WORKSPACE=.*$/m.exec(properties?.command?.[0] ?? '')?.[0]);
    expect(folders).toEqual(['export WORKSPACE="$RUN_FOLDER"/workspace', 'export WORKSPACE="$RUN_FOLDER"/workspace']);
  });

  test('steps that name no container run in that of Jenkins, where the agent names none', () => {
    const { tasks, notes } = converted(pipeline("sh 'a-step'\ncontainer('node') { sh 'b-step' }", '', pod()));
    expect(tasks.map(inShort)).toEqual(['inbound-agent-3283-v92c105e0f819-7: a-step', 'node-22: b-step']);
    expect(notes.join(' ')).toContain('Steps that name no container run in that of Jenkins itself');
  });

  test('post conditions run in the container that they name', () => {
    const post = "post {\nalways {\ncontainer('node') { sh 'p-step' }\n}\n}";
    const { tasks, manual } = converted(pipeline("sh 'a-step'", post));
    expect(manual).toEqual([]);
    expect(tasks.filter(({ type }) => type === 'container').map(inShort)).toEqual([
      'maven-3: a-step',
      'node-22: p-step',
    ]);
  });

  test('attempts of a stage of several tasks are left to a person', () => {
    const { manual } = converted(pipeline("sh 'a-step'\ncontainer('node') { sh 'b-step' }", 'options {\nretry(2)\n}'));
    expect(manual).not.toEqual([]);
  });

  test('a folder of the pod is one of the run; what no task has is said', () => {
    const agent = `kubernetes {
defaultContainer 'a'
yaml '''
spec:
  securityContext: {runAsUser: 1000}
  tolerations: [{key: pool, operator: Exists}]
  hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]
  volumes:
  - {name: cache, emptyDir: {sizeLimit: 2Gi}}
  - {name: data, persistentVolumeClaim: {claimName: shared}}
  - {name: login, secret: {secretName: docker}}
  containers:
  - name: a
    image: tools:1
    securityContext: {privileged: true}
    env:
    - {name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}
    volumeMounts:
    - {name: cache, mountPath: /cache}
    - {name: data, mountPath: /data, readOnly: true}
    - {name: login, mountPath: /root/.docker}
'''
}`;
    const { tasks, notes } = converted(pipeline("sh 'a-step'", '', agent));
    expect(tasks[0]?.properties?.volumes).toEqual([
      { name: 'cache', path: '/cache', source: { run: '2Gi' } },
      { name: 'data', path: '/data', read_only: true, source: { claim: 'shared' } },
    ]);
    expect(tasks[0]?.backends).toEqual({
      kubernetes: {
        security_context: { runAsUser: 1000 },
        tolerations: [{ key: 'pool', operator: 'Exists' }],
        container_security_context: { privileged: true },
      },
    });
    expect(notes).toContain(
      'Parts of the pod that no task has: a: the variable TOKEN, a: the volume at /root/.docker, hostAliases.',
    );
  });

  test('volumes of a podTemplate', () => {
    const { tasks, notes } = converted(
      "podTemplate(containers: [containerTemplate(name: 'a', image: 'tools:1', privileged: true)], volumes: [hostPathVolume(hostPath: '/var/run/docker.sock', mountPath: '/var/run/docker.sock'), secretVolume(secretName: 's', mountPath: '/s')]) {\nnode(POD_LABEL) {\nstage('a') {\ncontainer('a') {\nsh 'a-step'\n}\n}\n}\n}\n",
    );
    expect(tasks.map(inShort)).toEqual(['tools-1: a-step']);
    expect(tasks[0]?.properties?.volumes).toEqual([
      { name: 'var-run-docker-sock', path: '/var/run/docker.sock', source: { host: '/var/run/docker.sock' } },
    ]);
    expect(notes.join(' ')).toContain('a: privileged, secretVolume at /s');
  });
});

test('an image that a script computes is left to a person: no task is started in it', () => {
  const source = `def image = 'difi/agent:1'
node { if (sh(script: 'test -f java9', returnStatus: true) == 0) { image = 'difi/agent9:1' } }
pipeline {
agent none
stages { stage('a') {
agent { docker { image image } }
steps { sh 'make' }
} }
}
`;
  const { tasks, manual } = converted(source);
  expect(tasks.map(({ image }) => image)).not.toContainEqual(expect.stringContaining('$'));
  expect(manual.filter((message) => message.startsWith('The image is not known before the run'))).toHaveLength(1);
});
