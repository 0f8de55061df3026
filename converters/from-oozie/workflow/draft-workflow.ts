import type { DraftEntry, DraftItem, DraftList, DraftValue } from '../../../workflow/write/draft';
import type { LegacyFlow } from '../../legacy-flow';
import { approximated, converted, dropped, settle, settleShallow, settleTree, type Verdict } from '../account';
import {
  attribute,
  type Conversion,
  childElement,
  childElements,
  convertText,
  type DraftedNodes,
  type DraftedSubWorkflow,
  idsOf,
  scopeAt,
  settleText,
  sourceText,
  verdictOf,
} from '../conversion';
import { asJinjaText, jinjaLiteral } from '../el/jinja-text';
import { textTemplate } from '../el/template';
import { convertPredicate, type LastFailure, noFailure } from '../el/to-jinja';
import { applyProfile } from '../profile/apply-profile';
import type { XmlAttribute, XmlElement } from '../xml/read-xml';
import type { CheckedWorkflow } from './check-workflow';
import { type AddedNode, drawFlow, type Flow, type FlowItem } from './flow';
import { legacyFlow } from './legacy-flow';
import type { DecisionCase, WorkflowAction, WorkflowDecision, WorkflowDefinition, WorkflowNode } from './read-workflow';
import { draftRetries } from './retries';

/** The operators and sub-DAGs of a workflow, in the order of its nodes, and everything in its definition settled. */
export function draftNodes(
  conversion: Conversion,
  definition: WorkflowDefinition,
  checked: CheckedWorkflow,
): DraftedNodes {
  const flow = drawFlow(checked);
  const { path } = conversion.ledger;
  conversion.diagnostics.push(...flow.mismatches.map((diagnostic) => ({ ...diagnostic, path })));
  const operators: DraftItem[] = [];
  const subDags: DraftItem[] = [];
  const groups = new Map<string, LegacyFlow>();
  let comments: readonly string[] = [];
  for (const node of definition.nodes) {
    if (!flow.live.has(node)) {
      settleTree(conversion.ledger, node.element, dropped('unreachable', 'No way from the start ever leads here.'));
      continue;
    }
    const added = (nodes: readonly AddedNode[] | undefined) =>
      (nodes ?? []).map((item) => draftAdded(conversion, item));
    // The comment of a node that needs no operator, as a fork, stands with the next one that does.
    comments = [...comments, ...commentsOf(node.element)];
    const before = added(flow.before.get(node.name));
    const after = added(flow.after.get(node.name));
    const child = draftChild(conversion, node, flow, definition.global);
    if (child?.flow !== undefined) groups.set(node.name, child.flow);
    if (child?.section === 'sub_dags') {
      subDags.push(withComments(child.item, comments));
      operators.push(...before, ...after);
      comments = [];
      continue;
    }
    const drafted = child === undefined ? draftNode(conversion, node, flow, definition.global) : [child.item];
    const [first, ...rest] = [...before, ...drafted, ...after];
    if (first === undefined) continue;
    operators.push(withComments(first, comments), ...rest);
    comments = [];
  }
  const tokens = legacyFlow(definition.nodes, groups);
  if (operators.length > 0 || subDags.length > 0) return { operators, subDags, flow: tokens };
  return { operators: [{ value: small([entry('name', 'end'), entry('type', 'dummy')]) }], subDags, flow: tokens };
}

function withComments(item: DraftItem, comments: readonly string[]): DraftItem {
  return comments.length === 0 ? item : { ...item, comment: comments };
}

interface DraftedChild {
  readonly section: DraftedSubWorkflow['section'];
  readonly item: DraftItem;
  readonly flow: LegacyFlow | undefined;
}

/** An action that runs another workflow; nothing for any other node. */
function draftChild(
  conversion: Conversion,
  node: WorkflowNode,
  flow: Flow,
  global: XmlElement | undefined,
): DraftedChild | undefined {
  if (node.kind !== 'action' || node.action?.name !== 'sub-workflow') return undefined;
  settleTransitions(conversion, node);
  const lastFailure = flow.failures.get(node.name) ?? noFailure;
  const use = { name: node.name, element: node.action, global, lastFailure };
  const { section, entries, flow: tokens } = conversion.subWorkflow(conversion, use);
  const [type, ...rest] = entries;
  const all = [
    named(conversion, node),
    ...(type === undefined ? [] : [type]),
    ...(section === 'sub_dags' ? rest : []),
    ...relations(conversion, node, flow),
    ...(section === 'sub_dags' ? [] : rest),
  ];
  settleRetriesOfGroup(conversion, node.element, section);
  return { section, item: withSource(conversion, node.element, block(all)), flow: tokens };
}

/** A group has no retries of its own: those of the action hold for the tasks in it. */
function settleRetriesOfGroup(conversion: Conversion, action: XmlElement, section: DraftedChild['section']): void {
  const message = `Oozie starts the sub-workflow anew; here ${section === 'sub_dags' ? 'the group is not repeated' : 'the task is not repeated'}.`;
  for (const name of ['retry-max', 'retry-interval', 'retry-policy']) {
    const source = attribute(action, name);
    if (source !== undefined) settle(conversion.ledger, source, approximated(message));
  }
}

