import { partOf } from '../check';
import { addDummy, isReplaced, type Work, waysOf } from './contraction';
import type { FlowNode } from './flow-nodes';
import { hiddenFailures, passesOn } from './hidden-failures';
import { countsNothing } from './trigger-rules';

/** Is a node one of the last that remain, or behind which one of these runs only if it succeeded? */
function isLastOrBehindLast(start: string, work: Work): boolean {
  const waiting = new Set([start]);
  for (const name of waiting) {
    const next = work.followed.get(name);
    if (next === undefined) return true;
    for (const other of next) if (work.rules.get(other) === 'all_success') waiting.add(other);
  }
  return false;
}

/** Does one of the last nodes that remain in the part of a node only run where what stands before the part succeeded? */
function isWaitedForBefore(node: FlowNode, work: Work): boolean {
  if (!work.around.ruled) return true;
  const part = partOf(node.outline.section);
  const names = [...placesOf(work)].flatMap(([name, place]) => (partOf(place.outline.section) === part ? name : []));
  const first = names.filter(
    (name) => (work.before.get(name)?.size ?? 0) === 0 && work.rules.get(name) === 'all_success',
  );
  return names.length === 0 || first.some((name) => isLastOrBehindLast(name, work));
}

/** What remains, dummies included, by name; a dummy with the node in whose place it stands. */
function placesOf({ byName, dummies }: Work): ReadonlyMap<string, FlowNode> {
  return new Map([...byName, ...dummies.map(({ name, inPlaceOf }) => [name, inPlaceOf] as const)]);
}

/** Does something wait for all of a part, and would not run as it did without the rule of a node that goes and was one of the last? */
export function isLastWithRule(node: FlowNode, work: Work): boolean {
  const { gone, dead } = work.removal;
  if (!gone.has(node) || dead.has(node) || node.downstream.length > 0) return false;
  const { names, first } = waysOf(node, work);
  const isNothing = names.size === 0 && !first;
  const isSeen =
    [...names].every((name) => isLastOrBehindLast(name, work)) && (!first || isWaitedForBefore(node, work));
  return [...work.around.rulesBehind(node)].some((rule) => {
    if (isNothing) return !countsNothing(rule);
    if (work.around.ruled && !isSeen && rule !== 'all_done' && rule !== 'always') return true;
    const isLast = [...names].every((name) => work.followed.get(name) === undefined);
    return !isReplaced(node, rule, work) || (!countsNothing(rule) && !isLast);
  });
}

/** A task of type `dummy` shows the failures that only what goes showed: it does not run after them, and so fails the run. */
export function keepFailures(ordered: readonly FlowNode[], work: Work): void {
  const parts = new Map([...placesOf(work)].map(([name, { outline }]) => [name, partOf(outline.section)]));
  const { before, rules, removal, around } = work;
  // What goes and stands for a document counts as one task.
  const runsAnyway = (node: FlowNode): boolean =>
    (removal.gone.has(node) ? [node.rule] : [...around.rulesIn(node)]).some((rule) => !passesOn(rule));
  const isOneOfSeveral = (name: string): boolean =>
    rules.get(name) === 'one_success' && (before.get(name)?.size ?? 0) > 1;
  const anyway = new Set([...work.byName].flatMap(([name, node]) => (runsAnyway(node) ? name : [])));
  const left = {
    before,
    parts,
    passesOn: (name: string) => passesOn(rules.get(name) ?? '') && !anyway.has(name) && !isOneOfSeveral(name),
  };
  const known = new Set<string>();
  for (const { shownBy, upstream, rule } of hiddenFailures(ordered, removal, left, (node) => !runsAnyway(node))) {
    const place = `${shownBy.name} ${upstream.join(' ')}`;
    if (!known.has(place)) addDummy(shownBy, upstream, rule, work);
    known.add(place);
  }
}
