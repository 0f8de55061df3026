import { looksSecret } from '../../../workflow/check/index';
import type { Environment, EnvironmentVariable } from '../declarative/index';
import type { Expression } from '../groovy/index';
import { credentialOf } from './credentials';
import { expandReferences, referencesIn } from './expansion';
import { approximated, converted, type Ledger, lineOf, manual, settle } from './ledger';
import { capture, captureNotes, outputOf } from './outputs';
import type { EnvironmentValue, Scope } from './scope';
import { wordOf } from './script';
import { literal, needsShell, plainText, type Template, type TemplatePart, variable } from './template';
import { knownText, resolve } from './values';

/** The scope inside an `environment` block. Values may name each other in any order, as in Jenkins. */
export function withEnvironment(scope: Scope, block: Environment | undefined): Scope {
  if (block === undefined) return scope;
  const { ledger } = scope.conversion;
  settle(ledger, block.directive.statement, converted);
  const declared = new Map(block.variables.map((variable) => [variable.name, variable]));
  const environment = new Map(scope.environment);
  const own = new Map(scope.own);
  const blockers = [...scope.blockers];
  const prelude = [...scope.prelude];
  for (const declaration of inOrder(declared)) {
    const inner = { ...scope, environment };
    const computed = computedValue(inner, declaration);
    if (computed !== undefined) {
      prelude.push({ kind: 'lines', lines: computed });
      environment.set(declaration.name, { kind: 'known', value: variable(declaration.name) });
      continue;
    }
    for (const [name, value] of readVariable(inner, declaration)) {
      environment.set(name, value);
      if (value.kind === 'unknown') blockers.push(blockerOf(ledger, declaration, value.reason));
      else if (value.hidden === true) {
        own.delete(name);
        prelude.push({ kind: 'lines', lines: [[...literal(`export ${name}=`), ...wordOf(value.value)]] });
      } else if (needsShell(value.value)) {
        prelude.push({ kind: 'lines', lines: [[...literal(`export ${name}=`), ...wordOf(value.value)]] });
        environment.set(name, { kind: 'known', value: variable(name) });
      } else own.set(name, value.value);
    }
  }
  return { ...scope, environment, own, prelude, blockers };
}

/** `X = sh(script: '…', returnStdout: true).trim()`: the lines that set it when a task begins. */
function computedValue(scope: Scope, declaration: EnvironmentVariable): readonly Template[] | undefined {
  const output = outputOf(scope, declaration.value);
  if (output === undefined) return undefined;
  const { name } = declaration;
  const once = 'Each task of the scope runs the command again; Jenkins runs it when the stage begins.';
  settle(scope.conversion.ledger, declaration.statement, approximated([once, ...captureNotes(output)].join(' ')));
  return [...capture(name, output), literal(`export ${name}`)];
}

function blockerOf(ledger: Ledger, variable: EnvironmentVariable, reason: string): string {
  return `line ${lineOf(ledger, variable.nameRange.start)}: environment variable ${variable.name}: ${reason}`;
}

