import type { Directive } from '../../declarative/index';
import { firstValue, named } from '../../declarative/index';
import type { Expression, Statement } from '../../groovy/index';
import { layerOver, type NameLayer, type ReadonlyNames, type TakenNames, takenWithin } from '../layers';
import { approximated, converted, headOf, lineOf, manual, settle, settleInside } from '../ledger';
import type { LocalValue, Scope } from '../scope';
import type { ScriptPart } from '../script';
import { redact, resolveSafely } from '../secrets';
import { type Template, writeTemplate } from '../template';
import type { Resolved } from '../values';
import type { Returns } from './returns';

/** Shared by all steps of one task while they are converted. */
export interface Work {
  readonly scope: Scope;
  readonly environment: Map<string, Template>;
  readonly statements: Statement[];
  /** Variables of Groovy; the scope has the same map. */
  readonly locals: NameLayer<LocalValue>;
  /** Converts further steps of the task: blocks hold steps. */
  readonly convert: (work: Work, steps: readonly Statement[]) => readonly ScriptPart[];
  /** The same for statements that are no closure of their own: a `return` in them leaves the one around them. */
  readonly convertBlock: (work: Work, steps: readonly Statement[]) => readonly ScriptPart[];
  /** Of the closure or method whose statements are converted; absent where nothing is known of it. */
  readonly returns?: Returns;
  /** Variables of the shell that hold the status of what a `catch` here or around has caught. */
  readonly caught: readonly string[];
  /** Statements of a loop of the shell, which `break` and `continue` mean. */
  readonly inLoop?: boolean;
  /** Variables that are declared around all steps of the task. */
  readonly declared: Scope['environment'];
  /** Whether what is written runs in a shell of its own: what it sets has to be read back behind it. */
  readonly inSubshell: boolean;
  /** The variables of the shell that stand for variables of Groovy here and around; a new one has another name. */
  readonly taken: TakenNames;
  /** Other code runs beside it, so that no name may be taken again. */
  readonly beside: boolean;
  /** Every task runs it, before it reads what others have written down. */
  readonly everyTask?: boolean;
  /** How many conditions stand around that each need something computed first. */
  readonly chained?: number;
  /** Variables of the shell that only the statement needs which is being converted. */
  readonly passing: string[];
  /** Values that are being put into variables. */
  readonly computing: Set<Expression>;
  /** Names of the methods that are being written in place of their calls. */
  readonly calls: readonly string[];
}

export type StepConverter = (work: Work, step: Directive, isEdge: boolean) => readonly ScriptPart[];

/** Leaves a step, with all inside it, to a person. */
export function byHand(work: Work, statement: Statement, what: string, message?: string): readonly ScriptPart[] {
  const { ledger } = work.scope.conversion;
  settle(ledger, statement, manual(message ?? `dagport does not convert ${what}.`));
  settleInside(ledger, statement, manual(`It stands inside ${what}, which a person must convert.`));
  const source = ledger.text.slice(statement.range.start, statement.range.end);
  const line = lineOf(ledger, statement.range.start);
  const head = ledger.text.slice(headOf(statement).start, headOf(statement).end).split(/[\r\n]/, 1)[0] ?? '';
  return [{ kind: 'by-hand', line, what: redact(head.trim()), source: redact(source) }];
}

/** Whether a task that caught a failure has to let stages behind it run, and can. */
export function skipsCaught({ mayCatch, last }: Scope): boolean {
  return mayCatch === true && last !== true;
}

