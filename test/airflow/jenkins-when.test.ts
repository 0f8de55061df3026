import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../cli/data';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { CONVERTERS } from '../../migration/legacy/convert';
import { planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import { type AirflowVersion, airflowIsInstalled, airflowVersions, playScenarios, withFolder } from './airflow';

/** What a person starts a build with. */
interface Values {
  readonly FORCE: boolean;
  readonly TARGET: string;
  readonly MODE: 'full' | 'delta';
  readonly COUNT: string;
}

const BUILDS: readonly Values[] = [
  { FORCE: true, TARGET: 'eu', MODE: 'full', COUNT: '5' },
  { FORCE: false, TARGET: 'US', MODE: 'delta', COUNT: '10' },
  { FORCE: false, TARGET: '', MODE: 'full', COUNT: '0' },
  { FORCE: true, TARGET: ' e u', MODE: 'delta', COUNT: '3' },
];

/** What stands in `when`, and whether Jenkins runs the stage. Groovy's truth: an empty text is false, "false" is true. */
const CONDITIONS: Readonly<Record<string, (values: Values) => boolean>> = {
  'expression { params.FORCE }': ({ FORCE }) => FORCE,
  'expression { return !params.FORCE }': ({ FORCE }) => !FORCE,
  'expression { params.FORCE == true && params.MODE != "full" }': ({ FORCE, MODE }) => FORCE && MODE !== 'full',
  'expression { params.FORCE || params.TARGET == "US" }': ({ FORCE, TARGET }) => FORCE || TARGET === 'US',
  'expression { env.FORCE }': () => true,
  'expression { env.FORCE == "true" }': ({ FORCE }) => FORCE,
  'expression { env.FORCE.toBoolean() }': ({ FORCE }) => FORCE,
  'expression { params.TARGET }': ({ TARGET }) => TARGET !== '',
  'expression { params.TARGET?.trim() }': ({ TARGET }) => TARGET.trim() !== '',
  'expression { params.TARGET.isEmpty() }': ({ TARGET }) => TARGET === '',
  'expression { params.TARGET in ["eu", "US"] }': ({ TARGET }) => ['eu', 'US'].includes(TARGET),
  'expression { ["eu", ""].contains(params.TARGET) }': ({ TARGET }) => ['eu', ''].includes(TARGET),
  'expression { currentBuild.result == null || currentBuild.result == "SUCCESS" }': () => true,
  'expression { currentBuild.result != "FAILURE" && currentBuild.currentResult == "SUCCESS" }': () => true,
  'expression { currentBuild.result }': () => false,
  'expression { env.CHANGE_ID == null && env.TAG_NAME == null }': () => true,
  'expression { env.CHANGE_ID != null }': () => false,
  'equals expected: null, actual: env.CHANGE_ID': () => true,
  'expression { params.TARGET == null || env.TARGET == null }': () => false,
  'expression { !env.CHANGE_ID }': () => true,
  'expression { params.TARGET.startsWith("e") }': ({ TARGET }) => TARGET.startsWith('e'),
  'expression { params.TARGET.contains("u") }': ({ TARGET }) => TARGET.includes('u'),
  'expression { params.TARGET.endsWith("S") }': ({ TARGET }) => TARGET.endsWith('S'),
  'expression { params.TARGET.toLowerCase() == "us" }': ({ TARGET }) => TARGET.toLowerCase() === 'us',
  'expression { params.TARGET ==~ /[a-z]+/ }': ({ TARGET }) => /^[a-z]+$/u.test(TARGET),
  'expression { params.TARGET =~ /u/ }': ({ TARGET }) => TARGET.includes('u'),
  'expression { params.COUNT.toInteger() > 4 }': ({ COUNT }) => Number(COUNT) > 4,
  'expression { params.COUNT as Integer <= 3 }': ({ COUNT }) => Number(COUNT) <= 3,
  'expression { params.MODE == (params.FORCE ? "full" : "delta") }': ({ MODE, FORCE }) =>
    MODE === (FORCE ? 'full' : 'delta'),
  'expression { (params.TARGET ?: "none") == "none" }': ({ TARGET }) => TARGET === '',
  'expression { sh(returnStatus: true, script: \'test "$MODE" = full\') == 0 }': ({ MODE }) => MODE === 'full',
  'expression { sh(returnStdout: true, script: \'echo "$MODE"\').trim() == "delta" }': ({ MODE }) => MODE === 'delta',
  'environment name: "STAGE", value: "prod"': () => true,
  'environment name: "TARGET", value: "us"': () => false,
  'environment name: "TARGET", value: "us", ignoreCase: true': ({ TARGET }) => TARGET === 'US',
  'equals expected: "full", actual: params.MODE': ({ MODE }) => MODE === 'full',
  'not { equals expected: true, actual: params.FORCE }': ({ FORCE }) => !FORCE,
  'anyOf { environment name: "MODE", value: "delta"\n expression { params.TARGET == "" } }': ({ MODE, TARGET }) =>
    MODE === 'delta' || TARGET === '',
  'allOf { not { expression { params.FORCE } }\n anyOf { equals expected: "10", actual: params.COUNT\n environment name: "TARGET", value: "" } }':
    ({ FORCE, COUNT, TARGET }) => !FORCE && (COUNT === '10' || TARGET === ''),
  'expression { params.MODE == "full" }\n expression { params.COUNT == "5" }': ({ MODE, COUNT }) =>
    MODE === 'full' && COUNT === '5',
  'triggeredBy "TimerTrigger"': () => false,
  'triggeredBy "UserIdCause"': () => true,
};

const texts = Object.keys(CONDITIONS);

function jenkinsfileOf({ FORCE, TARGET, MODE, COUNT }: Values): string {
  const stages = texts.map((text, index) => `stage('s${index}') {\nwhen { ${text} }\nsteps { sh 'run_${index}' }\n}`);
  return `pipeline {
agent any
environment { STAGE = 'prod' }
parameters {
booleanParam(name: 'FORCE', defaultValue: ${FORCE}, description: '')
string(name: 'TARGET', defaultValue: '${TARGET}', description: '')
choice(name: 'MODE', choices: ['${MODE}', '${MODE === 'full' ? 'delta' : 'full'}'], description: '')
string(name: 'COUNT', defaultValue: '${COUNT}', description: '')
}
stages {
${stages.join('\n')}
}
}
`;
}

interface Converted {
  readonly python: string;
  /** By number of the condition, where it is converted: the task that runs behind it. */
  readonly tasks: ReadonlyMap<number, string>;
}

function converted(values: Values, dagId: string, version: AirflowVersion): Converted {
  const options = { profile: 'airflow-workers', properties: new Map([['workspace', 'none']]), airflow: version };
  const text = jenkinsfileOf(values);
  const files = new Map([['Jenkinsfile', text]]);
  const { workflows, sources } = CONVERTERS.jenkins({ entry: 'Jenkinsfile', files, options });
  const byHand = sources.flatMap(({ constructs }) => constructs.filter(({ status }) => status === 'manual'));
  expect(byHand.map(({ range, message }) => `${text.slice(range.start, range.end)}: ${message}`)).toEqual([]);
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('nothing was converted');
  const file = readWorkflow('when.workflow.yaml', writeDraft(workflow.draft).text);
  const { plan } = planWorkflow(file, { catalogue: builtInCatalogue() });
  if (plan === undefined) throw new Error('the workflow cannot be planned');
  const tasks = plan.nodes.flatMap(({ id, behaviour }) => {
    const given = behaviour.kind === 'operator' ? behaviour.arguments : [];
    const command = given.find(({ name }) => name === 'bash_command')?.value;
    const text = command?.kind === 'text' ? command.text : '';
    const [, number] = /^run_(\d+)$/mu.exec(text) ?? [];
    return number === undefined ? [] : [[Number(number), id] as const];
  });
  const python = emitPython({ ...plan, dagId }, airflowTargets[version], {
    tool: 'dagport',
    sourcePath: file.path,
    lines: file.lines,
  });
  return { python, tasks: new Map(tasks) };
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('conditions of stages on Airflow %s', (version) => {
  test('are decided as Jenkins decides them', async () => {
    const builds = BUILDS.map((values, index) => ({
      values,
      id: `when_${index}`,
      ...converted(values, `when_${index}`, version),
    }));
    const files = Object.fromEntries(builds.map(({ id, python }) => [`${id}.py`, python]));
    // Only the commands of the stages are played: what decides really runs.
    const scenarios = Object.fromEntries(
      builds.map(({ id, tasks }) => [
        id,
        { run: Object.fromEntries([...tasks.values()].map((task) => [task, 'success' as const])) },
      ]),
    );
    const played = await withFolder(files, (folder) => playScenarios(version, folder, scenarios, { execute: true }));
    for (const { values, id, tasks } of builds) {
      const run = played.dags[id]?.run;
      const ran = texts.filter((_text, index) => run?.tasks?.[tasks.get(index) ?? ''] === 'success');
      expect({ ran, run: run?.state ?? run?.error }, JSON.stringify(values)).toEqual({
        ran: texts.filter((text) => CONDITIONS[text]?.(values)),
        run: 'success',
      });
    }
  }, 600_000);
});
