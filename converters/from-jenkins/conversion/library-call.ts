import type { Pipeline } from '../declarative/index';
import { childrenOf, type MethodStatement, type SourceFile, type Statement, type TreeNode } from '../groovy/index';
import { isCounted, type Ledger, manual, settle, type Verdict } from './ledger';
import type { LocalValue } from './scope';

/** The method of a shared library that a pipeline stands in (`vars/x.groovy`, `def call(…) { pipeline { … } }`). */
export function methodAround(file: SourceFile, pipeline: Pipeline): MethodStatement | undefined {
  const { range } = pipeline.directive.statement;
  for (const statement of file.statements) {
    if (statement.kind === 'method' && holds(statement, range)) return statement;
  }
  return undefined;
}

function holds(node: TreeNode, range: { readonly start: number; readonly end: number }): boolean {
  return node.range.start <= range.start && range.end <= node.range.end;
}

/** The statements around a pipeline: those of the file, and in a method those of its body. */
export function statementsBeside(file: SourceFile, pipeline: Pipeline): readonly Statement[] {
  const own = pipeline.directive.statement;
  const method = methodAround(file, pipeline);
  const rest = file.statements.filter((statement) => statement !== own && statement !== method);
  return [...rest, ...(method?.body?.body ?? []).filter((statement) => statement !== own)];
}

/**
 * What the parameters of the method hold: the map that the caller gives. Also the closure of the old form, whose settings land in a map:
 * `body.delegate = config; body()`.
 */
export function givenTo(method: MethodStatement | undefined): ReadonlyMap<string, LocalValue> {
  const locals = new Map<string, LocalValue>();
  for (const { name, type } of method?.parameters ?? []) {
    const isMap =
      type === undefined || ['Map', 'def', 'Object', 'LinkedHashMap'].includes(type.text.replace(/<.*$/s, ''));
    const reason = `"${name}" is given by the file that calls the library`;
    locals.set(name, isMap ? { kind: 'given' } : { kind: 'unknown', reason });
  }
  for (const name of delegates(method)) locals.set(name, { kind: 'given' });
  return locals;
}

/** The maps that closures of the caller fill. */
function delegates(method: MethodStatement | undefined): readonly string[] {
  return (method?.body?.body ?? []).flatMap((statement) => {
    const set = settingOf(statement);
    return set?.property === 'delegate' && set.value !== undefined ? [set.value] : [];
  });
}

/** Whether a statement lets the closure of the caller fill a map, or is the map. */
export function fillsMap(method: MethodStatement | undefined, statement: Statement): boolean {
  const maps = delegates(method);
  if (maps.length === 0) return false;
  if (settingOf(statement) !== undefined) return true;
  if (statement.kind === 'declaration') return statement.variables.every(({ name }) => maps.includes(name));
  if (statement.kind !== 'expression') return false;
  const { expression } = statement;
  if (expression.kind === 'assignment')
    return expression.target.kind === 'name' && maps.includes(expression.target.name);
  const { parameters = [] } = method ?? {};
  if (expression.kind !== 'call' || expression.arguments.length > 0 || expression.callee.kind !== 'name') return false;
  const { name } = expression.callee;
  return parameters.some((parameter) => parameter.name === name);
}

/** `body.delegate = config`, `body.resolveStrategy = …` */
function settingOf(statement: Statement): { readonly property: string; readonly value?: string } | undefined {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'assignment') return undefined;
  const { target, value } = statement.expression;
  if (target.kind !== 'property' || target.target.kind !== 'name' || target.name.kind !== 'text') return undefined;
  const property = target.name.value;
  if (property !== 'delegate' && property !== 'resolveStrategy') return undefined;
  return { property, ...(value.kind === 'name' ? { value: value.name } : {}) };
}

const whichRuns: Verdict = manual(
  'Code decides whether this pipeline runs, or which of several; the first one is converted.',
);

/** Leaves code around the pipeline to a person, but not the pipeline. Gives whether it is around it. */
export function leaveAround(ledger: Ledger, statement: Statement, pipeline: Pipeline | undefined): boolean {
  const own = pipeline?.directive.statement;
  if (own === undefined || statement === own || !holds(statement, own.range)) return false;
  const waiting: TreeNode[] = [statement];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === own) continue;
    if (isCounted(node)) settle(ledger, node, whichRuns);
    waiting.push(...childrenOf(node));
  }
  return true;
}

export const whichPipeline = 'Code decides whether the pipeline runs, or which of several.';
