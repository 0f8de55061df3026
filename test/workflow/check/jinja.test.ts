import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTemplate, within } from '../../../workflow/check/jinja';

function problemOf(template: string): string | undefined {
  const reading = readTemplate(template);
  return 'problem' in reading ? reading.problem.message : undefined;
}

test.each([
  "{{ ds }} {{ params.mode | default('full') | upper }}",
  '{{ a.b[0]["k"][1:2] }} {{ f(1, *x, k=2, **y) }}',
  '{% if a is not none and b not in [1, 2] %}x{% elif c %}y{% else %}z{% endif %}',
  '{% for k, v in items.items() if v recursive %}{{ loop.index }}{% else %}none{% endfor %}',
  '{% set a, b = 1, 2 %}{% set c %}{{ a ~ b }}{% endset %}{% do c.append(1) %}',
  '{%- raw -%}{{ not read }}{%- endraw -%} {# a comment {{ #}',
  "{{ {'a': {'b': 1}} }} {{ 'a' 'b' if x else -1 ** 2 }}",
  '{% macro m(a, b=1) %}{{ a }}{% endmacro %}{{ m(1) }}',
  '{{ x is divisibleby 3 }} {{ x is sameas(y) }}',
  'no template { at all }',
])('Jinja reads %s', (template) => expect(problemOf(template)).toBeUndefined());

test.each([
  ['{{ ds', 'The "{{" that begins here is never closed by "}}".'],
  ['{{ ds }', 'Nothing is open that this "}" could close.'],
  ['{{ }}', 'Here the brackets end where a value is expected.'],
  ['{{ a b }}', 'Here "b" stands where an operator or "}}" is expected.'],
  ["{{ 'a }}", 'This string is never closed.'],
  ['{% if a %}x', '"if" is never ended by "endif".'],
  ['{% endfor %}', '"endfor" ends a block that was never begun.'],
  ['{% iff a %}', '"iff" is no statement of Jinja.'],
  ['{{ (a] }}', '"]" does not close "(": ")" is expected.'],
  ['{{ a | }}', 'Here the brackets end where the name of a filter is expected.'],
  ['{# a', 'The comment that begins here is never closed by "#}".'],
  ['{{ a ? b : c }}', 'Jinja has no use for "?" here.'],
])('Jinja refuses %s', (template, message) => expect(problemOf(template)).toBe(message));

test('names, calls and filters are found where they stand', () => {
  const text = "{{ ti.xcom_pull('load') | trim }}{{ a + b.c }}";
  const reading = readTemplate(text);
  const parts = 'template' in reading ? reading.template.expressions.flatMap((one) => [...within(one)]) : [];
  const names = parts.flatMap((part) => (part.kind === 'name' ? [text.slice(part.start, part.end)] : []));
  expect(names).toEqual(['ti', 'a', 'b']);
  expect(parts.map((part) => part.kind)).toContain('call');
});

test('whatever stands there is read or refused, at a place inside of it', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    ' a',
    '.b',
    '(',
    ')',
    '[',
    '"',
    "'x'",
    '|',
    ' if ',
    ' for ',
    ' in ',
    'endif',
    ',',
    '=',
    '1',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const reading = readTemplate(text);
      if (!('problem' in reading)) return;
      expect(reading.problem.start).toBeGreaterThanOrEqual(0);
      expect(reading.problem.start).toBeLessThanOrEqual(text.length);
      expect(reading.problem.end).toBeGreaterThan(reading.problem.start);
    }),
  );
});

test('deep nesting is refused, not a stack that runs over', () => {
  expect(problemOf(`{{ ${'('.repeat(5_000)}1${')'.repeat(5_000)} }}`)).toContain('less nesting');
});
