import type { TriggerRule } from '../plan';

/**
 * What can be said of how a task of the plan will end, before anything runs. A plan needs its extra tasks only where a
 * failure and a skip can meet or a failure can be hidden; these facts show where they cannot. Every fact errs on the safe
 * side: where nothing is known, the extra tasks are added.
 */
export interface Facts {
  /** Choices that, all made so, rule out that the task is skipped; nothing where it is never skipped. */
  readonly skip: Choices | undefined;
  /** Choices that were made so whenever the task has run. */
  readonly must: Choices;
  /** How it can come to be failed or upstream_failed; nothing where it cannot. */
  readonly bad: Causes | undefined;
}

/** For a branch or router the cases of which one was taken, as a set of bits. All entries hold together. */
export type Choices = ReadonlyMap<string, number>;

export interface Causes {
  /** Choices that hold whichever task it is that failed. */
  readonly any: Choices;
  /** The same for tasks that failed behind the choices of `lost`; nothing where only those can be the cause. */
  readonly own: Choices | undefined;
  /** Branches and routers that may themselves have come to nothing because of a failure before them. */
  readonly lost: ReadonlySet<string>;
}

/** What is known of a branch or router. */
export interface Choice {
  /** All cases that can be taken where its task was not skipped. */
  readonly full: number;
  /** What rules out that it takes none of them, because its task was skipped. */
  readonly skip: Choices | undefined;
  readonly must: Choices;
  readonly bad: Causes | undefined;
}

export type ChoiceTable = ReadonlyMap<string, Choice>;

export const NEVER_ANYTHING: Facts = { skip: undefined, must: new Map(), bad: undefined };

/** Facts of more choices than this are not kept, so that they do not grow with the workflow. */
const MAXIMUM_CHOICES = 16;

/** Both hold. */
export function both(a: Choices, b: Choices): Choices {
  if (a.size === 0) return b;
  const joined = new Map(a);
  for (const [choice, cases] of b) joined.set(choice, cases & (joined.get(choice) ?? -1));
  return joined;
}

/** Both hold, as far as it is remembered: the latest choices tell more than those long before them. */
function bothKnown(a: Choices, b: Choices): Choices {
  const joined = both(a, b);
  return joined.size <= MAXIMUM_CHOICES ? joined : new Map([...joined].slice(-MAXIMUM_CHOICES));
}

/** Both rule out a skip only together; a choice that another one presupposes need not be said. */
function bothNeeded(a: Choices, b: Choices, table: ChoiceTable): Choices {
  const joined = both(a, b);
  if (joined.size < 2) return joined;
  const needed = [...joined].filter(
    ([choice, cases]) =>
      ![...joined.keys()].some(
        (other) => other !== choice && implies(table.get(other)?.must ?? NOTHING, new Map([[choice, cases]])),
      ),
  );
  return needed.length <= MAXIMUM_CHOICES ? new Map(needed) : NEVER_CERTAIN;
}

const NOTHING: Choices = new Map();
/** A choice that nothing is known to have made. */
const NEVER_CERTAIN: Choices = new Map([['?', 1]]);

/** What holds if one or the other does. */
function either(a: Choices, b: Choices): Choices {
  const joined = new Map<string, number>();
  for (const [choice, cases] of a) {
    const other = b.get(choice);
    if (other !== undefined) joined.set(choice, cases | other);
  }
  return joined;
}

function eitherCause(a: Causes | undefined, b: Causes | undefined): Causes | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const own = a.own === undefined || b.own === undefined ? (a.own ?? b.own) : either(a.own, b.own);
  const lost = new Set([...a.lost, ...b.lost]);
  const any = either(a.any, b.any);
  return lost.size <= MAXIMUM_CHOICES ? { any, own, lost } : { any, own: NOTHING, lost: new Set() };
}

/** Do the first choices imply the second? */
function implies(a: Choices, b: Choices): boolean {
  for (const [choice, cases] of b) {
    const known = a.get(choice);
    if (known === undefined || (known & ~cases) !== 0) return false;
  }
  return true;
}

function exclude(a: Choices, b: Choices): boolean {
  for (const [choice, cases] of a) if ((cases & (b.get(choice) ?? -1)) === 0) return true;
  return false;
}

/** All of them have to succeed. */
export function allOf(conditions: readonly Facts[], table: ChoiceTable): Facts {
  let skip: Choices | undefined;
  let must: Choices = new Map();
  let bad: Causes | undefined;
  for (const facts of conditions) {
    if (facts.skip !== undefined) skip = bothNeeded(skip ?? NOTHING, facts.skip, table);
    must = bothKnown(must, facts.must);
    bad = eitherCause(bad, facts.bad);
  }
  return { skip, must, bad };
}

