import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RENAMED_TRIGGER_RULES, TRIGGER_RULES } from '../../schemas';
import { piecesOf } from '../../workflow/plan';
import type { Plan } from '../../workflow/plan/plan';
import { PLUGIN_FOLDERS } from '../../workflow/plugins';
import { readProjectCatalogue } from '../../workflow/project';

type ProjectCatalogue = ReturnType<typeof readProjectCatalogue>;

import { type Answer, answerTo, dagFilesOf, difference, type Outcome } from '../compat/cases';
import { catalogueFiles, PROVIDERS } from '../schemas/catalogue-files';
import { type Arguments, argumentDifferences } from './arguments';
import { type Explanation, explanationOf } from './explained';
import { generate } from './generate';
import { generateWide } from './wide/generate';
import type { PluginFiles } from './wide/plugin';

/** What boundary-layer made of a workflow, or what a DAG file does, as `observe.py` tells it. */
type Observed = Outcome & {
  readonly repeated?: readonly string[];
  /** Of each task, by its id. */
  readonly arguments?: Readonly<Record<string, Arguments>>;
};

interface Tried {
  /** Its number, or its file's name. */
  readonly name: string;
  readonly text: string;
  readonly slips: readonly string[];
  readonly theirs: Observed;
  readonly ours: Answer;
  readonly differences: readonly string[];
  readonly explanation: Explanation | undefined;
}

/**
 * Workflows through boundary-layer 1.9.18 and dagport: the same verdict, and for what both accept the same graph and the same
 * arguments, or a difference that `explained.ts` names. They are random ones, of a number each from FIRST on, or the files of a
 * folder. Exit 1 where a difference has no name.
 */
function main([python = '', observer = '', folder = '', ...words]: readonly string[]): void {
  const wide = words[0] === 'wide';
  const [first = '1', count = '500', only = ''] = wide ? words.slice(1) : words;
  mkdirSync(folder, { recursive: true });
  const generated = /^\d+$/.test(first) ? randomOnes(Number(first), Number(count), wide) : filesOf(first);
  for (const { name, plugin } of generated) writePlugin(path.join(folder, `${name}.plugin`), plugin);
  const observed = observe(python, observer, folder, generated, ({ text }) => text, 'yaml');
  const catalogues = generated.map(({ plugin }) => (plugin === undefined ? undefined : catalogueWith(plugin)));
  const answers = generated.map(({ name, text }, index) => answerWith(name, text, catalogues[index]));
  const built = answers.map((ours, index) => ({ name: generated[index]?.name ?? '', file: dagFileOf(ours) }));
  const executed = observe(python, observer, folder, built, ({ file }) => file, 'py');
  const tried = generated.map((one, index): Tried => {
    const theirs = withRulesOfToday(observed[index] ?? NO_ANSWER);
    const ours = answers[index] ?? { accepted: false, errors: [] };
    const done = executed[index] ?? NO_ANSWER;
    const differences = comparable(theirs, ours) ? differencesOf(theirs, ours, done) : [];
    const explanation =
      differences.length === 0 ? undefined : explanationOf(theirs, ours, one.plain ?? one.text, differences);
    return { ...one, theirs, ours, differences, explanation };
  });
  report(tried, /^\d+$/.test(first) ? only : count);
}

const NO_ANSWER: Observed = { accepted: false, error: 'no answer' };

interface Workflow {
  readonly name: string;
  readonly text: string;
  readonly slips: readonly string[];
  /** The same in one plain style. */
  readonly plain?: string;
  readonly plugin?: PluginFiles | undefined;
}

function randomOnes(first: number, count: number, wide: boolean): readonly Workflow[] {
  const make = wide ? generateWide : generate;
  return Array.from({ length: count }, (_, index) => ({ name: String(first + index), ...make(first + index) }));
}

/** The files of a plugin where the observer looks for them; none where there is none, whatever an earlier run left. */
function writePlugin(folder: string, files: PluginFiles | undefined): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files ?? {})) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

const BUILT_IN = catalogueFiles();

function catalogueWith(files: PluginFiles): ProjectCatalogue {
  const placed = Object.entries(files).flatMap(([name, text]) => {
    const folder = PLUGIN_FOLDERS.find((one) => name.startsWith(`${one}/`));
    return folder === undefined ? [] : [{ folder, path: name, text }];
  });
  return readProjectCatalogue(BUILT_IN, new Map(), PROVIDERS, [{ name: 'acme', priority: 'shared', files: placed }]);
}

/** What is wrong with a plugin's file hinders all workflows of its project. */
function answerWith(name: string, text: string, project: ProjectCatalogue | undefined): Answer {
  const errors = (project?.problems ?? []).filter(({ severity }) => severity === undefined);
  if (errors.length === 0) return answerTo(name, text, project?.catalogue);
  return {
    accepted: false,
    errors: errors.map(({ message }) => ({
      rule: 'project-catalogue',
      severity: 'error',
      message,
      range: { start: 0, end: 0 },
    })),
  };
}

function filesOf(folder: string): readonly Workflow[] {
  const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
  return files.sort().map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return { name: file.replace(/\.ya?ml$/, ''), text, slips: [] };
  });
}

/** Our DAG file for Airflow 2.11, which is the nearest; empty where there is none. */
function dagFileOf(ours: Answer): string {
  return ours.accepted ? (dagFilesOf('dag', ours).at(-1) ?? '') : '';
}

