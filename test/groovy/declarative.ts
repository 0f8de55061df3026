import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkJenkinsfile } from '../../converters/from-jenkins';
import { asDirective, readPipeline, type Stage, type StageBody } from '../../converters/from-jenkins/declarative';
import { parseGroovy, type Statement } from '../../converters/from-jenkins/groovy';

/** Why a file that the plugin's tests refuse is none of ours to refuse: it is a matter of the controller that runs it. */
const matterOfTheController: ReadonlyMap<string, string> = new Map([
  ['emptyPipeline.groovy', 'holds no pipeline: it may be a scripted one'],
  ['notInstalledToolVersion.groovy', 'the tools that are installed on the controller'],
  ['optionValidatorContributor.groovy', 'a validator that another plugin adds'],
  ['postValidatorContributor.groovy', 'a validator that another plugin adds'],
  ['validatorContributor.groovy', 'a validator that another plugin adds'],
  ['scriptSecurityRejectionInEnvironment.groovy', 'the sandbox, when the pipeline runs'],
  ['scriptSecurityRejectionInSteps.groovy', 'the sandbox, when the pipeline runs'],
  ['scriptSecurityRejectionInWhenExpression.groovy', 'the sandbox, when the pipeline runs'],
]);

/** The plugin's validator accepts these, too: they are refused when they run. */
const acceptedByValidator = [...matterOfTheController.keys()].filter((name) => name.startsWith('scriptSecurity'));

/** Stages, branches and steps as the plugin's JSON has them, names only. */
interface Outline {
  readonly stage: string;
  readonly branches?: readonly { readonly name: string; readonly steps: readonly StepOutline[] }[];
  readonly stages?: readonly Outline[];
}

interface StepOutline {
  readonly step: string;
  readonly children: readonly StepOutline[];
}

function outlineStages(stages: readonly Stage[]): readonly Outline[] {
  return stages.map(({ name, body }) => ({ stage: name, ...outlineBody(body) }));
}

function outlineBody(body: StageBody): Omit<Outline, 'stage'> {
  switch (body.kind) {
    case 'steps':
      return { branches: branchesOf(body.steps) };
    case 'stages':
    case 'parallel':
      return { stages: outlineStages(body.list.stages) };
    case 'matrix':
      return { stages: outlineStages(body.matrix.stages?.stages ?? []) };
    case 'none':
      return {};
  }
}

function branchesOf(steps: readonly Statement[]): NonNullable<Outline['branches']> {
  const [only] = steps;
  const parallel = steps.length === 1 && only !== undefined ? asDirective(only) : undefined;
  if (parallel?.name !== 'parallel') return [{ name: 'default', steps: outlineSteps(steps) }];
  return parallel.call.arguments.flatMap((argument) =>
    argument.kind === 'named' && argument.value.kind === 'closure' && argument.key.kind === 'text'
      ? [{ name: argument.key.value, steps: outlineSteps(argument.value.body) }]
      : [],
  );
}

function outlineSteps(steps: readonly Statement[]): readonly StepOutline[] {
  return steps.flatMap((statement) => {
    const step = asDirective(statement);
    if (step === undefined) return [];
    const block = step.name === 'script' ? undefined : step.block;
    return [{ step: step.name, children: block === undefined ? [] : outlineSteps(block.body) }];
  });
}

interface JsonStage {
  readonly name: string;
  readonly branches?: readonly { readonly name: string; readonly steps: readonly JsonStep[] }[];
  readonly stages?: readonly JsonStage[];
  readonly parallel?: readonly JsonStage[];
  readonly matrix?: { readonly stages: readonly JsonStage[] };
}

interface JsonStep {
  readonly name: string;
  readonly children?: readonly JsonStep[];
}

function outlineJson(stages: readonly JsonStage[]): readonly Outline[] {
  return stages.map((stage): Outline => {
    const inner = stage.stages ?? stage.parallel ?? stage.matrix?.stages;
    if (inner !== undefined) return { stage: stage.name, stages: outlineJson(inner) };
    const branches = (stage.branches ?? []).map(({ name, steps }) => ({ name, steps: outlineJsonSteps(steps) }));
    return { stage: stage.name, branches };
  });
}

function outlineJsonSteps(steps: readonly JsonStep[]): readonly StepOutline[] {
  return steps.map(({ name, children }) => ({ step: name, children: outlineJsonSteps(children ?? []) }));
}

const [plugin = ''] = process.argv.slice(2);
const resources = path.join(plugin, 'pipeline-model-definition/src/test/resources');
const read = (...parts: readonly string[]) => readFileSync(path.join(resources, ...parts), 'utf8');

const refused = readdirSync(path.join(resources, 'errors')).filter((name) => name.endsWith('.groovy'));
const accepted = refused.filter(
  (name) => !checkJenkinsfile(read('errors', name)).some((finding) => finding.severity === 'error'),
);
for (const name of accepted) console.log(`errors/${name} is not refused: ${matterOfTheController.get(name) ?? '?'}`);
console.log(
  `${refused.length - accepted.length} of ${refused.length} files that the plugin's tests refuse are refused`,
);
const alike = accepted.filter((name) => acceptedByValidator.includes(name)).length + refused.length - accepted.length;
console.log(`${alike} of ${refused.length} have the verdict of the plugin's validator, which runs nothing`);

const pairs = readdirSync(path.join(resources, 'json'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json') && !name.startsWith('errors'))
  .filter((name) => existsSync(path.join(resources, name.replace(/\.json$/, '.groovy'))))
  .sort();
const different = pairs.filter((name) => {
  const { pipeline } = readPipeline(parseGroovy(read(name.replace(/\.json$/, '.groovy'))));
  const json = JSON.parse(read('json', name)) as { readonly pipeline: { readonly stages: readonly JsonStage[] } };
  const ours = JSON.stringify(outlineStages(pipeline?.stages?.stages ?? []));
  const theirs = JSON.stringify(outlineJson(json.pipeline.stages));
  if (ours !== theirs) console.log(`${name}:\n  ours   ${ours}\n  theirs ${theirs}`);
  return ours !== theirs;
});
console.log(
  `${pairs.length - different.length} of ${pairs.length} pipelines have the stages, branches and steps of the plugin's JSON`,
);
const unexplained = accepted.filter((name) => !matterOfTheController.has(name));
process.exitCode = unexplained.length + different.length === 0 ? 0 : 1;