/** Variables after those that they name; a circle stays in the order of the file. */
function inOrder(declared: ReadonlyMap<string, EnvironmentVariable>): readonly EnvironmentVariable[] {
  const done: EnvironmentVariable[] = [];
  const begun = new Set<string>();
  const waiting = [...declared.values()].reverse().map((variable) => ({ variable, ready: false }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { variable, ready } = next;
    if (ready) done.push(variable);
    else if (!begun.has(variable.name)) {
      begun.add(variable.name);
      waiting.push({ variable, ready: true });
      for (const name of namesIn(variable.value)) {
        const used = declared.get(name);
        if (used !== undefined) waiting.push({ variable: used, ready: false });
      }
    }
  }
  return done;
}

function namesIn(value: Expression): readonly string[] {
  switch (value.kind) {
    case 'text':
      return referencesIn(value.value);
    case 'name':
      return [value.name];
    case 'property':
      return value.target.kind === 'name' && value.target.name === 'env' && value.name.kind === 'text'
        ? [value.name.value]
        : [];
    case 'interpolated':
      return value.parts.flatMap((part) => (part.kind === 'value' ? namesIn(part.value) : referencesIn(part.value)));
    case 'binary':
      return [value.left, value.right].flatMap((side) => (side.kind === 'binary' ? [] : namesIn(side)));
    default:
      return [];
  }
}

/** The variable, and of a credential with user and password also `X_USR` and `X_PSW`. */
function readVariable(scope: Scope, variable: EnvironmentVariable): readonly (readonly [string, EnvironmentValue])[] {
  const { ledger } = scope.conversion;
  const { name } = variable;
  const credential = credentialId(scope, variable.value);
  if (credential !== undefined) return readCredential(scope, variable, credential);
  const resolved = resolve(scope, variable.value);
  if (resolved.kind === 'unknown') {
    settle(ledger, variable.statement, manual(`The value of ${name} is not known before the run: ${resolved.reason}.`));
    return [[name, { kind: 'unknown', reason: resolved.reason }]];
  }
  const text = plainText(resolved.value);
  const secret = text === undefined ? undefined : readSecret(scope, variable, text);
  if (secret !== undefined) return [[name, secret]];
  settle(ledger, variable.statement, resolved.notes.length === 0 ? converted : approximated(resolved.notes.join(' ')));
  return [[name, { kind: 'known', value: expandReferences(scope, resolved.value) }]];
}

/** Words with hyphens, or a path: what a secret is called, not what it is. */
const nameOfSecret = /^[A-Za-z][A-Za-z0-9]*(?:[-_/.][A-Za-z0-9]+)+$/;

/** A secret that stands in the Jenkinsfile is not copied; the name of one is set by the shell of each task, where nobody takes it for the secret. */
function readSecret(
  scope: Scope,
  { name, nameRange, statement }: EnvironmentVariable,
  text: string,
): EnvironmentValue | undefined {
  const looks = looksSecret(name, text);
  if (looks === undefined) return undefined;
  const { ledger } = scope.conversion;
  const isName = looks === 'name' && (nameOfSecret.test(text) || /credentials?(?:_?id)?$/i.test(name));
  if (isName) {
    settle(ledger, statement, converted);
    return { kind: 'known', value: literal(text), hidden: true };
  }
  const { password, what } = credentialOf(scope, name.toLowerCase(), nameRange);
  const message = `The value looks like a secret, and is not copied. Create ${what} with it as its password, and change it: it has been read.`;
  settle(ledger, statement, approximated(message));
  return { kind: 'known', value: password };
}

/** The id in `credentials('id')`. */
function credentialId(scope: Scope, value: Expression): string | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'credentials') return undefined;
  const [first] = value.arguments;
  return first?.kind === 'positional' ? knownText(scope, first.value) : undefined;
}

/**
 * A credential as an Airflow connection of the same name. Its type is not in the file: the use of `X_USR` or `X_PSW`
 * shows a user with password, else it is taken for a secret text.
 */
function readCredential(
  scope: Scope,
  variable: EnvironmentVariable,
  id: string,
): readonly (readonly [string, EnvironmentValue])[] {
  const { ledger } = scope.conversion;
  const { name } = variable;
  const { login, password, pair: both, what } = credentialOf(scope, id, variable.nameRange);
  const pair = ledger.text.includes(`${name}_USR`) || ledger.text.includes(`${name}_PSW`);
  const parts = pair ? 'its login and password' : 'the secret as its password';
  const message = `Create ${what} with ${parts}; the type of the credential is not in the file.`;
  settle(ledger, variable.statement, approximated(message));
  const known = (value: Template): EnvironmentValue => ({ kind: 'known', value });
  if (!pair) return [[name, known(password)]];
  return [
    [`${name}_USR`, known(login)],
    [`${name}_PSW`, known(password)],
    [
      name,
      known(both.length === 1 ? both : [variableOf(`${name}_USR`), ...literal(':'), variableOf(`${name}_PSW`)].flat()),
    ],
  ];
}

function variableOf(name: string): TemplatePart {
  return { kind: 'variable', name };
}
