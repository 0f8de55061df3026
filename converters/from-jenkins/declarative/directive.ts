import type { Diagnostic } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import type { Range } from '../../../text/range';
import type { Argument, ClosureExpression, Expression, Statement } from '../groovy/index';
import type { Directive } from './model';

/** What reading a Declarative Pipeline gathers beside the model. */
export interface Reading {
  readonly diagnostics: Diagnostic[];
}

export function find(reading: Reading, rule: string, range: Range, message: string, help?: string): void {
  reading.diagnostics.push({ rule, severity: 'error', message, range, ...(help === undefined ? {} : { help }) });
}

/** A call on the implicit `this` as a directive; nothing for any other statement. */
export function asDirective(statement: Statement): Directive | undefined {
  if (statement.kind !== 'expression') return undefined;
  const call = loadedLibrary(statement.expression) ?? statement.expression;
  if (call.kind !== 'call' || call.callee.kind !== 'name') return undefined;
  const last = call.arguments.at(-1);
  const block = last?.kind === 'positional' && last.value.kind === 'closure' ? last.value : undefined;
  return {
    statement,
    call,
    name: call.callee.name,
    nameRange: call.callee.range,
    arguments: block === undefined ? call.arguments : call.arguments.slice(0, -1),
    ...(block === undefined ? {} : { block }),
  };
}

/** `library('x') _`: the underscore, which Groovy reads as a property, does nothing. */
function loadedLibrary(expression: Expression): Expression | undefined {
  if (expression.kind !== 'property' || expression.name.kind !== 'text' || expression.name.value !== '_')
    return undefined;
  const { target } = expression;
  return target.kind === 'call' && target.callee.kind === 'name' && target.callee.name === 'library'
    ? target
    : undefined;
}

/** The first argument without a name. */
export function firstValue(directive: Directive): Expression | undefined {
  const [first] = directive.arguments;
  return first?.kind === 'positional' ? first.value : undefined;
}

/** The value of a named argument. */
export function named(list: readonly Argument[], name: string): Expression | undefined {
  for (const argument of list) {
    if (argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === name) return argument.value;
  }
  return undefined;
}

/** The text of a literal. */
export function literalText(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'text' ? expression.value : undefined;
}

export function sourceText(text: string, range: Range): string {
  const quoted = text.slice(range.start, range.end).split(/[\r\n]/, 1)[0] ?? '';
  return quoted.length > 60 ? `${quoted.slice(0, 59)}…` : quoted;
}

/** The block of a section, or a finding that it has none. */
export function blockOf(reading: Reading, directive: Directive): ClosureExpression | undefined {
  if (directive.block === undefined) {
    const message = `"${directive.name}" needs a block: ${directive.name} { … }.`;
    find(reading, 'jenkins-missing-block', directive.nameRange, message);
  }
  return directive.block;
}

/** The calls in a block. Other statements are findings: outside `script` Declarative has nothing but calls. */
export function directivesIn(reading: Reading, block: ClosureExpression, where: string): readonly Directive[] {
  const list: Directive[] = [];
  for (const statement of block.body) {
    const directive = asDirective(statement);
    if (directive !== undefined) list.push(directive);
    else notADirective(reading, statement, where);
  }
  return list;
}

function notADirective(reading: Reading, statement: Statement, where: string): void {
  const isObjectCall = statement.kind === 'expression' && statement.expression.kind === 'call';
  const what = isObjectCall ? 'A method call on an object' : 'Groovy code';
  find(
    reading,
    isObjectCall ? 'jenkins-call-outside-script' : 'jenkins-code-outside-script',
    firstLineOf(statement.range, statement),
    `${what} cannot stand in ${where} of a Declarative Pipeline.`,
    'Move it into a "script" block of a stage.',
  );
}

/** The head of a statement with a block, so that a finding does not cover the block. */
function firstLineOf(range: Range, statement: Statement): Range {
  return statement.kind === 'expression' && statement.expression.kind === 'call'
    ? statement.expression.callee.range
    : range;
}

/** Reports a name that occurs twice among siblings. */
export function checkUnique(
  reading: Reading,
  rule: string,
  what: string,
  items: readonly { readonly name: string; readonly range: Range }[],
): void {
  const first = new Map<string, Range>();
  for (const { name, range } of items) {
    const before = first.get(name);
    if (before === undefined) first.set(name, range);
    else {
      const related = [{ range: before, message: 'The first one is here.' }];
      const message = `${what} "${name}" occurs twice; Jenkins refuses the file.`;
      reading.diagnostics.push({ rule, severity: 'error', message, range, related });
    }
  }
}

/** A name that is not in a closed list. */
export function unknownName(
  reading: Reading,
  rule: string,
  directive: Directive,
  where: string,
  known: readonly string[],
): void {
  const near = didYouMean(directive.name, known);
  const help = `Known here: ${known.join(', ')}.`;
  find(reading, rule, directive.nameRange, `"${directive.name}" is unknown in ${where}.${near}`, help);
}
