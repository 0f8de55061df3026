import { type Condition, firstValue, literalText, named, type When } from '../declarative/index';
import type { Expression, Statement } from '../groovy/index';
import { approximated, converted, lineOf, manual, settle, settleAll } from './ledger';
import type { Scope } from './scope';
import { asExpression, jinjaText } from './template';
import { resolve, resolveName } from './values';

/** What a `when` becomes. */
export type ConvertedWhen =
  /** The `when` of a branch: one Jinja expression, braces included. */
  | { readonly kind: 'case'; readonly when: string; readonly statements: readonly Statement[] }
  /** A person must write the condition. */
  | { readonly kind: 'by-hand'; readonly reasons: readonly string[] };

/** A condition as Jinja, or nothing where it has no counterpart; then it is settled as manual. */
type Converted = string | undefined;

/** Converts the conditions of a stage; all of them are settled. */
export function convertWhen(scope: Scope, when: When): ConvertedWhen {
  const { ledger } = scope.conversion;
  for (const flag of when.flags) settle(ledger, flag.statement, converted);
  const parts = when.conditions.map((condition) => convertCondition(scope, condition));
  const failed = when.conditions.filter((_, index) => parts[index] === undefined);
  if (failed.length > 0 || parts.length === 0) {
    settle(ledger, when.directive.statement, manual('A condition in it must be written by hand.'));
    const reasons = failed.map(({ directive }) => {
      return `line ${lineOf(ledger, directive.nameRange.start)}: the condition ${directive.name} of "when"`;
    });
    return { kind: 'by-hand', reasons };
  }
  settle(ledger, when.directive.statement, converted);
  const statements = [when.directive.statement, ...when.conditions.map((condition) => condition.directive.statement)];
  return { kind: 'case', when: `{{ ${join(parts, 'and')} }}`, statements };
}

function join(parts: readonly Converted[], operator: 'and' | 'or'): string {
  const list = parts.filter((part) => part !== undefined);
  return list.length === 1 ? (list[0] ?? '') : list.map((part) => `(${part})`).join(` ${operator} `);
}

function convertCondition(scope: Scope, condition: Condition): Converted {
  const { ledger } = scope.conversion;
  const { directive } = condition;
  const { statement } = directive;
  switch (directive.name) {
    case 'allOf':
    case 'anyOf':
    case 'not':
      return convertGroup(scope, condition);
    case 'expression':
      return convertExpression(scope, condition);
    case 'environment':
      return settled(scope, statement, convertEnvironment(scope, condition));
    case 'equals':
      return settled(scope, statement, convertEquals(scope, condition));
    case 'branch':
      return convertBranch(scope, condition);
    case 'triggeredBy':
      return convertTriggeredBy(scope, condition);
    default:
      settle(ledger, statement, manual(`Airflow knows nothing that "${directive.name}" asks for.`));
      return undefined;
  }
}

function settled(scope: Scope, statement: Statement, result: Converted): Converted {
  const verdict =
    result === undefined ? manual('The values that are compared are not known before the run.') : converted;
  settle(scope.conversion.ledger, statement, verdict);
  return result;
}

function convertGroup(scope: Scope, condition: Condition): Converted {
  const { ledger } = scope.conversion;
  const parts = condition.children.map((child) => convertCondition(scope, child));
  if (parts.length === 0 || parts.some((part) => part === undefined)) {
    settle(ledger, condition.directive.statement, manual('A condition in it must be written by hand.'));
    return undefined;
  }
  settle(ledger, condition.directive.statement, converted);
  if (condition.directive.name === 'not') return `not (${parts[0] ?? ''})`;
  return join(parts, condition.directive.name === 'allOf' ? 'and' : 'or');
}

