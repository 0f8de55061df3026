import {
  type DirectiveList,
  firstValue,
  literalText,
  type Stage,
  type StageList,
  type StageSettings,
} from '../declarative/index';
import { withAgent } from './agent';
import { isTrue } from './arguments';
import { addCheckout } from './checkout';
import { convertWhen } from './conditions';
import {
  addNode,
  addNodeBefore,
  branchNode,
  type DocumentDraft,
  type Flow,
  following,
  setOnFailure,
  start,
  writeDocument,
} from './document';
import { withEnvironment } from './environment';
import { gateNode } from './gate';
import { convertLeaf, stageComment, writeLeaf } from './leaf';
import { approximated, converted, idOf, lineOf, manual, settle } from './ledger';
import { convertMatrix } from './matrix';
import { mergeStages } from './merge';
import { takeName } from './names';
import { convertStageOptions, verdictOf, withoutFailFast } from './options';
import { approvalOf, type OwnTask, ownNode } from './own-tasks';
import { convertPost } from './post';
import { checksOut, sharesFolder } from './repository';
import type { Scope } from './scope';
import { segmentsOf } from './segments';
import { ask } from './tables';

/** Writes stages one after the other; gives what comes next depends on. */
export function convertSequence(scope: Scope, document: DocumentDraft, stages: StageList, flow: Flow): Flow {
  settle(scope.conversion.ledger, stages.directive.statement, converted);
  let now = flow;
  const list = scope.conversion.merges ? mergeStages(scope, stages.stages) : stages.stages;
  scope.conversion.drawing.sequences.set(stages, list);
  for (const [index, stage] of list.entries()) {
    const last = scope.last === true && index === list.length - 1;
    now = convertStage({ ...scope, last }, document, stage, now);
  }
  return now;
}

/** Writes stages beside each other: all begin after the flow, what follows waits for all. */
function convertParallel(scope: Scope, document: DocumentDraft, stages: StageList, flow: Flow): Flow {
  settle(scope.conversion.ledger, stages.directive.statement, converted);
  const inner: Scope = stages.stages.length > 1 ? { ...scope, beside: true } : scope;
  const branches = stages.stages.map((stage) => convertStage(inner, document, stage, flow));
  return { after: branches.flatMap((branch) => branch.after), skippable: branches.some((branch) => branch.skippable) };
}

function convertStage(outer: Scope, document: DocumentDraft, stage: Stage, before: Flow): Flow {
  const { ledger, names } = outer.conversion;
  settle(ledger, stage.directive.statement, converted);
  if (stage.failFast !== undefined) {
    settle(ledger, stage.failFast.statement, approximated(withoutFailFast));
  }
  const entered = enterStage(outer, stage);
  const { scope, flow } = askFirst(entered, document, stage, before);
  const gate = stage.when === undefined ? undefined : convertWhen(scope, stage.when);
  const inner = gate?.kind === 'by-hand' ? { ...scope, blockers: [...scope.blockers, ...gate.reasons] } : scope;
  const { gates } = outer.conversion.drawing;
  if (stage.when !== undefined && gate?.kind === 'by-hand') gates.set(stage.when, { kind: 'by-hand', task: '' });
  if (gate === undefined || gate.kind === 'by-hand') return convertGated(inner, document, stage, flow, false);
  const name = takeName(`${lastName(inner)}-when`, names);
  if (stage.when !== undefined) gates.set(stage.when, { kind: gate.kind, task: name });
  if (gate.kind === 'task') {
    // The folder in which it asks has to be there first.
    const clones = ownsFolder(scope, stage) && checksOut(scope);
    const ready = clones ? addCheckout(scope, document, flow) : flow;
    addNode(document, gateNode(scope, name, gate, ready));
    const behind: Flow = { after: [name], skippable: false };
    const asked: Scope = { ...inner, checkedOut: clones, mayCatch: false };
    const { after } = convertGated(asked, document, stage, behind, true);
    return { after, skippable: true };
  }
  const target = convertGated(inner, document, stage, start, true);
  const from = gate.statements.map((statement) => idOf(ledger, statement));
  const targets = [...target.after, ...(target.beside ?? [])];
  addNodeBefore(document, target.after, branchNode(name, gate.when, targets, flow, from));
  return { after: target.after, skippable: true };
}

