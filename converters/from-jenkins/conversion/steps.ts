import { asDirective } from '../declarative/index';
import type { Statement } from '../groovy/index';
import { layerOver, takenWithin } from './layers';
import { alias, approximated, settle } from './ledger';
import type { LocalValue, Scope } from './scope';
import { type ScriptPart, skipCode } from './script';
import {
  convertBlock,
  convertCatchError,
  convertContainer,
  convertDir,
  convertLabel,
  convertLock,
  convertNode,
  convertOwn,
  convertParallel,
  convertRetry,
  convertTimeout,
  convertWithEnv,
  convertWorkspace,
} from './steps/block-steps';
import { convertWithCredentials } from './steps/credential-steps';
import {
  convertArchive,
  convertCheckout,
  convertDelete,
  convertGit,
  convertStash,
  convertUnstash,
  convertWriteFile,
} from './steps/file-steps';
import { convertCode as convertGroovy } from './steps/groovy-code';
import { hoistArgument } from './steps/hoist';
import { byItsName } from './steps/legacy-steps';
import { convertDockerRegistry, convertSshAgent } from './steps/login-steps';
import { convertCall } from './steps/method-calls';
import { convertByRule } from './steps/profile-steps';
import { noReturns, withoutReturns } from './steps/returns';
import {
  convertEcho,
  convertError,
  convertNothing,
  convertShell,
  convertSleep,
  convertUnstable,
} from './steps/simple-steps';
import { givePassingBack, namesTakenBy, type StepConverter, skipsCaught, type Work } from './steps/work';
import { literal, type Template } from './template';

/** What the steps of a stage become. */
export interface ConvertedSteps {
  readonly parts: readonly ScriptPart[];
  /** Variables that the task needs beside those of its scope. */
  readonly environment: ReadonlyMap<string, Template>;
  readonly statements: readonly Statement[];
  /** A failure that they catch ends the task with the exit code of a skip. */
  readonly catches: boolean;
}

/** What ends a task that has caught a failure: in sight of what follows as a skip, else as a failure. */
function endCaught(scope: Scope): ScriptPart {
  const line = skipsCaught(scope) ? `[ "\${_failed:-0}" -eq 0 ] || exit ${skipCode}` : 'exit "${_failed:-0}"';
  return { kind: 'lines', lines: [literal(line)] };
}

function startWork(scope: Scope): Work {
  const locals = layerOver(scope.locals);
  return {
    scope: { ...scope, locals },
    environment: new Map(),
    statements: [],
    locals,
    convert: convertClosure,
    convertBlock: convertList,
    declared: scope.environment,
    inSubshell: false,
    taken: takenWithin(namesTakenBy(scope.locals)),
    beside: false,
    caught: [],
    calls: [],
    computing: new Set(),
    passing: [],
  };
}

/** Converts the steps of one task; every statement is settled. `isClosure`: they are all of a closure, which `return` ends. */
export function convertSteps(scope: Scope, steps: readonly Statement[], isClosure = false): ConvertedSteps {
  const work = startWork(scope);
  const parts = isClosure ? convertClosure(work, steps) : convertList(work, steps);
  // The path of the folder is known to the shell only.
  const workspace: readonly ScriptPart[] = work.environment.delete('WORKSPACE')
    ? [{ kind: 'lines', lines: [literal('export WORKSPACE="$PWD"')] }]
    : [];
  const fails = setsFailed(parts);
  return {
    parts: [...workspace, ...parts, ...(fails ? [endCaught(scope)] : [])],
    environment: work.environment,
    statements: work.statements,
    catches: fails && skipsCaught(scope),
  };
}

/** Statements, and the scope behind them, with the variables that they set. `everyTask`: no task writes down what they set. */
export function convertCode(
  scope: Scope,
  statements: readonly Statement[],
  everyTask = false,
): Pick<ConvertedSteps, 'parts' | 'environment'> & {
  readonly scope: Scope;
  /** The variables that the code has set. */
  readonly set: Iterable<readonly [string, LocalValue]>;
} {
  const work: Work = { ...startWork(scope), ...(everyTask ? { everyTask } : {}) };
  const parts = convertList(work, statements);
  return { parts, environment: work.environment, scope: work.scope, set: work.locals.own() };
}

