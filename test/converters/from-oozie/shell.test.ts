import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Template, TemplatePiece } from '../../../converters/from-oozie/el/template';
import { environment, noVariables, quoteText, shellWord, shellWords } from '../../../converters/from-oozie/shell';

const nasty = fc.oneof(
  fc.string({ maxLength: 12, unit: fc.constantFrom(...'a1 \'"\\$`{}%#!*?[]<>|&;()~=\n') }),
  fc.constantFrom('{{ x }}', '$HOME', '`id`', '$(id)', '${x}', '-n', "it's", '"', '<<EOF >>x', '{% raw %}'),
);
const piece: fc.Arbitrary<TemplatePiece> = fc.oneof(
  nasty.map((text) => ({ kind: 'text' as const, text })),
  fc.nat({ max: 3 }).map((index) => ({ kind: 'value' as const, expression: `params.p${index}`, label: `p${index}` })),
);
const template: fc.Arbitrary<Template> = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((pieces) => ({ pieces, approximations: [], problems: [] }));

/** What Jinja makes of the guards that the converter writes; nothing else stands in a command. */
function render(text: string): string {
  return text.replaceAll("{{ '{' }}", '{').replaceAll("{{ '<' }}", '<');
}

describe('words of a command', () => {
  test('reach the program exactly as they were, whatever they and the values hold', () => {
    const words = fc.sample(template, { numRuns: 400, seed: 5 });
    const values = fc.sample(nasty, { numRuns: 4, seed: 6 });
    const variables = noVariables();
    const script = words.map((word) => `printf '%s\\0' ${render(shellWord(word, variables))}`).join('\n');
    const env = Object.fromEntries(
      environment(variables).map(([name, value]) => [name, values[Number(/p(\d)/.exec(value)?.[1])] ?? '']),
    );
    const run = spawnSync('bash', ['-c', `set -e\n${script}\n`], { env: { ...process.env, ...env }, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const expected = words.map((word) =>
      word.pieces
        .map((part) => (part.kind === 'text' ? part.text : (values[Number(part.label.slice(1))] ?? '')))
        .join(''),
    );
    expect(run.stdout.split('\0').slice(0, -1)).toEqual(expected);
  });

  test('names that the shell or its programs listen to are not used for values', () => {
    const variables = noVariables();
    const labels = ['PATH', 'http_proxy', 'nameNode', 'a.b', '9', 'wf:id', 'HADOOP_CONF_DIR'];
    const word = labels.map((label) => ({ kind: 'value' as const, expression: `params['${label}']`, label }));
    shellWord({ pieces: word, approximations: [], problems: [] }, variables);
    expect(environment(variables).map(([name]) => name)).toEqual([
      'oozie_PATH',
      'oozie_http_proxy',
      'nameNode',
      'a_b',
      'oozie_9',
      'wf_id',
      'oozie_HADOOP_CONF_DIR',
    ]);
  });

  test.each([
    ['plain-text/1.x', 'plain-text/1.x'],
    ['', "''"],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
  ])('%j is quoted as %s', (text, expected) => expect(quoteText(text)).toBe(expected));

  test.each([
    ['a  b\nc', true, ['a', 'b', 'c']],
    ['--conf "x=1 2" y', true, ['--conf', "'x=1 2'", 'y']],
    ['--conf "x=1 2"', false, ['--conf', `'"x=1'`, `'2"'`]],
    ['a"b c"d', true, ["'ab cd'"]],
  ])('%j is split into words, double quotes %s', (text, quotes, expected) => {
    const source: Template = { pieces: [{ kind: 'text', text }], approximations: [], problems: [] };
    expect(shellWords(source, noVariables(), quotes)).toEqual(expected);
  });
});
