import type { DraftEntry } from '../../../workflow/write/index';
import { list } from '../../../workflow/write/index';
import { dropped } from '../../verdict';
import { asDirective, type Post, type PostCondition, postOrder } from '../declarative/index';
import { withoutAgent } from './agent';
import { addNode, type DocumentDraft } from './document';
import { approximated, converted, idOf, lineOf, manual, settle, settleAll } from './ledger';
import { takeName } from './names';
import { type OwnTask, ownNode, ownStep, ownTaskOf } from './own-tasks';
import { failureWritten, scopeOfCondition } from './post-result';
import { sharesFolder } from './repository';
import type { Scope } from './scope';
import { segmentsOf } from './segments';
import { convertSteps } from './steps';
import { draftTask } from './task';

/** The node that post conditions belong to, which stands in the document already. */
export interface PostSubject {
  readonly name: string;
  /** How messages call it: `stage "Load"`, `the pipeline`. */
  readonly title: string;
}

/** What the node with post conditions needs in its own entry. */
export interface ConvertedPost {
  readonly onFailure: readonly string[];
}

const supported = new Set(['always', 'success', 'failure', 'unsuccessful', 'cleanup']);

/**
 * Writes the tasks of post conditions behind their node. A condition that fails counts as a failure for those behind it, which are
 * still looked at (pipeline-model-definition, `runPostConditions`): so each failure leads to a mark, joins say what has ended, and a
 * `fail` behind all of it makes the failure count again. Nothing of this runs where the node itself was not begun.
 */
export function convertPost(scope: Scope, document: DocumentDraft, subject: PostSubject, post: Post): ConvertedPost {
  const { ledger } = scope.conversion;
  settle(ledger, post.directive.statement, converted);
  const conditions = new Map<string, PostCondition>();
  for (const condition of inOrder(post.conditions)) {
    if (supported.has(condition.name)) conditions.set(condition.name, condition);
    else if (neverHolds.has(condition.name)) leaveOut(scope, condition);
    else if (condition.name === 'unstable' && !scope.conversion.mayBeUnstable) neverRan(scope, condition);
    else byHand(scope, document, subject, condition);
  }
  const names = [...conditions.keys()];
  const { asksForResult: asks, runFolder } = scope.conversion;
  const either = names.some((name) => name === 'always' || name === 'cleanup');
  const group: Group = {
    scope,
    document,
    subject,
    conditions,
    asksForResult: asks && either && runFolder.keepsVariables,
  };
  if (names.every((name) => name === 'success')) {
    writeTask(group, 'success', [subject.name], []);
    return { onFailure: [] };
  }
  return conditions.has('always') ? afterAlways(group) : withoutAlways(group);
}

/** What is written behind one node. */
interface Group {
  /** Conditions that hold either way ask how the build has ended: what runs after a failure writes it down for them. */
  readonly asksForResult: boolean;
  readonly scope: Scope;
  readonly document: DocumentDraft;
  readonly subject: PostSubject;
  readonly conditions: ReadonlyMap<string, PostCondition>;
}

/** Conditions that hold after a failure, in their order. */
const bad = ['unsuccessful', 'failure'] as const;

/** The failure of the node or of `success` leads to the first condition on failures, or to a mark where there is none. */
function withoutAlways(group: Group): ConvertedPost {
  const { subject, conditions } = group;
  const chain = bad.filter((name) => conditions.has(name));
  const [first] = chain;
  const handler = first === undefined ? markName(group, 'failed') : markName(group, first);
  const success = writeTask(group, 'success', [subject.name], [handler]);
  if (first === undefined) addMark(group, handler);
  const ended = first === undefined ? handler : writeChain(group, chain, handler, []);
  writeEnd(group, [[success ?? subject.name]], ended);
  return { onFailure: [handler] };
}