/** Whether a step may have asked for a failure at the end. */
function setsFailed(parts: readonly ScriptPart[]): boolean {
  const sets = (line: Template) => line.some((part) => part.kind === 'literal' && part.text.startsWith('_failed='));
  return parts.some((part) => {
    if (part.kind === 'lines') return part.lines.some(sets);
    if (part.kind === 'inside') return setsFailed(part.parts);
    if (part.kind !== 'flow') return false;
    return part.pieces.some((piece) => ('line' in piece ? sets(piece.line) : setsFailed(piece.parts)));
  });
}

function convertList(work: Work, steps: readonly Statement[]): readonly ScriptPart[] {
  return steps.flatMap((step, index) => {
    work.statements.push(step);
    const isEdge = index === 0 || index === steps.length - 1;
    const since = work.passing.length;
    const parts = convertStep(work, step, isEdge);
    givePassingBack(work, since);
    return parts;
  });
}

/** The statements of a closure: `return` leaves out what stands behind it there. */
function convertClosure(work: Work, steps: readonly Statement[]): readonly ScriptPart[] {
  const returns = noReturns();
  const statements = withoutReturns(work.scope.conversion.ledger, returns, steps);
  return convertList({ ...work, returns, inLoop: false }, statements);
}

const converters: ReadonlyMap<string, StepConverter> = new Map<string, StepConverter>([
  ['archiveArtifacts', convertArchive],
  ['build', convertOwn],
  ['input', convertOwn],
  ['catchError', convertCatchError],
  ['checkout', convertCheckout],
  ['cleanWs', convertDelete],
  ['container', convertContainer],
  ['deleteDir', convertDelete],
  ['dir', convertDir],
  ['echo', convertEcho],
  ['error', convertError],
  ['fileExists', convertNothing],
  ['git', convertGit],
  ['isUnix', convertNothing],
  ['lock', convertLock],
  ['node', convertNode],
  ['parallel', convertParallel],
  ['print', convertEcho],
  ['println', convertEcho],
  ['pwd', convertNothing],
  ['retry', convertRetry],
  ['script', convertBlock],
  ['sh', convertShell],
  ['sleep', convertSleep],
  ['stage', convertLabel],
  ['sshagent', convertSshAgent],
  ['stash', convertStash],
  ['timeout', convertTimeout],
  ['unstable', convertUnstable],
  ['unstash', convertUnstash],
  ['warnError', convertCatchError],
  ['withCredentials', convertWithCredentials],
  ['withDockerRegistry', convertDockerRegistry],
  ['withEnv', convertWithEnv],
  ['writeFile', convertWriteFile],
  ['ws', convertWorkspace],
]);

/** Steps whose arguments the shell may compute first. */
const computing: ReadonlySet<string> = new Set([
  ...['echo', 'print', 'println', 'sh', 'error', 'unstable', 'dir', 'withEnv', 'writeFile'],
]);

/** A step, with what its arguments need computed before it. */
function convertStep(work: Work, statement: Statement, isEdge: boolean): readonly ScriptPart[] {
  const step = asDirective(statement);
  const isOwn = step !== undefined && work.scope.conversion.methods.has(step.name);
  if (step === undefined || isOwn || !computing.has(step.name)) return convertAsIs(work, statement, isEdge);
  const list = step.call.arguments.map((argument) => hoistArgument(work, argument));
  const before = list.flatMap(({ parts }) => parts);
  if (before.length === 0) return convertAsIs(work, statement, isEdge);
  const { ledger } = work.scope.conversion;
  const call = { ...step.call, arguments: list.map(({ value }) => value) };
  const made: Statement = { kind: 'expression', expression: call, range: statement.range };
  alias(ledger, made, statement);
  const notes = list.flatMap((each) => each.notes);
  const parts = convertAsIs(work, made, isEdge);
  if (notes.length > 0) settle(ledger, statement, approximated([...new Set(notes)].join(' ')));
  return [...before, ...parts];
}

function convertAsIs(work: Work, statement: Statement, isEdge: boolean): readonly ScriptPart[] {
  const written = asDirective(statement);
  if (written === undefined) return convertGroovy(work, statement);
  const step = byItsName(written);
  const { profile, methods } = work.scope.conversion;
  if (methods.has(step.name)) {
    const called = convertCall(work, statement, step.call);
    if (called !== undefined) return called;
  }
  const rule = profile.steps[step.name];
  const convert = converters.get(step.name);
  if (convert !== undefined) return convert(work, step, isEdge);
  return convertCall(work, statement, step.call) ?? convertByRule(work, step, rule);
}

export { secondsOf } from './steps/simple-steps';
