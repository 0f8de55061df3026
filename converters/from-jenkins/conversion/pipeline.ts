import { type DraftEntry, type DraftFile, mapping } from '../../../workflow/write/index';
import { asDirective, type DirectiveList, type Pipeline, type StageList } from '../declarative/index';
import { type SourceFile, type Statement, walk } from '../groovy/index';
import type { Profile } from '../profiles/profile';
import { withAgent, withoutAgent } from './agent';
import { addCheckout } from './checkout';
import { commentsAbove } from './comments';
import {
  addNode,
  type DocumentDraft,
  entriesOf,
  type Flow,
  setOnFailure,
  start,
  writeDocument,
  writeSections,
} from './document';
import { withEnvironment } from './environment';
import { runName } from './given-variables';
import { readProperties, withProperties } from './job-properties';
import { converted, idOf, type Ledger, lineOf, manual, settle, settleAll } from './ledger';
import { methodAround, statementsBeside } from './library-call';
import { takeName } from './names';
import { convertPipelineOptions } from './options';
import { enterOutside, lookOutside, settleMethods } from './outside';
import { addedEntry, type ConvertedParameters, convertParameters, expressionOf } from './parameters';
import { convertPost } from './post';
import { checksOut, sharesFolder } from './repository';
import type { Conversion, Scope } from './scope';
import { quote } from './script';
import { convertSequence, enterSettings } from './stages';
import { imageNames } from './steps/docker-steps';
import type { Asked } from './tables';
import { containerVariables, writeVariables } from './task';
import { jinja, literal, type Template } from './template';
import { convertTriggers } from './triggers';
import { mayBeUnstable } from './unstable';

/** What the face knows of a job beside its file. */
export interface PipelineInput {
  readonly ledger: Ledger;
  readonly file: SourceFile;
  readonly profile: Profile;
  readonly asked: Asked;
  /** What its tasks run as; filled while it is converted. */
  readonly kinds: Conversion['kinds'];
  readonly drawing: Conversion['drawing'];
  readonly properties: ReadonlyMap<string, string>;
  readonly readFile: (path: string) => string | undefined;
  readonly airflow: Conversion['airflow'];
  /** Of a scripted pipeline, the statements around it; of a Declarative one they are all but the pipeline. */
  readonly beside?: readonly Statement[];
  /** The name of the workflow. */
  readonly name: string;
}

