import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';

function constructs(text: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { sources } = convertJenkins({ entry: 'Jenkinsfile', files: new Map([['Jenkinsfile', text]]), options });
  return sources
    .flatMap((source) => source.constructs)
    .map(({ range, ...rest }) => ({ ...rest, source: text.slice(range.start, range.end) }));
}

const declarative = (steps: string, more = '', post = '') =>
  `pipeline {\n agent any\n stages {\n stage('a') {\n ${more}\n steps {\n ${steps}\n }\n ${post}\n }\n }\n}\n`;
const script = (code: string) => declarative(`script {\n${code}\n}`);

/** What no machine may decide, by the list in our notes on Jenkins: each has to be left to a person, at its place. */
const left: readonly (readonly [what: string, source: string, place: string])[] = [
  [
    'branches whose keys are made at run time',
    script(
      "def branches = [:]\nfor (name in findFiles(glob: '*.txt')) {\n branches[name.path] = { sh 'x' }\n}\nparallel branches",
    ),
    'parallel branches',
  ],
  [
    'a parameter whose first choice is computed',
    "pipeline {\n agent any\n parameters {\n choice(name: 'A', choices: [first(), 'b'])\n }\n stages {\n stage('a') {\n steps {\n echo 'x'\n }\n }\n }\n}\n",
    "choice(name: 'A', choices: [first(), 'b'])",
  ],
  ['branches that a method makes', script('parallel makeBranches()'), 'parallel makeBranches()'],
  [
    'a filter of the combinations of a matrix, in Groovy',
    "pipeline {\n agent any\n stages {\n stage('a') {\n matrix {\n axes {\n axis {\n name 'A'\n values 'x'\n }\n }\n combinationFilter \"A == 'x'\"\n stages {\n stage('b') {\n steps {\n echo 'x'\n }\n }\n }\n }\n }\n }\n}\n",
    'combinationFilter',
  ],
  [
    'an input whose parameters decide later stages',
    declarative("echo 'x'", "input {\n message 'go?'\n parameters {\n string(name: 'TARGET')\n }\n}"),
    'input',
  ],
  ['an input as a step', script("def answer = input(message: 'go?', parameters: [string(name: 'T')])"), 'def answer'],
  ['the interface of Jenkins', script("def job = Jenkins.instance.getItem('x')"), 'def job'],
  ['a raw build', script('currentBuild.rawBuild.keepLog(true)'), 'currentBuild.rawBuild'],
  ['changes of a build', script("for (set in currentBuild.changeSets) {\n echo 'x'\n}"), 'for (set in'],
  [
    'code without steps',
    `@NonCPS\ndef names(text) {\n return text.split(',').collect { it.trim() }\n}\n${script("echo names('a,b').join('-')")}`,
    'echo names',
  ],
  [
    'a class',
    `class Config {\n String name\n}\n${script("def c = new Config(name: 'x')\necho c.name")}`,
    'class Config',
  ],
  ['a step of a library', `@Library('ours') _\n${declarative('refreshCache()')}`, 'refreshCache()'],
  ['a file that is a call of a library', "buildPlugin(platforms: ['linux'])\n", 'buildPlugin'],
  ['load of a file', script("def helper = load 'helper.groovy'\nhelper.run()"), 'def helper'],
  ['evaluate', script("evaluate(readTrusted('x.groovy'))"), 'evaluate'],
  ['readTrusted', script("def text = readTrusted 'x.txt'"), 'def text'],
  ['another job', declarative("build job: 'other', wait: true"), 'build job'],
  ['a step for Windows', declarative("bat 'dir'"), "bat 'dir'"],
  ['PowerShell of Windows', declarative("powershell 'ls'"), 'powershell'],
  ['a milestone', declarative('milestone(1)'), 'milestone'],
  ['a stash of another job', declarative("unstash 'made-elsewhere'"), 'unstash'],
  ['logic on an unstable build', script("if (currentBuild.result == 'UNSTABLE') {\n echo 'x'\n}"), 'if (currentBuild'],
  ['a result that is set to what no task has', script("currentBuild.result = 'ABORTED'"), 'currentBuild.result'],
  [
    'post steps of an unstable stage',
    declarative("junit 'x.xml'", '', "post {\n unstable {\n echo 'x'\n }\n}"),
    'unstable',
  ],
  [
    'stages that an unstable one stops',
    "pipeline {\n agent any\n options {\n skipStagesAfterUnstable()\n }\n stages {\n stage('a') {\n steps {\n junit 'x.xml'\n }\n }\n stage('b') {\n steps {\n echo 'x'\n }\n }\n }\n}\n",
    'skipStagesAfterUnstable',
  ],
  ['steps after a change', declarative("echo 'x'", '', "post {\n changed {\n echo 'x'\n }\n}"), 'changed'],
  ['steps after a repair', declarative("echo 'x'", '', "post {\n fixed {\n echo 'x'\n }\n}"), 'fixed'],
  ['steps after a relapse', declarative("echo 'x'", '', "post {\n regression {\n echo 'x'\n }\n}"), 'regression'],
  [
    'the build before',
    script("if (currentBuild.previousBuild?.result == 'FAILURE') {\n echo 'x'\n}"),
    'if (currentBuild.previous',
  ],
  ['what changed since the build before', declarative("echo 'x'", "when {\n changeset '**/*.sql'\n}"), 'changeset'],
  ['the messages of changes', declarative("echo 'x'", "when {\n changelog '.*deploy.*'\n}"), 'changelog'],
  ['a run that was started again', declarative("echo 'x'", 'when {\n isRestartedRun()\n}'), 'isRestartedRun'],
];

describe('what a person has to decide is manual, where it stands', () => {
  test.each(left)('%s', (_, source, place) => {
    const manual = constructs(source).filter(({ status }) => status === 'manual');
    expect(manual.map((construct) => construct.source)).toContainEqual(expect.stringContaining(place));
  });
});
