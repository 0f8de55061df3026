import { describe, expect, test } from 'vitest';
import { convertScript, runScript } from './script-run';

/** Code of a script and what Groovy prints for it; TEXT is `x`, FIVE is `5`, WORD is `true`, EMPTY is empty. */
const exact: readonly (readonly [what: string, code: string, printed: string])[] = [
  ['return leaves out what stands behind it', "if (params.TEXT == 'x') { echo 'a'\nreturn }\necho 'b'", 'a'],
  ['return of a branch that is not taken', "if (params.TEXT == 'y') { return }\necho 'b'", 'b'],
  [
    'return in branches of branches',
    "if (params.ON) { if (params.OFF) { return }\necho 'a' } else { return }\necho 'b'",
    'a\nb',
  ],
  [
    'return in each goes on with the next',
    "['x', 'y'].each { v ->\nif (v == params.TEXT) { return }\necho v\n}\necho 'b'",
    'y\nb',
  ],
  [
    'switch with several values for one case',
    "switch (params.TEXT) {\ncase 'a': echo 'A'; break\ncase 'y':\ncase 'x': echo 'X'; break\ndefault: echo 'D'\n}",
    'X',
  ],
  [
    'switch that falls through',
    "switch (params.TEXT) {\ncase 'x': echo 'X'\ncase 'y': echo 'Y'; break\ndefault: echo 'D'\n}",
    'X\nY',
  ],
  [
    'switch with lists and patterns',
    "switch (params.WORD) {\ncase ['a', 'b']: echo 'l'; break\ncase ~/tr.*/: echo 'p'; break\n}",
    'p',
  ],
  ['switch of a number asked as a text', "switch (1) {\ncase '1': echo 't'; break\ncase 1: echo 'n'\n}", 't'],
  ['while that counts', 'int n = 0\nwhile (n < 3) { n++\nif (n == 2) { continue }\necho "${n}" }', '1\n3'],
  ['while that ends early', 'int n = 0\nwhile (true) { n++\nif (n > 2) { break } }\necho "${n}"', '3'],
  ['for that ends early', "for (x in ['a', 'b', 'c']) { if (x == 'b') { break }\necho x }", 'a'],
  [
    'for over the parts of a text',
    "def text = params.TEXT + ',y z,,'\nfor (x in text.split(',')) { echo \"<${x}>\" }",
    '<x>\n<y z>',
  ],
  ['each over the tokens of a text', "(params.TEXT + '/b//c').tokenize('/').each { echo it }", 'x\nb\nc'],
  [
    'parts of a text in a variable',
    "def parts = (params.TEXT + '-b').split('-')\necho \"${parts[1]}${parts.size()}${parts.join('+')}\"",
    'b2x+b',
  ],
  ['parts of a text that is known', "def parts = 'a,b,,'.split(',')\necho \"${parts.size()} ${parts[-1]}\"", '2 b'],
  ['substring of what the shell knows', 'echo "${env.PATH}abc".substring(0, 0) + params.WORD.substring(1, 3)', 'ru'],
  [
    'texts of several methods',
    "def w = sh(returnStdout: true, script: 'echo true').trim()\necho \"${(w + '-A').replace('-', '_').toLowerCase().take(5)}\"",
    'true_',
  ],
  ['replaceAll of a class', "echo \"${(params.WORD + ' 1/2').replaceAll('[^a-z]+', '-')}\"", 'true-'],
  ['a text without a part of it', 'echo "${params.WORD - \'u\'}"', 'tre'],
  [
    'a list holds what its items were worth',
    "def a = params.TEXT\ndef list = [a, 'z']\na = 'changed'\necho \"${list[0]} ${list.join('-')}\"",
    'x x-z',
  ],
  ['a map holds what its values were worth', "def a = params.TEXT\ndef map = [k: a]\na = 'changed'\necho map.k", 'x'],
  [
    'each entry of a map',
    'def m = [a: \'b\', c: params.TEXT]\nm.each { k, v -> echo "${k}=${v}" }\nm.each { echo it.key }',
    'a=b\nc=x\na\nc',
  ],
  [
    'a condition of the parts of a text',
    "if (params.TEXT.split(',').size() != 1) { echo 'many' } else { echo 'one' }",
    'one',
  ],
  [
    'what a list that is written down contains',
    "if (['a', 'x'].contains(params.TEXT) && !['a'].contains(params.TEXT)) { echo 'yes' }",
    'yes',
  ],
  ['a condition in a text', "echo \"${params.TEXT == 'x'} ${params.TEXT.contains('y')}\"", 'true false'],
  [
    'and asks the right side only where the left holds',
    "if (params.EMPTY && params.EMPTY.substring(1) == 'a') { echo 'a' } else { echo 'b' }",
    'b',
  ],
  ['a result that is set to unstable', "currentBuild.result = 'UNSTABLE'\necho 'a'", 'a'],
];

