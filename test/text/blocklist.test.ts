import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { blocklistTest } from '../../text/blocklist';

const pattern = fc
  .array(fc.constantFrom('a', 'b', '.', '.*', 'a+', '[ab]', '(?i)B', 'a|b', '^a', 'b$', '\\bb', '(?:ab)?', ''), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));
const name = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '-', '\n', 'ä'), maxLength: 6 });

test('patterns that are tried together match what each of them matches from the start', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), fc.array(name), (patterns, names) => {
      const compiled = patterns.map((one) => RE2JS.compile(one));
      const isBlocked = blocklistTest([...patterns, '(']);
      for (const one of names) expect(isBlocked(one)).toBe(compiled.some((each) => each.matcher(one).lookingAt()));
    }),
    { numRuns: 2_000 },
  );
});
