import type { Directive } from '../../declarative/index';
import type { CallExpression } from '../../groovy/index';
import type { ScriptRule, StepRule } from '../../profiles/profile';
import { settle } from '../ledger';
import type { Scope } from '../scope';
import { type ScriptPart, wordOf } from '../script';
import { ask } from '../tables';
import { jinja, literal, type Template } from '../template';
import { resolve } from '../values';
import { libraryCall } from './library-objects';
import { inOwnShell } from './own-shell';
import { byHand, done, type Work } from './work';

/** What the profile makes of a step; where it says nothing, or that a person has to decide, the step is asked of the tables. */
export function convertByRule(work: Work, step: Directive, rule: StepRule | undefined): readonly ScriptPart[] {
  const { ledger, asked } = work.scope.conversion;
  const { statement } = step;
  const isOpen = rule === undefined || 'manual' in rule;
  ask(asked, ledger, 'steps', step.name, step.nameRange, !isOpen);
  if (rule === undefined) return byHand(work, statement, `the step ${step.name}`);
  if ('manual' in rule) return byHand(work, statement, step.name, rule.manual);
  if ('approximates' in rule) {
    done(work, statement, [rule.approximates]);
    return step.block === undefined ? [] : work.convert(work, step.block.body);
  }
  if ('drop' in rule) {
    settle(ledger, statement, { status: 'dropped', reason: rule.drop, message: rule.message });
    return [];
  }
  if ('script' in rule) return runScript(work, step, rule);
  if (step.block === undefined) return byHand(work, statement, `the step ${step.name}`);
  settle(ledger, statement, { status: 'dropped', reason: rule.unwrap, message: rule.message });
  return work.convert(work, step.block.body);
}

/** The script of a rule with the arguments of the step, in a shell of its own; the block of the step runs behind it. */
function runScript(work: Work, step: Directive, rule: ScriptRule): readonly ScriptPart[] {
  const call = callOf(work.scope, step.call, rule);
  if (typeof call === 'string') return byHand(work, step.statement, step.name, call);
  for (const [name, value] of call.environment) work.environment.set(name, value);
  done(work, step.statement, call.notes);
  const lines: ScriptPart = { kind: 'lines', lines: script(rule) };
  const inner = step.block === undefined ? [] : work.convert({ ...work, inSubshell: true }, step.block.body);
  return inOwnShell(work, call.begin, [lines, ...inner]);
}

function script(rule: ScriptRule): readonly Template[] {
  return rule.script.replace(/\s+$/, '').split('\n').map(literal);
}

/** Steps whose values are known in other ways. */
const known = new Set(['sh', 'readFile', 'fileExists', 'isUnix', 'pwd', 'credentials']);

/** What a call of a step prints, as a command; nothing where the profile has no script for it. */
export function outputOfRule(
  scope: Scope,
  call: CallExpression,
): { command: Template; notes: readonly string[] } | undefined {
  const name = call.callee.kind === 'name' ? call.callee.name : libraryCall(scope, call);
  if (name === undefined) return undefined;
  const { profile, asked, ledger } = scope.conversion;
  const rule = profile.steps[name];
  const { range } = call.callee;
  if (rule === undefined || !('script' in rule)) {
    const isOwn = scope.conversion.methods.has(name) || scope.locals.has(name) || known.has(name);
    if (!isOwn) ask(asked, ledger, 'steps', name, range, false);
    return undefined;
  }
  const found = callOf(scope, call, rule);
  // Variables of the task cannot be set in the middle of an expression.
  if (typeof found === 'string' || found.environment.size > 0) return undefined;
  ask(asked, ledger, 'steps', name, range, true);
  const lines = [...found.begin, ...script(rule)];
  const command = lines.flatMap((line, index): Template => (index === 0 ? line : [...literal('\n'), ...line]));
  return { command, notes: found.notes };
}

interface RuleCall {
  /** Lines that give the arguments to the script. */
  readonly begin: readonly Template[];
  readonly environment: ReadonlyMap<string, Template>;
  readonly notes: readonly string[];
}

/** The arguments of a call as variables of the shell; else why a person has to write it. */
function callOf(scope: Scope, call: CallExpression, rule: ScriptRule): RuleCall | string {
  const unnamed: Template[] = [];
  const begin: Template[] = [];
  const notes: string[] = rule.note === undefined ? [] : [rule.note];
  const lost: string[] = [];
  const names = rule.arguments ?? [];
  const readable = rule.arguments === undefined ? undefined : new Set([...names, ...(rule.others ?? [])]);
  const given = new Set<string>();
  for (const argument of call.arguments) {
    if (argument.value.kind === 'closure') continue;
    const isNamed = argument.kind === 'named' && argument.key.kind === 'text';
    const name = isNamed && argument.key.kind === 'text' ? argument.key.value : names[unnamed.length];
    if (name !== undefined && rule.never?.includes(name) === true) return `Its argument "${name}" has no counterpart.`;
    if (name !== undefined && readable !== undefined && !readable.has(name)) {
      lost.push(name);
      continue;
    }
    const value = resolve(scope, argument.value);
    if (value.kind === 'unknown') {
      if (reads(rule, isNamed ? name : undefined))
        return `What it is given is not known before the run: ${value.reason}.`;
      lost.push(name ?? `argument ${unnamed.length + 1}`);
      continue;
    }
    notes.push(...value.notes);
    if (!isNamed) unnamed.push(value.value);
    if (name !== undefined) given.add(name);
    if (name !== undefined && /^[A-Za-z_]\w*$/.test(name)) begin.push([...literal(`${name}=`), ...wordOf(value.value)]);
  }
  const absent = [...(readable ?? [])].filter((name) => !given.has(name)).map((name) => `${name}=`);
  if (absent.length > 0) begin.unshift(literal(absent.join(' ')));
  if (unnamed.length > 0 && rule.arguments === undefined)
    begin.push([...literal('set --'), ...unnamed.flatMap((value) => [...literal(' '), ...wordOf(value)])]);
  if (lost.length > 0) notes.push(`Not taken over: ${lost.join(', ')}.`);
  const environment = new Map(Object.entries(rule.env ?? {}).map(([name, text]) => [name, rendered(text)] as const));
  return { begin, environment, notes };
}

/** Whether the script reads an argument: by its name, or without one by its number. */
function reads({ script: text }: ScriptRule, name: string | undefined): boolean {
  return name === undefined ? /\$[@*\d{]/.test(text) : text.includes(`$${name}`) || text.includes(`\${${name}`);
}

/** The text of a profile, in which Airflow renders what stands between braces. */
function rendered(text: string): Template {
  return text.split(/\{\{(.*?)\}\}/).flatMap((part, index) => (index % 2 === 0 ? literal(part) : jinja(part.trim())));
}
