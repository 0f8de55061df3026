import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../text/sha256';

const known = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

test('the hash is the one that everybody knows', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the hash of any text is the one of Node, around the ends of blocks too', () => {
  for (let length = 0; length < 200; length++) expect(sha256('é'.repeat(length))).toBe(known('é'.repeat(length)));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(sha256(text)).toBe(known(text));
    }),
  );
});
