import { type Condition, firstValue, literalText, named, type When } from '../declarative/index';
import type { Expression, Statement } from '../groovy/index';
import { approximated, converted, lineOf, manual, settle, settleAll } from './ledger';
import { patternTest } from './patterns';
import type { Scope } from './scope';
import { blockersOf, type ScriptPart, wordOf } from './script';
import { convertCode } from './steps';
import { grouped, shellCondition } from './steps/conditions';
import { choice } from './steps/variables';
import { asExpression, jinja, literal, needsShell, type Template } from './template';
import { resolve, resolveName } from './values';

/** What a `when` becomes. */
export type ConvertedWhen =
  /** The `when` of a branch: one Jinja expression, braces included. */
  | { readonly kind: 'case'; readonly when: string; readonly statements: readonly Statement[] }
  /** A task asks it, because only a shell can: it skips itself, and with it the stage. */
  | {
      readonly kind: 'task';
      readonly parts: readonly ScriptPart[];
      readonly environment: ReadonlyMap<string, Template>;
      readonly statements: readonly Statement[];
    }
  /** A person must write the condition. */
  | { readonly kind: 'by-hand'; readonly reasons: readonly string[] };

/** A condition as Jinja, or as a command of the shell of a task; nothing where it has no counterpart, which is settled as manual. */
type Test =
  | { readonly kind: 'jinja'; readonly expression: string }
  | {
      readonly kind: 'shell';
      readonly command: Template;
      /** What runs before it. */
      readonly before: readonly ScriptPart[];
      readonly environment: ReadonlyMap<string, Template>;
    };

/** A condition as Jinja, or nothing where it has no counterpart. */
type Converted = string | undefined;

/** Converts the conditions of a stage; all of them are settled. */
export function convertWhen(scope: Scope, when: When): ConvertedWhen {
  const { ledger } = scope.conversion;
  for (const flag of when.flags) settle(ledger, flag.statement, converted);
  const tests = when.conditions.map((condition) => convertCondition(scope, condition));
  const failed = when.conditions.filter((_, index) => tests[index] === undefined);
  const joined = failed.length > 0 || tests.length === 0 ? undefined : join(tests, 'and');
  if (joined === undefined) {
    settle(ledger, when.directive.statement, manual('A condition in it must be written by hand.'));
    const reasons = failed.map(({ directive }) => {
      return `line ${lineOf(ledger, directive.nameRange.start)}: the condition ${directive.name} of "when"`;
    });
    return { kind: 'by-hand', reasons };
  }
  const statements = [when.directive.statement, ...when.conditions.map((condition) => condition.directive.statement)];
  if (joined.kind === 'jinja') {
    settle(ledger, when.directive.statement, converted);
    return { kind: 'case', when: `{{ ${joined.expression} }}`, statements };
  }
  const how =
    'A task asks it and skips itself where it does not hold. A command in it that fails counts as an empty answer; in Jenkins the stage fails.';
  settle(ledger, when.directive.statement, approximated(how));
  const say = [[...literal("printf '%s\\n' "), ...wordOf(literal('The condition does not hold.'))], literal('exit 99')];
  const parts = [...joined.before, choice([{ condition: joined.command, parts: [] }], [{ kind: 'lines', lines: say }])];
  return { kind: 'task', parts, environment: joined.environment, statements };
}

/** Several conditions as one; where one of them needs a shell, it asks all. */
function join(tests: readonly (Test | undefined)[], operator: 'and' | 'or'): Test | undefined {
  const list = tests.filter((test) => test !== undefined);
  const [only] = list;
  if (list.length <= 1) return only;
  const expressions = list.flatMap((test) => (test.kind === 'jinja' ? [test.expression] : []));
  if (expressions.length === list.length)
    return { kind: 'jinja', expression: expressions.map((part) => `(${part})`).join(` ${operator} `) };
  const commands = list.map(inShell);
  const command = commands.flatMap((test, index) => [
    ...literal(index === 0 ? '' : operator === 'and' ? ' && ' : ' || '),
    ...grouped(test.command),
  ]);
  return {
    kind: 'shell',
    command,
    before: commands.flatMap((test) => test.before),
    environment: new Map(commands.flatMap((test) => [...test.environment])),
  };
}

/** Jinja is rendered before a shell reads the text. */
function inShell(test: Test): Extract<Test, { kind: 'shell' }> {
  if (test.kind === 'shell') return test;
  const command: Template = [
    ...literal("[ '"),
    ...jinja(`true if ${test.expression} else false`),
    ...literal("' = True ]"),
  ];
  return { kind: 'shell', command, before: [], environment: new Map() };
}

