import { describe, expect, test } from 'vitest';
import { convertScript, runScript } from './script-run';

/** Code of Groovy and what it prints, each as Groovy itself printed it. */
const exact: readonly (readonly [code: string, printed: string])[] = [
  ['for (int i = 0; i < params.FIVE.toInteger(); i++) { echo "${i}" }', '0\n1\n2\n3\n4'],
  ['for (int i = 0; i < 3; i++) { i = i + 1\necho "${i}" }', '1\n3'],
  ["if (Integer.valueOf(params.FIVE) in [4, 5]) { echo 'yes' }", 'yes'],
  ['echo "${params.TEXT.length() + 1}"', '2'],
  ['def n = 1\ndef m = n + 1\necho "${m}"', '2'],
  ['def n = 1\necho "${n + 1}"', '2'],
  ['echo "${1 + 2}a"', '3a'],
  ["echo 1 + 2 + 'a'", '3a'],
  ["echo 'a' + 1 + 2", 'a12'],
  ["def n = 2\necho 'a' + (n + 1)", 'a3'],
  ['echo "${10 / 5} ${7 % 3} ${-7 % 3} ${2 * 3 - 1}"', '2 1 -1 5'],
  ['echo "${7.intdiv(2)} ${0x10} ${010} ${1_000} ${5L}"', '3 16 8 1000 5'],
  ['echo "${1.50}"', '1.50'],
  ['def n = params.FIVE.toInteger()\necho "${n + 1}"', '6'],
  ['def n = params.FIVE as Integer\necho "${n * n}"', '25'],
  ['def n = Integer.parseInt(params.FIVE)\necho "${n - 7}"', '-2'],
  ['int n = params.FIVE.toInteger()\nn++\nn += 2\nn -= 1\necho "${n} ${n % 4}"', '7 3'],
  ['def n = sh(script: \'echo 08\', returnStdout: true).trim().toInteger()\necho "${n} ${n + 1}"', '8 9'],
  ['def n = sh(script: \'echo -3\', returnStdout: true) as int\necho "${n + 1}"', '-2'],
  ['def n = sh(script: \'exit 3\', returnStatus: true)\necho "${n + 1}"', '4'],
  ["int n = sh(script: 'exit 3', returnStatus: true)\nif (n > 2) { echo 'yes' } else { echo 'no' }", 'yes'],
  ["if (sh(script: 'exit 3', returnStatus: true) > 2) { echo 'yes' } else { echo 'no' }", 'yes'],
  ["if (params.FIVE.toInteger() > 4) { echo 'yes' } else { echo 'no' }", 'yes'],
  ["if (params.FIVE.toInteger() == 5) { echo 'yes' } else { echo 'no' }", 'yes'],
  ["if (params.FIVE.toInteger() + 1 <= 5) { echo 'yes' } else { echo 'no' }", 'no'],
  ['def n = params.FIVE.toInteger() + 1\necho "${n}"', '6'],
  ['def n = (params.FIVE as int) * 2 - Integer.parseInt(params.FIVE)\necho "${n}"', '5'],
  ["def n = params.ON ? 2 : 1\nif (n >= 2 && n < 10) { echo 'yes' }", 'yes'],
  ["def n = 3\nif (n - 3) { echo 'yes' } else { echo 'no' }", 'no'],
  ["String s = 5\nif (s == '5') { echo 'yes' } else { echo 'no' }", 'yes'],
  ["String s = params.TEXT\ns += 'y'\necho s", 'xy'],
  ["env.LINE = 'a'\nenv.LINE += 'b'\necho env.LINE", 'ab'],
  ['boolean on = params.TEXT\necho "${on}"', 'true'],
  ["boolean on = params.EMPTY\nif (on) { echo 'yes' } else { echo 'no' }", 'no'],
  ["def text = ''\n['a', 'b'].each { text = text + it }\necho text", 'ab'],
  ["def n = 0\n['a', 'b'].each { n = n + 1 }\necho \"${n}\"", '2'],
  ['for (int i = 0; i < 3; i++) { echo "${i} ${i + 1}" }', '0 1\n1 2\n2 3'],
  ["def all = ['a', 'b']\nfor (i = 1; i <= all.size(); i += 1) { echo \"${i}\" }", '1\n2'],
  ["def all = ['a', 'b']\nfor (int i = all.size() - 1; i >= 0; i--) { echo \"${all[i]}\" }", 'b\na'],
  ["echo \"${'abc'.length()} ${'7'.toInteger() + 1} ${'7' as int}\"", '3 8 7'],
];

/** What Groovy does with it no shell is sure to do: it is left to a person. */
const byHand: readonly string[] = [
  'def n = params.FIVE\necho "${(n as int) / 2}"',
  "if (params.FIVE > '10') { echo 'yes' }",
  "if (params.FIVE > 3) { echo 'yes' }",
  'int n = params.FIVE\necho "${n}"',
  'def n = (int) params.FIVE\necho "${n}"',
  'echo "${currentBuild.number + 1}"',
  "if (currentBuild.number > 1) { echo 'yes' }",
  "if (1.5 > 1) { echo 'yes' }",
  'double d = 5\necho "${d}"',
  'echo "${2147483647 + 1}"',
];

/** What is no number ends the build in Jenkins, and the task here. */
const failing: readonly string[] = [
  'def n = params.TEXT.toInteger()\necho "${n}"',
  'def n = params.EMPTY as Integer\necho "${n}"',
  "if (params.TEXT.toInteger() > 1) { echo 'yes' } else { echo 'no' }",
];

describe('numbers are those of Groovy', () => {
  test.each(exact)('%s', (code, printed) => {
    expect(convertScript(code)).not.toContain('to be converted by hand');
    expect(runScript(code)).toBe(`${printed}\n`);
  });

  test.each(byHand)('left to a person: %s', (code) => {
    expect(convertScript(code)).toContain('to be converted by hand');
  });

  test.each(failing)('fails: %s', (code) => {
    expect(convertScript(code)).not.toContain('to be converted by hand');
    expect(() => runScript(code)).toThrow();
  });
});
