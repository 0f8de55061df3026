import type { Expression, Statement, WhileStatement } from '../../groovy/index';
import { listOf, piecesOf } from '../lists';
import type { LocalValue } from '../scope';
import { quote, type ScriptPart, wordOf } from '../script';
import type { Sort } from '../sorts';
import { literal, type Template, variable } from '../template';
import type { Parting } from '../text-methods';
import { type PreparedCondition, prepareCondition } from './hoist';
import { holdsJump, leavesShell } from './jumps';
import { ownValue } from './method-calls';
import { signs, skipLine, strippedLines } from './text-lines';
import { assignment, constantOf, line } from './variables';
import { byHand, done, innerWork, takeShellName, type Work } from './work';

/** More repetitions are not written out. */
export const mostRepetitions = 50;

/** A loop over values that are written in the file: once for each. */
export function unrolled(
  work: Work,
  statement: Statement,
  name: string,
  values: Expression,
  body: LoopBody,
): readonly ScriptPart[] {
  const parting = listOf(work.scope, values) === undefined ? piecesOf(work.scope, values) : undefined;
  if (parting !== undefined) return overPieces(work, statement, name, parting, body);
  const local = values.kind === 'name' ? work.scope.locals.get(values.name) : constantOf(work, values);
  const items = local?.kind === 'list' ? local.items : rangeItems(values);
  if (items === undefined || items.length > mostRepetitions)
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  const sort = local?.kind === 'list' ? (local.sort ?? 'mixed') : 'number';
  return repeated(work, statement, name, { items, sort }, body);
}

/** What a loop does each time: the body of a closure, or a statement. */
export type LoopBody =
  | { readonly kind: 'closure'; readonly body: readonly Statement[] }
  | { readonly kind: 'block'; readonly body: readonly Statement[] };

/** The body of a loop that is a statement. */
export function bodyOf(statement: Statement): LoopBody {
  return { kind: 'block', body: statement.kind === 'block' ? statement.body : [statement] };
}

interface Items {
  readonly items: readonly Template[];
  readonly sort: Sort;
}

/** The statements of a loop once for each item. */
export function repeated(
  work: Work,
  statement: Statement,
  name: string,
  { items, sort }: Items,
  { kind, body }: LoopBody,
): readonly ScriptPart[] {
  if (kind === 'block' && body.some(holdsJump)) return shellFor(work, statement, name, { items, sort }, body);
  done(work, statement);
  return items.flatMap((item) => {
    const inner = innerWork(work);
    const given = ownValue(inner, name, { kind: 'known', value: item, sort }, body);
    inner.locals.set(name, given.local);
    const parts = kind === 'closure' ? work.convert(inner, body) : work.convertBlock(inner, body);
    return [...given.parts, ...parts];
  });
}

/** `map.each { key, value -> … }` and `map.each { it.key … }`: once for each entry. */
export function eachEntry(
  work: Work,
  statement: Statement,
  names: readonly string[],
  map: Extract<LocalValue, { kind: 'map' }>,
  body: readonly Statement[],
): readonly ScriptPart[] {
  const { entries, sorts } = map;
  // One whose value nobody knows would be left out.
  if (entries.size > mostRepetitions || (sorts?.size ?? entries.size) !== entries.size)
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  done(work, statement);
  const [first = 'it', second] = names;
  return [...entries].flatMap(([key, value]) => {
    const inner = innerWork(work);
    const sort = sorts?.get(key) ?? 'mixed';
    const known: LocalValue = { kind: 'known', value: literal(key), sort: 'text' };
    const entry: LocalValue = {
      kind: 'map',
      entries: new Map([
        ['key', literal(key)],
        ['value', value],
      ]),
      sorts: new Map([
        ['key', 'text'],
        ['value', sort],
      ]),
    };
    const given = second === undefined ? [] : [ownValue(inner, second, { kind: 'known', value, sort }, body)];
    inner.locals.set(first, second === undefined ? entry : known);
    for (const { local } of given) if (second !== undefined) inner.locals.set(second, local);
    return [...given.flatMap(({ parts }) => parts), ...work.convert(inner, body)];
  });
}

const jumpsOut = 'A break or continue of it stands in a block that is a shell of its own.';

/** `for x in a b; do … done`: where the loop may end early. */
function shellFor(
  work: Work,
  statement: Statement,
  name: string,
  { items, sort }: Items,
  body: readonly Statement[],
): readonly ScriptPart[] {
  if (items.length === 0) {
    done(work, statement);
    return [];
  }
  const inner: Work = { ...innerWork(work), inLoop: true };
  const target = takeShellName(work, name);
  inner.locals.set(name, { kind: 'known', value: variable(target), sort });
  const parts = work.convertBlock(inner, body);
  if (leavesShell(parts)) return byHand(work, statement, 'a loop', jumpsOut);
  done(work, statement);
  const words = items.flatMap(
    (item): Template => [...literal(' '), ...(item.length === 0 ? literal("''") : wordOf(item))],
  );
  const head = [...literal(`for ${target} in`), ...words, ...literal('; do')];
  return [{ kind: 'flow', pieces: [{ line: head }, { parts }, { line: literal('done') }] }];
}

