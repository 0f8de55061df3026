import { expect, test } from 'vitest';
import { checkJenkinsfile } from '../../../../converters/from-jenkins';

const pipeline = (...sections: readonly string[]) => `pipeline {\n${sections.join('\n')}\n}\n`;
const stages = "stages { stage('a') { steps { echo 'x' } } }";
const inStage = (body: string) => pipeline('agent any', `stages { stage('a') {\n${body}\n} }`);
const inSteps = (body: string) => inStage(`steps {\n${body}\n}`);
const matrix = (body: string) => inStage(`matrix {\n${body}\n}`);
const axes = "axes { axis { name 'A'; values 'x', 'y' } }";
const cell = "stages { stage('b') { steps { echo 'x' } } }";

/** Each source with its only finding: the rule and the text that it points at. */
const cases: readonly (readonly [title: string, source: string, rule: string, at: string])[] = [
  ['no agent', pipeline(stages), 'jenkins-missing-section', 'pipeline'],
  ['no stages', pipeline('agent any'), 'jenkins-missing-section', 'pipeline'],
  ['section twice', pipeline('agent any', 'agent none', stages), 'jenkins-duplicate-section', 'agent'],
  ['unknown section', pipeline('agent any', 'stage { }', stages), 'jenkins-unknown-section', 'stage'],
  [
    'removed section',
    pipeline('agent any', "notifications { echo 'x' }", stages),
    'jenkins-removed-section',
    'notifications',
  ],
  ['code in the pipeline', pipeline('agent any', 'def x = 1', stages), 'jenkins-code-outside-script', 'def x = 1'],
  ['pipeline in a block', `node { ${pipeline('agent any', stages)} }`, 'jenkins-pipeline-not-at-top', 'pipeline'],
  ['agent as text', pipeline("agent 'linux'", stages), 'jenkins-invalid-agent', "agent 'linux'"],
  ['empty agent', pipeline('agent { }', stages), 'jenkins-invalid-agent', 'agent'],
  ['two agents', pipeline("agent { label 'x'\n docker 'y' }", stages), 'jenkins-several-agents', 'docker'],
  ['docker without image', pipeline("agent { docker { args 'x' } }", stages), 'jenkins-missing-agent-field', 'docker'],
  ['empty stages', pipeline('agent any', 'stages { }'), 'jenkins-empty-section', 'stages'],
  ['step in stages', pipeline('agent any', "stages { echo 'x' }"), 'jenkins-expected-stage', 'echo'],
  ['stage without steps', inStage('agent none'), 'jenkins-stage-without-body', 'stage'],
  ['two bodies', inStage(`steps { echo 'x' }\n${cell}`), 'jenkins-stage-with-two-bodies', 'stage'],
  ['step in a stage', inStage("steps { echo 'x' }\nsh 'y'"), 'jenkins-unknown-section', 'sh'],
  [
    'computed stage name',
    pipeline('agent any', 'stages { stage("a${b}") { steps { echo \'x\' } } }'),
    'jenkins-stage-name',
    '"a${b}"',
  ],
  [
    'stage twice',
    pipeline('agent any', "stages { stage('a') { steps { echo 'x' } }\n stage('a') { steps { echo 'y' } } }"),
    'jenkins-duplicate-stage',
    'stage',
  ],
  [
    'parallel in parallel',
    inStage(`parallel { stage('b') { parallel { stage('c') { steps { echo 'x' } } } } }`),
    'jenkins-nested-parallel',
    'parallel',
  ],
  [
    'agent on a parallel',
    inStage(`agent any\nparallel { stage('b') { steps { echo 'x' } } }`),
    'jenkins-agent-on-parent',
    'agent',
  ],
  ['failFast without literal', inStage(`failFast x\n${cell}`), 'jenkins-expected-boolean', 'failFast x'],
  ['empty steps', inSteps(''), 'jenkins-empty-section', 'steps'],
  ['if in steps', inSteps("if (x) { echo 'x' }"), 'jenkins-code-outside-script', "if (x) { echo 'x' }"],
  ['call on an object in steps', inSteps("docker.build('x')"), 'jenkins-call-outside-script', 'docker.build'],
  ['code in a step with a block', inSteps("dir('x') { a = 1 }"), 'jenkins-code-outside-script', 'a = 1'],
  ['stage in steps', inSteps("stage('x') { echo 'y' }"), 'jenkins-blocked-step', 'stage'],
  ['parallel beside a step', inSteps("echo 'x'\nparallel(a: { echo 'y' })"), 'jenkins-blocked-step', 'parallel'],
  ['variable as value', pipeline('agent any', 'environment { A = x }', stages), 'jenkins-invalid-environment', 'x'],
  [
    'two variables in one declaration',
    pipeline('agent any', "environment { def A = 'x', B = 'y' }", stages),
    'jenkins-invalid-environment',
    "def A = 'x', B = 'y'",
  ],
  ['no variable', pipeline('agent any', 'environment { }', stages), 'jenkins-empty-section', 'environment'],
  [
    'keyword as variable',
    pipeline('agent any', "environment { long = 'x' }", stages),
    'jenkins-invalid-environment',
    'long',
  ],
  [
    'minus in a value',
    pipeline('agent any', "environment { A = 'x' - 'y' }", stages),
    'jenkins-invalid-environment',
    "'x' - 'y'",
  ],
  [
    'variable twice',
    pipeline('agent any', "environment { A = 'x'\n A = 'y' }", stages),
    'jenkins-duplicate-variable',
    'A',
  ],
  [
    'unknown post condition',
    pipeline('agent any', stages, "post { sucess { echo 'x' } }"),
    'jenkins-unknown-post-condition',
    'sucess',
  ],
  [
    'post condition twice',
    pipeline('agent any', stages, "post { always { echo 'x' }\n always { echo 'y' } }"),
    'jenkins-duplicate-post-condition',
    'always',
  ],
  ['post without block', pipeline('agent any', stages, 'post'), 'jenkins-code-outside-script', 'post'],
  [
    'option twice',
    pipeline('agent any', 'options { timestamps()\n timestamps() }', stages),
    'jenkins-duplicate-entry',
    'timestamps',
  ],
  [
    'two cron triggers',
    pipeline('agent any', "triggers { cron('@daily')\n cron('@hourly') }", stages),
    'jenkins-duplicate-entry',
    'cron',
  ],
  [
    'option with a block',
    pipeline('agent any', 'options { timeout(1) { } }', stages),
    'jenkins-unexpected-block',
    'timeout',
  ],
  [
    'parameters as option',
    pipeline('agent any', 'options { parameters([]) }', stages),
    'jenkins-misplaced-option',
    'parameters',
  ],
  [
    'named and unnamed',
    pipeline('agent any', "parameters { string('A', defaultValue: 'x') }", stages),
    'jenkins-mixed-arguments',
    'string',
  ],
  ['library without lib', pipeline('agent any', "libraries { foo('x') }", stages), 'jenkins-invalid-library', 'foo'],
  ['tool without name', pipeline('agent any', 'tools { maven() }', stages), 'jenkins-invalid-tool', 'maven'],
  ['empty when', inStage("when { }\nsteps { echo 'x' }"), 'jenkins-empty-section', 'when'],
  ['unknown condition', inStage("when { brunch 'main' }\nsteps { echo 'x' }"), 'jenkins-unknown-when', 'brunch'],
  [
    'not of two',
    inStage("when { not { branch 'a'\n branch 'b' } }\nsteps { echo 'x' }"),
    'jenkins-when-children',
    'not',
  ],
  ['empty anyOf', inStage("when { anyOf { } }\nsteps { echo 'x' }"), 'jenkins-when-children', 'anyOf'],
  [
    'beforeAgent without literal',
    inStage("when { beforeAgent 'yes'\n branch 'a' }\nsteps { echo 'x' }"),
    'jenkins-expected-boolean',
    "beforeAgent 'yes'",
  ],
  ['matrix without axes', matrix(cell), 'jenkins-missing-section', 'matrix'],
  ['axis without values', matrix(`axes { axis { name 'A' } }\n${cell}`), 'jenkins-missing-section', 'axis'],
  ['computed axis value', matrix(`axes { axis { name 'A'; values x } }\n${cell}`), 'jenkins-axis-values', 'x'],
  [
    'axis twice',
    matrix(`axes { axis { name 'A'; values 'x' }\n axis { name 'A'; values 'y' } }\n${cell}`),
    'jenkins-duplicate-axis',
    'axis',
  ],
  ['unknown in matrix', matrix(`${axes}\n${cell}\nsteps { echo 'x' }`), 'jenkins-unknown-section', 'steps'],
  ['input without message', inStage("input { ok 'x' }\nsteps { echo 'x' }"), 'jenkins-missing-input-message', 'input'],
  [
    'unknown input field',
    inStage("input { message 'x'\n text 'y' }\nsteps { echo 'x' }"),
    'jenkins-unknown-input-field',
    'text',
  ],
  ['syntax', inSteps("echo 'x' ]"), 'jenkins-syntax-error', ']'],
];

