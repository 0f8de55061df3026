/** What is known of the nodes that a removed one depended on, as far as trigger rules tell them apart. */
export interface Before {
  /** May they end in more than one way at a time: several nodes, or one that stands for several? */
  readonly many: boolean;
  /** May one of them fail so that the failure is handled? */
  readonly handled: boolean;
}

/** By rule of the removed node: the rules that see the same in what it depended on as in itself. */
interface Alike {
  readonly one: readonly string[];
  readonly many: readonly string[];
  readonly oneHandled: readonly string[];
  readonly manyHandled: readonly string[];
}

const OF_ONE_SUCCESS: readonly string[] = [
  'all_success',
  'all_failed',
  'all_skipped',
  'one_success',
  'one_failed',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
];
const OF_ONE_HANDLED: readonly string[] = ['all_success', 'one_success', 'none_skipped'];
const NONE: Alike = { one: [], many: [], oneHandled: [], manyHandled: [] };

const ALIKE: ReadonlyMap<string, Alike> = new Map([
  [
    'all_success',
    {
      one: OF_ONE_SUCCESS,
      many: ['all_success', 'one_failed', 'none_failed'],
      oneHandled: OF_ONE_HANDLED,
      manyHandled: ['all_success'],
    },
  ],
  [
    'one_success',
    {
      one: OF_ONE_SUCCESS,
      many: ['all_skipped', 'one_success'],
      oneHandled: OF_ONE_HANDLED,
      manyHandled: ['one_success'],
    },
  ],
  ['one_done', { one: ['one_done'], many: ['one_done'], oneHandled: ['one_done'], manyHandled: ['one_done'] }],
  ['none_failed', { ...NONE, one: ['all_failed', 'one_failed', 'none_failed'], many: ['one_failed', 'none_failed'] }],
  [
    'none_failed_min_one_success',
    {
      ...NONE,
      one: OF_ONE_SUCCESS,
      many: ['all_skipped', 'one_failed', 'none_failed', 'none_failed_min_one_success'],
      oneHandled: OF_ONE_HANDLED,
    },
  ],
  [
    'none_skipped',
    {
      one: ['all_skipped', 'none_skipped'],
      many: ['none_skipped'],
      oneHandled: ['none_skipped'],
      manyHandled: ['none_skipped'],
    },
  ],
]);

/** Rules that hold however what they wait for has ended. */
const HOLDS_ALWAYS: ReadonlySet<string> = new Set(['all_done', 'always']);

/**
 * Does a task whose rule is `behind` run just as it did when a node with the rule `removed`, which always succeeds where it
 * runs, gives its place to what that depended on? Follows from "How a workflow runs" in `docs/format.md`, and is tried for
 * all ends there are.
 */
export function isAlike(removed: string, behind: string, { many, handled }: Before): boolean {
  if (HOLDS_ALWAYS.has(behind)) return true;
  const alike = ALIKE.get(removed) ?? NONE;
  const rules = handled ? (many ? alike.manyHandled : alike.oneHandled) : many ? alike.many : alike.one;
  return rules.includes(behind);
}

/** Rules that a success more does not change: the others count what succeeded, or wait until something did not. */
const COUNTS_NOTHING: ReadonlySet<string> = new Set([
  'all_success',
  'none_failed',
  'all_done',
  'none_skipped',
  'always',
]);

export function countsNothing(rule: string): boolean {
  return COUNTS_NOTHING.has(rule);
}

/** How a node that is gone ends, where nothing that remains stands before it. */
export type KnownEnd = 'success' | 'skipped';

/** Can a task never run of which all that it waits for is gone, or which waits for the success of what can never run? */
export function neverRuns(rule: string, known: readonly KnownEnd[], waitsForMore: boolean): boolean {
  const hasSkipped = known.includes('skipped');
  if (rule === 'all_success' || rule === 'none_skipped') return hasSkipped;
  if (waitsForMore || known.length === 0) return false;
  const hasSuccess = known.includes('success');
  switch (rule) {
    case 'one_failed':
    case 'all_failed':
      return true;
    case 'all_skipped':
      return hasSuccess;
    case 'one_success':
    case 'one_done':
    case 'none_failed_min_one_success':
    case 'all_done_min_one_success':
      return !hasSuccess;
    default:
      return false;
  }
}