/** `expression { … }`: one expression over parameters, environment and literals. */
function convertExpression(scope: Scope, condition: Condition): Converted {
  const { ledger } = scope.conversion;
  const body = condition.directive.block?.body ?? [];
  const [only] = body;
  const value = only?.kind === 'expression' ? only.expression : only?.kind === 'return' ? only.value : undefined;
  const result = body.length === 1 && value !== undefined ? toJinja(scope, value, 0) : undefined;
  const verdict =
    result === undefined ? manual('The condition uses Groovy that has no counterpart in Jinja.') : converted;
  settle(ledger, condition.directive.statement, verdict);
  settleAll(ledger, condition.directive.statement, verdict);
  if (result === undefined || value === undefined) return undefined;
  // In Groovy any text but the empty one is true, also 'false'; a branch takes only `true` for true.
  return isBoolean(scope, value) ? result : `(${result}) and true`;
}

const deepestCondition = 50;

const comparisons = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['==', '=='],
  ['!=', '!='],
]);

function isBoolean(scope: Scope, value: Expression): boolean {
  switch (value.kind) {
    case 'boolean':
      return true;
    case 'unary':
      return value.operator === '!';
    case 'binary':
      if (value.operator === '&&' || value.operator === '||')
        return isBoolean(scope, value.left) && isBoolean(scope, value.right);
      return comparisons.has(value.operator) || value.operator === 'in';
    case 'property':
      return booleanParameter(scope, value) !== undefined;
    case 'call':
      return true;
    default:
      return false;
  }
}

function booleanParameter(scope: Scope, value: Expression): string | undefined {
  if (
    value.kind !== 'property' ||
    value.target.kind !== 'name' ||
    value.target.name !== 'params' ||
    value.name.kind !== 'text'
  )
    return undefined;
  const parameter = scope.conversion.parameters.get(value.name.value);
  return parameter?.kind === 'boolean' ? parameter.name : undefined;
}

function toJinja(scope: Scope, value: Expression, depth: number): Converted {
  if (depth > deepestCondition) return undefined;
  const inner = (next: Expression) => toJinja(scope, next, depth + 1);
  const flag = booleanParameter(scope, value);
  // `params.X` is a real boolean, unlike `env.X`.
  if (flag !== undefined) return `params.${flag}`;
  switch (value.kind) {
    case 'boolean':
      return String(value.value);
    case 'number':
      return /^\d+$/.test(value.text) ? value.text : undefined;
    case 'null':
      return 'none';
    case 'unary': {
      const operand = value.operator === '!' ? inner(value.operand) : undefined;
      return operand === undefined ? undefined : `not (${operand})`;
    }
    case 'binary':
      return binaryToJinja(inner, value);
    case 'call':
      return callToJinja(inner, value);
    default: {
      const resolved = resolve(scope, value);
      return resolved.kind === 'known' ? asExpression(resolved.value) : undefined;
    }
  }
}

function binaryToJinja(
  inner: (value: Expression) => Converted,
  value: Extract<Expression, { kind: 'binary' }>,
): Converted {
  const operator = comparisons.get(value.operator);
  const left = inner(value.left);
  const right =
    value.operator === 'in' && value.right.kind === 'list' ? listToJinja(inner, value.right) : inner(value.right);
  if (left === undefined || right === undefined) return undefined;
  if (value.operator === 'in') return value.right.kind === 'list' ? `${left} in ${right}` : undefined;
  if (operator === undefined) return undefined;
  return operator === '==' || operator === '!=' ? `${left} ${operator} ${right}` : `(${left}) ${operator} (${right})`;
}