test.each(cases)('%s', (_, source, rule, at) => {
  const found = checkJenkinsfile(source).map((finding) => ({
    rule: finding.rule,
    at: source.slice(finding.range.start, finding.range.end),
  }));
  expect(found).toEqual([{ rule, at }]);
});

const legal: readonly (readonly [string, string])[] = [
  ['code around the pipeline', `@Library('x') _\ndef f() { 1 }\n${pipeline('agent any', stages)}`],
  ['script', inSteps("script { if (x) { stage('y') { } } }")],
  ['post on a stage', inStage("steps { echo 'x' }\npost { cleanup { echo 'y' } }")],
  ['nested stages', inStage("stages { stage('a') { steps { echo 'x' } } }")],
  ['matrix', matrix(`${axes}\nexcludes { exclude { axis { name 'A'; notValues 'x' } } }\n${cell}`)],
  [
    'environment',
    pipeline(
      'agent any',
      "environment { A = \"${B}\" + 'c'\n B = sh(script: 'x', returnStdout: true)\n C = credentials('x') }",
      stages,
    ),
  ],
  ['scripted', "node('x') { stage('a') { if (b) sh 'c' } }"],
];

test.each(legal)('no finding: %s', (_, source) => {
  expect(checkJenkinsfile(source)).toEqual([]);
});

test('several findings at once, in the order of the file', () => {
  const source = pipeline('agent anything', 'options { }', "stages { stage('a') { stepz { } } }");
  expect(checkJenkinsfile(source).map((finding) => finding.rule)).toEqual([
    'jenkins-invalid-agent',
    'jenkins-empty-section',
    'jenkins-stage-without-body',
    'jenkins-unknown-section',
  ]);
});

test('a declaration in "environment" is a variable, as for the plugin', () => {
  expect(checkJenkinsfile(pipeline('agent any', "environment { def A = 'x'\n String B = 'y' }", stages))).toEqual([]);
});
