import type { Expression, Statement } from '../groovy/index';
import { checkValue } from './check-call';
import { blockOf, checkUnique, find, type Reading } from './directive';
import type { Directive, Environment, EnvironmentVariable } from './model';

const javaKeywords = new Set(
  (
    'abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally ' +
    'float for goto if implements import instanceof int interface long native new package private protected public return short ' +
    'static strictfp super switch synchronized this throw throws transient try void volatile while'
  ).split(' '),
);

/** `environment { KEY = value }`: values are text, calls, or both joined with `+`. */
export function readEnvironment(reading: Reading, directive: Directive): Environment {
  const block = blockOf(reading, directive);
  const variables: EnvironmentVariable[] = [];
  for (const statement of block?.body ?? []) {
    const variable = readVariable(reading, statement);
    if (variable !== undefined) variables.push(variable);
  }
  if (block !== undefined && block.body.length === 0) {
    find(
      reading,
      'jenkins-empty-section',
      directive.nameRange,
      '"environment" is empty: it needs at least one KEY = value.',
    );
  }
  const names = variables.map((variable) => ({ name: variable.name, range: variable.nameRange }));
  checkUnique(reading, 'jenkins-duplicate-variable', 'The environment variable', names);
  return { directive, variables };
}

function readVariable(reading: Reading, statement: Statement): EnvironmentVariable | undefined {
  const pair = keyAndValue(reading, statement);
  if (pair === undefined) return undefined;
  const { name, nameRange, value } = pair;
  if (!isEnvironmentName(name)) {
    const message = `"${name}" cannot be an environment variable: letters, digits and "_" only, and no keyword of Java.`;
    find(reading, 'jenkins-invalid-environment', nameRange, message);
  }
  checkValue(reading, value);
  const wrong = invalidPart(value);
  if (wrong !== undefined) find(reading, 'jenkins-invalid-environment', wrong.range, wrong.message, wrong.help);
  return pair;
}

/** `KEY = value`, and `def KEY = value`, which the plugin reads as the same: for Groovy a declaration is a binary expression too. */
function keyAndValue(reading: Reading, statement: Statement): EnvironmentVariable | undefined {
  if (statement.kind === 'declaration') {
    const [variable, more] = statement.variables;
    if (variable?.initial !== undefined && more === undefined) {
      const { start } = variable.range;
      const nameRange = { start, end: start + variable.name.length };
      return { statement, name: variable.name, nameRange, value: variable.initial };
    }
  }
  if (
    statement.kind !== 'expression' ||
    statement.expression.kind !== 'assignment' ||
    statement.expression.operator !== '='
  ) {
    find(reading, 'jenkins-invalid-environment', statement.range, 'Only KEY = value can stand in "environment".');
    return undefined;
  }
  const { target, value } = statement.expression;
  if (target.kind === 'name') return { statement, name: target.name, nameRange: target.range, value };
  find(reading, 'jenkins-invalid-environment', target.range, 'The key of an environment variable is a plain word.');
  return undefined;
}

export function isEnvironmentName(name: string): boolean {
  return /^[a-zA-Z_]+[a-zA-Z0-9_]*$/.test(name) && !javaKeywords.has(name);
}

/** The first part of a value that Declarative does not allow. Joined values are walked without recursion. */
function invalidPart(
  value: Expression,
): { readonly range: Expression['range']; readonly message: string; readonly help?: string } | undefined {
  let current = value;
  while (current.kind === 'binary') {
    if (current.operator !== '+') {
      return {
        range: current.range,
        message: `The value of an environment variable can be joined with "+" only, not with "${current.operator}".`,
      };
    }
    if (!isConstant(current.right)) {
      return {
        range: current.right.range,
        message: 'What is joined with "+" in an environment variable must be quoted text.',
      };
    }
    current = current.left;
    if (current.kind !== 'binary' && !isConstant(current)) {
      return {
        range: current.range,
        message: 'What is joined with "+" in an environment variable must be quoted text.',
      };
    }
  }
  if (isConstant(current) || current.kind === 'call' || current.kind === 'missing') return undefined;
  return {
    range: current.range,
    message: 'The value of an environment variable must be quoted text or a call.',
    help: 'Put it in double quotes: "${…}".',
  };
}

function isConstant(value: Expression): boolean {
  return ['text', 'interpolated', 'number', 'boolean', 'null'].includes(value.kind);
}