/** `always` runs once the node has ended either way; what comes behind it minds the failures of both. */
function afterAlways(group: Group): ConvertedPost {
  const { subject, conditions } = group;
  const failed = markName(group, 'failed');
  addMark(group, failed);
  const begun = writeJoin(group, 'ended', [[subject.name, failed]]);
  const chain = bad.filter((name) => conditions.has(name));
  if (chain.length === 0 && !conditions.has('cleanup')) {
    const always = writeTask(group, 'always', [begun], []) ?? begun;
    writeTask(group, 'success', [subject.name, always], []);
    writeFail(group, [failed, always]);
    return { onFailure: [failed] };
  }
  const mark = markName(group, 'post-failed');
  const always = writeTask(group, 'always', [begun], [mark]) ?? begun;
  const success = writeTask(group, 'success', [subject.name, always], [mark]);
  addMark(group, mark);
  const broken = writeJoin(group, 'broken', [
    [failed, mark],
    [always, mark],
  ]);
  const [first] = chain;
  const ended = first === undefined ? broken : writeChain(group, chain, markName(group, first), [broken]);
  writeEnd(group, success === undefined ? [[subject.name], [always]] : [[success]], ended);
  return { onFailure: [failed] };
}

/** Conditions on failures one after the other; gives what has succeeded once the last of them has ended. */
function writeChain(group: Group, chain: readonly string[], firstName: string, upstream: readonly string[]): string {
  let now = upstream;
  let end = firstName;
  for (const [index, condition] of chain.entries()) {
    const isLast = index === chain.length - 1 && !group.conditions.has('cleanup');
    const mark = isLast ? undefined : markName(group, `${condition}-failed`);
    const name = index === 0 ? firstName : markName(group, condition);
    writeTask(group, condition, now, mark === undefined ? [] : [mark], name);
    if (mark !== undefined) addMark(group, mark);
    end = mark === undefined ? name : writeJoin(group, `${condition}-ended`, [[name, mark]]);
    now = [end];
  }
  return end;
}

/** `cleanup`, once all else has ended, and the end of a failure. `fine`: each of these has succeeded where nothing failed. */
function writeEnd(group: Group, fine: readonly (readonly string[])[], ended: string): void {
  if (!group.conditions.has('cleanup')) {
    writeFail(group, [ended]);
    return;
  }
  const done = writeJoin(
    group,
    'done',
    fine.map((path) => [...path, ended]),
  );
  const cleanup = writeTask(group, 'cleanup', [done], []);
  writeFail(group, cleanup === undefined ? [ended] : [ended, cleanup]);
}

function writeFail(group: Group, upstream: readonly string[]): void {
  const properties: readonly DraftEntry[] = [{ key: 'message', value: `${group.subject.title} failed` }];
  addNode(group.document, { name: markName(group, 'fail'), type: 'fail', upstream, properties });
}

function writeJoin(group: Group, suffix: string, paths: readonly (readonly string[])[]): string {
  const name = markName(group, suffix);
  const value = list(
    paths.map((items) => list(items, 'flow')),
    'flow',
  );
  addNode(group.document, { name, type: 'join', entries: [{ key: 'paths', value }] });
  return name;
}

/** What runs after a failure so that others can wait for it; it also writes down that the build has failed, if somebody asks. */
function addMark({ asksForResult, document, scope }: Group, name: string): void {
  if (!asksForResult) {
    addNode(document, { name, type: 'dummy' });
    return;
  }
  const { workspace: _, timeout: __, pool: ___, agentBlocker: ____, ...free } = scope;
  const place: Scope = { ...free, agent: withoutAgent(scope.conversion), own: new Map(), prelude: [], blockers: [] };
  const { type, entries, properties } = draftTask(place, [failureWritten], new Map(), []);
  addNode(document, { name, type, entries, properties });
}

function markName({ scope, subject }: Group, suffix: string): string {
  return takeName(`${subject.name}-${suffix}`, scope.conversion.names);
}

/** Post conditions run in a fixed order, whatever their order in the file. */
function inOrder(conditions: readonly PostCondition[]): readonly PostCondition[] {
  const rank = (name: string) => (postOrder as readonly string[]).indexOf(name);
  return [...conditions].sort((a, b) => rank(a.name) - rank(b.name));
}