function listToJinja(inner: (value: Expression) => Converted, list: Extract<Expression, { kind: 'list' }>): Converted {
  const items = list.items.map((item) => (item.kind === 'positional' ? inner(item.value) : undefined));
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

/** `x.contains('y')`, `x.startsWith('y')`, `x.endsWith('y')`, `x.toBoolean()` */
function callToJinja(inner: (value: Expression) => Converted, call: Extract<Expression, { kind: 'call' }>): Converted {
  const { callee } = call;
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return undefined;
  const target = inner(callee.target);
  const [first] = call.arguments;
  const argument = first?.kind === 'positional' ? inner(first.value) : undefined;
  if (target === undefined) return undefined;
  if (callee.name.value === 'toBoolean' && call.arguments.length === 0) return `(${target} | lower) == 'true'`;
  if (argument === undefined || call.arguments.length !== 1) return undefined;
  switch (callee.name.value) {
    case 'contains':
      return `${argument} in ${target}`;
    case 'startsWith':
      return `(${target}).startswith(${argument})`;
    case 'endsWith':
      return `(${target}).endswith(${argument})`;
    case 'equals':
      return `${target} == ${argument}`;
    default:
      return undefined;
  }
}

/** `environment name: 'X', value: 'y', ignoreCase: true` */
function convertEnvironment(scope: Scope, condition: Condition): Converted {
  const list = condition.directive.arguments;
  const name = literalText(named(list, 'name'));
  const value = named(list, 'value');
  const left = name === undefined ? undefined : resolveName(scope, name);
  const right = value === undefined ? undefined : resolve(scope, value);
  if (left?.kind !== 'known' || right?.kind !== 'known') return undefined;
  const ignoreCase = named(list, 'ignoreCase');
  const lower = ignoreCase?.kind === 'boolean' && ignoreCase.value ? ' | lower' : '';
  return `${asExpression(left.value)}${lower} == ${asExpression(right.value)}${lower}`;
}

/** `equals expected: 1, actual: x` */
function convertEquals(scope: Scope, condition: Condition): Converted {
  const expected = named(condition.directive.arguments, 'expected');
  const actual = named(condition.directive.arguments, 'actual');
  if (expected === undefined || actual === undefined) return undefined;
  const left = toJinja(scope, actual, 0);
  const right = toJinja(scope, expected, 0);
  return left === undefined || right === undefined ? undefined : `${left} == ${right}`;
}

/** A branch is no notion of Airflow: it becomes a parameter of the DAG that nobody sets by accident. */
function convertBranch(scope: Scope, condition: Condition): Converted {
  const { ledger, added, properties } = scope.conversion;
  const { directive } = condition;
  const pattern = literalText(firstValue(directive) ?? named(directive.arguments, 'pattern'));
  const comparator = literalText(named(directive.arguments, 'comparator')) ?? 'GLOB';
  const test = pattern === undefined ? undefined : branchTest(pattern, comparator);
  if (test === undefined) {
    settle(
      ledger,
      directive.statement,
      manual('Airflow runs have no branch, and this pattern has no counterpart in Jinja.'),
    );
    return undefined;
  }
  const value = properties.get('BRANCH_NAME') ?? '';
  added.set('BRANCH_NAME', { name: 'BRANCH_NAME', kind: 'text', value });
  const by = value === '' ? 'empty, so that the stage is left out, until someone sets it' : `"${value}", as given`;
  settle(
    ledger,
    directive.statement,
    approximated(`Airflow runs have no branch: the parameter BRANCH_NAME says it. It is ${by}.`),
  );
  return test;
}

/** Globs of Jenkins ignore case; `*` and `**` are understood at the end only. */
function branchTest(pattern: string, comparator: string): Converted {
  if (comparator === 'EQUALS') return `params.BRANCH_NAME == ${jinjaText(pattern)}`;
  if (comparator !== 'GLOB') return undefined;
  const lower = pattern.toLowerCase();
  if (!/[*?]/.test(lower)) return `(params.BRANCH_NAME | lower) == ${jinjaText(lower)}`;
  const start = /^([^*?]*)\*\*$/.exec(lower);
  return start === null ? undefined : `(params.BRANCH_NAME | lower).startswith(${jinjaText(start[1] ?? '')})`;
}

const runTypes = new Map([
  ['timertrigger', 'scheduled'],
  ['timertriggercause', 'scheduled'],
  ['useridcause', 'manual'],
]);

function convertTriggeredBy(scope: Scope, condition: Condition): Converted {
  const { ledger } = scope.conversion;
  const { directive } = condition;
  const cause = literalText(firstValue(directive) ?? named(directive.arguments, 'cause'))?.toLowerCase();
  const runType = cause === undefined ? undefined : runTypes.get(cause);
  if (runType === undefined || named(directive.arguments, 'detail') !== undefined) {
    settle(ledger, directive.statement, manual('Airflow does not know this cause of a run.'));
    return undefined;
  }
  settle(
    ledger,
    directive.statement,
    approximated(`It asks whether the run is ${runType}; runs started through the API count as manual.`),
  );
  return `dag_run.run_type == '${runType}'`;
}
