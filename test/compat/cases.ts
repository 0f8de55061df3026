import { readdirSync, readFileSync } from 'node:fs';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import type { Catalogue } from '../../schemas';
import type { Diagnostic } from '../../text/diagnostic';
import { checkWorkflow } from '../../workflow/check';
import { planWorkflow } from '../../workflow/plan';
import type { Plan } from '../../workflow/plan/plan';
import { readWorkflow, type WorkflowFile } from '../../workflow/read';
import { CATALOGUE } from '../workflow/check/catalogue';

const FIXTURES = new URL('./fixtures/', import.meta.url);

/** What boundary-layer 1.9.18 made of a case: observed by running it, and by executing what it emitted. */
export type Outcome =
  | { readonly accepted: false; readonly error: string }
  | {
      readonly accepted: true;
      /** Why what was emitted does not load, so that it has no graph. */
      readonly broken?: string;
      /** Why the graph is not what the case states. */
      readonly suspect?: readonly string[] | string;
      readonly tasks?: readonly string[];
      readonly edges?: readonly (readonly [string, string])[];
      /** Trigger rules in effect that are not `all_success`, by task. */
      readonly rules?: Readonly<Record<string, string>>;
    };

export interface Case {
  readonly name: string;
  readonly text: string;
  readonly outcome: Outcome;
}

/** The cases of a folder of fixtures: 149 about syntax, 28 graphs, and odd ones of all kinds. */
export function casesOf(folder: 'cases' | 'graphs' | 'odd'): readonly Case[] {
  const outcomes: Readonly<Record<string, Outcome>> = JSON.parse(
    readFileSync(new URL('outcomes.json', FIXTURES), 'utf8'),
  );
  return readdirSync(new URL(`${folder}/`, FIXTURES))
    .sort()
    .map((file) => {
      const name = file.replace(/\.yaml$/, '');
      const outcome = outcomes[`${folder}/${name}`];
      if (outcome === undefined) throw new Error(`${folder}/${name} has no outcome`);
      return { name, text: readFileSync(new URL(`${folder}/${file}`, FIXTURES), 'utf8'), outcome };
    });
}

/** What dagport makes of a workflow: why it refuses it, or its plan. */
export type Answer =
  | { readonly accepted: false; readonly errors: readonly Diagnostic[] }
  | { readonly accepted: true; readonly plan: Plan; readonly file: WorkflowFile };

export function answerTo(name: string, text: string, catalogue: Catalogue = CATALOGUE): Answer {
  const file = readWorkflow(`${name}.workflow.yaml`, text);
  const found = checkWorkflow(file, { catalogue });
  const { plan, problems } = planWorkflow(file, { catalogue });
  const hinders = found.some(({ severity }) => severity === 'error') ? [] : problems;
  const errors = [...found, ...hinders].filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || plan === undefined) return { accepted: false, errors };
  return { accepted: true, plan, file };
}

/** The DAG files of an accepted workflow, one for each target. */
export function dagFilesOf(name: string, { plan, file }: Extract<Answer, { accepted: true }>): readonly string[] {
  const options = { tool: 'dagport test', sourcePath: `${name}.workflow.yaml`, lines: file.lines };
  return Object.values(airflowTargets).map((target) => emitPython(plan, target, options));
}

/**
 * How the answers differ: not at all, in their verdict, or in the graph. Of a graph counts what a person named: its tasks
 * under their ids, their trigger rules, and which of two runs before the other.
 */
export function difference({ outcome }: Case, answer: Answer): readonly string[] {
  if (outcome.accepted !== answer.accepted) return [answer.accepted ? 'accepted' : 'refused'];
  if (!outcome.accepted || !answer.accepted || outcome.broken !== undefined) return [];
  const { tasks = [], edges = [], rules = {} } = outcome;
  const theirs = graphOf(tasks.filter(isNamed), edges);
  const ours = graphOf(
    answer.plan.nodes.filter(({ type }) => type !== 'dagport').map(({ id }) => id),
    answer.plan.edges.map(({ from, to }) => [from, to] as const),
  );
  const ruled = answer.plan.nodes.filter(
    ({ id, triggerRule }) => theirs.has(id) && triggerRule !== (rules[id] ?? 'all_success'),
  );
  return [
    ...[...theirs].filter((fact) => !ours.has(fact)).map((fact) => `without ${fact}`),
    ...[...ours].filter((fact) => !theirs.has(fact)).map((fact) => `with ${fact}`),
    ...ruled.map(({ id, triggerRule }) => `${id} is ${triggerRule}`),
  ];
}

/** Flow control and sentinels are boundary-layer's own. */
function isNamed(id: string): boolean {
  return !/_[0-9a-f]{6}_fc$|_destroy_sentinel$/.test(id);
}

/** The tasks of a graph, and `a before b` for each pair of them of which one runs before the other. */
function graphOf(tasks: readonly string[], edges: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const followers = new Map<string, string[]>();
  for (const [from, to] of edges) followers.set(from, [...(followers.get(from) ?? []), to]);
  const named = new Set(tasks);
  const facts = new Set(tasks);
  for (const task of tasks) {
    const seen = new Set<string>();
    const open = [...(followers.get(task) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (named.has(next)) facts.add(`${task} before ${next}`);
      open.push(...(followers.get(next) ?? []));
    }
  }
  return facts;
}
