import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RENAMED_TRIGGER_RULES } from '../../schemas';
import { type Answer, answerTo, difference, type Outcome } from '../compat/cases';
import { type Explanation, explanationOf } from './explained';
import { generate } from './generate';

/** What boundary-layer made of a workflow, as `observe.py` tells it. */
type Observed = Outcome & { readonly repeated?: readonly string[] };

interface Tried {
  readonly seed: number;
  readonly text: string;
  readonly slips: readonly string[];
  readonly theirs: Observed;
  readonly ours: Answer;
  readonly differences: readonly string[];
  readonly explanation: Explanation | undefined;
}

/**
 * Random workflows through boundary-layer 1.9.18 and dagport: the same verdict, and for what both accept the same graph, or a
 * difference that `explained.ts` names. Exit 1 where one has no name.
 */
function main([
  python = '',
  observer = '',
  folder = '',
  first = '1',
  count = '500',
  only = '',
]: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const seeds = Array.from({ length: Number(count) }, (_, index) => Number(first) + index);
  const generated = seeds.map((seed) => ({ seed, ...generate(seed) }));
  const paths = generated.map(({ seed, text }) => {
    const file = path.join(folder, `${seed}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const { stdout, stderr, status } = spawnSync(python, [observer], {
    input: `${paths.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONHASHSEED: '0' },
  });
  if (status !== 0) throw new Error(stderr);
  const observed: readonly Observed[] = stdout
    .trim()
    .split('\n')
    .map((line) => withRulesOfToday(JSON.parse(line)));
  const tried = generated.map((one, index): Tried => {
    const theirs = observed[index] ?? { accepted: false, error: 'no answer' };
    const ours = answerTo(`${one.seed}`, one.text);
    const differences = comparable(theirs, ours) ? difference({ name: '', text: '', outcome: theirs }, ours) : [];
    const explanation = differences.length === 0 ? undefined : explanationOf(theirs, ours, one.text, differences);
    return { ...one, theirs, ours, differences, explanation };
  });
  report(tried, only);
}

/** `dummy` is called `always` now. */
function withRulesOfToday(observed: Observed): Observed {
  if (!observed.accepted) return observed;
  const rules = Object.entries(observed.rules ?? {}).map(([id, rule]) => [id, RENAMED_TRIGGER_RULES.get(rule) ?? rule]);
  return { ...observed, rules: Object.fromEntries(rules) };
}

/** Ids that repeat, and loops that only the DAG file unrolls, have no graph to compare; verdicts are compared all the same. */
function comparable(theirs: Observed, ours: Answer): boolean {
  if (!theirs.accepted || !ours.accepted) return true;
  return (theirs.repeated ?? []).length === 0 && ours.plan.loops.length === 0;
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
    process.stdout.write(`\n--- ${one.seed} [${one.slips.join(', ')}]\n${one.text}`);
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
    .map(({ seed }) => seed)
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
