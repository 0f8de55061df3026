import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MachineEnd, MachineTask } from '../../migration/verify/machine';
import { type Catalogue, loadCatalogue } from '../../schemas';
import { type Plan, type PlanNode, planWorkflow } from '../../workflow/plan';
import type { FlowScope } from '../../workflow/plan/flow';
import { readWorkflow, type WorkflowFile } from '../../workflow/read';
import { PROVIDERS } from '../schemas/catalogue-files';
import { interpret, type Outcome, type Run } from '../workflow/plan/interpreter';

/** The hardest flows, written by hand: each with its plan, and with all the ways in which it can go. */
export interface HardFlow {
  readonly name: string;
  readonly file: WorkflowFile;
  readonly plan: Plan;
  readonly flow: FlowScope;
  readonly assignments: readonly Assignment[];
}

/** How the tasks that run end, and what the format says that comes of it. */
export interface Assignment {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly expected: Run;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const catalogueFolder = path.join(here, '..', '..', 'schemas', 'catalog');

export function readCatalogue(): Catalogue {
  const files = readdirSync(catalogueFolder).map(
    (name) => [name, readFileSync(path.join(catalogueFolder, name), 'utf8')] as const,
  );
  return loadCatalogue(new Map(files), PROVIDERS).catalogue;
}

export function readFlows(catalogue: Catalogue): readonly HardFlow[] {
  const names = readdirSync(here).filter((name) => name.endsWith('.workflow.yaml'));
  return names.sort().map((name) => {
    const file = readWorkflow(name, readFileSync(path.join(here, name), 'utf8'));
    const { plan, flow } = planWorkflow(file, { catalogue });
    if (plan === undefined || flow === undefined) throw new Error(`${name} cannot be planned`);
    return { name: name.replace('.workflow.yaml', ''), file, plan, flow, assignments: assignmentsOf(plan, flow) };
  });
}

/** The tasks whose end is decided outside the plan, each with its possible ends. */
function decidersOf(plan: Plan): readonly { readonly id: string; readonly ends: readonly Outcome[] }[] {
  return plan.nodes.flatMap((node): { id: string; ends: Outcome[] }[] => {
    const { behaviour } = node;
    if (behaviour.kind === 'branch')
      return [{ id: node.id, ends: [...behaviour.cases.map((_, index) => index), behaviour.cases.length, 'failed'] }];
    if (behaviour.kind !== 'operator' || node.type === 'dummy') return [];
    return [
      { id: node.id, ends: node.type === 'short_circuit' ? ['success', 'nothing', 'failed'] : ['success', 'failed'] },
    ];
  });
}

/** Every assignment of ends to the tasks that then run: what a task that does not run would do makes no difference. */
function assignmentsOf(plan: Plan, flow: FlowScope): readonly Assignment[] {
  const deciders = decidersOf(plan);
  const found = new Map<string, Assignment>();
  const total = deciders.reduce((product, { ends }) => product * ends.length, 1);
  for (let number = 0; number < total; number++) {
    let rest = number;
    const outcomes = new Map<string, Outcome>();
    for (const { id, ends } of deciders) {
      outcomes.set(id, ends[rest % ends.length] ?? 'success');
      rest = Math.floor(rest / ends.length);
    }
    const expected = interpret(flow, outcomes);
    const ran = [...outcomes].filter(([id]) => ['success', 'failed'].includes(expected.tasks.get(id) ?? ''));
    const key = JSON.stringify(ran);
    if (!found.has(key)) found.set(key, { outcomes: new Map(ran), expected });
  }
  return [...found.values()];
}

/** How long each task takes, in scheduling passes; a task that is not named takes one. */
export type Timing = ReadonlyMap<string, number>;

/** All equally long, each task that runs slow in turn, and one at random. */
export function timingsOf(plan: Plan, assignment: Assignment, dice: (bound: number) => number): readonly Timing[] {
  const slow = [...assignment.outcomes.keys()].map((id) => new Map([[id, 8]]));
  return [new Map(), ...slow, new Map(plan.nodes.map((node) => [node.id, 1 + dice(6)]))];
}

/** The task of a plan node on the abstract machine. */
export function machineTask(plan: Plan, node: PlanNode, outcomes: ReadonlyMap<string, Outcome>): MachineTask {
  const upstream = plan.edges.filter((edge) => edge.to === node.id).map((edge) => edge.from);
  return { id: node.id, rule: node.triggerRule, upstream, end: (states) => endOf(node, outcomes, states) };
}

/** How a task ends when it runs, by what it does and what is decided for it. */
export function endOf(
  { id, behaviour }: Pick<PlanNode, 'id' | 'behaviour'>,
  outcomes: ReadonlyMap<string, Outcome>,
  states: ReadonlyMap<string, string>,
): MachineEnd {
  const outcome = outcomes.get(id) ?? 'success';
  switch (behaviour.kind) {
    case 'empty':
      return 'success';
    case 'raise':
      return 'failed';
    case 'operator':
    case 'volume':
      return typeof outcome === 'number' ? 'success' : outcome;
    case 'branch':
      if (outcome === 'failed') return 'failed';
      return { chosen: chosenBy(behaviour, outcome) };
    case 'route': {
      const state = states.get(behaviour.of);
      if (state === 'success' || state === 'failed' || state === 'skipped') return { chosen: behaviour[state] };
      return 'failed';
    }
  }
}

/** The task ids that a branch returns when it takes a case; the last one is `otherwise`. */
export function chosenBy(
  branch: Extract<PlanNode['behaviour'], { readonly kind: 'branch' }>,
  outcome: Outcome,
): readonly string[] {
  return (typeof outcome === 'number' ? branch.cases[outcome]?.then : undefined) ?? branch.otherwise;
}

/** An assignment and what comes of it in one line: `load failed → repair success, publish success: success`. */
export function inWords({ outcomes, expected }: Assignment, plan: Plan): string {
  const ends = [...outcomes].map(([id, outcome]) => `${id} ${outcomeInWords(id, outcome, plan)}`).join(', ');
  const others = [...expected.tasks].filter(([id]) => !outcomes.has(id)).map(([id, state]) => `${id} ${state}`);
  return `${ends} → ${[...others, `run ${expected.state}`].join(', ')}`;
}

function outcomeInWords(id: string, outcome: Outcome, plan: Plan): string {
  const behaviour = plan.nodes.find((node) => node.id === id)?.behaviour;
  if (outcome === 'nothing') return 'finds nothing';
  if (typeof outcome !== 'number' || behaviour?.kind !== 'branch') return String(outcome);
  return outcome < behaviour.cases.length ? `takes case ${outcome + 1}` : 'takes otherwise';
}
