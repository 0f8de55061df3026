import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { positionAt } from '../../../text/range';
import { checkWorkflow } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';
import { COMPOSITES } from './composites';

/**
 * Files with one mistake that a person makes. The last lines say what has to be found, and nothing else:
 * `# expect LINE:COLUMN RULE`, and the name or word that the message or the fix has to hold, in quotes.
 */
const FOLDER = new URL('by-hand/', import.meta.url);
const EXPECTED = /^# expect (?<at>\d+:\d+) (?<rule>[a-z-]+)(?: "(?<meant>.*)")?$/;

const files = readdirSync(FOLDER).map((name) => [name.replace('.workflow.yaml', ''), read(name)] as const);

function read(name: string): readonly [text: string, expected: readonly string[]] {
  const whole = readFileSync(new URL(name, FOLDER), 'utf8');
  const start = whole.indexOf('# expect ');
  return [whole.slice(0, start), whole.slice(start).trim().split('\n')];
}

test('there are many', () => expect(files.length).toBeGreaterThan(150));

test.each(files)('%s', (_, [text, expected]) => {
  const file = readWorkflow('x.workflow.yaml', text);
  const found = checkWorkflow(file, { catalogue: CATALOGUE, composites: COMPOSITES });
  const described = found.map(({ range, rule, message, fix, help }) => {
    const { line, character } = positionAt(file.lines, range.start);
    return `${line + 1}:${character + 1} ${rule}: ${message} · ${help ?? ''} · ${fix?.title ?? ''}`;
  });
  const wanted = expected.map((line) => EXPECTED.exec(line)?.groups);
  const isMet = (line: string, index: number): boolean => {
    const { at = '?', rule = '?', meant = '' } = wanted[index] ?? {};
    return line.startsWith(`${at} ${rule}:`) && line.includes(meant);
  };
  expect(
    described.length === wanted.length && described.every(isMet),
    `${expected.join('\n')}\n${described.join('\n')}`,
  ).toBe(true);
});