/** Writes a Declarative Pipeline as a workflow; every statement of the file is settled or stays manual. */
export function convertPipeline(input: PipelineInput, model: Pipeline): DraftFile {
  const { ledger, profile, properties } = input;
  const { pipeline, beside } = readBeside(input, model);
  const faults = settlePipeline(input, pipeline);
  const parameters = convertParameters(input, pipeline.parameters);
  const { keepsVariables: setsVariables, ...outsideFacts } = lookOutside(input.file, beside);
  const conditions = postConditions(pipeline);
  const keepsResult = outsideFacts.asksForResult && (conditions.has('always') || conditions.has('cleanup'));
  const keepsVariables = setsVariables || keepsResult;
  const called = calledNames(input.file);
  // `step([$class: 'ArtifactArchiver', …])` keeps files, too.
  const usesRunFolder = ['stash', 'archiveArtifacts', 'archive', 'step'].some((name) => called.has(name));
  const mode = properties.get('workspace');
  const bySteps = properties.get('granularity') === 'step';
  const workspaces = mode !== 'none' && mode !== 'declared';
  const sharesFiles = workspaces && (bySteps || countTasks(pipeline) > 1);
  const shared = mode !== 'none' && (keepsVariables || usesRunFolder || sharesFiles);
  const path = properties.get('run_folder') ?? (profile.runs === 'host' ? '/tmp/jenkins-runs' : '/runs');
  const conversion: Conversion = {
    ...outsideFacts,
    checksOut: input.beside === undefined && !has(pipeline.options, 'skipDefaultCheckout'),
    postConditions: conditions,
    stagesAskForResult: stagesAskForResult(pipeline.stages),
    mayBeUnstable: mayBeUnstable(input.file.statements, new Set(outsideFacts.methods.keys())),
    runFolder: { path, shared, keepsVariables: keepsVariables && shared, workspaces },
    airflow: input.airflow,
    bySteps,
    merges: mode === 'merged',
    readFile: input.readFile,
    called,
    imageNames: imageNames(outsideFacts.bindings.values),
    inlining: { left: 600 },
    secrets: new Map(),
    sorts: new Map(),
    ledger,
    profile,
    asked: input.asked,
    properties,
    comments: input.file.comments,
    kinds: input.kinds,
    drawing: input.drawing,
    images: new Map(),
    imagesUsed: new Set(),
    documents: [],
    names: new Set(),
    parameters: parameters.parameters,
    added: new Map(),
  };
  const job = { jobName: properties.get('job_name'), timezone: properties.get('timezone'), fallback: input.name };
  const triggers = convertTriggers(conversion, pipeline.triggers, job);
  const options = convertPipelineOptions(conversion, pipeline.options);
  const blockers = [
    ...triggers.blockers,
    ...options.blockers,
    ...parameters.blockers,
    ...settleLibraries(ledger, pipeline),
    ...faults,
  ];
  const method = input.beside === undefined ? methodAround(input.file, pipeline) : undefined;
  const outside = enterOutside(firstScope(conversion), beside, method, pipeline);
  blockers.push(...outside.blockers);
  const wide = sharedScope(outside.scope, pipeline);
  const root: DocumentDraft = { nodes: [] };
  const gate = blockers.length === 0 ? start : writeGate(conversion, root, blockers);
  writeStages(wide, root, pipeline, gate);
  settleMethods(ledger, input.file, beside);
  const dagArguments: DraftEntry[] = [triggers.schedule];
  if (options.timeout !== undefined) dagArguments.push({ key: 'dagrun_timeout', value: options.timeout });
  if (options.oneAtATime) dagArguments.push({ key: 'max_active_runs', value: 1 });
  const params = [...parameters.entries, ...[...conversion.added.values()].map(addedEntry)];
  if (params.length > 0) dagArguments.push({ key: 'params', value: entriesOf(params) });
  const entries: DraftEntry[] = [
    { key: 'name', value: input.name, from: [idOf(ledger, pipeline.directive.statement)] },
    { key: 'format', value: 1 },
    { key: 'dag_args', value: entriesOf(dagArguments) },
    { key: 'default_task_args', value: mapping({ owner: 'jenkins', start_date: '2024-01-01' }, 'flow') },
    ...writeImages(conversion),
    ...writeDefaults(conversion, wide.own, parameters),
    ...writeSections(root),
  ];
  const header = [
    ...commentsAbove(conversion, pipeline.directive.statement),
    `Converted by dagport from ${ledger.path}.`,
  ];
  return { header, documents: [{ kind: 'mapping', entries, layout: 'block' }, ...conversion.documents] };
}

/** The pipeline with what `properties([…])` beside a Declarative one says of the job, and the other statements. */
function readBeside(input: PipelineInput, pipeline: Pipeline) {
  if (input.beside !== undefined) return { pipeline, beside: input.beside };
  let whole = pipeline;
  const beside = statementsBeside(input.file, pipeline).filter((statement) => {
    const settings = readProperties(input.ledger, statement);
    const joined = settings === undefined ? undefined : withProperties(whole, settings);
    whole = joined ?? whole;
    return joined === undefined;
  });
  return { pipeline: whole, beside };
}

function firstScope(conversion: Conversion): Scope {
  return {
    conversion,
    environment: new Map(),
    locals: new Map(),
    prelude: [],
    own: new Map(),
    agent: withoutAgent(conversion),
    blockers: [],
    path: [],
    mayCatch: true,
    last: true,
  };
}

function has(list: DirectiveList | undefined, name: string): boolean {
  return list?.entries.some((entry) => entry.name === name) === true;
}

/** The post conditions of the pipeline, its stages and matrices, by name. */
function postConditions(pipeline: Pipeline): ReadonlySet<string> {
  const names = new Set(pipeline.post?.conditions.map(({ name }) => name));
  const add = (list: StageList | undefined): void => {
    for (const { post, body } of list?.stages ?? []) {
      for (const { name } of post?.conditions ?? []) names.add(name);
      if (body.kind === 'stages' || body.kind === 'parallel') add(body.list);
      if (body.kind === 'matrix') {
        for (const { name } of body.matrix.post?.conditions ?? []) names.add(name);
        add(body.matrix.stages);
      }
    }
  };
  add(pipeline.stages);
  return names;
}

