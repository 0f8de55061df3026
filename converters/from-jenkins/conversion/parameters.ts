import { looksSecret } from '../../../workflow/check/index';
import type { DraftEntry } from '../../../workflow/write/index';
import { type Directive, type DirectiveList, literalText, named } from '../declarative/index';
import type { Expression } from '../groovy/index';
import { isTrue } from './arguments';
import { type CredentialTables, credentialIn } from './credentials';
import { approximated, converted, idOf, lineOf, manual, settle } from './ledger';
import type { PipelineParameter } from './scope';

export interface ConvertedParameters {
  readonly parameters: ReadonlyMap<string, PipelineParameter>;
  /** The entries of `dag_args.params`, with the descriptions as comments. */
  readonly entries: readonly DraftEntry[];
  readonly blockers: readonly string[];
}

/** Parameters of the job as parameters of the DAG. Secret ones never become plain values. */
export function convertParameters(tables: CredentialTables, list: DirectiveList | undefined): ConvertedParameters {
  const { ledger } = tables;
  const parameters = new Map<string, PipelineParameter>();
  const entries: DraftEntry[] = [];
  const blockers: string[] = [];
  if (list !== undefined) settle(ledger, list.directive.statement, converted);
  for (const entry of list?.entries ?? []) {
    const parameter = readParameter(tables, entry);
    if (parameter === undefined) {
      blockers.push(`line ${lineOf(ledger, entry.nameRange.start)}: parameter ${entry.name}`);
      continue;
    }
    parameters.set(parameter.name, parameter);
    if (parameter.hidden === true) continue;
    entries.push({
      key: parameter.name,
      value: parameter.value,
      comment: describe(entry),
      from: [idOf(ledger, entry.statement)],
    });
  }
  return { parameters, entries, blockers };
}

function readParameter(tables: CredentialTables, entry: Directive): PipelineParameter | undefined {
  const { ledger } = tables;
  const name = literalText(named(entry.arguments, 'name'));
  const value = defaultOf(entry);
  // Only a parameter of one line can (`StringParameterDefinition`).
  const trims = entry.name === 'string' && isTrue(named(entry.arguments, 'trim')) ? { trims: true as const } : {};
  if (name !== undefined && entry.name === 'password') return readPassword(tables, entry, name);
  if (name === undefined || value === undefined) {
    settle(ledger, entry.statement, manual(name === undefined ? 'The name is not plain text.' : withoutValue(entry)));
    return undefined;
  }
  if (typeof value === 'string' && looksSecret(name, value) !== undefined) {
    const { secret, what } = secretOf(tables, entry, name);
    const message = `The default value looks like a secret, and is not copied: where nobody gives the parameter, ${what} is asked. Create it with the value as its password, and change it: it has been read.`;
    settle(ledger, entry.statement, approximated(message));
    return { name, kind: 'text', value: '', secret, ...trims };
  }
  settle(
    ledger,
    entry.statement,
    entry.name === 'choice' ? approximated('Airflow does not check that the value is one of the choices.') : converted,
  );
  return { name, kind: typeof value === 'boolean' ? 'boolean' : 'text', value, ...trims };
}

/** Why a parameter with a name has no value. */
function withoutValue({ name }: Directive): string {
  if (name === 'credentials')
    return 'A secret is no parameter of a DAG, where everybody sees it. Use an Airflow connection.';
  return ['string', 'text', 'booleanParam', 'choice'].includes(name)
    ? 'Its default value, of choices the first, is not known before the run.'
    : `Airflow has no parameter of the type "${name}".`;
}

/** `password(…)`: no parameter of a DAG, where everybody sees what is given. */
function readPassword(tables: CredentialTables, entry: Directive, name: string): PipelineParameter {
  const { secret, what } = secretOf(tables, entry, name);
  const message = `A secret is no parameter of a DAG, where everybody sees it. Create ${what}; its password is what ${name} holds, for all runs.`;
  settle(tables.ledger, entry.statement, approximated(message));
  return { name, kind: 'text', value: '', secret, hidden: true };
}

function secretOf(tables: CredentialTables, entry: Directive, name: string) {
  const { password, what } = credentialIn(tables, name.toLowerCase(), entry.nameRange);
  const [part] = password;
  const secret = part?.kind === 'jinja' || part?.kind === 'secret' ? part.expression : "''";
  return { secret, what };
}

/** The value of a parameter in Jinja, as text: a boolean is "true" or "false" in Jenkins, "True" or "False" in Jinja. */
export function expressionOf({ name, kind, secret, hidden, trims }: PipelineParameter): string {
  if (trims === true) return `${secret === undefined ? `params.${name}` : `(params.${name} or ${secret})`} | trim`;
  if (secret !== undefined) return hidden === true ? secret : `(params.${name} or ${secret})`;
  return kind === 'boolean' ? `params.${name} | lower` : `params.${name}`;
}

/** The default value; of a choice the first one. Nothing where the type has no counterpart. */
function defaultOf(entry: Directive): string | boolean | undefined {
  const value = named(entry.arguments, 'defaultValue');
  switch (entry.name) {
    case 'string':
    case 'text':
      return value === undefined ? '' : constantText(value);
    case 'booleanParam':
      return value === undefined ? false : value.kind === 'boolean' ? value.value : undefined;
    case 'choice':
      return choicesOf(entry)[0];
    default:
      return undefined;
  }
}

function constantText(value: Expression): string | undefined {
  if (value.kind === 'text') return value.value;
  return value.kind === 'number' ? value.text : undefined;
}

/** `choices: ['a', 'b']`, or lines of one text. */
/** The choices, those that are not written out as `undefined`. */
function choicesOf(entry: Directive): readonly (string | undefined)[] {
  const value = named(entry.arguments, 'choices');
  if (value?.kind === 'text') return value.value.split('\n');
  return value?.kind === 'list' ? value.items.map((item) => constantText(item.value)) : [];
}

function describe(entry: Directive): readonly string[] {
  const text = literalText(named(entry.arguments, 'description'));
  const choices =
    entry.name === 'choice'
      ? [
          `one of: ${choicesOf(entry)
            .map((choice) => choice ?? '…')
            .join(', ')}`,
        ]
      : [];
  return [...(text === undefined || text === '' ? [] : text.split('\n')), ...choices];
}

const described: ReadonlyMap<string, string> = new Map([
  ['BRANCH_NAME', 'the branch that Jenkins would build'],
  ['TAG_NAME', 'the tag that Jenkins would build'],
  ['CHANGE_ID', 'the number of the pull request that Jenkins would build'],
  ['SCM_URL', 'the repository of the Jenkinsfile'],
  ['SCM_BRANCH', 'its branch; the first one where it is empty'],
]);

/** A parameter that the source uses and does not declare. */
export function addedEntry(parameter: PipelineParameter): DraftEntry {
  const comment = described.get(parameter.name) ?? 'used in the Jenkinsfile, set outside of it';
  return { key: parameter.name, value: parameter.value, comment: [comment] };
}