/** Writes the task of a condition, if there is one; gives its name. */
function writeTask(
  group: Group,
  conditionName: string,
  upstream: readonly string[],
  onFailure: readonly string[],
  given?: string,
): string | undefined {
  const { document, conditions } = group;
  const condition = conditions.get(conditionName);
  if (condition === undefined) return undefined;
  const scope = scopeOfCondition(group.scope, condition, group.asksForResult);
  const { ledger } = scope.conversion;
  const name = given ?? markName(group, conditionName);
  scope.conversion.drawing.posts.set(condition, name);
  const own = onlyTask(scope, condition);
  if (own !== undefined) {
    const from = [condition.directive.statement, ...condition.steps].map((statement) => idOf(ledger, statement));
    addNode(document, { ...ownNode(scope, name, own, { after: upstream, skippable: false }), onFailure, from });
    settle(ledger, condition.directive.statement, converted);
    return name;
  }
  const [segment, second] = segmentsOf(scope, condition.steps);
  const inside = segment === undefined || second !== undefined ? scope : segment.scope;
  const steps = convertSteps(inside, condition.steps);
  const from = [condition.directive.statement, ...steps.statements].map((statement) => idOf(ledger, statement));
  const { type, entries, properties } = draftTask(inside, steps.parts, steps.environment, from);
  addNode(document, { name, type, entries, upstream, onFailure, properties, from });
  const place = sharesFolder(scope)
    ? 'It is a task of its own, in the folder of the stage.'
    : 'It is a task of its own: it does not see the files of the stage.';
  settle(ledger, condition.directive.statement, approximated(place));
  return name;
}

/** Another job that is started, where that is all that the condition does. */
function onlyTask(scope: Scope, { steps }: PostCondition): OwnTask | undefined {
  const [only, more] = steps;
  let step = only === undefined || more !== undefined ? undefined : asDirective(only);
  if (step?.name === 'script' && step.block?.body.length === 1 && ownStep(scope, step.statement) !== undefined) {
    settle(scope.conversion.ledger, step.statement, converted);
    step = asDirective(step.block.body[0] ?? step.statement);
  }
  if (step === undefined || step.block !== undefined || ownStep(scope, step.statement) === undefined) return undefined;
  const task = scope.blockers.length === 0 ? ownTaskOf(scope, step) : '';
  return typeof task === 'string' ? undefined : task;
}

/** Conditions on ends that no run of Airflow has: who stops a task makes it fail. */
const neverHolds = new Set(['aborted', 'notBuilt']);

function leaveOut({ conversion: { ledger } }: Scope, { name, directive }: PostCondition): void {
  const why =
    name === 'aborted' ? 'what a person stops, or what takes too long, has failed' : 'nothing is left unbuilt';
  settle(ledger, directive.statement, approximated(`It never runs on Airflow, where ${why}.`));
  settleAll(
    ledger,
    directive.statement,
    dropped('unreachable', `It stands in "${name}", which never runs on Airflow.`),
  );
}

/** `unstable`, where nothing in the file makes a build unstable: Jenkins never runs it either. */
function neverRan({ conversion: { ledger } }: Scope, { directive }: PostCondition): void {
  settleAll(ledger, directive.statement, dropped('unreachable', 'Nothing in the file makes a build unstable.'));
}

/** A condition on what Airflow does not know; a task that fails stands for it. */
function byHand(scope: Scope, document: DocumentDraft, subject: PostSubject, condition: PostCondition): void {
  const { ledger, names } = scope.conversion;
  const known = (postOrder as readonly string[]).includes(condition.name);
  const message = known
    ? `Airflow has no state "${condition.name}".`
    : `"${condition.name}" comes from a plugin of Jenkins.`;
  settle(ledger, condition.directive.statement, manual(message));
  const steps = convertSteps({ ...scope, buildResult: { notes: [] } }, condition.steps);
  const blocker = `line ${lineOf(ledger, condition.directive.nameRange.start)}: post condition ${condition.name}: ${message}`;
  const from = [condition.directive.statement, ...steps.statements].map((statement) => idOf(ledger, statement));
  const draft = draftTask({ ...scope, blockers: [...scope.blockers, blocker] }, steps.parts, steps.environment, from);
  const name = takeName(`${subject.name}-${condition.name}`, names);
  addNode(document, {
    name,
    type: draft.type,
    entries: draft.entries,
    upstream: [subject.name],
    properties: draft.properties,
    from,
  });
}