function convertCondition(scope: Scope, condition: Condition): Test | undefined {
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
      return ofPattern(scope, condition, 'BRANCH_NAME');
    case 'tag':
      return ofPattern(scope, condition, 'TAG_NAME');
    case 'buildingTag':
      return isGiven(scope, condition, 'TAG_NAME');
    case 'changeRequest':
      return convertChangeRequest(scope, condition);
    case 'triggeredBy':
      return ofJinja(convertTriggeredBy(scope, condition));
    default:
      settle(ledger, statement, manual(`Airflow knows nothing that "${directive.name}" asks for.`));
      return undefined;
  }
}

function ofJinja(expression: Converted): Test | undefined {
  return expression === undefined ? undefined : { kind: 'jinja', expression };
}

function settled(scope: Scope, statement: Statement, result: Test | undefined): Test | undefined {
  const verdict =
    result === undefined ? manual('The values that are compared are not known before the run.') : converted;
  settle(scope.conversion.ledger, statement, verdict);
  return result;
}

function convertGroup(scope: Scope, condition: Condition): Test | undefined {
  const { ledger } = scope.conversion;
  const { name, statement } = condition.directive;
  const tests = condition.children.map((child) => convertCondition(scope, child));
  const joined =
    tests.length === 0 || tests.includes(undefined) ? undefined : join(tests, name === 'anyOf' ? 'or' : 'and');
  if (joined === undefined) {
    settle(ledger, statement, manual('A condition in it must be written by hand.'));
    return undefined;
  }
  settle(ledger, statement, converted);
  if (name !== 'not') return joined;
  if (joined.kind === 'jinja') return { kind: 'jinja', expression: `not (${joined.expression})` };
  return { ...joined, command: [...literal('! '), ...grouped(joined.command)] };
}

/** `expression { … }`: one expression over parameters, environment and literals; else code that a shell can run. */
function convertExpression(scope: Scope, condition: Condition): Test | undefined {
  const { ledger } = scope.conversion;
  const { statement, block } = condition.directive;
  const body = block?.body ?? [];
  const last = body.at(-1);
  const value = last?.kind === 'expression' ? last.expression : last?.kind === 'return' ? last.value : undefined;
  const result = body.length === 1 && value !== undefined ? toJinja(scope, value, 0) : undefined;
  if (result !== undefined && value !== undefined) {
    settle(ledger, statement, converted);
    settleAll(ledger, statement, converted);
    // In Groovy any text but the empty one is true, also 'false'; a branch takes only `true` for true.
    return { kind: 'jinja', expression: isBoolean(scope, value) ? result : `(${result}) and true` };
  }
  const asked = value === undefined ? undefined : askShell(scope, body.slice(0, -1), value);
  const verdict = asked === undefined ? manual('The condition uses Groovy that has no counterpart.') : converted;
  settle(
    ledger,
    statement,
    asked === undefined || asked.notes.length === 0 ? verdict : approximated(asked.notes.join(' ')),
  );
  settleAll(ledger, statement, verdict);
  return asked?.test;
}