function draftNode(
  conversion: Conversion,
  node: WorkflowNode,
  flow: Flow,
  global: XmlElement | undefined,
): DraftItem[] {
  const { ledger } = conversion;
  switch (node.kind) {
    case 'start':
    case 'fork':
      settleShallow(ledger, node.element, converted);
      for (const path of childElements(node.element)) settleShallow(ledger, path, converted);
      return [];
    case 'join':
      settleShallow(ledger, node.element, converted);
      return [withSource(conversion, node.element, small(draftJoin(conversion, node, flow)))];
    case 'end':
      return draftEnd(conversion, node, flow);
    case 'kill':
      return draftKill(conversion, node, flow);
    case 'decision':
      return [withSource(conversion, node.element, block(draftDecision(conversion, node, flow)))];
    case 'action':
      return [withSource(conversion, node.element, block(draftAction(conversion, node, flow, global)))];
  }
}

function draftAdded(conversion: Conversion, node: AddedNode): DraftItem {
  if (node.kind === 'dummy') {
    return { value: small([entry('name', node.name), entry('type', 'dummy')]), from: idsOf(conversion, [node.source]) };
  }
  const entries = [entry('name', node.name), entry('type', 'join'), entry('paths', draftPaths(conversion, node.paths))];
  return { value: small(entries) };
}

function draftJoin(conversion: Conversion, node: WorkflowNode, flow: Flow): DraftEntry[] {
  const paths = flow.entries.get(node.name)?.paths ?? [];
  return [named(conversion, node), entry('type', 'join'), entry('paths', draftPaths(conversion, paths))];
}

function draftPaths(conversion: Conversion, paths: readonly (readonly FlowItem[])[]): DraftValue {
  return flowList(paths.map((items) => ({ value: itemList(conversion, items) })));
}

function itemList(conversion: Conversion, items: readonly FlowItem[]): DraftList {
  return flowList(items.map((item) => ({ value: item.name, from: idsOf(conversion, [item.source]) })));
}

/** The end of a run is no task: it is reached when all is done. */
function draftEnd(conversion: Conversion, node: WorkflowNode, flow: Flow): DraftItem[] {
  const known = flow.entries.get(node.name);
  if (known === undefined) {
    const verdict = dropped('no-counterpart-needed', 'An Airflow run ends when its tasks have ended.');
    settleShallow(conversion.ledger, node.element, verdict);
    return [];
  }
  settleShallow(conversion.ledger, node.element, converted);
  return [withSource(conversion, node.element, small([named(conversion, node), entry('type', 'dummy')]))];
}

function draftKill(conversion: Conversion, node: WorkflowNode, flow: Flow): DraftItem[] {
  const { ledger } = conversion;
  const known = flow.entries.get(node.name);
  const message = childElement(node.element, 'message');
  if (known === undefined) {
    const why = 'Only failures lead here: the task that failed fails the run by itself and has the error in its log.';
    settleTree(ledger, node.element, dropped('airflow-does-it', why));
    return [];
  }
  settleShallow(ledger, node.element, converted);
  const failures = flow.failures.get(node.name) ?? noFailure;
  const text = message === undefined ? undefined : convertText(conversion, message, failures);
  if (message !== undefined && text !== undefined && text.problems.length > 0) {
    const verdict = approximated('The task fails as it should; the message shows the expression as it was written.');
    ledger.verdicts.delete(message);
    for (const child of message.children) ledger.verdicts.delete(child);
    settleText(conversion, message, verdict);
  }
  const source = message === undefined ? `Killed by ${node.name}.` : sourceText(message).trim();
  const shown = text === undefined || text.problems.length > 0 ? textTemplate(source) : text;
  const properties = block([{ ...entry('message', asJinjaText(shown)), from: idsOf(conversion, [message]) }]);
  const entries = [
    named(conversion, node),
    entry('type', 'fail'),
    ...upstream(conversion, known.upstream),
    entry('properties', properties),
  ];
  return [withSource(conversion, node.element, block(entries))];
}

function draftDecision(conversion: Conversion, node: WorkflowDecision, flow: Flow): DraftEntry[] {
  const { ledger } = conversion;
  settleShallow(ledger, node.element, converted);
  const choice = childElement(node.element, 'switch');
  if (choice !== undefined) settleShallow(ledger, choice, converted);
  const failures = flow.failures.get(node.name) ?? noFailure;
  const cases = node.cases.map((item): DraftItem => {
    const when = draftPredicate(conversion, item, failures);
    const then = targetsOf(conversion, flow, item.transition.source);
    const entries = [
      { ...entry('when', when), from: idsOf(conversion, item.element.children) },
      { ...then, key: 'then' },
    ];
    return { value: small(entries), from: idsOf(conversion, [item.element]) };
  });
  const otherwise = node.otherwise;
  if (otherwise !== undefined) settleShallow(ledger, otherwise.element, converted);
  const none: DraftEntry = entry('otherwise', flowList([]));
  const known = flow.entries.get(node.name);
  return [
    named(conversion, node),
    entry('type', 'branch'),
    ...upstream(conversion, known?.upstream ?? []),
    entry('cases', { kind: 'list', layout: 'block', items: cases }),
    otherwise === undefined ? none : { ...targetsOf(conversion, flow, otherwise.transition.source), key: 'otherwise' },
  ];
}

