import { describe, expect, test } from 'vitest';
import { globTest } from '../../text/pattern';

describe('a pattern of paths', () => {
  test.each<[string, string, boolean]>([
    ['**/*.workflow.yaml', 'a.workflow.yaml', true],
    ['**/*.workflow.yaml', 'x/y/a.workflow.yaml', true],
    ['**/*.workflow.yaml', 'x/y/a.yaml', false],
    ['*.yaml', 'x/y/a.yaml', true],
    ['./*.yaml', 'a.yaml', true],
    ['x/*.yaml', 'x/a.yaml', true],
    ['x/*.yaml', 'x/y/a.yaml', false],
    ['x/', 'x/y/a.yaml', true],
    ['x/', 'y/x/a.yaml', false],
    ['x/**', 'x/y/a.yaml', true],
    ['x/**/z/*.yaml', 'x/z/a.yaml', true],
    ['x/**/z/*.yaml', 'x/1/2/z/a.yaml', true],
    ['x/**/z/*.yaml', 'x/1/2/a.yaml', false],
    ['**/*.{yaml,yml}', 'x/a.yml', true],
    ['**/*.{yaml,yml}', 'x/a.json', false],
    ['{a,b}/{c,d}.yaml', 'b/c.yaml', true],
    ['a{b', 'a{b', true],
    ['file-?.yaml', 'file-1.yaml', true],
    ['file-[!1].yaml', 'file-1.yaml', false],
    ['load', 'load/a.yaml', false],
    ['', 'a', false],
  ])('%s and %s: %s', (pattern, path, expected) => expect(globTest(pattern)(path)).toBe(expected));

  test('takes linear time, whatever is in it', () => {
    const path = `${'a/'.repeat(2000)}${'a'.repeat(20_000)}`;
    const started = performance.now();
    expect(globTest(`${'**/a/'.repeat(20)}**/${'*a'.repeat(20)}b`)(path)).toBe(false);
    expect(globTest('{a,b}'.repeat(40))(path)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
