import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkWorkflow, outlineFile } from '../../../workflow/check';
import { itemName, readWorkflow, type WorkflowFile } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';
import { randomWorkflow } from './random-workflow';

const RUNS = { numRuns: 200 };

function read(text: string): WorkflowFile {
  return readWorkflow('random.workflow.yaml', text);
}

/** Random workflows hold tasks that never run; that one does is seen better where less stands between, so it is no new error. */
function errorsOf(text: string): readonly string[] {
  const found = checkWorkflow(read(text), { catalogue: CATALOGUE });
  const errors = found.filter(({ severity, rule }) => severity === 'error' && rule !== 'never-runs');
  return errors.map(({ rule, message }) => `${rule}: ${message}`);
}

/** The text without the named nodes. */
function without(text: string, removed: (name: string) => boolean): string {
  const file = read(text);
  const items = file.documents.flatMap((document) => document.items);
  const result = pruneWorkflow(file, new Set(items.filter((item) => !removed(itemName(item)?.text ?? ''))), CATALOGUE);
  if (result.ok) return result.text;
  if (result.problems.every(({ message }) => /Nothing of the workflow/u.test(message))) return '';
  throw new Error(result.problems.map(({ message }) => message).join('\n'));
}

/** The nodes that a person wrote, and between which of them there is a way: `a b`. */
function waysIn(text: string): { readonly names: readonly string[]; readonly ways: readonly string[] } {
  const names: string[] = [];
  const ways: string[] = [];
  for (const { nodes, edges } of outlineFile(read(text)).documents) {
    const behind = new Map<string, string[]>();
    for (const { from, to } of edges) {
      const list = behind.get(from.name?.text ?? '') ?? [];
      behind.set(from.name?.text ?? '', [...list, to.name?.text ?? '']);
    }
    for (const { name } of nodes) {
      const start = name?.text ?? '';
      if (start.startsWith('pruned-')) continue;
      names.push(start);
      const found = new Set<string>();
      const waiting = [start];
      for (const next of waiting) {
        for (const to of behind.get(next) ?? []) {
          if (found.has(to)) continue;
          found.add(to);
          waiting.push(to);
        }
      }
      for (const to of found) if (!to.startsWith('pruned-')) ways.push(`${start} ${to}`);
    }
  }
  return { names, ways: ways.sort() };
}

const cut = fc.tuple(randomWorkflow, fc.array(fc.nat(20), { maxLength: 6 }), fc.array(fc.nat(20), { maxLength: 4 }));

function chosen(names: readonly string[], numbers: readonly number[]): ReadonlySet<string> {
  return new Set(numbers.flatMap((number) => names[number % names.length] ?? []));
}

test('what remains is connected as it was, and has no new errors', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cut, ([{ text, names }, numbers]) => {
      const removed = chosen(names, numbers);
      const result = without(text, (name) => removed.has(name));
      if (result === '') return;
      const before = waysIn(text);
      const after = waysIn(result);
      const stays = new Set(after.names);
      expect(after.ways).toEqual(before.ways.filter((way) => way.split(' ').every((name) => stays.has(name))));
      const known = new Set(errorsOf(text));
      expect(errorsOf(result).filter((error) => !known.has(error))).toEqual([]);
    }),
    RUNS,
  );
});

test('tasks that are removed are gone', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cut, ([{ text, names }, numbers]) => {
      const removed = chosen(names, numbers);
      const structural = new Set(
        outlineFile(read(text)).documents.flatMap(({ nodes }) =>
          nodes.flatMap(({ type, name }) =>
            /^(?:branch|join|fail)$/u.test(type?.text ?? '') ? (name?.text ?? []) : [],
          ),
        ),
      );
      const { names: left } = waysIn(without(text, (name) => removed.has(name)));
      expect(left.filter((name) => removed.has(name) && !structural.has(name))).toEqual([]);
    }),
    RUNS,
  );
});

test('comments of what remains stay, in their order', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cut, ([{ text, names }, numbers]) => {
      const removed = chosen(names, numbers);
      const result = without(text, (name) => removed.has(name));
      if (result === '') return;
      const stays = new Set(waysIn(result).names);
      const commentsOf = (source: string): readonly string[] =>
        [...source.matchAll(/# .* (\w+)$/gmu)].map(([comment]) => comment);
      const ofRemaining = commentsOf(text).filter((comment) => stays.has(comment.split(' ').at(-1) ?? ''));
      expect(commentsOf(result)).toEqual(ofRemaining);
    }),
    RUNS,
  );
});

test('pruning nothing gives the same text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(randomWorkflow, ({ text }) => {
      expect(without(text, () => false)).toBe(text);
    }),
    RUNS,
  );
});

test('pruning twice is pruning both at once', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cut, ([{ text, names }, first, second]) => {
      const one = chosen(names, first);
      const other = chosen(names, second);
      const once = without(text, (name) => one.has(name));
      // A task that keeps an order stands for what nobody selects, so it is not part of what is pruned twice.
      fc.pre(!/name: pruned-.*none_failed/u.test(once));
      const both = without(text, (name) => one.has(name) || other.has(name));
      const twice = once === '' ? '' : without(once, (name) => other.has(name) || name.startsWith('pruned-'));
      expect(waysIn(twice)).toEqual(waysIn(both));
    }),
    RUNS,
  );
});
