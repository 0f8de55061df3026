import type { DraftEntry } from '../../../workflow/write/index';
import { type Directive, type DirectiveList, literalText, named } from '../declarative/index';
import type { Expression } from '../groovy/index';
import { approximated, converted, idOf, type Ledger, lineOf, manual, settle } from './ledger';
import type { PipelineParameter } from './scope';

export interface ConvertedParameters {
  readonly parameters: ReadonlyMap<string, PipelineParameter>;
  /** The entries of `dag_args.params`, with the descriptions as comments. */
  readonly entries: readonly DraftEntry[];
  readonly blockers: readonly string[];
}

/** Parameters of the job as parameters of the DAG. Secret ones never become plain values. */
export function convertParameters(ledger: Ledger, list: DirectiveList | undefined): ConvertedParameters {
  const parameters = new Map<string, PipelineParameter>();
  const entries: DraftEntry[] = [];
  const blockers: string[] = [];
  if (list !== undefined) settle(ledger, list.directive.statement, converted);
  for (const entry of list?.entries ?? []) {
    const parameter = readParameter(ledger, entry);
    if (parameter === undefined) {
      blockers.push(`line ${lineOf(ledger, entry.nameRange.start)}: parameter ${entry.name}`);
      continue;
    }
    parameters.set(parameter.name, parameter);
    entries.push({
      key: parameter.name,
      value: parameter.value,
      comment: describe(entry),
      from: [idOf(ledger, entry.statement)],
    });
  }
  return { parameters, entries, blockers };
}

function readParameter(ledger: Ledger, entry: Directive): PipelineParameter | undefined {
  const name = literalText(named(entry.arguments, 'name'));
  const value = defaultOf(entry);
  if (name === undefined || value === undefined) {
    const secret = entry.name === 'password' || entry.name === 'credentials';
    const message = secret
      ? 'A secret is no parameter of a DAG, where everybody sees it. Use an Airflow connection.'
      : `Airflow has no parameter of the type "${entry.name}".`;
    settle(
      ledger,
      entry.statement,
      manual(name === undefined && value !== undefined ? 'The name is not plain text.' : message),
    );
    return undefined;
  }
  settle(
    ledger,
    entry.statement,
    entry.name === 'choice' ? approximated('Airflow does not check that the value is one of the choices.') : converted,
  );
  return { name, kind: typeof value === 'boolean' ? 'boolean' : 'text', value };
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
function choicesOf(entry: Directive): readonly string[] {
  const value = named(entry.arguments, 'choices');
  if (value?.kind === 'text') return value.value.split('\n');
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => (item.kind === 'positional' ? (constantText(item.value) ?? []) : []));
}

function describe(entry: Directive): readonly string[] {
  const text = literalText(named(entry.arguments, 'description'));
  const choices = entry.name === 'choice' ? [`one of: ${choicesOf(entry).join(', ')}`] : [];
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
