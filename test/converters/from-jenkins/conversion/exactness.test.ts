import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function convert(
  text: string,
  properties: Readonly<Record<string, string>> = {},
  airflow: '3.3' | '2.11' = '3.3',
  profileText?: string,
): string {
  const options = {
    profile: profileNames[0] ?? '',
    properties: new Map(Object.entries(properties)),
    airflow,
    ...(profileText === undefined ? {} : { profileText }),
  };
  const { workflows } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
  return workflows.map(({ draft }) => writeDraft(draft).text).join('---\n');
}

const steps = (text: string, more = '') =>
  `pipeline {\nagent any\n${more}\nstages {\nstage('a') {\nsteps {\n${text}\n}\n}\nstage('b') {\nsteps {\nsh 'b'\n}\n}\n}\n}\n`;
const bind = (id: string) => `withCredentials([string(credentialsId: '${id}', variable: 'T')]) {\nsh 'echo $T'\n}`;

/** What would be wrong in silence: the parts that the workflow has to have, and those that it must not. */
const cases: readonly (readonly [what: string, source: string, has: readonly string[], hasNot: readonly string[]])[] = [
  [
    'before its end a build has no result',
    steps("sh 'a'").replace(
      "stage('b') {",
      "stage('b') {\nwhen { expression { currentBuild.result == null || currentBuild.result == 'SUCCESS' } }",
    ),
    ["{{ ('' in ['', none]) or ('' == 'SUCCESS') }}"],
    [],
  ],
  [
    'a date is that of the run, and the same for all tasks',
    steps(
      `script {\ndef day = params.DAY ?: new Date().format("yyyy-MM-dd'T'HH:mm")\nsh "load \${day} \${new Date().format('yyyyMMdd')}"\n}`,
      "parameters { string(name: 'DAY', defaultValue: '', description: '') }",
    ),
    ["_day='{{ dag_run.start_date.strftime('%Y-%m-%dT%H:%M') }}'", "{{ dag_run.start_date.strftime('%Y%m%d') }}"],
    [],
  ],
  [
    'names of months are left to a person',
    steps(`sh "load \${new Date().format('dd MMM')}"`),
    ['to be converted by hand'],
    ['strftime'],
  ],
  [
    'what Jenkins has not set is null, an empty parameter is not',
    steps("sh 'a'", "parameters { string(name: 'T', defaultValue: '', description: '') }").replace(
      "stage('b') {",
      "stage('b') {\nwhen { allOf { expression { env.CHANGE_ID == null }\nexpression { null != env.TAG_NAME || params.T == null }\nequals expected: null, actual: env.X } }",
    ),
    [
      "(params.CHANGE_ID in ['', none])",
      "((params.TAG_NAME not in ['', none]) or (params.T == none))",
      "(params.X in ['', none])",
    ],
    [],
  ],
  [
    'two credentials under one name are two variables',
    steps(`${bind('one')}\n${bind('two')}`),
    ['T: "{{ conn.one.password }}"', 'T_2: "{{ conn.two.password }}"', 'export T="$T_2"'],
    [],
  ],
  [
    'a credential under the name of a variable holds in its block only',
    steps(`${bind('one')}\nsh 'echo $T'`, "environment {\nT = 'plain'\n}"),
    ['T: plain', 'T_2: "{{ conn.one.password }}"', 'export T="$T_2"'],
    ['T: "{{ conn.one'],
  ],
  [
    'two repositories have two logins',
    steps("git url: 'https://x/a', credentialsId: 'a'\ngit url: 'https://x/b', credentialsId: 'b'"),
    ['GIT_PASSWORD: "{{ conn.a.password }}"', 'GIT_PASSWORD_2: "{{ conn.b.password }}"', 'password=$GIT_PASSWORD_2'],
    [],
  ],
  [
    'what a step sets is read where it is set, and is no parameter',
    steps('script {\nenv.Z = \'x\'\n}\necho "${env.Z} ${Z}"'),
    ['\'%s\\n\' "$Z"\' \'"$Z"'],
    ['params.Z'],
  ],
  [
    'values of parameters cannot end the quotes around them',
    steps('echo "hello ${params.NAME}"', "parameters {\nstring(name: 'NAME', defaultValue: 'x')\n}"),
    ['\'hello \'"$NAME"'],
    ["'hello {{ params.NAME }}'"],
  ],
  [
    'a condition on a computed variable is asked where it is computed',
    `pipeline {\nagent any\nenvironment {\nV = sh(script: 'cat v', returnStdout: true).trim()\n}\nstages {\nstage('a') {\nwhen {\nenvironment name: 'V', value: '1'\n}\nsteps {\nsh 'a'\n}\n}\n}\n}\n`,
    ['if [ "$V" = 1 ]; then', 'exit 199'],
    ['type: branch'],
  ],
  [
    'cells of a matrix with agents of their own do not share a folder',
    `pipeline {\nagent none\nstages {\nstage('m') {\nmatrix {\nagent any\naxes {\naxis {\nname 'X'\nvalues '1', '2'\n}\n}\nstages {\nstage('a') {\nsteps {\nsh 'a'\n}\n}\nstage('b') {\nsteps {\nsh 'b'\n}\n}\n}\n}\n}\n}\n}\n`,
    ['"$RUN_FOLDER"/workspace-m-${{ item.name }}'],
    [],
  ],
  [
    'a name stands for what it holds: branch, credential, stash, lock',
    steps(
      "git url: REPO, branch: BRANCH, credentialsId: LOGIN\nstash name: BUNDLE, includes: FILES\nlock(resource: LOCK) {\nsh 'x'\n}",
      "environment {\nLOGIN = 'bot'\nBUNDLE = 'jars'\nFILES = '*.jar'\nLOCK = 'db'\n}\nparameters {\nstring(name: 'REPO', defaultValue: 'https://x/y')\nstring(name: 'BRANCH', defaultValue: 'main')\n}",
    ),
    ['fetch -q --tags origin "$BRANCH"', '-B "$BRANCH"', 'conn.bot.password', 'stashes/jars.tar', 'jenkins-locks/db'],
    ['origin BRANCH', 'conn.LOGIN', 'stashes/BUNDLE', 'jenkins-locks/LOCK'],
  ],
  [
    'a name that stands for nothing known is left to a person',
    steps(
      "unstash params.WHICH\nwithCredentials([string(credentialsId: params.WHICH, variable: 'T')]) {\nsh 'x'\n}\nlock(params.WHICH) {\nsh 'y'\n}\nbuild job: params.WHICH",
    ),
    [
      'by hand: line 7: unstash',
      'by hand: line 8: withCredentials',
      'by hand: line 11: lock',
      'by hand: line 14: build',
    ],
    ['params.WHICH }}.'],
  ],
  [
    'a library that is loaded by a step needs no person',
    `library identifier: 'tools@1', retriever: modernSCM([$class: 'GitSCMSource', remote: 'https://x/y']) _\n${steps("sh 'x'")}`,
    ['name: a\n'],
    ['by hand'],
  ],
  [
    'another workspace is a folder that later stages of the run find again',
    `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\nws('tools/x') {\nsh 'make'\n}\n}\n}\nstage('b') {\nsteps {\nws('tools/x') {\nsh 'use'\n}\nws('/opt/x') {\nsh 'far'\n}\n}\n}\n}\n}\n`,
    ['WORKSPACE="$RUN_FOLDER"/ws/tools/x', 'WORKSPACE=/opt/x', 'cd "$WORKSPACE"'],
    [],
  ],
  [
    'a part of a credential that is bound to no name is no variable',
    steps(
      "withCredentials([sshUserPrivateKey(credentialsId: 'key', keyFileVariable: 'K', passphraseVariable: '', usernameVariable: 'U')]) {\nsh 'x'\n}",
    ),
    ['U: "{{ conn.key.login }}"', 'K_CONTENT:'],
    ['"": '],
  ],
  [
    'a secret that stands in the file is not copied',
    steps("sh 'x'", "environment {\nDB_PASSWORD = 'tr0ub4dor&3'\nDOCKER_CREDENTIALS = 'docker-hub-login'\n}"),
    ['DB_PASSWORD: "{{ conn.db_password.password }}"', 'export DOCKER_CREDENTIALS=docker-hub-login'],
    ['tr0ub4dor'],
  ],
  [
    'a secret that is the default of a parameter is not copied',
    steps(
      'sh "login ${params.ADMIN_PASSWORD}"',
      "parameters {\nstring(name: 'ADMIN_PASSWORD', defaultValue: 'tr0ub4dor')\nstring(name: 'REPO', defaultValue: 'https://me:tr0ub4dor@x/y')\n}",
    ),
    [
      'ADMIN_PASSWORD: ""',
      'ADMIN_PASSWORD: "{{ (params.ADMIN_PASSWORD or conn.admin_password.password) }}"',
      'REPO: "{{ (params.REPO or conn.repo.password) }}"',
    ],
    ['tr0ub4dor'],
  ],
  [
    'a login in an address that code sets is not copied',
    steps('script {\nenv.URL = "https://me:tr0ub4dor@${params.HOST}/x"\n}'),
    ["'https://{{ (conn.url.login) |", '(conn.url.password) |'],
    ['tr0ub4dor'],
  ],
  [
    'a password is no parameter',
    steps('sh "login $PASS"', "parameters {\npassword(name: 'PASS', defaultValue: 'tr0ub4dor')\n}"),
    ['PASS: "{{ conn.pass.password }}"'],
    ['tr0ub4dor', 'params'],
  ],
  [
    'what a stage sets without declaring it, later conditions and stages see',
    `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\nscript {\nGO = true\nTEXT = 'x'\n}\n}\n}\nstage('b') {\nwhen {\nexpression { GO }\n}\nsteps {\nsh "echo \${TEXT}"\n}\n}\n}\n}\n`,
    ['_GO=true\n', '[ "$_GO" = true ]', `sh -xec 'echo '"$_TEXT"''`, 'variables.sh'],
    ['params.GO', 'params.TEXT'],
  ],
  [
    'what is declared around stages, they see',
    "node {\ndef VERSION = sh(script: 'cat v', returnStdout: true).trim()\nstage('a') {\nsh \"echo ${VERSION}\"\n}\n}\n",
    ['_VERSION="$(sh -xec \'cat v\')"', `sh -xec 'echo '"$_VERSION"''`, 'variables.sh'],
    ['params.VERSION'],
  ],
  [
    'a name that other code of the file sets is no parameter of the DAG',
    steps('script {\ndef VERSION = \'x\'\n}\nsh "echo ${VERSION}"', '').replace("sh 'b'", 'sh "echo ${VERSION}"'),
    ['to be converted by hand'],
    ['params.VERSION'],
  ],
  [
    'Git reads variables in single quotes, and fetches what it is told',
    steps(
      "checkout([$class: 'GitSCM', branches: [[name: 'origin/$SHA']], userRemoteConfigs: [[url: '$REPO/x', refspec: 'refs/changes/$ID']]])",
    ),
    ['remote.origin.url "$REPO"\'/x\'', 'fetch -q --tags origin \'refs/changes/\'"$ID"', '_branch="$SHA"'],
    ["'$SHA'", "'$REPO"],
  ],
  [
    'branches of one task that have nodes of their own work in folders of their own',
    steps("parallel(a: {\nnode('x') {\nsh 'a'\n}\n}, b: {\nnode('x') {\nsh 'b'\n}\n})"),
    ['WORKSPACE="$(mktemp -d)"', 'cd "$WORKSPACE"'],
    [],
  ],
  [
    'a method of the file hides the step of its name',
    `def build(x) {\nsh "make \${x}"\n}\ndef echo(x) {\nsh 'own'\n}\n${steps("build('y')\necho 'z'")}`,
    ['make y', 'own'],
    ['to be converted by hand', "printf '%s"],
  ],
  [
    'publishers and wrappers of freestyle jobs are the steps that they became',
    steps(
      "step([$class: 'WsCleanup'])\nwrap([$class: 'AnsiColorBuildWrapper', colorMapName: 'xterm']) {\nsh 'x'\n}\nstep([$class: 'ArtifactArchiver', artifacts: '*.txt'])",
    ),
    ['find . -mindepth 1 -delete', '"$RUN_FOLDER/artifacts"'],
    ['to be converted by hand'],
  ],
  [
    'a read-only volume with a label stays read-only',
    "pipeline {\nagent {\ndocker {\nimage 'x:1'\nargs '-v /a:/b:ro,z'\n}\n}\nstages {\nstage('a') {\nsteps {\nsh 'a'\n}\n}\n}\n}\n",
    ['read_only: true'],
    [],
  ],
  [
    'options of docker run, written in any of its ways',
    "pipeline {\nagent {\ndocker {\nimage 'x:1'\nargs '-v/a:/b -u=5 --rm --network host -eK=v'\n}\n}\nstages {\nstage('a') {\nsteps {\nsh 'a'\n}\n}\n}\n}\n",
    ['source: {host: /a}', 'user: "5"', 'network_mode: host', 'K: v'],
    ['to be converted by hand'],
  ],
  [
    'the registry of Docker is no part of the name of an image',
    "pipeline {\nagent {\ndocker {\nimage 'acme/x:1'\nregistryUrl 'https://index.docker.io/v1/'\n}\n}\nstages {\nstage('a') {\nsteps {\nsh 'a'\n}\n}\n}\n}\n",
    ['url: acme/x:1'],
    ['index.docker.io'],
  ],
];

