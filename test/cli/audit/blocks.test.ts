import { expect, test } from 'vitest';
import { blocksOf, blocksText } from '../../../cli/audit/blocks';
import type { ReportedConstruct, ReportedSource } from '../../../migration';

const construct = (message: string, line: number): ReportedConstruct => ({
  construct: 'script/echo',
  status: 'manual',
  source: { line, column: 1, endLine: line, endColumn: 2 },
  message,
});

const source = (path: string, messages: readonly string[]): ReportedSource => ({
  path,
  kind: 'jenkins-declarative',
  outputs: [],
  constructs: { total: messages.length, converted: 0, approximated: 0, manual: messages.length, dropped: 0 },
  items: messages.map((message, index) => construct(message, index + 1)),
});

const value = (name: string) => `The value of ${name} is not known before the run: it is computed by Groovy.`;

const sources = [
  source('a', [value('x'), 'It stands inside if, which a person must convert.']),
  source('b', [value('x'), value('y'), 'Airflow has no state "unstable".']),
  source('c', ['Airflow has no state "unstable".', 'Airflow has no state "unstable".']),
];

test('each reason says how many sources have it, how many only it, and where it stands first', () => {
  expect(blocksOf(sources).map(({ message, ...numbers }) => [message.slice(0, 14), numbers])).toEqual([
    ['Airflow has no', { constructs: 3, applications: 2, alone: 1, path: 'b', line: 3 }],
    ['The value of x', { constructs: 2, applications: 2, alone: 1, path: 'a', line: 1 }],
    ['It stands insi', { constructs: 1, applications: 1, alone: 0, path: 'a', line: 2 }],
    ['The value of y', { constructs: 1, applications: 1, alone: 0, path: 'b', line: 2 }],
  ]);
});

test('in the text, values of several names are one reason, and what follows from others is one number', () => {
  const text = blocksText(sources);
  expect(text).toContain('2 sources   1 by it alone      3 constructs  The value of a variable is not known');
  expect(text).toContain('1 more construct stands inside of these, or is called by them.');
  expect(text).not.toContain('The value of y');
});

test('where nothing is left, nothing is said', () => {
  expect(blocksText([source('a', [])])).toBe('');
});
