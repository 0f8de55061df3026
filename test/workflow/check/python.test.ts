import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPython } from '../../../workflow/check/python';
import { readPlainPython } from '../../../workflow/check/python/plain-python';
import { parsePython } from '../../../workflow/check/python/read-python';

test.each([
  ['lambda x, *a, k=z: f(x, y=2)', ['z', 'f']],
  ['[i.a for i, (j, k) in z if i]', ['z']],
  ['f"a {b + 1} {c!r:>{d}}"', ['b', 'c', 'd']],
  ['sum(x for x in y)', ['sum', 'y']],
  ['(y := 2) + y', []],
  ['{k: v for k, v in d.items()}', ['d']],
  ['a, b', ['a', 'b']],
  ['a\n + b # c', ['a', 'b']],
])('%s looks up %s', (code, names) => {
  const { problem, names: found } = readPython(code);
  expect(problem).toBeUndefined();
  expect(found.map(({ name }) => name)).toEqual(names);
  for (const { name, start, end } of found) expect(code.slice(start, end)).toBe(name);
});

test.each(['a +', 'f(x))', '(x', 'a b', "'abc", '', 'x = 1', 'import os', '0777', 'a) + (b', '1 if x else', 'a if b'])(
  '%s is no expression',
  (code) => expect(readPython(code).problem).toBeDefined(),
);

test('calls that wait inside of a lambda are none of the time of parsing', () => {
  expect(readPython("lambda: Variable.get('x')").calls).toEqual([]);
  expect(readPython("f(Variable.get('x'))").calls.map(({ callee }) => callee)).toEqual(['f', 'Variable.get']);
});

test.each([
  'TriggerRule.ALL_DONE',
  'datetime(2024, 1, 1)',
  ' timedelta( minutes = 5,) ',
  'Param(type="string", default=None)',
  'pendulum.datetime(2024, 1, 1, tz=UTC)',
  'f()',
])('%s needs no parser', (code) => expect(readPlainPython(code)).toEqual(parsePython(code)));

test('what needs no parser is what the parser reads', () => {
  const pieces = [
    ...['a', 'a.b', 'lambda', 'in', 'None', 'True.x', 'é', '_1', 'f', 'b"x"', '"t"', "'t'", '""', '"""t"""', '"\\""'],
    ...['0', '1', '01', '1.5', '1.', '-2', '- 2', '1e3', '0x1', '1_0', '(', ')', '[', ']', ',', ', ', '=', ' = ', '=='],
    ...['.', ' ', '\n', '\t', '+', ':=', '*', '#', 'x=1', 'k="v"'],
  ];
  const call = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((inner) => `f.g(${inner.join('')})`);
  const any = fc.array(fc.constantFrom(...pieces), { maxLength: 7 }).map((parts) => parts.join(''));
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(call, any), (code) => {
      const found = readPlainPython(code);
      if (found === undefined) return;
      plain++;
      expect(found).toEqual(parsePython(code));
    }),
    { numRuns: 20_000 },
  );
  expect(plain).toBeGreaterThan(500);
});