/** The same with methods of the file. */
const methods: readonly (readonly [what: string, method: string, code: string, printed: string])[] = [
  [
    'a method of several statements',
    "def f(x) {\nif (x == 'x') { return 'is' }\nreturn 'not'\n}",
    'def a = f(params.TEXT)\necho "${a} ${f(params.WORD)}"',
    'is not',
  ],
  ['the last expression is the value', "def f(x) {\ndef y = x + '!'\ny\n}", 'echo f(params.TEXT)', 'x!'],
  [
    'a method as a condition',
    'def f(x) {\nif (x) { return true }\nfalse\n}',
    "if (f(params.TEXT) && !f(params.EMPTY)) { echo 'yes' }",
    'yes',
  ],
  [
    'a method with a switch',
    "def f(x) {\nswitch (x) {\ncase 'x': return 'X'\ndefault: return x\n}\n}",
    'echo "${f(params.TEXT)}${f(params.WORD)}"',
    'Xtrue',
  ],
];

const byHand: readonly (readonly [what: string, code: string])[] = [
  ['a return in the middle of a loop', "for (x in ['a', 'b']) { if (x == params.TEXT) { return }\necho x }\necho 'c'"],
  ['break out of a folder', "for (x in ['a', 'b']) { dir('d') { echo 'a' }\ntry { break } catch (e) { echo 'c' } }"],
  ['a break in the middle of a case', "switch (params.TEXT) {\ncase 'x': if (params.ON) { break }\necho 'a'\n}"],
  ['a case that is a class', "switch (params.TEXT) {\ncase String: echo 'a'\n}"],
  ['a text that only a matcher is', 'echo "${params.TEXT =~ /a/}"'],
];

describe('code of scripts does what Groovy does', () => {
  test.each(exact)('%s', (_, code, printed) => {
    expect(convertScript(code)).not.toContain('to be converted by hand');
    expect(runScript(code)).toBe(`${printed}\n`);
  });

  test.each(methods)('%s', (_, method, code, printed) => {
    expect(convertScript(code, method)).not.toContain('to be converted by hand');
    expect(runScript(code, method)).toBe(`${printed}\n`);
  });

  test.each(byHand)('left to a person: %s', (_, code) => {
    expect(convertScript(code)).toContain('to be converted by hand');
  });

  test('Airflow chooses where it knows the values', () => {
    expect(convertScript('echo "${params.EMPTY ?: \'none\'}"')).toContain("params.EMPTY if params.EMPTY else 'none'");
  });

  test('code before the pipeline that does more than set variables is left to a person', () => {
    expect(convertScript("echo 'a'", "if (params.ON) { echo 'b' }")).toContain('to be converted by hand');
  });

  test('a thousand conditions that need something computed first are bounded', () => {
    const chain = Array.from(
      { length: 1000 },
      (_, index) => `if (params.TEXT.substring(1) == '${index}') { echo 'a' }`,
    );
    expect(convertScript(chain.join(' else '))).toContain('to be converted by hand');
  });

  test('a text that is too short fails, as in Groovy', () => {
    expect(() => runScript('echo "${params.TEXT.substring(0, 3)}"')).toThrow();
  });
});