/** `input`: asked before `when`, unless that says `beforeInput` (`ModelInterpreter.evaluateStage`). */
function askFirst(entered: Scope, document: DocumentDraft, stage: Stage, before: Flow): { scope: Scope; flow: Flow } {
  if (stage.input === undefined) return { scope: entered, flow: before };
  const question = approvalOf(entered, stage.input);
  if (typeof question === 'string')
    return { scope: { ...entered, blockers: [...entered.blockers, question] }, flow: before };
  const behindGate = stage.when?.flags.some((flag) => flag.name === 'beforeInput' && isTrue(firstValue(flag)));
  if (behindGate === true) return { scope: { ...entered, question }, flow: before };
  return { scope: entered, flow: addQuestion(entered, document, stage, question, before, false) };
}

function addQuestion(
  scope: Scope,
  document: DocumentDraft,
  stage: Stage,
  question: OwnTask,
  flow: Flow,
  behindGate: boolean,
): Flow {
  const name = takeName(`${lastName(scope)}-input`, scope.conversion.names);
  const { pool: _pool, ...free } = scope;
  addNode(document, ownNode(free, name, question, flow));
  scope.conversion.drawing.questions.set(stage, { task: name, behindGate });
  return { after: [name], skippable: false };
}

function lastName(scope: Scope): string {
  return scope.path.at(-1) ?? 'stage';
}

/** The scope inside a stage: its agent, variables, and what a person must decide. */
function enterStage(outer: Scope, stage: Stage): Scope {
  const skips = stage.options?.entries.some(({ name }) => name === 'skipDefaultCheckout') === true;
  const inner = {
    ...outer,
    path: [...outer.path, stage.name],
    checkedOut: false,
    ...(skips ? { skipsCheckout: true } : {}),
  };
  const scope = enterSettings(inner, stage);
  const leaf = stage.body.kind === 'steps' && segmentsOf(scope, stage.body.steps).length <= 1;
  const options = convertStageOptions(scope, stage.options, leaf, stage.post !== undefined);
  return {
    ...scope,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.retries === undefined ? {} : { retries: options.retries }),
    ...(options.pool === undefined ? {} : { pool: options.pool }),
    blockers: [...scope.blockers, ...options.blockers],
  };
}

/** Agent, environment and tools of a stage or of the cells of a matrix. */
export function enterSettings(outer: Scope, settings: StageSettings): Scope {
  const scope = withEnvironment(withAgent(outer, settings.agent), settings.environment);
  const tools = settings.tools === undefined ? [] : convertTools(outer, settings.tools);
  const { environment, own, prelude } = outer;
  return { ...scope, outside: { environment, own, prelude }, blockers: [...scope.blockers, ...tools] };
}

/** Tools that Jenkins installs: an image has them, or a person says that it has. */
function convertTools({ conversion }: Scope, tools: DirectiveList): readonly string[] {
  const { ledger, profile, asked } = conversion;
  settle(ledger, tools.directive.statement, converted);
  return tools.entries.flatMap((tool) => {
    // A table may tell versions apart: `maven 3.9`.
    const full = `${tool.name} ${literalText(firstValue(tool)) ?? ''}`.trim();
    const rule = profile.tools[full] ?? profile.tools[tool.name];
    const isFilled = rule !== undefined && !('manual' in rule);
    ask(asked, ledger, 'tools', full, tool.nameRange, isFilled);
    if (isFilled) {
      settle(ledger, tool.statement, verdictOf(tool, rule));
      return [];
    }
    const message = `Jenkins installs the tool "${tool.name}"; put it into the image or onto the workers, and say so under "tools" of a profile.`;
    settle(ledger, tool.statement, manual(message));
    return [`line ${lineOf(ledger, tool.nameRange.start)}: the tool ${tool.name}`];
  });
}

