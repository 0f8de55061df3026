import { type Directive, type DirectiveList, firstValue, literalText, named } from '../declarative/index';
import type { Profile } from '../profiles/profile';
import { unstableSteps } from './drawing';
import { approximated, converted, type Ledger, lineOf, manual, settle, type Verdict } from './ledger';
import type { Conversion, Scope } from './scope';
import { secondsOf } from './steps';
import { ask } from './tables';

export const withoutFailFast = 'Airflow does not stop the other branches when one fails; they run to their end.';

/** What the options of a stage ask of its tasks. */
export interface StageOptions {
  readonly pool?: string;
  readonly timeout?: number;
  readonly retries?: number;
  readonly blockers: readonly string[];
}

/** What the options of the pipeline ask of the DAG. */
export interface PipelineOptions {
  readonly timeout?: number;
  readonly oneAtATime: boolean;
  readonly blockers: readonly string[];
}

/** The options of a stage. `leaf`: the stage is one task, so that timeouts and retries are its own. */
export function convertStageOptions(
  scope: Scope,
  options: DirectiveList | undefined,
  leaf: boolean,
  hasPost = false,
): StageOptions {
  const { ledger } = scope.conversion;
  let timeout: number | undefined;
  let retries: number | undefined;
  let pool: string | undefined;
  const blockers: string[] = [];
  for (const option of startList(ledger, options)) {
    const seconds = option.name === 'timeout' ? timeoutOf(option) : undefined;
    const attempts = option.name === 'retry' ? attemptsOf(option) : undefined;
    if (seconds !== undefined) {
      timeout = seconds;
      const clock = `The clock starts with the task; in Jenkins it also runs while the stage waits for its agent.${abortNote(scope.conversion.postConditions)}`;
      settle(
        ledger,
        option.statement,
        approximated(leaf ? clock : 'It holds for each task of the stage, not for all together.'),
      );
    } else if (leaf && lockOf(option) !== undefined) {
      pool = lockOf(option);
      settle(ledger, option.statement, approximated(poolNote(pool ?? '')));
    } else if (attempts !== undefined && leaf) {
      retries = attempts - 1;
      const once = 'Post conditions run once, after the last attempt; in Jenkins after each one.';
      settle(ledger, option.statement, hasPost ? approximated(once) : converted);
    } else blockers.push(...settleByProfile(scope.conversion, option, 'options'));
  }
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(pool === undefined ? {} : { pool }),
    blockers,
  };
}

export function convertPipelineOptions(conversion: Conversion, options: DirectiveList | undefined): PipelineOptions {
  const { ledger, postConditions, called } = conversion;
  let timeout: number | undefined;
  let oneAtATime = false;
  const blockers: string[] = [];
  for (const option of startList(ledger, options)) {
    const seconds = option.name === 'timeout' ? timeoutOf(option) : undefined;
    if (seconds !== undefined) {
      timeout = seconds;
      settle(
        ledger,
        option.statement,
        approximated(
          `It is the time limit of the whole run, waiting included; a run that exceeds it fails.${postConditions.size > 0 ? ' Its post conditions do not run then; in Jenkins "always" and "aborted" do.' : ''}`,
        ),
      );
    } else if (option.name === 'disableConcurrentBuilds') {
      oneAtATime = true;
      const abort = option.arguments.length > 0;
      settle(
        ledger,
        option.statement,
        abort ? approximated('A new run waits; it does not stop the running one.') : converted,
      );
    } else if (
      option.name === 'skipStagesAfterUnstable' &&
      [...called].some((name) => name === 'catchError' || unstableSteps.has(name))
    ) {
      settle(
        ledger,
        option.statement,
        manual('Airflow has no state "unstable": stages behind a step that sets it run.'),
      );
      blockers.push(`line ${lineOf(ledger, option.nameRange.start)}: ${option.name}`);
    } else blockers.push(...settleByProfile(conversion, option, 'options'));
  }
  return { ...(timeout === undefined ? {} : { timeout }), oneAtATime, blockers };
}

function startList(ledger: Ledger, list: DirectiveList | undefined): readonly Directive[] {
  if (list === undefined) return [];
  settle(ledger, list.directive.statement, converted);
  return list.entries;
}

/** The resource of `lock('x')`; nothing where labels, quantities or variables are asked for. */
export function lockOf(option: Directive): string | undefined {
  if (option.name !== 'lock' || option.arguments.length !== 1) return undefined;
  return literalText(firstValue(option) ?? named(option.arguments, 'resource'));
}

export function poolNote(pool: string): string {
  return `Create the Airflow pool "${pool}" with one slot: only one task that takes it runs at a time.`;
}

/** Jenkins calls a stage that took too long aborted, which post conditions tell from a failure. */
export function abortNote(conditions: ReadonlySet<string>): string {
  const told = ['failure', 'aborted'].filter((name) => conditions.has(name));
  if (told.length === 0) return '';
  return ' What takes longer fails; Jenkins calls it aborted, so that there "aborted" runs and "failure" does not.';
}

/** Whole seconds; a timeout that counts only silence (`activity: true`) has no counterpart. */
function timeoutOf(option: Directive): number | undefined {
  if (named(option.arguments, 'activity') !== undefined) return undefined;
  const seconds = secondsOf(option, 'MINUTES');
  return seconds === undefined || seconds <= 0 ? undefined : Math.ceil(seconds);
}

/** `retry(3)`: three attempts in all. */
export function attemptsOf(option: Directive): number | undefined {
  const value = firstValue(option) ?? named(option.arguments, 'count');
  const attempts = value?.kind === 'number' ? Number(value.text) : Number.NaN;
  return Number.isInteger(attempts) && attempts > 0 && option.arguments.length === 1 ? attempts : undefined;
}

/** Settles an entry by what the profile says of its name; gives the reason why a person must decide. */
export function settleByProfile(
  { ledger, profile, asked }: Conversion,
  entry: Directive,
  table: 'options' | 'triggers',
): readonly string[] {
  const verdict = verdictOf(entry, profile[table][entry.name]);
  settle(ledger, entry.statement, verdict);
  const isOpen = verdict.status === 'manual';
  if (isOpen) ask(asked, ledger, table, entry.name, entry.nameRange, false);
  return isOpen ? [`line ${lineOf(ledger, entry.nameRange.start)}: ${entry.name}`] : [];
}

/** What a rule of the profile makes of an entry. */
export function verdictOf(entry: Directive, rule: Profile['options'][string] | undefined): Verdict {
  if (rule === undefined) return manual(`dagport does not convert "${entry.name}" here.`);
  if ('drop' in rule) return { status: 'dropped', reason: rule.drop, message: rule.message };
  return 'manual' in rule ? manual(rule.manual) : approximated(rule.approximates);
}
