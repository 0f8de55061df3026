import { expect, test } from 'vitest';
import { counted } from '../../text/counted';

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [2, '2 files'],
])('%i', (number, words) => expect(counted(number, 'file')).toBe(words));