/** What differs where a failure does not stop the steps: in Jenkins the stages behind it run, and the build fails. */
export function caughtNotes(scope: Scope): readonly string[] {
  const again =
    (scope.retries ?? 0) > 0
      ? ['The task fails when its steps have ended, and is tried again; in Jenkins it is not.']
      : [];
  const later = scope.conversion.stagesAskForResult
    ? ['Post conditions of later stages see their own stage only; in Jenkins they see that the build has failed.']
    : [];
  if (scope.last === true) return [...(scope.beside === true ? later : []), ...again];
  if (!skipsCaught(scope))
    return [
      'The task fails when its steps have ended, so the stages behind it do not run; in Jenkins they do, and the build fails.',
      ...again,
    ];
  return ['The task ends as skipped, the stages behind it run, and a task beside it fails the run.', ...later];
}

/** Settles a step that was converted; with notes on how it differs. */
export function done(work: Work, statement: Statement, notes: readonly string[] = []): void {
  const verdict = notes.length === 0 ? converted : approximated([...new Set(notes)].join(' '));
  settle(work.scope.conversion.ledger, statement, verdict);
}

/**
 * Gives the task a variable, and says what it is called: where another step of the task has one of that name with another value, it gets a
 * number.
 */
export function giveVariable(work: Work, name: string, value: Template): string {
  const text = writeTemplate(value);
  let free = name;
  for (let number = 2; ; number++) {
    const known = work.environment.get(free);
    const isFree = known === undefined && !work.scope.environment.has(free);
    if (isFree || (known !== undefined && writeTemplate(known) === text)) break;
    free = `${name}_${number}`;
  }
  work.environment.set(free, value);
  return free;
}

/** The value of a step's main argument, named or not. */
export function mainValue(step: Directive, name: string): Expression | undefined {
  return firstValue(step) ?? named(step.arguments, name);
}

/** The main argument as text, or why it is not known. */
export function mainText(work: Work, step: Directive, name: string): Resolved {
  const value = mainValue(step, name);
  return value === undefined ? { kind: 'unknown', reason: 'it is missing' } : resolveSafely(work.scope, value);
}

/** The work inside a block: what is declared there is not known behind it. */
export function innerWork(work: Work, locals: NameLayer<LocalValue> = layerOver(work.locals)): Work {
  const taken = work.beside ? work.taken : takenWithin(work.taken);
  return { ...work, locals, scope: { ...work.scope, locals }, taken };
}

/** Variables that the control flow of a script is made of. */
const ours =
  /^(?:status|end\d*|left|job\d*|timer|parallel|failed|caught\d*|out\d*|other|branch|files|kept|child|stop|text)$/;

/** The name of the shell variable that stands for a variable of Groovy. */
export function shellName(name: string): string {
  return ours.test(name) ? `_${name}_` : `_${name}`;
}

/** A variable of the shell for a variable of Groovy that is declared here. */
export function takeShellName({ taken }: Work, name: string): string {
  const own = shellName(name);
  let free = own;
  for (let number = 2; taken.has(free); number++) free = `${own}${number}`;
  taken.add(free);
  return free;
}

/** The same as names that are taken; they are only looked up where one is asked for, since most tasks take none. */
export function namesTakenBy(locals: ReadonlyNames<LocalValue>): Pick<TakenNames, 'has'> {
  let names: ReadonlySet<string> | undefined;
  return {
    has(name) {
      names ??= shellNamesOf(locals);
      return names.has(name);
    },
  };
}

/** The variables of the shell that hold values. */
function shellNamesOf(locals: ReadonlyNames<LocalValue>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, local] of locals.entries()) {
    const value = local.kind === 'known' ? local.value : local.kind === 'image' ? local.id : [];
    for (const part of value) if (part.kind === 'variable') names.add(part.name);
  }
  return names;
}

/** A variable of the shell for a value that one statement needs: behind it the name is free again. */
export function takePassing(work: Work): string {
  const name = takeShellName(work, 'value');
  work.passing.push(name);
  return name;
}

/** Gives the names back that statements have taken since there were so many. */
export function givePassingBack({ passing, taken, beside }: Work, since: number): void {
  // What runs beside it may have the same.
  if (!beside) for (const name of passing.slice(since)) taken.delete(name);
  passing.length = since;
}
