import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFolder, type Ran, runConverted } from '../run-converted';
import { scriptLiterals } from './script-literals';

/** Runs scripts as the `sh` step does: each is a file that `sh -xe` runs, unless it names its interpreter. */
function runAsJenkins(scripts: readonly string[], folder: string): Ran {
  let output = '';
  for (const [index, script] of scripts.entries()) {
    const file = path.join(folder, `script-${index}.sh`);
    writeFileSync(file, script, { mode: 0o755 });
    const work = path.join(folder, 'work');
    execFileSync('mkdir', ['-p', work]);
    const env = { ...process.env, MODE: 'full' };
    const ran = script.startsWith('#!')
      ? spawnSync(file, [], { cwd: work, encoding: 'utf8', env })
      : spawnSync('sh', ['-xe', file], { cwd: work, encoding: 'utf8', env });
    output += ran.stdout;
    if (ran.status !== 0) return { output, status: ran.status ?? -1 };
  }
  return { output, status: 0 };
}

const quoted = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
const pipeline = (steps: string, more = '') =>
  `pipeline {\n agent any\n ${more}\n stages {\n stage('a') {\n steps {\n${steps}\n}\n}\n}\n}\n`;

const fragments: readonly (readonly [title: string, scripts: readonly string[]])[] = [
  ['one command', ['echo hello']],
  ['a failing command ends the script', ['echo a\nfalse\necho b']],
  ['a failing script ends the steps', ['echo a', 'exit 3', 'echo b']],
  ['what a script sets does not reach the next', ['X=1\nexport X\ncd /\npwd', 'echo "[$X]"\nbasename "$PWD" | wc -l']],
  ['set +e holds for its script', ['set +e\nfalse\necho on', 'echo next']],
  ['set -u holds for its script', ['set -u\necho ok', 'echo "$NOT_THERE"']],
  ['here-document', ['cat <<END\na $((1 + 1)) b\nEND\necho after']],
  ['quoted here-document', ["cat <<'END'\na $HOME `x` b\n  indented\nEND"]],
  ['here-document with tabs', ['cat <<-END\n\ta\n\tEND\necho b']],
  ['indented script', ['    echo a\n      echo b\n    echo c']],
  ['braces of Jinja', ["echo '{{ x }} {% y %} {# z #}'", `printf '%s\\n' "\${#HOME}" > /dev/null; echo '{{.ID}}'`]],
  ['array length of bash', ['#!/bin/bash\na=(1 2 3)\necho "${#a[@]}"']],
  ['interpreter', ['#!/bin/sh\nfalse\necho goes on', 'echo next']],
  ['interpreter that fails', ['#!/bin/sh\necho a\nexit 4', 'echo next']],
  ['ends with .sh', ['echo "echo ran" > run.sh; chmod +x run.sh', './run.sh']],
  ['quotes over lines', ["echo 'a\n   b'", 'echo "c\n   d"']],
  ['an apostrophe in a comment', ["# don't\necho a\n  # it's\necho b"]],
  ['backslashes', ["printf '%s\\n' 'a\\b' \"c\\\\d\"", 'echo a \\\n  b']],
  ['dollar signs', ['X=5; echo "$X ${X} $((X * 2)) \\$X"', "echo '$X' '$'"]],
  ['pipes and lists', ['echo a | tr a b && echo c || echo d; (echo e); { echo f; }']],
  ['functions and traps', ['f() { echo "in $1"; }\nf x\ntrap "echo bye" EXIT\necho end']],
  ['files stay between scripts', ['mkdir -p d\necho x > d/f', 'cat d/f']],
  ['exit code of a pipeline', ['false | true\necho on']],
  ['empty lines around', ['\n\n  echo a\n\n']],
  ['less-than signs twice', ['echo $((1 << 3))', 'echo "<<x>>"']],
  ['less-than signs in a row', ["echo '<<<' '<<<<' '<'"]],
  ['templates of the build', ["echo '${{ item.x }}' '$${{' '${%'"]],
  ['carriage return', ["printf 'a\r\nb\r' | od -c"]],
  ['carriage return and blanks of Unicode at the end', ['echo a\r\n', 'echo b\u00a0 | od -c', 'echo c\\ ']],
  ['its own process', ['trap "" TERM; kill -TERM $$; echo alive', 'echo on']],
  ['return ends a script', ['echo a', 'if true; then\nreturn 3\nfi', 'echo b']],
  ['return ends a function', ['f() {\nreturn 2\n}\nf || echo "$?"', 'echo b']],
  ['alias', ['alias say="echo said"\nsay a', 'say b || echo none']],
  ['an unfinished script fails alone', ['echo a', 'if true; then', 'echo b']],
  ['an ending that is not', ['exit 0\necho no', 'exec echo b\necho no', 'exec > out\necho c', 'cat out']],
  ['standard input is empty', ['read x || echo none', 'cat', 'echo on']],
  ['arguments', ['echo "$#"; set -- a b; echo "$1$#"', 'echo "$#"']],
  ['background', ['sleep 0.1 & wait\necho done']],
  ['comment only', ['# nothing', 'echo a']],
  ['case and if', ['case abc in a*) echo yes;; esac\nif [ 1 = 1 ]; then echo one; fi']],
];