/** One of them has to succeed. */
function oneOf(items: readonly Facts[], table: ChoiceTable): Facts {
  const [first, ...rest] = items;
  if (first === undefined) return NEVER_ANYTHING;
  let { skip, must, bad } = first;
  for (const item of rest) {
    skip = skip === undefined || item.skip === undefined ? undefined : notBothSkipped(skip, item.skip, table);
    must = either(must, item.must);
    bad = eitherCause(bad, item.bad);
  }
  return { skip, must, bad };
}

/** What rules out that both are skipped: either's own choices; less, where together they take every case of a choice. */
function notBothSkipped(a: Choices, b: Choices, table: ChoiceTable): Choices | undefined {
  for (const [choice, cases] of a) {
    const other = b.get(choice);
    const known = table.get(choice);
    if (other === undefined || known === undefined) continue;
    const rest = both(without(a, choice), without(b, choice));
    if (((cases | other) & known.full) !== known.full) {
      if (sameBut(a, b, choice)) return both(new Map([[choice, cases | other]]), rest);
      continue;
    }
    const whole = known.skip === undefined ? rest : both(rest, known.skip);
    return whole.size === 0 ? undefined : whole;
  }
  return a.size <= b.size ? a : b;
}

function sameBut(a: Choices, b: Choices, choice: string): boolean {
  const restOfA = without(a, choice);
  const restOfB = without(b, choice);
  return implies(restOfA, restOfB) && implies(restOfB, restOfA);
}

function without(choices: Choices, choice: string): Choices {
  const rest = new Map(choices);
  rest.delete(choice);
  return rest;
}

/** The facts of a task that its rule alone brings about. */
export function ruleFacts(id: string, rule: TriggerRule, upstream: readonly Facts[], table: ChoiceTable): Facts {
  if (upstream.length === 0) return NEVER_ANYTHING;
  const unknown: Choices = new Map([[`${id}?`, 1]]);
  switch (rule) {
    case 'all_success':
      return allOf(upstream, table);
    case 'one_success':
    case 'none_failed_min_one_success':
    case 'all_done_min_one_success':
      return oneOf(upstream, table);
    case 'none_failed':
      return { ...NEVER_ANYTHING, bad: allOf(upstream, table).bad };
    case 'none_skipped':
      return { ...NEVER_ANYTHING, skip: allOf(upstream, table).skip };
    case 'all_done':
    case 'always':
      return NEVER_ANYTHING;
    case 'all_failed':
    case 'all_skipped':
    case 'one_failed':
    case 'one_done':
      return { ...NEVER_ANYTHING, skip: unknown };
  }
}

/** A task that may fail when it runs, and perhaps end skipped by itself. */
export function working(id: string, facts: Facts, fails: boolean, skipsItself: boolean): Facts {
  const own: Causes = { any: facts.must, own: facts.must, lost: new Set() };
  const skip = skipsItself ? both(facts.skip ?? new Map(), new Map([[`${id}?`, 1]])) : facts.skip;
  return { skip, must: facts.must, bad: fails ? eitherCause(facts.bad, own) : facts.bad };
}

/** A task directly below a branch or router, chosen in the given cases. */
export function chosen(choice: string, cases: number, table: ChoiceTable): Facts {
  const known = table.get(choice);
  const taken: Choices = new Map([[choice, cases]]);
  const bad = known?.bad === undefined ? undefined : { any: known.bad.any, own: undefined, lost: new Set([choice]) };
  return { skip: taken, must: bothKnown(known?.must ?? NOTHING, taken), bad };
}

/** Can one of the conditions be skipped while another one is bad? Then the one that comes first would decide. */
export function canConflict(conditions: readonly Facts[]): boolean {
  const skipping = conditions.filter((facts) => facts.skip !== undefined);
  if (skipping.length === 0) return false;
  return conditions.some(
    (bad) =>
      bad.bad !== undefined &&
      skipping.some((facts) => facts !== bad && !implies(bad.bad?.any ?? new Map(), facts.skip ?? new Map())),
  );
}

/** Can one of the items be bad while another one succeeds? Then the success would hide the failure. */
export function canHide(items: readonly Facts[], table: ChoiceTable): boolean {
  return items.some((bad) =>
    items.some((other) => other !== bad && bad.bad !== undefined && !ruledOut(bad.bad, other.must, table, new Set())),
  );
}

/** Does each cause rule out that a task with these choices has run? Choices that were looked at are not again. */
function ruledOut(causes: Causes, must: Choices, table: ChoiceTable, seen: Set<string>): boolean {
  if (causes.own !== undefined && !exclude(causes.own, must)) return false;
  for (const choice of causes.lost) {
    if (must.has(choice) || seen.has(choice)) continue;
    seen.add(choice);
    const before = table.get(choice)?.bad;
    if (before === undefined || !ruledOut(before, must, table, seen)) return false;
  }
  return true;
}
