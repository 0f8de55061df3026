import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic, FixSafety, TextEdit } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { mergeFixes } from '../../text/fixes';

function withFix(edits: readonly TextEdit[], safety: FixSafety = 'safe'): Diagnostic {
  return { rule: 'x', severity: 'error', message: '', range: { start: 0, end: 1 }, fix: { title: '', safety, edits } };
}

function replace(start: number, end: number, text: string): TextEdit {
  return { range: { start, end }, text };
}

describe('which fixes go together', () => {
  test.each([
    ['two places', [withFix([replace(0, 1, 'A')]), withFix([replace(4, 5, 'E')])], 'AbcdEf', 2],
    ['the same place: the first wins', [withFix([replace(0, 2, 'X')]), withFix([replace(1, 3, 'Y')])], 'Xcdef', 1],
    [
      'the very same edit counts for both',
      [withFix([replace(0, 0, 'f\n')]), withFix([replace(0, 0, 'f\n')])],
      'f\nabcdef',
      2,
    ],
    ['two insertions in one place', [withFix([replace(2, 2, 'X')]), withFix([replace(2, 2, 'Y')])], 'abXcdef', 1],
    [
      'neighbours wait: their order could matter',
      [withFix([replace(0, 1, 'X')]), withFix([replace(1, 2, 'Y')])],
      'Xbcdef',
      1,
    ],
    [
      'all of a fix or nothing',
      [withFix([replace(0, 1, 'A')]), withFix([replace(0, 1, 'B'), replace(4, 5, 'E')])],
      'Abcdef',
      1,
    ],
    ['proposals only if asked for', [withFix([replace(0, 1, 'A')], 'unsafe')], 'abcdef', 0],
    [
      'nothing to fix',
      [{ rule: 'x', severity: 'error', message: '', range: { start: 0, end: 1 } } as const],
      'abcdef',
      0,
    ],
  ])('%s', (_, diagnostics, text, fixed) => {
    const merged = mergeFixes(diagnostics, ['safe']);
    expect(applyEdits('abcdef', merged.edits)).toBe(text);
    expect(merged.fixed).toHaveLength(fixed);
  });
});

test('whatever the fixes, the merged ones can be applied, and each is applied or postponed', () => {
  const edit = fc
    .tuple(fc.nat(20), fc.nat(4), fc.constantFrom('', 'x', 'yy'))
    .map(([start, length, text]) => replace(start, Math.min(20, start + length), text));
  const diagnostics = fc.array(
    fc.tuple(edit, fc.boolean()).map(([one, safe]) => withFix([one], safe ? 'safe' : 'unsafe')),
  );
  fc.assert(
    fc.property(diagnostics, (all) => {
      const { edits, fixed, postponed } = mergeFixes(all, ['safe', 'unsafe']);
      expect(() => applyEdits('a'.repeat(20), edits)).not.toThrow();
      expect(fixed.length + postponed.length).toBe(all.length);
    }),
  );
});
