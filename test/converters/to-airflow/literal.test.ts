import { expect, test } from 'vitest';
import { numberLiteral, stringLiteral } from '../../../converters/to-airflow/python/literal';

test.each([
  ['', '""'],
  ['plain', '"plain"'],
  ["it's", '"it\'s"'],
  ['say "hi"', '\'say "hi"\''],
  [`"it's"`, `'"it\\'s"'`],
  [`"'`, `"\\"'"`],
  ['a\nb\tc\rd\\e', '"a\\nb\\tc\\rd\\\\e"'],
  ['\u0000\u001b\u007f\u00a0', '"\\x00\\x1b\\x7f\\xa0"'],
  ['déjà 漢字 🦕', '"déjà 漢字 🦕"'],
  ['\u200b\u202e\ufeff\u2028', '"\\u200b\\u202e\\ufeff\\u2028"'],
  ['\ud800', '"\\ud800"'],
  ['\u{e0001}', '"\\U000e0001"'],
])('%j is written %s', (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
});

// YAML 1.1, as PyYAML reads it: the second column is what Python is to read.
test.each([
  ['0', '0'],
  ['-0', '-0'],
  ['+12', '12'],
  ['010', '0o10'],
  ['0x1f', '0x1F'],
  ['-0B11', '-0b11'],
  ['1_000_000', '1000000'],
  ['12345678901234567890', '12345678901234567890'],
  ['1:30', '90'],
  ['-190:20:30', '-685230'],
  ['190:20:30.15', '685230.15'],
  ['3.0', '3.0'],
  ['3.10', '3.10'],
  ['.5', '0.5'],
  ['1.', '1.0'],
  ['1.5E+10', '1.5e10'],
  ['6.02e-23', '6.02e-23'],
  ['.inf', undefined],
  ['-.INF', undefined],
  ['.nan', undefined],
  ['twelve', undefined],
  ['.', undefined],
  ['', undefined],
])('the number %s is written %s', (source, literal) => {
  expect(numberLiteral(source)).toBe(literal);
});