/** Whether a post condition of a stage or cell holds after a success only, or after a failure only. */
function stagesAskForResult(list: StageList | undefined): boolean {
  const asks = (post: Pipeline['post']) =>
    post?.conditions.some(({ name }) => name !== 'always' && name !== 'cleanup') === true;
  return (list?.stages ?? []).some(({ post, body }) => {
    if (asks(post)) return true;
    if (body.kind === 'matrix') return asks(body.matrix.post) || stagesAskForResult(body.matrix.stages);
    return (body.kind === 'stages' || body.kind === 'parallel') && stagesAskForResult(body.list);
  });
}

/** How many tasks work in folders: leaf stages, and post conditions. */
function countTasks(pipeline: Pipeline): number {
  const ofStages = (list: StageList | undefined): number =>
    (list?.stages ?? []).reduce((sum, { body, post }) => {
      const own = post?.conditions.length ?? 0;
      if (body.kind === 'stages' || body.kind === 'parallel') return sum + own + ofStages(body.list);
      if (body.kind === 'matrix') return sum + own + ofStages(body.matrix.stages);
      return sum + own + (body.kind === 'steps' ? countParts(body.steps) : 1);
    }, 0);
  return ofStages(pipeline.stages) + (pipeline.post?.conditions.length ?? 0);
}

/** Whether steps may be several tasks: containers of a pod, and steps that are tasks of their own, part them. */
function countParts(steps: readonly Statement[]): number {
  let calls = 0;
  walk(steps, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name' && partingSteps.has(node.callee.name)) calls++;
    return undefined;
  });
  return calls === 0 || (calls === 1 && standsAlone(steps)) ? 1 : 2;
}

/** Whether one of these steps is all that there is, but for blocks around it. */
function standsAlone(steps: readonly Statement[]): boolean {
  const [only, more] = steps;
  const step = only === undefined || more !== undefined ? undefined : asDirective(only);
  if (step === undefined) return false;
  return partingSteps.has(step.name) || standsAlone(step.block?.body ?? []);
}

const partingSteps = new Set(['container', 'build', 'input']);

/** The names of all that is called. */
function calledNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  walk(file.statements, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name') names.add(node.callee.name);
    if (node.kind === 'property' && node.access === '.&' && node.name.kind === 'text') names.add(node.name.value);
    return undefined;
  });
  return names;
}

/** The scope of the whole pipeline; its variables are written once, in `operator_defaults`. */
function sharedScope(scope: Scope, pipeline: Pipeline): Scope {
  const settings = pipeline.tools === undefined ? {} : { tools: pipeline.tools };
  return enterSettings(withEnvironment(withAgent(scope, pipeline.agent), pipeline.environment), settings);
}

/** What Groovy cannot read, Jenkins never ran: the workflow waits until someone has put it right. */
function settlePipeline(input: PipelineInput, pipeline: Pipeline): readonly string[] {
  const { ledger, file } = input;
  const { statement } = pipeline.directive;
  const message = 'The file has syntax errors; what stands near them may have been read wrong.';
  settle(ledger, statement, file.problems.length === 0 ? converted : manual(message));
  return file.problems.map(
    (problem) => `line ${lineOf(ledger, problem.range.start)}: syntax error: ${problem.message}`,
  );
}

/** `libraries { … }`: what is used of them is reported where it is called. */
function settleLibraries(ledger: Ledger, pipeline: Pipeline): readonly string[] {
  if (pipeline.libraries === undefined) return [];
  const message = 'The steps of the library are reported where they are called.';
  settleAll(ledger, pipeline.libraries.directive.statement, {
    status: 'dropped',
    reason: 'no-counterpart-needed',
    message,
  });
  return [];
}

/** The first task of a DAG that a person must complete: it fails and says what is open. */
function writeGate(conversion: Conversion, root: DocumentDraft, blockers: readonly string[]): Flow {
  const name = takeName('convert-by-hand', conversion.names);
  const lines = inOrder(blockers).map(
    (blocker) => `echo ${quote(`dagport: to be converted by hand: ${blocker}`)} >&2\n`,
  );
  const properties: readonly DraftEntry[] = [{ key: 'bash_command', value: `${lines.join('')}exit 1\n` }];
  addNode(root, { name, type: 'bash', properties, comment: ['remove this task when these are done'] });
  return { after: [name], skippable: false };
}