describe('shell fragments print and end as in Jenkins', () => {
  test.each(fragments)('%s', (_, scripts) => {
    const steps = scripts.map((script) => `sh ${quoted(script)}`).join('\n');
    const ours = inFolder((folder) => runConverted(pipeline(steps), folder));
    expect(ours).toEqual(inFolder((folder) => runAsJenkins(scripts, folder)));
  });
});

const code: readonly (readonly [title: string, steps: string, output: string, status: number])[] = [
  ['echo', `echo "it's \${MODE} \\$5"`, "it's full $5\n", 0],
  [
    'status of a script that names its interpreter',
    `script {\ndef rc = sh(script: '#!/usr/bin/env -S sh\\nfalse\\necho on\\nexit 3', returnStatus: true)\nif (rc == 3) {\nsh 'echo three'\n}\n}`,
    'on\nthree\n',
    0,
  ],
  [
    'output of a script that names its interpreter',
    `script {\ndef v = sh(script: '#!/usr/bin/env -S sh\\nfalse\\necho on', returnStdout: true).trim()\necho "[\${v}]"\n}`,
    '[on]\n',
    0,
  ],
  [
    'a comparison that never holds runs what it asks',
    `script {\nif (sh(script: 'echo x > f; echo 1', returnStdout: true).trim() == 1) { echo 'no' }\nif (sh(script: 'echo y >> f; exit 1', returnStatus: true) == '1') { echo 'no' }\nsh 'cat f'\n}`,
    'x\ny\n',
    0,
  ],
  [
    'a comparison that never holds fails where what it asks fails',
    `script {\nif (sh(script: 'exit 4', returnStdout: true) != 1) { echo 'no' }\n}`,
    '',
    1,
  ],
  [
    'a part that is not there fails, whatever it is compared with',
    `script {\ndef v = sh(script: 'echo a', returnStdout: true).trim()\necho 'a'\nswitch (v.split(',')[1]) {\ncase 1: echo 'no'\nbreak\ndefault: echo 'no'\n}\n}`,
    'a\n',
    1,
  ],
  ['error', `echo 'a'\nerror 'no'\necho 'b'`, 'a\n', 1],
  [
    'output of a command',
    `script {\ndef v = sh(script: 'echo " x y"; echo', returnStdout: true)\nsh "echo '[\${v}]'"\n}`,
    '[ x y]\n',
    0,
  ],
  [
    'values are put into the text of a script',
    `script {\ndef v = sh(script: 'echo "a;echo b"', returnStdout: true).trim()\nsh "echo \${v}"\n}`,
    'a\nb\n',
    0,
  ],
  [
    'a failing command in an output',
    `script {\ndef v = sh(script: 'false; echo x', returnStdout: true)\necho 'not here'\n}`,
    '',
    1,
  ],
  [
    'status',
    `script {\ndef s = sh(script: 'exit 3', returnStatus: true)\necho "s=\${s}"\nif (sh(script: 'false; true', returnStatus: true) != 0) { echo 'failed' }\n}`,
    's=3\nfailed\n',
    0,
  ],
  [
    'if and else',
    `script {\nif (params.MODE == 'full' && !(env.NONE_SUCH == 'x')) { echo 'full' } else { echo 'other' }\nif (params.FLAG) echo 'flag'\nelse if (params.MODE == 'x') { echo 'x' } else { echo 'none' }\n}`,
    'full\nflag\n',
    0,
  ],
  ['a failure in a branch', `script {\nif (true) { sh 'false; echo no' }\necho 'no'\n}`, '', 1],
  [
    'loops',
    `script {\nfor (x in ['a', 'b c']) { sh "echo '\${x}'" }\n['1', '2'].each { echo it }\n(3..4).each { n -> echo "n\${n}" }\n}`,
    'a\nb c\n1\n2\nn3\nn4\n',
    0,
  ],
  [
    'try',
    `script {\ntry { sh 'echo a; false; echo b' } catch (e) { echo 'caught' } finally { echo 'last' }\necho 'on'\n}`,
    'a\ncaught\nlast\non\n',
    0,
  ],
  ['try without catch', `script {\ntry { sh 'exit 5' } finally { echo 'last' }\necho 'on'\n}`, 'last\n', 5],
  [
    'throw again',
    `script {\ntry { sh 'exit 5' } catch (e) { echo 'caught'\nthrow e } finally { echo 'last' }\necho 'on'\n}`,
    'caught\nlast\n',
    5,
  ],
  [
    'throw again, behind steps with an end of their own',
    `script {\ntry { sh 'exit 5' } catch (e) {\nretry(2) { echo 'caught' }\ntry { error 'x' } catch (f) { echo 'inner' }\nthrow e }\necho 'on'\n}`,
    'caught\ninner\n',
    5,
  ],
  [
    'a failure before an end that has one of its own',
    `script {\ntry { sh 'exit 5' } finally {\ntry { echo 'a' } finally { echo 'b' }\n}\necho 'on'\n}`,
    'a\nb\n',
    5,
  ],
  [
    'variables that are called as ours are',
    `script {\ndef status = sh(script: 'exit 3', returnStatus: true)\ndef failed = 'no'\nretry(2) { echo 'in' }\ncatchError(buildResult: 'SUCCESS') { sh 'false' }\necho "\${status} \${failed}"\n}`,
    'in\n3 no\n',
    0,
  ],
  [
    'trim',
    `script {\ndef v = sh(script: 'echo; echo "  a  b "; echo', returnStdout: true).trim()\necho "[\${v}]"\nif (sh(script: 'echo " x "', returnStdout: true).trim() == 'x') { echo 'same' }\n}`,
    '[a  b]\nsame\n',
    0,
  ],
  [
    'a command in a condition that fails',
    `script {\nif (sh(script: 'echo a; exit 4', returnStdout: true).trim() == 'a') { echo 'no' }\necho 'no'\n}`,
    '',
    1,
  ],
  [
    'a message that a command prints, and fails',
    `echo sh(script: 'echo a; exit 4', returnStdout: true)\necho 'no'`,
    '',
    4,
  ],
  ['nothing to catch', `script {\ntry { echo 'a' } catch (e) { echo 'caught' }\n}`, 'a\n', 0],
  ['retry', `retry(3) { sh 'echo x >> n; test "$(wc -l < n)" -eq 3' }\nsh 'wc -l < n | tr -d " "'`, '3\n', 0],
  ['retry in vain', `echo 'a'\nretry(2) { sh 'echo try; exit 7' }\necho 'b'`, 'a\ntry\ntry\n', 7],
  ['timeout', `echo 'a'\ntimeout(time: 1, unit: 'SECONDS') { sh 'sleep 5' }\necho 'b'`, 'a\n', 143],
  [
    'timeout that is not reached',
    `echo 'a'\ntimeout(time: 9, unit: 'SECONDS') { sh 'echo in' }\necho 'b'`,
    'a\nin\nb\n',
    0,
  ],
  [
    'catchError',
    `catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { sh 'echo a; false' }\necho 'b'`,
    'a\nb\n',
    0,
  ],
  ['catchError fails in the end', `catchError { sh 'exit 6' }\necho 'b'`, 'b\n', 6],
  ['warnError', `warnError('oh') { sh 'false' }\necho 'b'`, 'b\n', 0],
  ['parallel', `parallel(a: { sh 'sleep 0.2; echo a' }, b: { echo 'b' })\necho 'c'`, 'b\na\nc\n', 0],
  [
    'parallel with a failure',
    `echo 'z'\nparallel(a: { sh 'sleep 0.2; echo a' }, b: { error 'b' })\necho 'c'`,
    'z\na\n',
    1,
  ],
  ['dir', `dir('x/y') { sh 'basename "$PWD"' }\nsh 'test -d x/y; echo here'`, 'y\nhere\n', 0],
  [
    'withEnv',
    `withEnv(['A=b c', 'PATH+X=/opt/x']) { sh 'echo "$A"; echo "\${PATH%%:*}"' }\nsh 'echo "[$A]"'`,
    'b c\n/opt/x\n[]\n',
    0,
  ],
  [
    'files',
    `writeFile file: 'd/f.txt', text: "a\\nb '\${params.MODE}'"\nsh 'cat d/f.txt; echo'\nscript { if (fileExists('d/f.txt')) { echo readFile('d/f.txt').trim() } }`,
    "a\nb 'full'\na\nb 'full'\n",
    0,
  ],
  [
    'stash',
    `sh 'mkdir -p t/u; echo 1 > t/a.txt; echo 2 > t/u/b.txt; echo 3 > c.log'\nstash name: 's', includes: 't/**', excludes: '**/*.log'\ndeleteDir()\nunstash 's'\nsh 'find . -type f | sort'`,
    './t/a.txt\n./t/u/b.txt\n',
    0,
  ],
  [
    'references in the values of withEnv',
    `withEnv(['A=x', 'B=$A-\${A}$$', 'PATH=/opt/y:$PATH', 'C=']) { sh 'echo "$B \${PATH%%:*} \${C-unset}"'\necho "\${env.B}" }`,
    'x-x$ /opt/y unset\nx-x$\n',
    0,
  ],
  [
    'patterns of files are those of Ant',
    `sh 'mkdir -p t/u .git; for f in a.txt t/b.txt t/u/c.txt t/u/d.log .git/e.txt; do echo x > $f; done'\nstash name: 's', includes: '*.txt, t/*/?.log, t/**/c.txt'\nstash name: 'all'\ndeleteDir()\nunstash 's'\nsh 'find . -type f | sort'\ndeleteDir()\nunstash 'all'\nsh 'find . -type f | sort'`,
    './a.txt\n./t/u/c.txt\n./t/u/d.log\n./a.txt\n./t/b.txt\n./t/u/c.txt\n./t/u/d.log\n',
    0,
  ],
  [
    'a variable that is declared around wins over env',
    `withEnv(['A=outer']) { script { env.A = 'inner' }\nsh 'echo $A' }`,
    'outer\n',
    0,
  ],
  ['env that code sets, read later', `script { env.Z = 'it\\'s' }\necho "\${env.Z} \${Z}"`, "it's it's\n", 0],
  [
    'env',
    `script { env.A = 'x y'\nenv.B = sh(script: 'echo 1', returnStdout: true).trim() }\nsh 'echo "$A $B"'`,
    'x y 1\n',
    0,
  ],
  [
    'ternary and elvis',
    `script {\ndef a = params.MODE == 'full' ? 'F' : 'D'\ndef b = env.NONE_SUCH ?: 'none'\necho "\${a} \${b}"\n}`,
    'F none\n',
    0,
  ],
  ['a variable that changes', `script {\ndef n = 'a'\nif (params.FLAG) { n = 'b' }\necho n\n}`, 'b\n', 0],
  [
    'text methods',
    `script {\nif (params.MODE.startsWith('fu') && params.MODE.contains('l') && !params.MODE.endsWith('x')) { echo 'yes' }\nif (params.MODE ==~ /f\\w+/) { echo 'match' }\nif (params.MODE in ['a', 'full']) { echo 'in' }\n}`,
    'yes\nmatch\nin\n',
    0,
  ],
];

