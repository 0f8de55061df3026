import type { DraftEntry } from '../../../workflow/write/index';
import { list } from '../../../workflow/write/index';
import { dropped } from '../../verdict';
import { type Post, type PostCondition, postOrder } from '../declarative/index';
import { addNode, type DocumentDraft } from './document';
import { approximated, converted, idOf, lineOf, manual, settle, settleAll } from './ledger';
import { takeName } from './names';
import { sharesFolder } from './repository';
import type { Scope } from './scope';
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
 * Writes the tasks of post conditions behind their node. `failure` hangs on the node's `on_failure`; a `fail` behind it makes
 * the failure count again, so that a failed stage never looks green. `always` runs once the node has ended either way, which
 * a join says: nothing of this runs where the node itself was not begun.
 */
export function convertPost(scope: Scope, document: DocumentDraft, subject: PostSubject, post: Post): ConvertedPost {
  const { ledger, names } = scope.conversion;
  settle(ledger, post.directive.statement, converted);
  const tasks = new Map<string, PostCondition>();
  for (const condition of inOrder(post.conditions)) {
    if (supported.has(condition.name)) tasks.set(condition.name, condition);
    else if (neverHolds.has(condition.name)) leaveOut(scope, condition);
    else byHand(scope, document, subject, condition);
  }
  const onlySuccess = [...tasks.keys()].every((name) => name === 'success');
  if (onlySuccess) {
    const success = tasks.get('success');
    if (success !== undefined) writeTask(scope, document, subject, success, [subject.name], false);
    return { onFailure: [] };
  }
  const handler = writeHandler(scope, document, subject, tasks);
  const last = writeTasks(scope, document, subject, tasks, handler);
  const fail = takeName(`${subject.name}-fail`, names);
  const properties: readonly DraftEntry[] = [{ key: 'message', value: `${subject.title} failed` }];
  addNode(document, { name: fail, type: 'fail', upstream: [...new Set([handler.name, ...last])], properties });
  return { onFailure: [handler.name] };
}

/** What the failure of the node leads to. */
interface Handler {
  readonly name: string;
  /** The post condition that it is; absent where it only marks that the node failed. */
  readonly condition?: 'failure' | 'unsuccessful';
}

/** The first task after a failure. `always` comes before `failure`, so with it a mark is needed that both can follow. */
function writeHandler(
  scope: Scope,
  document: DocumentDraft,
  subject: PostSubject,
  tasks: ReadonlyMap<string, PostCondition>,
): Handler {
  const first = tasks.has('unsuccessful') ? 'unsuccessful' : 'failure';
  const condition = tasks.has('always') ? undefined : tasks.get(first);
  if (condition !== undefined)
    return { name: writeTask(scope, document, subject, condition, [], false), condition: first };
  const name = takeName(`${subject.name}-failed`, scope.conversion.names);
  addNode(document, { name, type: 'dummy' });
  return { name };
}

/** Post conditions run in a fixed order, whatever their order in the file. */
function inOrder(conditions: readonly PostCondition[]): readonly PostCondition[] {
  const rank = (name: string) => (postOrder as readonly string[]).indexOf(name);
  return [...conditions].sort((a, b) => rank(a.name) - rank(b.name));
}

/** Writes the tasks in their order; gives what must have ended before the failure counts again. */
function writeTasks(
  scope: Scope,
  document: DocumentDraft,
  subject: PostSubject,
  tasks: ReadonlyMap<string, PostCondition>,
  handler: Handler,
): readonly string[] {
  const { names } = scope.conversion;
  const task = (name: string, upstream: readonly string[]): string | undefined => {
    const condition = tasks.get(name);
    if (condition === undefined || name === handler.condition) return undefined;
    const follows = inOrder([...tasks.values()])[0] !== condition;
    return writeTask(scope, document, subject, condition, upstream, follows);
  };
  const join = (suffix: string, items: readonly string[]): string => {
    const name = takeName(`${subject.name}-${suffix}`, names);
    const paths = list([list(items, 'flow')], 'flow');
    addNode(document, { name, type: 'join', entries: [{ key: 'paths', value: paths }] });
    return name;
  };
  const failed = handler.name;
  const always = tasks.has('always') ? task('always', [join('ended', [subject.name, failed])]) : undefined;
  const before = always === undefined ? [] : [always];
  const success = task('success', [subject.name, ...before]) ?? subject.name;
  const unsuccessful = task('unsuccessful', [failed, ...before]);
  const failure =
    task('failure', unsuccessful === undefined ? [failed, ...before] : [unsuccessful]) ?? unsuccessful ?? failed;
  if (!tasks.has('cleanup')) return [failure, ...before];
  const cleanup = task('cleanup', [join('done', [success, failure]), ...before]);
  return cleanup === undefined ? [failure] : [failure, cleanup];
}

function writeTask(
  scope: Scope,
  document: DocumentDraft,
  subject: PostSubject,
  condition: PostCondition,
  upstream: readonly string[],
  follows: boolean,
): string {
  const { ledger, names } = scope.conversion;
  const steps = convertSteps(scope, condition.steps);
  const name = takeName(`${subject.name}-${condition.name}`, names);
  scope.conversion.drawing.posts.set(condition, name);
  const from = [condition.directive.statement, ...steps.statements].map((statement) => idOf(ledger, statement));
  const draft = draftTask(scope, steps.parts, steps.environment, from);
  addNode(document, { name, type: draft.type, entries: draft.entries, upstream, properties: draft.properties, from });
  const sees = sharesFolder(scope);
  const place = sees
    ? 'It is a task of its own, in the folder of the stage.'
    : 'It is a task of its own: it does not see the files of the stage.';
  const order = follows ? ' If an earlier post condition fails, it does not run.' : '';
  settle(ledger, condition.directive.statement, approximated(`${place}${order}`));
  return name;
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

/** A condition on what Airflow does not know; a task that fails stands for it. */
function byHand(scope: Scope, document: DocumentDraft, subject: PostSubject, condition: PostCondition): void {
  const { ledger, names } = scope.conversion;
  const known = (postOrder as readonly string[]).includes(condition.name);
  const message = known
    ? `Airflow has no state "${condition.name}".`
    : `"${condition.name}" comes from a plugin of Jenkins.`;
  settle(ledger, condition.directive.statement, manual(message));
  const steps = convertSteps(scope, condition.steps);
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
