import { type Condition, literalText, named, type When } from '../declarative/index';
import { type Expression, type Statement, walk } from '../groovy/index';
import { convertChangeRequest, convertTriggeredBy, isGiven, ofPattern } from './build-conditions';
import { type Converted, givesBoolean, toJinja, truthToJinja } from './jinja-conditions';
import { approximated, converted, lineOf, manual, settle, settleAll } from './ledger';
import type { Scope } from './scope';
import { blockersOf, type ScriptPart, skipCode, wordOf } from './script';
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

/** Converts the conditions of a stage; all of them are settled. */
export function convertWhen(stage: Scope, when: When): ConvertedWhen {
  const scope: Scope = { ...stage, ...stage.outside };
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
  const how = 'A task asks it and skips itself where it does not hold.';
  settle(ledger, when.directive.statement, approximated(how));
  const say = [
    [...literal("printf '%s\\n' "), ...wordOf(literal('The condition does not hold.'))],
    literal(`exit ${skipCode}`),
  ];
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
      return settled(scope, statement, convertEnvironment(scope, condition), environmentOf(directive));
    case 'equals':
      return settled(
        scope,
        statement,
        convertEquals(scope, condition),
        directive.arguments.map(({ value }) => value),
      );
    case 'branch':
      return ofJinja(ofPattern(scope, condition, 'BRANCH_NAME'));
    case 'tag':
      return ofJinja(ofPattern(scope, condition, 'TAG_NAME'));
    case 'buildingTag':
      return ofJinja(isGiven(scope, condition, 'TAG_NAME'));
    case 'changeRequest':
      return ofJinja(convertChangeRequest(scope, condition));
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

function settled(
  scope: Scope,
  statement: Statement,
  result: Test | undefined,
  values: readonly Expression[],
): Test | undefined {
  const notes = result === undefined ? [] : notesOf(scope, values);
  const fine = notes.length === 0 ? converted : approximated(notes.join(' '));
  const verdict = result === undefined ? manual('The values that are compared are not known before the run.') : fine;
  settle(scope.conversion.ledger, statement, verdict);
  return result;
}

/** The variable of `environment name: 'X', value: 'y'`, and the value. */
function environmentOf({ arguments: list, nameRange }: Condition['directive']): readonly Expression[] {
  const name = literalText(named(list, 'name'));
  const value = named(list, 'value');
  return [
    ...(name === undefined ? [] : [{ kind: 'name', name, range: nameRange } as const]),
    ...(value === undefined ? [] : [value]),
  ];
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
  const result = body.length === 1 && value !== undefined ? truthToJinja(scope, value, 0) : undefined;
  if (result !== undefined && value !== undefined) {
    const notes = notesOf(scope, [value]);
    settle(ledger, statement, notes.length === 0 ? converted : approximated(notes.join(' ')));
    settleAll(ledger, statement, converted);
    // In Groovy any text but the empty one is true, also 'false'; a branch takes only `true` for true.
    return {
      kind: 'jinja',
      expression: givesBoolean(scope, value) ? result : `(${result}) and true`,
    };
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

/** What there is to say of the variables that an expression reads. */
function notesOf(scope: Scope, values: readonly Expression[]): readonly string[] {
  const notes = new Set<string>();
  walk(values, (node) => {
    if (node.kind !== 'name' && node.kind !== 'property') return undefined;
    const value = resolve(scope, node);
    if (value.kind === 'known') for (const note of value.notes) notes.add(note);
    return undefined;
  });
  return [...notes];
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
  const range = condition.directive.nameRange;
  const compared: Expression = { kind: 'binary', range, operator: '==', left: actual, right: expected };
  const test = toJinja(scope, compared, 0);
  return test === undefined ? askShell(scope, [], compared)?.test : ofJinja(test);
}