/** A stage without its `when`. `single`: it must be one node, because a branch chooses it. */
function convertGated(scope: Scope, document: DocumentDraft, stage: Stage, flow: Flow, single: boolean): Flow {
  const { post } = stage;
  const isTask = isOneTask(scope, stage);
  if (post === undefined && scope.question === undefined && (isTask || !single))
    return convertBody(scope, document, stage, flow, takeStageName(scope));
  const name = takeStageName(scope);
  const target = takeName(`${name}-stage`, scope.conversion.names);
  const inside: DocumentDraft = { nodes: [] };
  const place = scope.conversion.documents.length;
  writeGroup(scope, inside, stage, name);
  // Before the documents that it uses, in the order in which they are read.
  scope.conversion.documents.splice(place, 0, writeDocument(target, inside));
  const { upstream, rule } = following(flow);
  const { ledger } = scope.conversion;
  addNode(document, {
    section: 'sub_dags',
    name,
    type: 'sub_dag',
    entries: [{ key: 'target', value: target }],
    upstream,
    properties: rule,
    comment: stageComment(scope, stage),
    from: [idOf(ledger, stage.directive.statement)],
  });
  return { after: [name], skippable: false };
}

function isOneTask(scope: Scope, stage: Stage): boolean {
  const { body } = stage;
  if (ownsFolder(scope, stage) && scope.checkedOut !== true && checksOut(scope)) return false;
  return body.kind === 'none' || (body.kind === 'steps' && segmentsOf(scope, body.steps).length <= 1);
}

/** The inside of a stage that is a group: its work, then its post conditions. */
function writeGroup({ question, ...outer }: Scope, inside: DocumentDraft, stage: Stage, name: string): void {
  const { names, documents } = outer.conversion;
  const grouped: Scope = { ...outer, mayCatch: false };
  const begin = question === undefined ? start : addQuestion(grouped, inside, stage, question, start, true);
  if (stage.post === undefined) {
    convertBody(grouped, inside, stage, begin, takeName(`${name}-steps`, names));
    return;
  }
  const work = takeName(`${name}-steps`, names);
  // Where the checkout of its agent fails, the post conditions of a stage do not run (`ModelInterpreter.evaluateStage`).
  const clones = ownsFolder(grouped, stage) && grouped.checkedOut !== true && checksOut(grouped);
  const flow = clones ? addCheckout(grouped, inside, begin) : begin;
  const scope: Scope = clones ? { ...grouped, checkedOut: true } : grouped;
  const isTask = isOneTask(scope, stage);
  if (isTask) convertBody(scope, inside, stage, flow, work);
  else {
    const target = takeName(`${work}-stages`, names);
    const deeper: DocumentDraft = { nodes: [] };
    const place = documents.length;
    convertBody(scope, deeper, stage, start, takeName(`${work}-inner`, names));
    documents.splice(place, 0, writeDocument(target, deeper));
    addNode(inside, {
      section: 'sub_dags',
      name: work,
      type: 'sub_dag',
      entries: [{ key: 'target', value: target }],
      upstream: flow.after,
    });
  }
  const { onFailure } = convertPost(
    scope,
    inside,
    { name: work, title: `stage ${JSON.stringify(stage.name)}` },
    stage.post,
  );
  setOnFailure(inside, work, onFailure);
}

function takeStageName(scope: Scope): string {
  return takeName(lastName(scope), scope.conversion.names);
}

/** Whether the stage has an agent whose tasks share a folder, so that one of them can prepare it for the others. */
function ownsFolder(scope: Scope, { agent }: Stage): boolean {
  return agent !== undefined && sharesFolder(scope);
}

function convertBody(scope: Scope, document: DocumentDraft, stage: Stage, before: Flow, name: string): Flow {
  const { body } = stage;
  const flow =
    ownsFolder(scope, stage) && scope.checkedOut !== true && checksOut(scope)
      ? addCheckout(scope, document, before)
      : before;
  switch (body.kind) {
    case 'steps':
      return convertLeaf(scope, document, stage, body.directive, body.steps, flow, name);
    case 'stages':
      return convertSequence(scope, document, body.list, flow);
    case 'parallel':
      return convertParallel(scope, document, body.list, flow);
    case 'matrix':
      return convertMatrix(scope, document, body.matrix, flow, name, {
        sequence: convertSequence,
        settings: enterSettings,
      });
    case 'none': {
      const { ledger } = scope.conversion;
      settle(ledger, stage.directive.statement, manual('The stage has no steps; Jenkins refuses it.'));
      const blocker = `line ${lineOf(ledger, stage.directive.nameRange.start)}: the stage has no steps`;
      return writeLeaf(
        { ...scope, blockers: [...scope.blockers, blocker] },
        document,
        stage,
        [],
        flow,
        name,
        undefined,
      );
    }
  }
}
