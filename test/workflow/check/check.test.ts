import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDiagnostics } from '../../../text/diagnostic';
import { applyEdits } from '../../../text/edit';
import { mergeFixes } from '../../../text/fixes';
import { createFindingCache } from '../../../text/rules';
import { checkWorkflow, RULE_FACTS } from '../../../workflow/check';
import { isOneExpression } from '../../../workflow/check/jinja';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

const SAMPLE = `name: orders
format: 1
default_task_args: &defaults {owner: data}
images: {loader: {url: "example.com/loader:1"}}
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch}}
operators:
- name: load
  type: container
  image: loader
  requires_resources: [scratch]
  on_failure: [repair]
  properties: {command: [load]}
- {name: repair, type: bash, properties: {bash_command: repair}}
- name: choose
  type: branch
  upstream_dependencies: [load]
  cases: [{when: "{{ params.full }}", then: [full]}]
  otherwise: []
- {name: full, type: bash, properties: {<<: *defaults, bash_command: full}}
- {name: gather, type: join, paths: [[full, repair]]}
generators:
- {name: each, type: list_generator, target: one, properties: {items: [a, b]}}
---
name: one
operators:
- {name: t, type: bash, properties: {bash_command: <<item>>}}
`;

function check(text: string) {
  return checkWorkflow(readWorkflow('x.yaml', text), { catalogue: CATALOGUE });
}

test('nothing is found in a file that uses everything rightly', () => expect(check(SAMPLE)).toEqual([]));

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.nat(12),
    insert: fc.constantFrom(
      '',
      'x',
      '\n',
      '- name: z\n',
      '"',
      '  ',
      '---\n',
      '{',
      '}',
      ': ',
      '*a',
      '#',
      '\t',
      '<<',
      'load',
      ', ',
      '[',
      ']',
    ),
  }),
  { maxLength: 10 },
);

function edited(text: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + remove);
}

describe('whatever is typed', () => {
  test('findings are sorted, lie inside the text, and have rules that exist', () => {
    const ids = new Set(RULE_FACTS.map((rule) => rule.id));
    fc.assert(
      fc.property(edits, (changes) => {
        const text = changes.reduce(edited, SAMPLE);
        const found = check(text);
        expect([...found].sort(compareDiagnostics)).toEqual(found);
        for (const { rule, range, related = [], fix } of found) {
          expect(ids).toContain(rule);
          for (const place of [
            range,
            ...related.map((one) => one.range),
            ...(fix?.edits ?? []).map((one) => one.range),
          ]) {
            expect(place.start).toBeGreaterThanOrEqual(0);
            expect(place.end).toBeGreaterThanOrEqual(place.start);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('what earlier versions left in the cache changes nothing', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        const cache = createFindingCache();
        let text = SAMPLE;
        let file = readWorkflow('x.yaml', text);
        for (const change of changes) {
          text = edited(text, change);
          file = readWorkflow('x.yaml', text, file);
          expect(checkWorkflow(file, { catalogue: CATALOGUE, cache })).toEqual(check(text));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('safe fixes come to an end', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        let text = changes.reduce(edited, SAMPLE);
        for (let round = 0; round < 20; round++) {
          const merged = mergeFixes(check(text), ['safe']);
          if (merged.edits.length === 0) return;
          text = applyEdits(text, merged.edits);
        }
        expect.unreachable('fixes go on after 20 rounds');
      }),
      { numRuns: 100 },
    );
  });
});

test('a change of the header is seen in items that did not change', () => {
  const cache = createFindingCache();
  const before = readWorkflow('x.yaml', SAMPLE);
  checkWorkflow(before, { catalogue: CATALOGUE, cache });
  const after = readWorkflow('x.yaml', SAMPLE.replace('images: {loader:', 'images: {other:'), before);
  const found = checkWorkflow(after, { catalogue: CATALOGUE, cache });
  expect(found.map((diagnostic) => diagnostic.rule)).toEqual(['unknown-image']);
});

test('images of the project are known', () => {
  const file = readWorkflow('x.yaml', SAMPLE.replace('image: loader', 'image: shared'));
  const found = checkWorkflow(file, { catalogue: CATALOGUE, projectImages: new Set(['shared']) });
  expect(found).toEqual([]);
});

test.each([
  ['{{ x }}', true],
  [' {{ x }} \n', true],
  ["{{ '}}' }}", true],
  ["{{ {'a': {'b': 1}} }}", true],
  ['{{ "a\\"}}" }}', true],
  ['{{ x }}{{ y }}', false],
  ['{{ x }', false],
  ['{{ x } }', false],
  ['{{}}', false],
  ['x', false],
  ['{% if x %}', false],
  ["{{ 'x }}", false],
])('%s is one expression: %s', (text, expected) => expect(isOneExpression(text)).toBe(expected));

describe('time', () => {
  const workflow = (operators: number): string =>
    `name: many\noperators:\n${Array.from(
      { length: operators },
      (_, index) =>
        `- name: task-${index}\n  type: bash\n  upstream_dependencies: [${index > 0 ? `task-${index - 1}` : ''}${index > 9 ? `, task-${index - 10}` : ''}]\n  properties:\n    bash_command: "echo ${index} {{ ds }}"\n    retries: 2\n    env: {A: 'b'}\n`,
    ).join('')}`;

  function fastest(text: string): number {
    const file = readWorkflow('x.yaml', text);
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      checkWorkflow(file, { catalogue: CATALOGUE });
      return performance.now() - start;
    });
    return Math.min(...times);
  }

  test('grows in proportion to the operators: what is quadratic would take a hundred times as long', () => {
    const small = fastest(workflow(1_000));
    const large = fastest(workflow(10_000));
    expect(large / small).toBeLessThan(40);
  });
});
