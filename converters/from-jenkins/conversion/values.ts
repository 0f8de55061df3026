import type { Expression } from '../groovy/index';
import type { Scope } from './scope';
import { jinja, literal, type Template, type TemplatePart } from './template';

/** What an expression of the source is worth when a task runs. */
export type Resolved =
  | { readonly kind: 'known'; readonly value: Template; readonly notes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Variables that Jenkins gives every build and what stands for them on Airflow. */
const builtIns: ReadonlyMap<string, { readonly expression: string; readonly note: string }> = new Map([
  ['BUILD_NUMBER', { expression: 'run_id', note: 'BUILD_NUMBER is the id of the run, which is text and no number.' }],
  ['BUILD_ID', { expression: 'run_id', note: 'BUILD_ID is the id of the run, which is text and no number.' }],
  ['BUILD_TAG', { expression: "dag.dag_id ~ '-' ~ run_id", note: 'BUILD_TAG is made of the id of the run.' }],
  ['JOB_NAME', { expression: 'dag.dag_id', note: 'JOB_NAME is the id of the DAG.' }],
  ['JOB_BASE_NAME', { expression: 'dag.dag_id', note: 'JOB_BASE_NAME is the id of the DAG.' }],
  ['BUILD_URL', { expression: 'ti.log_url', note: 'BUILD_URL is the address of the log of the task.' }],
]);

/** Built-in variables that mean nothing on Airflow, so that a use of them needs a person. */
export const foreignVariables: ReadonlySet<string> = new Set(
  (
    'BRANCH_NAME BRANCH_IS_PRIMARY CHANGE_ID CHANGE_URL CHANGE_TITLE CHANGE_AUTHOR CHANGE_TARGET CHANGE_BRANCH TAG_NAME GIT_COMMIT ' +
    'GIT_BRANCH GIT_LOCAL_BRANCH GIT_PREVIOUS_COMMIT GIT_URL JENKINS_URL JENKINS_HOME JOB_URL RUN_DISPLAY_URL NODE_NAME NODE_LABELS ' +
    'EXECUTOR_NUMBER WORKSPACE_TMP'
  ).split(' '),
);

function known(value: Template, notes: readonly string[] = []): Resolved {
  return { kind: 'known', value, notes };
}

function unknown(reason: string): Resolved {
  return { kind: 'unknown', reason };
}

/** The value of an expression as text with templates, or why it is not known before the run. */
export function resolve(scope: Scope, expression: Expression): Resolved {
  switch (expression.kind) {
    case 'text':
      return known(literal(expression.value));
    case 'number':
      return known(literal(expression.text));
    case 'boolean':
      return known(literal(String(expression.value)));
    case 'interpolated':
      return resolveParts(scope, expression.parts);
    case 'name':
      return resolveName(scope, expression.name);
    case 'property':
      return resolveProperty(scope, expression);
    case 'binary':
      return expression.operator === '+' ? resolveSum(scope, expression) : unknown('it is computed by Groovy');
    case 'call':
      return resolveCall(scope, expression);
    default:
      return unknown('it is computed by Groovy');
  }
}

function resolveParts(scope: Scope, parts: Extract<Expression, { kind: 'interpolated' }>['parts']): Resolved {
  const value: TemplatePart[] = [];
  const notes: string[] = [];
  for (const part of parts) {
    const inner = part.kind === 'text' ? known(literal(part.value)) : resolve(scope, part.value);
    if (inner.kind === 'unknown') return inner;
    value.push(...inner.value);
    notes.push(...inner.notes);
  }
  return known(value, notes);
}

/** Joined values are walked without recursion on the left, where long chains grow. */
function resolveSum(scope: Scope, sum: Expression): Resolved {
  const operands: Expression[] = [];
  let left = sum;
  while (left.kind === 'binary' && left.operator === '+') {
    operands.unshift(left.right);
    left = left.left;
  }
  operands.unshift(left);
  const value: TemplatePart[] = [];
  const notes: string[] = [];
  for (const operand of operands) {
    const inner = resolve(scope, operand);
    if (inner.kind === 'unknown') return inner;
    value.push(...inner.value);
    notes.push(...inner.notes);
  }
  return known(value, notes);
}

/** A variable: of `environment` and axes first, then a parameter, then what Jenkins itself sets. */
export function resolveName(scope: Scope, name: string): Resolved {
  const variable = scope.environment.get(name);
  if (variable !== undefined) return variable.kind === 'known' ? known(variable.value) : unknown(variable.reason);
  const parameter = resolveParameter(scope, name);
  if (parameter !== undefined) return parameter;
  if (name === 'STAGE_NAME') return known(literal(scope.path.at(-1) ?? ''));
  const builtIn = builtIns.get(name);
  if (builtIn !== undefined) return known(jinja(builtIn.expression), [builtIn.note]);
  if (name === 'WORKSPACE') return unknown('the path of the workspace is known to the shell only: use $PWD');
  return unknown(`"${name}" is not declared in this file`);
}

function resolveParameter(scope: Scope, name: string): Resolved | undefined {
  const parameter = scope.conversion.parameters.get(name);
  if (parameter === undefined) return undefined;
  // A boolean is "true" or "false" in Jenkins, "True" or "False" in Jinja.
  return known(jinja(parameter.kind === 'boolean' ? `params.${name} | lower` : `params.${name}`));
}

function resolveProperty(scope: Scope, expression: Extract<Expression, { kind: 'property' }>): Resolved {
  const { target, name } = expression;
  if (target.kind !== 'name' || name.kind !== 'text') return unknown('it is computed by Groovy');
  if (target.name === 'env') return resolveName(scope, name.value);
  if (target.name !== 'params') return unknown(`"${target.name}.${name.value}" is known to Jenkins only`);
  return resolveParameter(scope, name.value) ?? unknown(`the parameter "${name.value}" is not declared in this file`);
}

/** `text.trim()` and the like, where the text is known. */
function resolveCall(scope: Scope, call: Extract<Expression, { kind: 'call' }>): Resolved {
  const { callee } = call;
  if (callee.kind !== 'property' || callee.name.kind !== 'text' || call.arguments.length > 0)
    return unknown('it is computed by Groovy');
  const inner = resolve(scope, callee.target);
  if (inner.kind === 'unknown') return inner;
  const [only] = inner.value;
  if (inner.value.length > 1 || (only !== undefined && only.kind !== 'literal'))
    return unknown('it is computed by Groovy');
  const text = only === undefined ? '' : only.text;
  switch (callee.name.value) {
    case 'trim':
      return known(literal(text.trim()));
    case 'stripIndent':
      return known(literal(stripIndent(text)));
    case 'toString':
      return inner;
    default:
      return unknown('it is computed by Groovy');
  }
}

/** Groovy's `stripIndent()`: as many leading blanks are removed as every line with content has. */
function stripIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(Math.min(common, line.length))).join('\n');
}
