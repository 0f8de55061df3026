import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pullUpDefaults } from '../../converters/pull-up';
import { type DraftMapping, type DraftValue, list, mapping } from '../../workflow/write/draft';
import { writeDraft } from '../../workflow/write/write-draft';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

interface Task {
  readonly type: string;
  readonly properties: { readonly [key: string]: Plain };
}

function draftOf(value: Plain): DraftValue {
  if (Array.isArray(value)) return list(value.map((item: Plain) => draftOf(item)));
  if (value === null || typeof value !== 'object') return value as string | number | boolean | null;
  return mapping(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, draftOf(item)])));
}

function documentOf(tasks: readonly Task[], defaults: { readonly [key: string]: Plain } = {}): DraftMapping {
  const items = tasks.map((task, index) => draftOf({ name: `task-${index}`, ...task }));
  const given = Object.keys(defaults).length === 0 ? {} : { operator_defaults: draftOf(defaults) };
  return mapping({ name: 'flow', ...given, operators: list(items) });
}

/** Checks the text of `flow` after what its tasks have alike was pulled up. */
function checkPulledUp(tasks: readonly Task[], defaults: { readonly [key: string]: Plain }, expected: string): void {
  const documents = pullUpDefaults([documentOf(tasks, defaults)]);
  expect(writeDraft({ header: [], documents }).text).toBe(`${expected.trim()}\n`);
}

const environment = (day: string) => ({ nameNode: 'hdfs://one', day });

test('what all tasks of a type have alike is written once', () => {
  checkPulledUp(
    ['a', 'b', 'c'].map((name) => ({
      type: 'bash',
      properties: { bash_command: `run ${name}`, env: environment(name), append_env: true },
    })),
    { bash: { skip_on_exit_code: [] } },
    `
name: flow
operator_defaults:
  bash:
    skip_on_exit_code: []
    env: {nameNode: hdfs://one}
    append_env: true
operators:
- name: task-0
  type: bash
  properties:
    bash_command: run a
    env: {day: a}
- name: task-1
  type: bash
  properties:
    bash_command: run b
    env: {day: b}
- name: task-2
  type: bash
  properties:
    bash_command: run c
    env: {day: c}
`,
  );
});

test('two tasks, a task without it, and scripts of several lines stay as they are', () => {
  const script = { bash_command: 'set -e\nrun\n' };
  checkPulledUp(
    [
      { type: 'bash', properties: { ...script, append_env: true } },
      { type: 'bash', properties: script },
      { type: 'bash', properties: { ...script, append_env: true } },
      { type: 'email', properties: { to: 'one' } },
      { type: 'email', properties: { to: 'one' } },
    ],
    {},
    `
name: flow
operators:
- name: task-0
  type: bash
  properties:
    bash_command: |
      set -e
      run
    append_env: true
- name: task-1
  type: bash
  properties:
    bash_command: |
      set -e
      run
- name: task-2
  type: bash
  properties:
    bash_command: |
      set -e
      run
    append_env: true
- name: task-3
  type: email
  properties:
    to: one
- name: task-4
  type: email
  properties:
    to: one
`,
  );
});

/** What a draft says, without layout. */
function plainOf(value: DraftValue | undefined): Plain {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (value.kind === 'list') return value.items.map((item) => plainOf(item.value));
  return Object.fromEntries(value.entries.map((entry) => [entry.key, plainOf(entry.value)]));
}

/** FORMAT: between `operator_defaults` and `properties` mappings merge, everything else replaces. */
function merged(defaults: Plain | undefined, own: Plain | undefined): Plain {
  if (own === undefined) return defaults ?? {};
  if (!isRecord(defaults) || !isRecord(own)) return own;
  const keys = [...new Set([...Object.keys(own), ...Object.keys(defaults)])];
  return Object.fromEntries(keys.map((key) => [key, merged(defaults[key], own[key])]));
}

function isRecord(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const scalar = fc.constantFrom<Plain>('one', 'two', true, 3, null, 'a\nb', ['x'], ['x', 'y']);
const variables = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2'), { minKeys: 1 });
const properties = fc.record({ command: scalar, retries: scalar, env: variables }, { requiredKeys: [] });
const tasks = fc.array(fc.record({ type: fc.constantFrom('bash', 'container'), properties }), { maxLength: 8 });

test('each task means what it meant', () => {
  fc.assert(
    fc.property(tasks, tasks, (first, second) => {
      const written = pullUpDefaults([documentOf(first), documentOf(second)]).map(plainOf);
      const [primary] = written;
      const defaults = isRecord(primary) ? primary.operator_defaults : undefined;
      const meant = written.map((document) => {
        const items = isRecord(document) && Array.isArray(document.operators) ? document.operators : [];
        return items.map((item: Plain) => {
          if (!isRecord(item)) return item;
          const { type } = item;
          const ofType = isRecord(defaults) ? defaults[String(type)] : undefined;
          return { type, properties: merged(ofType, item.properties ?? {}) };
        });
      });
      expect(meant).toEqual([first, second]);
    }),
  );
});
