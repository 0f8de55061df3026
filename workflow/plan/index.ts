export { authoredGraph, type KnownItems } from './authored-graph';

import type { Diagnostic } from '../../text/diagnostic';
import { absolute, entryOf, sanitised, valueAt, type WorkflowDocument, type WorkflowFile } from '../read';
import { assemble, edgesOf } from './assemble';
import { cycleProblems } from './cycles';
import { dissolve } from './dissolve';
import { waitForDestroys } from './ended';
import type { Expansion, FilledItem, PlanOptions } from './expand/context';
import { dagArguments, defaultArguments, importsOf } from './expand/dag';
import { mappingOf, operatorDefaultsOf } from './expand/defaults';
import { expandDocument } from './expand/document';
import { imagesOf } from './expand/images';
import { MAXIMUM_NODES } from './expand/limits';
import { withRunVolumes } from './expand/run-volumes';
import { firstTooLarge } from './expand/size';
import type { FlowScope } from './flow';
import { separateLoops } from './loops';
import { lowerFlow } from './lower';
import type { Plan, PlanImport, PlanNode } from './plan';
import { wavePlaces } from './waves';

export type { ContainerBackend, FilledItem, ImageEntry, PlanOptions } from './expand/context';
export { imageEntry, imagesOf } from './expand/images';
export { expandedGraph } from './graph';
export { type InheritedValue, inheritedValues, rulesByDefault } from './inherited';
export { loopsOf, piecesOf, sharedLoop } from './loops';
export type { Argument, Behaviour, Plan, PlanEdge, PlanNode, TriggerRule } from './plan';

export interface PlanResult {
  /** Absent where the file has no workflow, or its dependencies form a cycle. */
  readonly plan: Plan | undefined;
  /** The flow that the plan makes Airflow follow: what its authored tasks wait for and choose. */
  readonly flow: FlowScope | undefined;
  /** What stands in the way of building it, beside what the checks find. */
  readonly problems: readonly Diagnostic[];
}

/** The plan of a workflow file. Never throws; parts that do not hold together are left out, as the checks report them. */
export function planWorkflow(file: WorkflowFile, options: PlanOptions): PlanResult {
  const [primary] = file.documents;
  if (primary?.name === undefined) return { plan: undefined, flow: undefined, problems: [] };
  const expansion = startExpansion(file, primary, options);
  const whole = expandPrimary(expansion, primary);
  const cycles = cycleProblems(whole, expansion.details);
  if (cycles.length > 0) return { plan: undefined, flow: undefined, problems: [...cycles, ...expansion.problems] };
  const flow = dissolve(whole);
  const tasks = lowerFlow(flow, !expansion.format);
  if (!expansion.format) waitForDestroys(tasks, whole);
  const defaults = mappingOf(primary, 'default_task_args');
  const waves = wavePlaces(file, options.catalogue);
  const nodes = assemble(expansion, tasks).map((node): PlanNode => {
    const wave = waves?.at(node.origin.range.start);
    return wave === undefined ? node : { ...node, wave };
  });
  const plan: Plan = {
    dagId: sanitised(primary.name),
    dagArguments: dagArguments(primary, expansion.format, startDatesOf(nodes)),
    defaultArguments: defaultArguments(options.catalogue, defaults),
    imports: importsOfAll(file, expansion),
    images: [...expansion.usedImages.values()],
    groups: [...expansion.groups.values()],
    ...separateLoops({ nodes, edges: edgesOf(expansion, tasks) }, [...expansion.loops.values()]),
    loops: [...expansion.loops.values()],
  };
  return { plan, flow, problems: expansion.problems };
}

/** What expanding a workflow shows of it. */
export interface Findings {
  /** What stands in the way of building it. */
  readonly problems: readonly Diagnostic[];
  /** Each item that holds placeholders, at each of its places. */
  readonly filled: readonly FilledItem[];
}

/** Looks for what stands in the way of building a workflow file, without building it. */
export function planProblems(file: WorkflowFile, options: PlanOptions): Findings {
  const [primary] = file.documents;
  if (primary?.name === undefined) return { problems: [], filled: [] };
  const tooLarge = sizeProblem(file, options);
  if (tooLarge !== undefined) return { problems: [tooLarge], filled: [] };
  const expansion = startExpansion(file, primary, options);
  const whole = expandPrimary(expansion, primary);
  return { problems: [...cycleProblems(whole, expansion.details), ...expansion.problems], filled: expansion.filled };
}

/** That a workflow becomes more tasks and groups than there may be: counted, so that nobody has to wait for all of them. */
export function sizeProblem(file: WorkflowFile, options: PlanOptions): Diagnostic | undefined {
  const [primary] = file.documents;
  if (primary === undefined) return undefined;
  const item = firstTooLarge(primary, targetsIn(file), options);
  if (item === undefined) return undefined;
  const place = valueAt(item.map, 'target') ?? valueAt(item.map, 'type') ?? item.map;
  const message = `This workflow becomes more than ${MAXIMUM_NODES} tasks and groups; the rest is left out.`;
  return { rule: 'expansion-too-large', severity: 'error', message, range: absolute(item, place) };
}

function targetsIn(file: WorkflowFile): Expansion['targets'] {
  return new Map(
    file.documents.slice(1).flatMap((target) => (target.name === undefined ? [] : [[target.name, target]])),
  );
}

function expandPrimary(expansion: Expansion, primary: WorkflowDocument): FlowScope {
  const whole = expandDocument(expansion, primary, {
    prefix: '',
    suffix: '',
    carried: '',
    group: undefined,
    pointer: '',
    scope: undefined,
    defaults: undefined,
    inherited: [],
    path: [primary],
  });
  return withRunVolumes(expansion, whole);
}

function startExpansion(file: WorkflowFile, primary: WorkflowDocument, options: PlanOptions): Expansion {
  const format = entryOf(primary, 'format') !== undefined;
  return {
    file,
    options,
    targets: targetsIn(file),
    details: new Map(),
    groups: new Map(),
    loops: new Map(),
    images: format ? imagesOf(file, options) : new Map(),
    usedImages: new Map(),
    operatorDefaults: format ? operatorDefaultsOf(primary, options.catalogue) : new Map(),
    taskDefaults: mappingOf(primary, 'default_task_args'),
    codeImports: new Map(),
    usedComposites: new Set(),
    runVolumes: new Map(),
    problems: [],
    filled: [],
    reported: new Set(),
    budget: { left: MAXIMUM_SUBSTITUTED },
    inside: undefined,
    format,
  };
}

/** Characters and values that may stand for placeholders: far more than people write, little enough to be held. */
const MAXIMUM_SUBSTITUTED = 1_000_000;

/** The start dates that tasks have for themselves, as far as they are known now. */
function startDatesOf(nodes: readonly PlanNode[]): readonly string[] {
  return nodes.flatMap(({ behaviour }) => {
    const start = 'arguments' in behaviour ? behaviour.arguments.find(({ name }) => name === 'start_date') : undefined;
    return start?.value.kind === 'moment' ? [start.value.iso] : [];
  });
}

/** The imports of the workflow, and those of the composites that it uses: their Python needs them as well. */
function importsOfAll({ documents }: WorkflowFile, { usedComposites, codeImports }: Expansion): readonly PlanImport[] {
  const ofComposites = [...usedComposites].map(({ document }) => document);
  const all = [...[...documents, ...ofComposites].flatMap(importsOf), ...codeImports.values()];
  const known = new Set<string>();
  return all.filter((entry) => !known.has(JSON.stringify(entry)) && known.add(JSON.stringify(entry)));
}