const parameters =
  "parameters { string(name: 'MODE', defaultValue: 'full')\n booleanParam(name: 'FLAG', defaultValue: true) }";

describe('scripts are read as Groovy reads them', () => {
  test.each(scriptLiterals)('%s', (_, steps, scripts) => {
    const ours = inFolder((folder) => runConverted(pipeline(steps, parameters), folder));
    expect(ours).toEqual(inFolder((folder) => runAsJenkins(scripts, folder)));
  });

  test('line ends of Windows', () => {
    const script = 'echo a\necho b | od -c | head -1\n';
    const source = pipeline(`sh '''${script}'''`, parameters).replaceAll('\n', '\r\n');
    const ours = inFolder((folder) => runConverted(source, folder));
    expect(ours).toEqual(inFolder((folder) => runAsJenkins([script], folder)));
  });
});

describe('Groovy code does what it does in Jenkins', () => {
  test.each(code)('%s', (_, steps, output, status) => {
    expect(inFolder((folder) => runConverted(pipeline(steps, parameters), folder))).toEqual({ output, status });
  });

  test('methods of the file', () => {
    const source = `def greet(name, sign = '!') {\n echo "hello \${name}\${sign}"\n}\ndef mode() { return params.MODE }\n${pipeline("script {\ngreet('a')\ngreet 'b', '?'\necho mode()\n}", parameters)}`;
    expect(inFolder((folder) => runConverted(source, folder))).toEqual({
      output: 'hello a!\nhello b?\nfull\n',
      status: 0,
    });
  });

  test('variables reach later stages', () => {
    const stages = `stage('a') { steps { script { version = '1.' + params.MODE\n env.OUT = "o\${version}" } } }\n stage('b') { steps { echo "v \${version}"\n sh 'echo "$OUT"; echo kept > f' } }\n stage('c') { steps { sh 'cat f' } }`;
    const source = `def version = 'none'\npipeline {\n agent any\n ${parameters}\n stages {\n ${stages}\n }\n}\n`;
    expect(inFolder((folder) => runConverted(source, folder))).toEqual({
      output: 'v 1.full\no1.full\nkept\n',
      status: 0,
    });
  });
});
