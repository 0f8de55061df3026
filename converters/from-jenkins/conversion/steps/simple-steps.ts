import { type Directive, literalText, named } from '../../declarative/index';
import { isTrue } from '../arguments';
import { foreignVariables } from '../given-variables';
import { capture, outputOf } from '../outputs';
import { sharesFolder } from '../repository';
import type { ScriptPart } from '../script';
import { shellCommand, wordOf } from '../script';
import { resolveSafely } from '../secrets';
import { literal, type Template } from '../template';
import { resolve } from '../values';
import { byHand, done, mainText, mainValue, type StepConverter, type Work } from './work';

/** `sh 'script'`; where its status or output is asked for and nobody takes it, it is still run. */
export const convertShell: StepConverter = (work, step) => {
  const value = mainValue(step, 'script');
  if (value === undefined) return byHand(work, step.statement, 'a shell step without script');
  const resolved = resolveSafely(work.scope, value);
  if (resolved.kind === 'unknown')
    return byHand(work, step.statement, 'sh', `The script is not known before the run: ${resolved.reason}.`);
  const notes = [...resolved.notes, ...provide(work, resolved.value)];
  done(work, step.statement, notes);
  if (isTrue(named(step.arguments, 'returnStatus')))
    return [{ kind: 'lines', lines: [[...shellCommand(resolved.value), ...literal(' || :')]] }];
  const label = literalText(named(step.arguments, 'label'))?.trim().replace(/\s+/g, ' ');
  return [{ kind: 'shell', script: resolved.value, ...(label === undefined || label === '' ? {} : { label }) }];
};

/** Names of variables that a script reads and does not set itself. */
function usedVariables(script: Template): readonly string[] {
  const names = new Set<string>();
  const texts = script.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
  for (const text of texts) {
    for (const match of text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)) if (match[1] !== undefined) names.add(match[1]);
  }
  for (const text of texts) {
    for (const match of text.matchAll(/(?:^|[\s;])([A-Z][A-Z0-9_]*)=/g))
      if (match[1] !== undefined) names.delete(match[1]);
  }
  return [...names];
}

const givenByJenkins = new Set([
  ...foreignVariables,
  ...['BUILD_NUMBER', 'BUILD_ID', 'BUILD_TAG', 'BUILD_URL', 'JOB_NAME', 'JOB_BASE_NAME', 'STAGE_NAME', 'WORKSPACE'],
]);

/** Gives the task the variables that Jenkins sets by itself and the script reads. */
export function provide(work: Work, script: Template): readonly string[] {
  const notes: string[] = [];
  for (const name of usedVariables(script)) {
    if (!givenByJenkins.has(name) || work.scope.environment.has(name) || work.scope.conversion.parameters.has(name))
      continue;
    if (name === 'WORKSPACE' && !sharesFolder(work.scope)) {
      work.environment.set(name, []);
      notes.push('WORKSPACE is the folder in which the task begins.');
      continue;
    }
    const value = resolve(work.scope, { kind: 'name', name, range: { start: 0, end: 0 } });
    if (value.kind === 'unknown') continue;
    const isParameter = work.scope.conversion.added.has(name);
    if (!isParameter && value.value[0]?.kind !== 'variable') work.environment.set(name, value.value);
    if (name !== 'WORKSPACE') notes.push(...value.notes);
  }
  return notes;
}

export const convertEcho: StepConverter = (work, step) => {
  const value = mainValue(step, 'message');
  const output = value === undefined ? undefined : outputOf(work.scope, value);
  if (output !== undefined) {
    done(work, step.statement, output.notes);
    return [{ kind: 'lines', lines: [...capture('_out', output), literal(`printf '%s\\n' "$_out"`)] }];
  }
  const resolved = mainText(work, step, 'message');
  if (resolved.kind === 'unknown')
    return byHand(work, step.statement, 'echo', `The message is not known before the run: ${resolved.reason}.`);
  done(work, step.statement, resolved.notes);
  return [{ kind: 'lines', lines: [[...literal("printf '%s\\n' "), ...wordOf(resolved.value)]] }];
};

export const convertError: StepConverter = (work, step) => {
  const resolved = mainText(work, step, 'message');
  if (resolved.kind === 'unknown')
    return byHand(work, step.statement, 'error', `The message is not known before the run: ${resolved.reason}.`);
  done(work, step.statement, resolved.notes);
  return [failure(resolved.value)];
};

/** Says why and fails. */
export function failure(message: Template): ScriptPart {
  return {
    kind: 'lines',
    lines: [[...literal("printf '%s\\n' "), ...wordOf(message), ...literal(' >&2')], literal('exit 1')],
  };
}

/** `unstable 'why'`: the stage goes on, and on Airflow nothing shows it. */
export const convertUnstable: StepConverter = (work, step) => {
  const resolved = mainText(work, step, 'message');
  if (resolved.kind === 'unknown')
    return byHand(work, step.statement, 'unstable', `The message is not known before the run: ${resolved.reason}.`);
  done(work, step.statement, [...resolved.notes, 'Airflow has no state "unstable": the message is in the log.']);
  return [{ kind: 'lines', lines: [[...literal("printf '%s\\n' "), ...wordOf(resolved.value), ...literal(' >&2')]] }];
};

const unitSeconds = new Map([
  ['NANOSECONDS', 1e-9],
  ['MICROSECONDS', 1e-6],
  ['MILLISECONDS', 0.001],
  ['SECONDS', 1],
  ['MINUTES', 60],
  ['HOURS', 3600],
  ['DAYS', 86_400],
]);

/** The seconds of `time` in `unit`; Jenkins' default is minutes for a timeout, seconds for a sleep. */
export function secondsOf(step: Directive, defaultUnit: 'MINUTES' | 'SECONDS'): number | undefined {
  const time = mainValue(step, 'time');
  const unit = named(step.arguments, 'unit');
  const factor = unitSeconds.get(unit === undefined ? defaultUnit : (literalText(unit) ?? ''));
  const number = time?.kind === 'number' ? Number(time.text.replaceAll('_', '')) : Number.NaN;
  return factor === undefined || !Number.isFinite(number) ? undefined : number * factor;
}

export const convertSleep: StepConverter = (work, step) => {
  const seconds = secondsOf(step, 'SECONDS');
  if (seconds === undefined) return byHand(work, step.statement, 'sleep');
  done(work, step.statement);
  return [{ kind: 'lines', lines: [literal(`sleep ${seconds}`)] }];
};

/** Steps that only ask something, with nobody taking the answer. */
export const convertNothing: StepConverter = (work, step) => {
  done(work, step.statement);
  return [];
};
