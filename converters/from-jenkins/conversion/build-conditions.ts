import { type Condition, firstValue, literalText, named } from '../declarative/index';
import type { Statement } from '../groovy/index';
import type { Converted } from './jinja-conditions';
import { approximated, manual, settle } from './ledger';
import { patternTest } from './patterns';
import type { Scope } from './scope';

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
export function ofPattern(scope: Scope, { directive }: Condition, name: 'BRANCH_NAME' | 'TAG_NAME'): Converted {
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
  return test;
}

export function isGiven(scope: Scope, { directive }: Condition, name: keyof typeof meaning): Converted {
  asked(scope, directive.statement, name);
  return `params.${name} != ''`;
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
export function convertChangeRequest(scope: Scope, condition: Condition): Converted {
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
  return tests.join(' and ');
}

const runTypes = new Map([
  ['timertrigger', 'scheduled'],
  ['timertriggercause', 'scheduled'],
  ['useridcause', 'manual'],
]);

export function convertTriggeredBy(scope: Scope, condition: Condition): Converted {
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