describe('exact, or reported', () => {
  test.each(cases)('%s', (_, source, has, hasNot) => {
    const text = convert(source);
    for (const part of has) expect(text).toContain(part);
    for (const part of hasNot) expect(text).not.toContain(part);
  });

  const jobs = 'source: jenkins\nextends: airflow-workers\njobs:\n  load/eu: {dag: load_eu}\n';

  test.each([
    ["build 'load/eu'", ['type: trigger_dag_run', 'trigger_dag_id: load_eu', 'wait_for_completion: true'], ['conf:']],
    [
      "sh 'x'\nbuild job: 'load/eu', propagate: false, parameters: [string(name: 'DAY', value: env.DAY), booleanParam(name: 'FULL', value: true)]\nsh 'y'",
      [
        'DAY: "{{ params.DAY }}"',
        'FULL: true',
        'failed_states: []',
        'upstream_dependencies: [a-build]',
        'upstream_dependencies: [a]',
      ],
      [],
    ],
    ["script {\nbuild job: 'load/eu', wait: false\n}", ['trigger_dag_id: load_eu'], ['wait_for_completion']],
    ["build 'load/us'", ["line 7: build '\\''load/us'\\''", 'exit 1'], ['trigger_dag_run']],
    ["build job: 'load/eu', parameters: made()", ['exit 1'], ['trigger_dag_run']],
    ["catchError {\nbuild 'load/eu'\n}", ['exit 1'], ['trigger_dag_run']],
    ["input 'Go on?'", ['type: approval', 'subject: Go on?', 'fail_on_reject: true'], []],
    ["input message: 'x', parameters: [string(name: 'A')]", ['exit 1'], ['type: approval']],
  ] as const)('%s', (code, has, hasNot) => {
    const text = convert(steps(code), {}, '3.3', jobs);
    for (const part of has) expect(text).toContain(part);
    for (const part of hasNot) expect(text).not.toContain(part);
  });

  test('texts joined in a condition give true or false', () => {
    const text = convert(
      `pipeline {\nagent any\nparameters {\nstring(name: 'X', defaultValue: 'a')\n}\nstages {\nstage('a') {\nwhen {\nexpression { params.X || env.BRANCH_NAME == 'x' }\n}\nsteps {\nsh 'a'\n}\n}\n}\n}\n`,
    );
    expect(text).toContain(`when: "{{ ((params.X) or (params.BRANCH_NAME == 'x')) and true }}"`);
  });

  test('a condition is asked before the variables of its stage are set', () => {
    const text = convert(
      `pipeline {\nagent any\nenvironment {\nX = 'outer'\n}\nstages {\nstage('a') {\nenvironment {\nX = 'inner'\n}\nwhen {\nenvironment name: 'X', value: 'inner'\n}\nsteps {\nsh 'a'\n}\n}\n}\n}\n`,
    );
    expect(text).toContain(`when: "{{ 'outer' == 'inner' }}"`);
    expect(text).toContain('X: inner');
  });

  test('no exit code of a script is a skip, but that of a stage that went on after a failure', () => {
    expect(convert(steps("sh 'exit 99'"))).toContain('skip_on_exit_code: null');
    const source = `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\ncatchError { sh 'x' }\n}\n}\nstage('b') {\nsteps {\nsh 'y'\n}\n}\n}\n}\n`;
    const text = convert(source);
    expect(text).toContain('|| exit 199');
    expect(text).toContain('skip_on_exit_code: 199');
  });

  test('nobody can be asked on Airflow 2.11', () => {
    expect(convert(steps("input 'Go on?'"), {}, '2.11')).toContain('exit 1');
  });

  test('the checkout that every agent begins with is a task, where the repository is known', () => {
    const text = convert(steps("sh 'a'"), { scm_url: 'https://git.example.com/x.git', scm_branch: 'main' });
    expect(text).toContain('# Declarative: Checkout SCM\n- name: checkout\n');
    expect(text).toContain('git fetch -q --tags origin main');
    expect(text).toContain('upstream_dependencies: [checkout]');
    const skipped = convert(steps("sh 'a'", 'options {\nskipDefaultCheckout()\n}'), { scm_url: 'https://x/y.git' });
    expect(skipped).not.toContain('git fetch');
  });
});