/** What the observer tells of texts, one after the other. */
function observe<One extends { readonly name: string }>(
  python: string,
  observer: string,
  folder: string,
  all: readonly One[],
  textOf: (one: One) => string,
  extension: string,
): readonly Observed[] {
  const paths = all.map((one) => {
    const file = path.join(folder, `${one.name}.${extension}`);
    writeFileSync(file, textOf(one));
    return file;
  });
  const { stdout, stderr, status } = spawnSync(python, [observer], {
    input: `${paths.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** In the verdict; where both accept and boundary-layer's DAG file loads, in what the DAG files do. */
function differencesOf(theirs: Observed, ours: Answer, done: Observed): readonly string[] {
  if (!theirs.accepted || !ours.accepted || theirs.broken !== undefined)
    return difference({ name: '', text: '', outcome: theirs }, ours);
  if (!done.accepted || done.broken !== undefined || (done.repeated ?? []).length > 0)
    return [`our DAG file does not load: ${JSON.stringify(done).slice(0, 300)}`];
  const graph = difference({ name: '', text: '', outcome: theirs }, withGraph(ours, done));
  return [...graph, ...argumentDifferences(theirs.arguments ?? {}, done.arguments ?? {})];
}

/** The plan with the tasks and edges of its DAG file, so that loops are unrolled and ids that are Python are known. */
function withGraph(ours: Extract<Answer, { accepted: true }>, done: Extract<Observed, { accepted: true }>): Answer {
  const [first] = ours.plan.nodes;
  const added = new Set(ours.plan.nodes.filter(({ type }) => type === 'dagport').map(({ id }) => patternOf(id)));
  const isAdded = (id: string): boolean => [...added].some((pattern) => new RegExp(pattern).test(id));
  const nodes = (done.tasks ?? []).flatMap((id): Plan['nodes'] => {
    if (first === undefined) return [];
    const triggerRule = TRIGGER_RULES.find((rule) => rule === done.rules?.[id]) ?? 'all_success';
    return [{ ...first, id, triggerRule, type: isAdded(id) ? 'dagport' : 'bash' }];
  });
  const edges = (done.edges ?? []).map(([from, to]) => ({ from, to, kind: 'authored' }) as const);
  return { ...ours, plan: { ...ours.plan, nodes, edges } };
}

/** An id whose items are known later, as a pattern. */
function patternOf(id: string): string {
  const pieces = piecesOf(id).map(({ kind, text }) => (kind === 'loop' ? '.+' : text.replace(/[.-]/g, '\\$&')));
  return `^${pieces.join('')}$`;
}

/** `dummy` is called `always` now. */
function withRulesOfToday(observed: Observed): Observed {
  if (!observed.accepted) return observed;
  const rules = Object.entries(observed.rules ?? {}).map(([id, rule]) => [id, RENAMED_TRIGGER_RULES.get(rule) ?? rule]);
  return { ...observed, rules: Object.fromEntries(rules) };
}

/** Ids that repeat have no graph to compare; verdicts are compared all the same. */
function comparable(theirs: Observed, ours: Answer): boolean {
  if (!theirs.accepted || !ours.accepted) return true;
  return (theirs.repeated ?? []).length === 0;
}

function report(tried: readonly Tried[], only: string): void {
  const accepted = tried.filter(({ theirs }) => theirs.accepted);
  const loaded = accepted.filter(({ theirs }) => theirs.accepted && theirs.broken === undefined);
  const graphs = loaded.filter(({ theirs, ours }) => ours.accepted && comparable(theirs, ours));
  const different = tried.filter(({ differences }) => differences.length > 0);
  const named = new Map<string, Tried[]>();
  const unnamed = new Map<string, Tried[]>();
  for (const one of different) {
    const into = one.explanation === undefined ? unnamed : named;
    const key = one.explanation ?? keyOf(one);
    into.set(key, [...(into.get(key) ?? []), one]);
  }
  const lines = [
    `${tried.length} workflows: boundary-layer accepts ${accepted.length}, of which ${loaded.length} load; ${graphs.length} graphs compared`,
    `${different.length} differ, ${[...unnamed.values()].flat().length} of them without an explanation`,
    ...[...named].sort(byCount).map(([key, list]) => `  ${String(list.length).padStart(4)}  ${key} (${seedsOf(list)})`),
    ...(unnamed.size === 0 ? [] : ['not explained:']),
    ...[...unnamed]
      .sort(byCount)
      .flatMap(([key, list]) => [`  ${String(list.length).padStart(4)}  ${key} (${seedsOf(list)})`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const one of different) {
    if (only === '' || !(one.explanation ?? keyOf(one)).includes(only)) continue;
    process.stdout.write(`\n--- ${one.name} [${one.slips.join(', ')}]\n${one.text}`);
    process.stdout.write(
      `theirs: ${JSON.stringify(one.theirs)}\nours: ${toldOf(one.ours)}\n${one.differences.join('\n')}\n`,
    );
  }
  if (unnamed.size > 0) process.exitCode = 1;
}

function byCount([, a]: readonly [string, readonly Tried[]], [, b]: readonly [string, readonly Tried[]]): number {
  return b.length - a.length;
}

function seedsOf(list: readonly Tried[]): string {
  return list
    .slice(0, 4)
    .map(({ name }) => name)
    .join(', ');
}

/** What a difference without a name is like: so that those of one cause stand together. */
function keyOf({ theirs, ours, differences }: Tried): string {
  if (!theirs.accepted)
    return `only dagport accepts: ${theirs.error.replace(/'[^']*'|`[^`]*`|\d+/g, '…').slice(0, 120)}`;
  if (!ours.accepted) return `only dagport refuses: ${[...new Set(ours.errors.map(({ rule }) => rule))].join(', ')}`;
  return `graph: ${differences[0]?.split(' ')[0]}`;
}

function toldOf(ours: Answer): string {
  return ours.accepted
    ? `accepted ${JSON.stringify(ours.plan.nodes.map(({ id }) => id))}`
    : ours.errors.map(({ rule, message }) => `${rule}: ${message}`).join('\n      ');
}

main(process.argv.slice(2));
