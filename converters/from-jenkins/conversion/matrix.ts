import { type DraftList, list, mapping } from '../../../workflow/write/index';
import type { Axis, Exclude, Matrix, StageList, StageSettings } from '../declarative/index';
import { addCheckout } from './checkout';
import { convertWhen } from './conditions';
import {
  addNode,
  branchNode,
  type DocumentDraft,
  type Flow,
  following,
  setOnFailure,
  start,
  writeDocument,
} from './document';
import { gateNode } from './gate';
import { converted, idOf, type Ledger, lineOf, settle } from './ledger';
import { takeName } from './names';
import { convertStageOptions } from './options';
import { convertPost } from './post';
import { checksOut, sharesFolder } from './repository';
import type { EnvironmentValue, Scope } from './scope';
import type { Template } from './template';

/** How the stages of a cell are written; given by the caller, because a stage may also hold a matrix. */
export interface CellWriter {
  readonly sequence: (scope: Scope, document: DocumentDraft, stages: StageList, flow: Flow) => Flow;
  readonly settings: (scope: Scope, settings: StageSettings) => Scope;
}

/**
 * A matrix as a generator over its cells: one item a cell, excluded cells left out, the stages of a cell in a document of
 * their own that reads the values of the axes from the item.
 */
export function convertMatrix(
  outer: Scope,
  document: DocumentDraft,
  matrix: Matrix,
  flow: Flow,
  name: string,
  write: CellWriter,
): Flow {
  const { ledger, names, documents } = outer.conversion;
  settle(ledger, matrix.directive.statement, converted);
  settleAxes(ledger, matrix);
  const axes = matrix.axes?.axes ?? [];
  const scope = enterCell(outer, matrix, axes, write);
  const target = takeName(`${name}-cell`, names);
  const inside: DocumentDraft = { nodes: [] };
  const place = documents.length;
  writeCell(scope, inside, matrix, target, write);
  documents.splice(place, 0, writeDocument(target, inside));
  const cells = cellsOf(axes, matrix.excludes?.excludes ?? []);
  const items = itemsOf(cells);
  if (matrix.stages !== undefined) outer.conversion.drawing.cells.set(matrix.stages, cells.map(cellTitle));
  const { upstream, rule } = following(flow);
  addNode(document, {
    section: 'generators',
    name,
    type: 'list_object_generator',
    entries: [{ key: 'target', value: target }],
    upstream,
    properties: [{ key: 'items', value: items }, ...rule],
    comment: [`matrix of ${axes.map((axis) => axis.name).join(' × ')}`],
    from: [idOf(ledger, matrix.directive.statement), ...axes.map((axis) => idOf(ledger, axis.directive.statement))],
  });
  return { after: [name], skippable: false };
}

/** As Jenkins calls it. */
function cellTitle(cell: ReadonlyMap<string, string>): string {
  return `Matrix - ${[...cell].map(([name, value]) => `${name} = '${value}'`).join(', ')}`;
}

/** The items of the generator: a cell's name is made of its values. */
function itemsOf(cells: readonly ReadonlyMap<string, string>[]): DraftList {
  const taken = new Set<string>();
  const items = cells.map((cell) => {
    const values = [...cell.values()].join('-').replace(/[^A-Za-z0-9_-]+/g, '-');
    let name = values;
    for (let number = 2; taken.has(name); number++) name = `${values}-${number}`;
    taken.add(name);
    return mapping({ name, ...Object.fromEntries(cell) }, 'flow');
  });
  return list(items);
}

function settleAxes(ledger: Ledger, matrix: Matrix): void {
  if (matrix.axes !== undefined) settle(ledger, matrix.axes.directive.statement, converted);
  if (matrix.excludes !== undefined) settle(ledger, matrix.excludes.directive.statement, converted);
  for (const exclude of matrix.excludes?.excludes ?? []) settle(ledger, exclude.directive.statement, converted);
  const axes = [...(matrix.axes?.axes ?? []), ...(matrix.excludes?.excludes ?? []).flatMap((exclude) => exclude.axes)];
  for (const axis of axes) {
    settle(ledger, axis.directive.statement, converted);
    for (const field of axis.fields) settle(ledger, field.statement, converted);
  }
}