/** Statements, then an expression, as the steps of a task; nothing where a person has to write one of them. */
function askShell(
  scope: Scope,
  statements: readonly Statement[],
  value: Expression,
): { readonly test: Test; readonly notes: readonly string[] } | undefined {
  const prepared = convertCode(scope, statements);
  const condition = shellCondition(prepared.scope, value);
  if (condition.kind === 'unknown' || blockersOf(prepared.parts).length > 0) return undefined;
  return {
    test: { kind: 'shell', command: condition.command, before: prepared.parts, environment: prepared.environment },
    notes: condition.notes,
  };
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
      return resolved.kind === 'known' && !needsShell(resolved.value) ? asExpression(resolved.value) : undefined;
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
function convertEnvironment(scope: Scope, condition: Condition): Test | undefined {
  const list = condition.directive.arguments;
  const name = literalText(named(list, 'name'));
  const value = named(list, 'value');
  const left = name === undefined ? undefined : resolveName(scope, name);
  const right = value === undefined ? undefined : resolve(scope, value);
  if (left?.kind !== 'known' || right?.kind !== 'known') return undefined;
  const ignoreCase = named(list, 'ignoreCase');
  const ignores = ignoreCase?.kind === 'boolean' && ignoreCase.value;
  if (needsShell(left.value) || needsShell(right.value)) {
    if (ignores) return undefined;
    const command = [
      ...literal('[ '),
      ...wordOf(left.value),
      ...literal(' = '),
      ...wordOf(right.value),
      ...literal(' ]'),
    ];
    return { kind: 'shell', command, before: [], environment: new Map() };
  }
  const lower = ignores ? ' | lower' : '';
  return ofJinja(`${asExpression(left.value)}${lower} == ${asExpression(right.value)}${lower}`);
}

/** `equals expected: 1, actual: x` */
function convertEquals(scope: Scope, condition: Condition): Test | undefined {
  const expected = named(condition.directive.arguments, 'expected');
  const actual = named(condition.directive.arguments, 'actual');
  if (expected === undefined || actual === undefined) return undefined;
  const left = toJinja(scope, actual, 0);
  const right = toJinja(scope, expected, 0);
  if (left !== undefined && right !== undefined) return ofJinja(`${left} == ${right}`);
  const range = condition.directive.nameRange;
  return askShell(scope, [], { kind: 'binary', range, operator: '==', left: actual, right: expected })?.test;
}

/** What Airflow calls the parameters that say what Jenkins would have from the branch that it builds. */
const meaning = {
  BRANCH_NAME: 'no branch',
  TAG_NAME: 'no tag',
  CHANGE_ID: 'no pull request',
} as const;

/** A branch, a tag, a pull request are no notions of Airflow: they become parameters of the DAG that nobody sets by accident. */
function asked(scope: Scope, statement: Statement, name: keyof typeof meaning): void {
  const { ledger, added, properties } = scope.conversion;
  const value = properties.get(name) ?? '';
  added.set(name, { name, kind: 'text', value });
  const by =
    value === '' ? 'empty, so that the condition does not hold, until someone sets it' : `"${value}", as given`;
  settle(
    ledger,
    statement,
    approximated(`Airflow runs have ${meaning[name]}: the parameter ${name} says it. It is ${by}.`),
  );
}

/** `branch 'main'`, `tag pattern: 'v*', comparator: 'GLOB'` */
function ofPattern(scope: Scope, { directive }: Condition, name: 'BRANCH_NAME' | 'TAG_NAME'): Test | undefined {
  const value = firstValue(directive) ?? named(directive.arguments, 'pattern');
  const pattern = literalText(value);
  const comparator = literalText(named(directive.arguments, 'comparator')) ?? 'GLOB';
  const test = pattern === undefined ? undefined : patternTest(`params.${name}`, pattern, comparator);
  if (test === undefined) {
    const message = `Airflow runs have ${meaning[name]}, and this pattern has no counterpart in Jinja.`;
    settle(scope.conversion.ledger, directive.statement, manual(message));
    return undefined;
  }
  asked(scope, directive.statement, name);
  return { kind: 'jinja', expression: test };
}

function isGiven(scope: Scope, { directive }: Condition, name: keyof typeof meaning): Test {
  asked(scope, directive.statement, name);
  return { kind: 'jinja', expression: `params.${name} != ''` };
}

/** Filters of `changeRequest` and the variables that they read. */
const changeFilters: ReadonlyMap<string, string> = new Map([
  ['id', 'CHANGE_ID'],
  ['target', 'CHANGE_TARGET'],
  ['branch', 'CHANGE_BRANCH'],
  ['fork', 'CHANGE_FORK'],
  ['title', 'CHANGE_TITLE'],
  ['author', 'CHANGE_AUTHOR'],
  ['authorDisplayName', 'CHANGE_AUTHOR_DISPLAY_NAME'],
  ['authorEmail', 'CHANGE_AUTHOR_EMAIL'],
]);

/** `changeRequest()`, `changeRequest target: 'main'`: the comparator of its filters is EQUALS where none is named. */
function convertChangeRequest(scope: Scope, condition: Condition): Test | undefined {
  const { directive } = condition;
  const { added, ledger, properties } = scope.conversion;
  const comparator = literalText(named(directive.arguments, 'comparator')) ?? 'EQUALS';
  const tests: string[] = ["params.CHANGE_ID != ''"];
  const names: string[] = [];
  for (const argument of directive.arguments) {
    const key = argument.kind === 'named' && argument.key.kind === 'text' ? argument.key.value : '';
    if (key === 'comparator') continue;
    const name = changeFilters.get(key);
    const pattern = literalText(argument.value);
    const test =
      name === undefined || pattern === undefined ? undefined : patternTest(`params.${name}`, pattern, comparator);
    if (name === undefined || test === undefined) {
      settle(
        ledger,
        directive.statement,
        manual('Airflow runs have no pull request, and this filter has no counterpart.'),
      );
      return undefined;
    }
    names.push(name);
    tests.push(`(${test})`);
  }
  asked(scope, directive.statement, 'CHANGE_ID');
  for (const name of names) added.set(name, { name, kind: 'text', value: properties.get(name) ?? '' });
  return { kind: 'jinja', expression: tests.join(' and ') };
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
