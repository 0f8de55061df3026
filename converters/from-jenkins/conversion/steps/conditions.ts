import { literalText, named } from '../../declarative/index';
import { type Expression, walk } from '../../groovy/index';
import { firstOf } from '../arguments';
import { isParameter } from '../jinja-conditions';
import { listOf } from '../lists';
import { captureInCondition, captureNotes, outputOf } from '../outputs';
import type { Scope } from '../scope';
import { shellCommand, wordOf } from '../script';
import { castSort, equalityOf, joined, type Sort, sortOf } from '../sorts';
import { literal, type Template } from '../template';
import { methodValue, resolve } from '../values';
import { statusScript, wordOfNumber, wordOfValue } from './words';

/** A condition of Groovy as a command of the shell: it succeeds where the condition holds. */
export type ShellCondition =
  | { readonly kind: 'known'; readonly command: Template; readonly notes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const deepest = 40;

function known(command: Template, notes: readonly string[] = []): ShellCondition {
  return { kind: 'known', command, notes };
}

const computed: ShellCondition = { kind: 'unknown', reason: 'the condition is computed by Groovy' };

/** Groovy's truth of an expression: text is true where it is not empty. */
export function shellCondition(scope: Scope, expression: Expression, depth = 0): ShellCondition {
  if (depth > deepest) return computed;
  const inner = (value: Expression) => shellCondition(scope, value, depth + 1);
  switch (expression.kind) {
    case 'boolean':
      return known(literal(String(expression.value)));
    case 'null':
      return known(literal('false'));
    case 'unary': {
      const operand = expression.operator === '!' ? inner(expression.operand) : computed;
      return operand.kind === 'known' ? known([...literal('! '), ...grouped(operand.command)], operand.notes) : operand;
    }
    case 'binary':
      return binaryCondition(scope, expression, inner);
    case 'cast':
      return castSort(expression.type.text) === 'boolean' ? inner(expression.value) : truth(scope, expression);
    case 'call':
      return callCondition(scope, expression, depth);
    default:
      return truth(scope, expression);
  }
}

/** A command as one of several in a condition. */
export function grouped(command: Template): Template {
  return [...literal('{ '), ...command, ...literal('; }')];
}

function truth(scope: Scope, expression: Expression): ShellCondition {
  const value = resolve(scope, expression);
  if (value.kind === 'unknown') return value;
  const word = nonEmpty(wordOf(value.value));
  switch (sortOf(scope, expression)) {
    case 'boolean':
      return known([...literal('[ '), ...word, ...literal(' = true ]')], value.notes);
    case 'number':
      return known([...literal('[ '), ...numberWord(value.value), ...literal(' -ne 0 ]')], value.notes);
    case 'text':
    case 'null':
      return known([...literal('[ -n '), ...word, ...literal(' ]')], value.notes);
    case 'open':
      return known([...literal('case '), ...word, ...literal(" in ''|false) false ;; *) true ;; esac")], value.notes);
    case 'mixed':
      return { kind: 'unknown', reason: 'whether it is a text, a number or a boolean is not known' };
  }
}

/** A variable without a value counts as nothing. */
function numberWord(value: Template): Template {
  const [only, more] = value;
  return only?.kind === 'variable' && more === undefined ? literal(`"\${${only.name}:-0}"`) : nonEmpty(wordOf(value));
}

/** An empty text is still a word. */
function nonEmpty(word: Template): Template {
  return word.length === 0 ? literal("''") : word;
}

function binaryCondition(
  scope: Scope,
  binary: Extract<Expression, { kind: 'binary' }>,
  inner: (value: Expression) => ShellCondition,
): ShellCondition {
  const { operator, left, right } = binary;
  if (operator === '&&' || operator === '||') {
    const [first, second] = [inner(left), inner(right)];
    if (first.kind === 'unknown') return first;
    if (second.kind === 'unknown') return second;
    const command = [...grouped(first.command), ...literal(` ${operator} `), ...grouped(second.command)];
    return known(command, [...first.notes, ...second.notes]);
  }
  if (operator === '==' || operator === '!=') return equality(scope, operator, left, right);
  if (operator === '=~' || operator === '==~') return match(scope, operator, left, right);
  if (operator === 'in') return membership(scope, left, right);
  const comparison = numeric.get(operator);
  if (comparison === undefined) return truth(scope, binary);
  const reason = uncomparable(sortOf(scope, left), sortOf(scope, right));
  if (reason !== undefined) return { kind: 'unknown', reason };
  const first = wordOfNumber(scope, left, '_out');
  if (first.kind === 'unknown') return first;
  const second = wordOfNumber(scope, right, '_other');
  if (second.kind === 'unknown') return second;
  const command = [
    ...first.before,
    ...second.before,
    ...literal('[ '),
    ...first.word,
    ...literal(` ${comparison} `),
    ...second.word,
    ...literal(' ]'),
  ];
  return known(command, [...first.notes, ...second.notes]);
}

/** Why a shell cannot say which of two values is less. */
function uncomparable(left: Sort, right: Sort): string | undefined {
  const sorts = [left, right];
  if (sorts.every((sort) => sort === 'text' || sort === 'open'))
    return 'texts are compared by their letters, not as numbers';
  if (sorts.includes('text')) return 'Groovy does not compare a text with a number';
  if (!sorts.includes('number')) return 'whether both are numbers is not known';
  return sorts.includes('boolean') || sorts.includes('null') ? 'it compares what is no number' : undefined;
}

const numeric = new Map([
  ['<', '-lt'],
  ['>', '-gt'],
  ['<=', '-le'],
  ['>=', '-ge'],
]);

const neverEqual =
  'A text is compared with a number or a boolean, or these with each other: they are never equal in Groovy, nor here.';

function equality(scope: Scope, operator: '==' | '!=', left: Expression, right: Expression): ShellCondition {
  const not = operator === '!=' ? '! ' : '';
  const status = statusOf(scope, left, right) ?? statusOf(scope, right, left);
  if (status !== undefined)
    return status.kind === 'known' ? known([...literal(not), ...grouped(status.command)], status.notes) : status;
  if (left.kind === 'null') return equality(scope, operator, right, left);
  if (right.kind === 'null' && isParameter(scope, left)) return known(literal(String(operator === '!=')));
  const equal = right.kind === 'null' ? 'of texts' : equalityOf(scope, left, right);
  if (equal === 'unknown')
    return { kind: 'unknown', reason: 'whether both are texts, numbers or booleans is not known' };
  if (equal === 'never') return neverHolds(scope, operator, left, right);
  const first = wordOfValue(scope, left, '_out');
  if (first.kind === 'unknown') return first;
  if (right.kind === 'null') {
    const test = operator === '==' ? '-z' : '-n';
    return known(
      [...first.before, ...literal(`[ ${test} `), ...nonEmpty(first.word), ...literal(' ]')],
      [...first.notes, 'A variable that is not set is an empty text here.'],
    );
  }
  const second = wordOfValue(scope, right, '_other');
  if (second.kind === 'unknown') return second;
  const sign = operator === '==' ? '=' : '!=';
  const command = [
    ...first.before,
    ...second.before,
    ...literal('[ '),
    ...nonEmpty(first.word),
    ...literal(` ${sign} `),
    ...nonEmpty(second.word),
    ...literal(' ]'),
  ];
  return known(command, [...first.notes, ...second.notes]);
}

/** What is never equal is asked all the same: commands in it run, and where they fail it fails. */
function neverHolds(scope: Scope, operator: '==' | '!=', left: Expression, right: Expression): ShellCondition {
  const asked: Template[] = [];
  const notes = [neverEqual];
  for (const [side, target] of [[left, '_out'] as const, [right, '_other'] as const]) {
    if (!holdsCall(side)) continue;
    const word = wordOfValue(scope, side, target);
    if (word.kind === 'unknown') return word;
    asked.push(word.before);
    notes.push(...word.notes);
  }
  return known([...asked.flat(), ...literal(String(operator === '!='))], notes);
}

/** Whether asking for a value does something, or may fail. */
function holdsCall(value: Expression): boolean {
  let found = false;
  walk([value], (node) => {
    found ||= node.kind === 'call' || node.kind === 'index';
    return !found;
  });
  return found;
}

/** `sh(returnStatus: true, script: '…') == 0` */
function statusOf(scope: Scope, call: Expression, value: Expression): ShellCondition | undefined {
  const resolved = value.kind === 'number' ? statusScript(scope, call) : undefined;
  if (resolved === undefined || resolved.kind === 'unknown' || value.kind !== 'number')
    return resolved?.kind === 'unknown' ? resolved : undefined;
  if (value.text === '0') return known(shellCommand(resolved.value), resolved.notes);
  const command = [
    ...literal('_out=0; '),
    ...shellCommand(resolved.value),
    ...literal(` || _out=$?; [ "$_out" -eq ${value.text} ]`),
  ];
  return known(command, resolved.notes);
}

function membership(scope: Scope, left: Expression, right: Expression): ShellCondition {
  const value = resolve(scope, left);
  if (value.kind === 'unknown') return value;
  const local = right.kind === 'name' ? scope.locals.get(right.name) : undefined;
  const sorts =
    right.kind === 'list'
      ? right.items.map((item) => sortOf(scope, item.value))
      : [local?.kind === 'list' ? (local.sort ?? 'mixed') : 'mixed'];
  const own = sortOf(scope, left);
  if (own !== 'open' && joined([own, ...sorts]) === 'mixed')
    return { kind: 'unknown', reason: 'whether all are texts or numbers is not known' };
  const items = right.kind === 'list' ? right.items.map((item) => resolve(scope, item.value)) : undefined;
  const words =
    local?.kind === 'list'
      ? local.items.map(wordOf)
      : items?.map((item) => (item.kind === 'known' ? wordOf(item.value) : undefined));
  if (words === undefined || words.length === 0 || words.some((word) => word === undefined)) return computed;
  const list = words.flatMap((word, index): Template => [...literal(index === 0 ? '' : '|'), ...(word ?? [])]);
  return known(
    [
      ...literal('case '),
      ...nonEmpty(wordOf(value.value)),
      ...literal(' in '),
      ...list,
      ...literal(') true ;; *) false ;; esac'),
    ],
    value.notes,
  );
}

/** Regular expressions that Java and `grep -E` read alike. */
function match(scope: Scope, operator: string, left: Expression, right: Expression): ShellCondition {
  const pattern = literalText(right);
  const value = resolve(scope, left);
  if (value.kind === 'unknown') return value;
  if (pattern === undefined || right.kind !== 'text') return computed;
  const translated = pattern.replaceAll('\\d', '[0-9]').replaceAll('\\w', '[A-Za-z0-9_]').replaceAll('(?:', '(');
  if (/\\[A-Za-z]|\(\?|[*+?}][+?]/.test(translated))
    return { kind: 'unknown', reason: 'the pattern is one that only Java reads' };
  const whole = operator === '==~' ? 'x' : '';
  const command = [
    ...literal("printf '%s\\n' "),
    ...nonEmpty(wordOf(value.value)),
    ...literal(` | grep -Eq${whole} -- `),
    ...wordOf(literal(translated)),
  ];
  return known(command, value.notes);
}

/** `fileExists('x')`, `isUnix()`, `x.contains('y')`, `sh(…).trim()` and others. */
function callCondition(scope: Scope, call: Extract<Expression, { kind: 'call' }>, depth: number): ShellCondition {
  const { callee } = call;
  const method = methodValue(scope, call);
  if (method !== undefined) {
    const condition = shellCondition(method.scope, method.value, depth + 1);
    if (condition.kind === 'known') method.settle();
    return condition;
  }
  const first = firstOf(call.arguments);
  if (callee.kind === 'name') {
    if (callee.name === 'isUnix') return known(literal('true'));
    const file = callee.name === 'fileExists' ? (first ?? named(call.arguments, 'file')) : undefined;
    const path = file === undefined ? undefined : resolve(scope, file);
    if (path?.kind === 'known')
      return known([...literal('[ -e '), ...wordOf(path.value), ...literal(' ]')], path.notes);
  }
  const status = statusScript(scope, call);
  if (status !== undefined)
    return status.kind === 'known'
      ? known([...literal('! '), ...grouped(shellCommand(status.value))], status.notes)
      : status;
  const output = outputOf(scope, call);
  if (output !== undefined)
    return known([...captureInCondition('_out', output), ...literal('[ -n "$_out" ]')], captureNotes(output));
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return computed;
  const isList = callee.target.kind === 'list' || listOf(scope, callee.target) !== undefined;
  if (isList && callee.name.value === 'contains' && first !== undefined) return membership(scope, first, callee.target);
  const target = resolve(scope, callee.target);
  if (target.kind === 'unknown') return target;
  const word = nonEmpty(wordOf(target.value));
  const argument = first === undefined ? undefined : resolve(scope, first);
  const given = argument?.kind === 'known' ? wordOf(argument.value) : undefined;
  const glob = (before: string, after: string) =>
    given === undefined
      ? computed
      : known(
          [
            ...literal('case '),
            ...word,
            ...literal(` in ${before}`),
            ...given,
            ...literal(`${after}) true ;; *) false ;; esac`),
          ],
          target.notes,
        );
  if (callee.name.value === 'equals' && first !== undefined) return equality(scope, '==', callee.target, first);
  switch (callee.name.value) {
    case 'contains':
      return glob('*', '*');
    case 'startsWith':
      return glob('', '*');
    case 'endsWith':
      return glob('*', '');
    case 'equalsIgnoreCase':
      return given === undefined
        ? computed
        : known(
            [
              ...literal(`[ "$(printf '%s' `),
              ...word,
              ...literal(` | tr '[:upper:]' '[:lower:]')" = "$(printf '%s' `),
              ...given,
              ...literal(` | tr '[:upper:]' '[:lower:]')" ]`),
            ],
            target.notes,
          );
    case 'isEmpty':
      return known([...literal('[ -z '), ...word, ...literal(' ]')], target.notes);
    case 'trim':
      return known(
        [...literal('case '), ...word, ...literal(' in *[![:space:]]*) true ;; *) false ;; esac')],
        target.notes,
      );
    case 'toString':
      return known([...literal('[ -n '), ...word, ...literal(' ]')], target.notes);
    case 'toBoolean':
      return known(
        [...literal("printf '%s\\n' "), ...word, ...literal(" | grep -Eiqx '[[:space:]]*(true|y|1)[[:space:]]*'")],
        target.notes,
      );
    case 'matches':
      return first === undefined ? computed : match(scope, '==~', callee.target, first);
    default:
      return truth(scope, call);
  }
}