/** In a cell the axes are environment variables. */
function enterCell(outer: Scope, matrix: Matrix, axes: readonly Axis[], write: CellWriter): Scope {
  const environment = new Map<string, EnvironmentValue>(outer.environment);
  const own = new Map<string, Template>(outer.own);
  for (const axis of axes) {
    const value: Template = [{ kind: 'item', name: axis.name }];
    environment.set(axis.name, { kind: 'known', value });
    own.set(axis.name, value);
  }
  const scope = write.settings({ ...outer, environment, own, inCell: true, beside: true, mayCatch: false }, matrix);
  const options = convertStageOptions(scope, matrix.options, false);
  return {
    ...scope,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    blockers: [...scope.blockers, ...options.blockers],
  };
}

/** The stages of a cell, behind its `when`; post conditions of a cell stand around them. */
function writeCell(outer: Scope, inside: DocumentDraft, matrix: Matrix, target: string, write: CellWriter): void {
  const { ledger, names, documents } = outer.conversion;
  const gate = matrix.when === undefined ? undefined : convertWhen(outer, matrix.when);
  if (matrix.when !== undefined && gate?.kind === 'by-hand')
    outer.conversion.drawing.gates.set(matrix.when, { kind: 'by-hand', task: '' });
  const scope = gate?.kind === 'by-hand' ? { ...outer, blockers: [...outer.blockers, ...gate.reasons] } : outer;
  if (matrix.stages === undefined) return;
  const begin = (document: DocumentDraft) =>
    matrix.agent !== undefined && sharesFolder(scope) && checksOut(scope) ? addCheckout(scope, document, start) : start;
  if ((gate === undefined || gate.kind === 'by-hand') && matrix.post === undefined) {
    write.sequence(scope, inside, matrix.stages, begin(inside));
    return;
  }
  const deeper: DocumentDraft = { nodes: [] };
  write.sequence(scope, deeper, matrix.stages, begin(deeper));
  const inner = takeName(`${target}-stages`, names);
  documents.push(writeDocument(inner, deeper));
  const work = takeName(`${target}-work`, names);
  if (gate?.kind === 'case') {
    const from = gate.statements.map((statement) => idOf(ledger, statement));
    const name = takeName(`${target}-when`, names);
    addNode(inside, branchNode(name, gate.when, [work], start, from));
    if (matrix.when !== undefined) outer.conversion.drawing.gates.set(matrix.when, { kind: 'case', task: name });
  }
  const asked = gate?.kind === 'task' ? takeName(`${target}-when`, names) : undefined;
  if (asked !== undefined && gate?.kind === 'task') {
    addNode(inside, gateNode(scope, asked, gate, start));
    if (matrix.when !== undefined) outer.conversion.drawing.gates.set(matrix.when, { kind: 'task', task: asked });
  }
  addNode(inside, {
    section: 'sub_dags',
    name: work,
    type: 'sub_dag',
    entries: [{ key: 'target', value: inner }],
    upstream: asked === undefined ? [] : [asked],
  });
  if (matrix.post === undefined) return;
  const { onFailure } = convertPost(
    scope,
    inside,
    { name: work, title: `a cell of the matrix at line ${lineOf(ledger, matrix.directive.nameRange.start)}` },
    matrix.post,
  );
  setOnFailure(inside, work, onFailure);
}

/** All combinations but the excluded ones; the first axis varies fastest, as in Jenkins. */
export function cellsOf(axes: readonly Axis[], excludes: readonly Exclude[]): readonly ReadonlyMap<string, string>[] {
  let cells: ReadonlyMap<string, string>[] = [new Map()];
  for (const axis of [...axes].reverse()) {
    cells = cells.flatMap((cell) => axis.values.map((value) => new Map([[axis.name, value], ...cell])));
  }
  return cells.filter((cell) => cell.size > 0 && !excludes.some((exclude) => excluded(cell, exclude)));
}

/** An exclude applies where all its axes match. */
function excluded(cell: ReadonlyMap<string, string>, exclude: Exclude): boolean {
  return exclude.axes.every((axis) => axis.values.includes(cell.get(axis.name) ?? '') !== axis.negated);
}
