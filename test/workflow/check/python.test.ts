import { expect, test } from 'vitest';
import { readPython } from '../../../workflow/check/python';

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