/** By the line that each begins with. */
function inOrder(blockers: readonly string[]): readonly string[] {
  const line = (blocker: string) => Number(/^line (\d+)/.exec(blocker)?.[1] ?? 0);
  return [...blockers].sort((a, b) => line(a) - line(b));
}

/** The checkout of the pipeline's agent and its stages; where it has post conditions, they see both as one (`ModelInterpreter`). */
function writeStages(wide: Scope, root: DocumentDraft, pipeline: Pipeline, flow: Flow): void {
  const clones = sharesFolder(wide) && checksOut(wide);
  const checkedOut = (document: DocumentDraft, before: Flow) => (clones ? addCheckout(wide, document, before) : before);
  const scope: Scope = { ...wide, own: new Map() };
  if (pipeline.stages === undefined) return;
  if (pipeline.post === undefined) {
    convertSequence(scope, root, pipeline.stages, checkedOut(root, flow));
    return;
  }
  const { names, documents } = scope.conversion;
  const name = takeName('stages', names);
  const target = takeName('pipeline-stages', names);
  const inside: DocumentDraft = { nodes: [] };
  convertSequence(scope, inside, pipeline.stages, checkedOut(inside, start));
  documents.unshift(writeDocument(target, inside));
  addNode(root, {
    section: 'sub_dags',
    name,
    type: 'sub_dag',
    entries: [{ key: 'target', value: target }],
    upstream: flow.after,
  });
  setOnFailure(root, name, convertPost(scope, root, { name, title: 'the pipeline' }, pipeline.post).onFailure);
}

/** Images of containers that no task runs in are none of the workflow. */
function writeImages({ images, imagesUsed }: Conversion): readonly DraftEntry[] {
  const entries = [...images].flatMap(([key, image]) =>
    imagesUsed.has(key) ? [{ key, value: mapping({ url: image.url, pull: image.pull }, 'flow') }] : [],
  );
  return entries.length === 0 ? [] : [{ key: 'images', value: entriesOf(entries) }];
}

/** A volume of the run is its own; in others each run has a folder. */
function folderOfRun({ runFolder, profile }: Conversion): Template {
  if (typeof profile.runs !== 'string') return literal(runFolder.path);
  return [...literal(`${runFolder.path}/`), ...jinja('dag.dag_id'), ...literal('/'), ...jinja(runName)];
}

/** Parameters and the variables of the pipeline are environment variables of every step. */
function writeDefaults(
  conversion: Conversion,
  own: ReadonlyMap<string, Template>,
  parameters: ConvertedParameters,
): readonly DraftEntry[] {
  const variables = new Map<string, Template>();
  for (const parameter of [...parameters.parameters.values(), ...conversion.added.values()]) {
    variables.set(parameter.name, jinja(expressionOf(parameter)));
  }
  if (conversion.runFolder.shared) {
    variables.set('RUN_FOLDER', folderOfRun(conversion));
  }
  for (const [name, value] of own) variables.set(name, value);
  // Airflow takes 99 for a skip where nobody says otherwise; in Jenkins it is a failure as any other.
  const fails: readonly DraftEntry[] = conversion.kinds.has('bash') ? [{ key: 'skip_on_exit_code', value: null }] : [];
  const given: readonly DraftEntry[] =
    variables.size === 0
      ? []
      : [
          { key: 'env', value: writeVariables(variables) },
          { key: 'append_env', value: true },
        ];
  const ofBash = [...given, ...fails];
  const defaults: DraftEntry[] = ofBash.length === 0 ? [] : [{ key: 'bash', value: entriesOf(ofBash) }];
  if (variables.size > 0 && [...conversion.images.keys()].some((name) => conversion.imagesUsed.has(name)))
    defaults.push({ key: 'container', value: entriesOf(containerVariables(variables)) });
  return defaults.length === 0 ? [] : [{ key: 'operator_defaults', value: entriesOf(defaults) }];
}