/** One Jinja expression; where the predicate cannot be converted, one that fails and names what it was. */
function draftPredicate(conversion: Conversion, item: DecisionCase, failures: LastFailure): string {
  const { ledger } = conversion;
  const source = sourceText(item.element);
  const predicate = convertPredicate(source, scopeAt(conversion, item.element, failures));
  settle(ledger, item.element, converted);
  settle(ledger, item.transition.source, converted);
  settleText(conversion, item.element, verdictOf(predicate));
  return predicate.problems.length === 0
    ? `{{ ${predicate.expression} }}`
    : `{{ not_converted(${jinjaLiteral(source.trim())}) }}`;
}

function targetsOf(conversion: Conversion, flow: Flow, source: XmlAttribute): DraftEntry {
  const items = (flow.targets.get(source) ?? []).map((name) => ({ value: name }));
  return { key: 'then', value: flowList(items), from: idsOf(conversion, [source]) };
}

function draftAction(
  conversion: Conversion,
  node: WorkflowAction,
  flow: Flow,
  global: XmlElement | undefined,
): DraftEntry[] {
  settleTransitions(conversion, node);
  const retries = draftRetries(conversion, node.element);
  const lastFailure = flow.failures.get(node.name) ?? noFailure;
  const applied =
    node.action === undefined
      ? { type: 'dummy', image: undefined, properties: [] }
      : applyProfile(conversion, { name: node.name, element: node.action, global, lastFailure });
  return [
    named(conversion, node),
    entry('type', applied.type),
    ...(applied.image === undefined ? [] : [entry('image', applied.image)]),
    ...relations(conversion, node, flow),
    entry('properties', block([...applied.properties, ...retries])),
  ];
}

function settleTransitions(conversion: Conversion, node: WorkflowAction): void {
  const { ledger } = conversion;
  settle(ledger, node.element, converted);
  for (const transition of [node.ok, node.error])
    if (transition !== undefined) settle(ledger, transition.source, converted);
  for (const side of ['ok', 'error']) {
    for (const element of childElements(node.element, side)) settle(ledger, element, converted);
  }
  settleSides(conversion, node.element);
}

/** What an action comes after, and what runs when it fails. */
function relations(conversion: Conversion, node: WorkflowAction, flow: Flow): DraftEntry[] {
  const handled = node.error !== undefined && flow.targets.has(node.error.source);
  return [
    ...upstream(conversion, flow.entries.get(node.name)?.upstream ?? []),
    ...(handled ? [{ ...targetsOf(conversion, flow, node.error.source), key: 'on_failure' }] : []),
  ];
}

/** What an action says beside what it does. */
function settleSides(conversion: Conversion, action: XmlElement): void {
  const credential = attribute(action, 'cred');
  if (credential !== undefined) settle(conversion.ledger, credential, credentials);
  for (const info of childElements(action, 'info')) settleTree(conversion.ledger, info, serviceLevel);
}

export const credentials: Verdict = dropped(
  'legacy-runtime',
  'Oozie obtains such tokens because its jobs cannot log in as the user; the worker logs in by itself.',
);

export const serviceLevel: Verdict = approximated(
  'The workflow runs as before, but nobody watches this service level.',
);

function upstream(conversion: Conversion, items: readonly FlowItem[]): DraftEntry[] {
  if (items.length === 0) return [];
  return [{ key: 'upstream_dependencies', value: itemList(conversion, items) }];
}

function named(conversion: Conversion, node: WorkflowNode): DraftEntry {
  const name = attribute(node.element, 'name');
  if (name !== undefined) settle(conversion.ledger, name, converted);
  return { key: 'name', value: node.name, from: idsOf(conversion, [name]) };
}

function withSource(conversion: Conversion, element: XmlElement, value: DraftValue): DraftItem {
  return { value, from: idsOf(conversion, [element]) };
}

function commentsOf(element: XmlElement): string[] {
  return element.comments.flatMap((text) => text.split('\n').map((line) => line.trim())).filter((line) => line !== '');
}

function entry(key: string, value: DraftValue): DraftEntry {
  return { key, value };
}

function block(entries: readonly DraftEntry[]): DraftValue {
  return { kind: 'mapping', entries, layout: 'block' };
}

/** On one line, where there is room. */
function small(entries: readonly DraftEntry[]): DraftValue {
  return { kind: 'mapping', entries, layout: 'flow' };
}

function flowList(items: readonly DraftItem[]): DraftList {
  return { kind: 'list', items, layout: 'flow' };
}