/** A loop over the parts of a text: the shell takes one after the other off a copy of it. */
function overPieces(
  work: Work,
  statement: Statement,
  name: string,
  { text, how, by }: Parting,
  { kind, body }: LoopBody,
): readonly ScriptPart[] {
  const outer = innerWork(work);
  const rest = takeShellName(outer, 'rest');
  const set = assignment(outer, rest, text);
  if (typeof set === 'string')
    return byHand(work, statement, 'a loop', `What the loop goes over is not known before the run: ${set}.`);
  const target = takeShellName(outer, name);
  const more = takeShellName(outer, 'more');
  const inner: Work = { ...innerWork(outer), inLoop: kind === 'block' };
  inner.locals.set(name, { kind: 'known', value: variable(target), sort: 'text' });
  const own = kind === 'closure' ? work.convert(inner, body) : work.convertBlock(inner, body);
  if (leavesShell(own)) return byHand(work, statement, 'a loop', jumpsOut);
  done(work, statement, set.notes);
  const { begin, next, condition } = how === 'split' ? splitLoop(rest, target, more, by) : tokenLoop(rest, target, by);
  const lines = (list: readonly string[]): ScriptPart => ({ kind: 'lines', lines: list.map((each) => literal(each)) });
  const loop: ScriptPart = {
    kind: 'flow',
    pieces: [{ line: literal(`while ${condition}; do`) }, { parts: [lines(next), ...own] }, { line: literal('done') }],
  };
  return [...set.parts, lines(begin), loop];
}

function splitLoop(rest: string, target: string, more: string, by: string) {
  const sign = quote(by);
  return {
    begin: [
      ...strippedLines(rest, by, more),
      `if [ -n "$${rest}" ] || [ -z "$${more}" ]; then ${more}=1; else ${more}=0; fi`,
    ],
    condition: `[ "$${more}" = 1 ]`,
    next: [
      `case "$${rest}" in *${sign}*) ${target}="\${${rest}%%${sign}*}"; ${rest}="\${${rest}#*${sign}}" ;; *) ${target}="$${rest}"; ${more}=0 ;; esac`,
    ],
  };
}

function tokenLoop(rest: string, target: string, by: string) {
  const skip = skipLine(rest, by);
  return {
    begin: [skip],
    condition: `[ -n "$${rest}" ]`,
    next: [`${target}="\${${rest}%%${signs(by)}*}"`, `${rest}="\${${rest}#"$${target}"}"`, skip],
  };
}

/** `while (x) { … }`: a loop of the shell. */
export function convertWhile(work: Work, statement: WhileStatement): readonly ScriptPart[] {
  const prepared = prepareCondition(work, statement.condition);
  if (prepared.condition.kind === 'unknown')
    return byHand(work, statement, 'while', `The condition is not known to a shell: ${prepared.condition.reason}.`);
  return shellWhile(work, statement, prepared, bodyOf(statement.body).body);
}

export function shellWhile(
  work: Work,
  statement: Statement,
  { before, condition }: PreparedCondition,
  body: readonly Statement[],
  behind: readonly Statement[] = [],
): readonly ScriptPart[] {
  if (condition.kind === 'unknown') return byHand(work, statement, 'while', condition.reason);
  const inner: Work = { ...innerWork(work), inLoop: true };
  const own = [...work.convertBlock(inner, body), ...work.convertBlock(inner, behind)];
  if (leavesShell(own)) return byHand(work, statement, 'a loop', jumpsOut);
  done(work, statement, condition.notes);
  const asks = before.length === 0;
  const head = [...literal('while '), ...(asks ? condition.command : literal(':')), ...literal('; do')];
  const ends = line([...condition.command, ...literal(' || break')]);
  const parts = asks ? own : [...before, ends, ...own];
  return [{ kind: 'flow', pieces: [{ line: head }, { parts }, { line: literal('done') }] }];
}

function rangeItems(values: Expression): readonly Template[] | undefined {
  if (values.kind !== 'binary' || (values.operator !== '..' && values.operator !== '..<')) return undefined;
  if (values.left.kind !== 'number' || values.right.kind !== 'number') return undefined;
  const [first, last] = [Number(values.left.text), Number(values.right.text) - (values.operator === '..<' ? 1 : 0)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > mostRepetitions || last < first)
    return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => literal(String(first + index)));
}
