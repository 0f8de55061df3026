import { describe, expect, test } from 'vitest';
import { convertedTasks, inFolder, runConverted } from '../run-converted';

const pipeline = (code: string) =>
  `pipeline {\n agent any\n stages {\n stage('a') {\n steps {\n script {\n${code}\n}\n}\n}\n}\n}\n`;
const methods = (text: string, code: string) => `${text}\n${pipeline(code)}`;

/** What Groovy remembers where the shell has a process of its own: the output, and the exit code. */
const cases: readonly (readonly [what: string, source: string, output: string, status?: number])[] = [
  ['a variable that is set in a folder', pipeline("def x = 'old'\ndir('d') {\nx = 'new'\n}\necho x"), 'new\n'],
  [
    'a variable that is set before a failure',
    pipeline("def x = 'old'\ntry {\nx = 'new'\nsh 'exit 3'\n} catch (e) {\necho x\n}\necho x"),
    'new\nnew\n',
  ],
  [
    'a variable of the environment that is set in a block',
    pipeline("withEnv(['A=1']) {\nenv.B = 'two'\n}\nsh 'echo $B'"),
    'two\n',
  ],
  [
    'a variable of the environment that a block around it gives another value',
    pipeline("withEnv(['A=1']) {\nenv.A = 'two'\nsh 'echo $A'\n}\nsh 'echo $A'"),
    '1\ntwo\n',
  ],
  [
    'the last value counts',
    pipeline("def x = '1'\ndir('d') {\nx = '2'\n}\nx = '3'\ndef y = 'a'\ndir('e') {\ny = 'b'\n}\necho x + y"),
    '3b\n',
  ],
  [
    'blocks in blocks',
    pipeline("def x = '1'\ndir('d') {\ndir('e') {\nx = '2'\n}\nx = x + '3'\nretry(2) {\nx = x + '4'\n}\n}\necho x"),
    '234\n',
  ],
  [
    'attempts remember what failed ones did',
    pipeline("def x = ''\nretry(3) {\nx = x + 'i'\nsh \"test ${x} = iii\"\n}\necho x"),
    'iii\n',
  ],
  [
    'a finally sees what was set',
    pipeline("def x = '1'\ntry {\nx = '2'\n} finally {\ntry {\nx = x + '3'\n} finally {\nx = x + '4'\n}\n}\necho x"),
    '234\n',
  ],
  [
    'branches that run beside each other set variables',
    pipeline("def x = ''\ndef y = ''\nparallel(a: {\ndef t = 'p'\nx = t\n}, b: {\ndef t = 'q'\ny = t\n})\necho x + y"),
    'pq\n',
  ],
  ['a quote in a value', pipeline("def x = ''\ndir('d') {\nx = 'it\\'s \"so\"'\n}\necho x"), 'it\'s "so"\n'],
  [
    'a failure that is caught in a block fails the build in the end',
    pipeline("dir('d') {\ncatchError {\nsh 'exit 3'\n}\n}\necho 'on'"),
    'on\n',
    3,
  ],
  [
    'a result that is set in a block',
    pipeline("try {\nsh 'exit 3'\n} catch (e) {\ndir('d') {\ncurrentBuild.result = 'FAILURE'\n}\n}\necho 'on'"),
    'on\n',
    1,
  ],
  [
    'a method has variables of its own',
    methods(
      "def f() {\ndef x = sh(script: 'echo inner', returnStdout: true).trim()\necho x\n}",
      "def x = sh(script: 'echo outer', returnStdout: true).trim()\nf()\necho x",
    ),
    'inner\nouter\n',
  ],
  [
    'a method is given values, not names',
    methods("def f(a) {\nshared = 'new'\necho a\n}", "shared = 'old'\nf(shared)\necho shared"),
    'old\nnew\n',
  ],
  [
    'a parameter that is set anew',
    methods(
      "def f(a) {\na = a + '!'\necho a\n}",
      "def x = sh(script: 'echo x', returnStdout: true).trim()\nf(x)\necho x",
    ),
    'x!\nx\n',
  ],
  [
    'what was caught',
    pipeline('try {\nsh \'exit 3\'\n} catch (e) {\necho e.message\necho "${e}"\necho e.getMessage()\n}'),
    'script returned exit code 3\nhudson.AbortException: script returned exit code 3\nscript returned exit code 3\n',
  ],
];

describe('what Groovy remembers', () => {
  const expected = cases.map(
    ([what, source, output, status]) => [what, source, { output, status: status ?? 0 }] as const,
  );
  test.each(expected)('%s', (_, source, ran) => {
    expect(inFolder((folder) => runConverted(source, folder))).toEqual(ran);
  });

  test('what takes too long is ended, with all that it has started', () => {
    const source = pipeline(
      "try {\ntimeout(time: 1, unit: 'SECONDS') {\nsh '(sleep 3; echo late > late) & sleep 30'\n}\n} catch (e) {\necho 'too long'\n}\nsh 'sleep 3; ls'",
    );
    expect(inFolder((folder) => runConverted(source, folder))).toEqual({ output: 'too long\n', status: 0 });
  }, 60_000);
});

describe('the result of the build', () => {
  const stages = (post: string) =>
    `pipeline {\n agent any\n stages {\n stage('a') {\n steps {\n sh 'a'\n}\n}\n}\n post {\n${post}\n}\n}\n`;

  test.each([
    ['after a failure', "failure {\nsh 'echo'\necho currentBuild.result\n}", "printf '%s\\n' FAILURE"],
    ['after a success', 'success {\necho currentBuild.currentResult\n}', "printf '%s\\n' SUCCESS"],
    ['in the end', 'cleanup {\necho currentBuild.currentResult\n}', 'printf \'%s\\n\' "$_current_result"'],
    [
      'what runs after a failure writes it down',
      'always {\necho currentBuild.currentResult\n}',
      '_build_result=FAILURE',
    ],
  ])('%s', (_, post, expected) => {
    expect(
      convertedTasks(stages(post))
        .map(({ properties }) => properties?.bash_command ?? '')
        .join('\n'),
    ).toContain(expected);
  });

  test('in a stage nothing has failed yet', () => {
    const source = pipeline(
      "if (currentBuild.currentResult == 'SUCCESS' && currentBuild.result == null) {\necho 'fine'\n}",
    );
    expect(inFolder((folder) => runConverted(source, folder))).toEqual({ output: 'fine\n', status: 0 });
  });
});
