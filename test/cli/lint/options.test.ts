import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from '../captured';

const GOOD = 'name: good\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
const BAD = `name: bad
operators:
- {name: load, type: bahs, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [laod], properties: {bash_command: publish, retries: "3"}}
`;

/** The rules of what `lint` finds in a folder, as its JSON has them. */
async function rulesFound(folder: string, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await dagport(folder, ['lint', ...args, '--format', 'json']);
  const { files } = JSON.parse(stdout);
  return files.flatMap((file: { diagnostics: { rule: string }[] }) => file.diagnostics.map(({ rule }) => rule));
}

const ALL = ['unknown-type', 'unknown-dependency', 'wrong-parameter-type'];

describe('which rules are reported', () => {
  test.each([
    ['all', [], ALL],
    ['only one', ['--only', 'unknown-type'], ['unknown-type']],
    [
      'several, by commas and options',
      ['--only', 'unknown-type,unknown-dependency', '--only', 'wrong-parameter-type'],
      ALL,
    ],
    ['not one', ['--skip', 'unknown-type'], ALL.slice(1)],
    ['not a category', ['--skip', 'correctness'], []],
    ['a category but for one', ['--only', 'correctness', '--skip', 'unknown-type'], ALL.slice(1)],
  ])('%s', async (_, args, rules) => {
    expect(await rulesFound(await folderWith({ 'bad.yaml': BAD }), ['bad.yaml', ...args])).toEqual(rules);
  });

  test('a misspelt rule is no clean file', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    const { code, stderr } = await dagport(folder, ['lint', 'bad.yaml', '--only', 'unknown-typ']);
    expect(code).toBe(2);
    expect(stderr).toContain('no rule and no category "unknown-typ". Did you mean "unknown-type"');
  });

  test('a suppression of a rule that is not reported is not unused', async () => {
    const text = GOOD.replace('type: bash', 'type: own  # dagport-ignore unknown-type: ours').replace(
      ', properties',
      '\n  ,properties',
    );
    const folder = await folderWith({ 'x.yaml': text });
    expect(await rulesFound(folder, ['x.yaml', '--skip', 'unknown-type'])).toEqual([]);
  });
});

describe('several forms at once, to files', () => {
  test('each --output-file belongs to the --format before it', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    const args = [
      '--format',
      'sarif',
      '--output-file',
      'out/x.sarif',
      '--format',
      'concise',
      '--format',
      'junit',
      '--output-file',
      'x.xml',
    ];
    const { stdout, code } = await dagport(folder, ['lint', 'bad.yaml', ...args]);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(/^bad\.yaml:3:22: error: "bahs" is no type .* \(unknown-type\) \[\*\]$/);
    expect(JSON.parse(await readFile(path.join(folder, 'out/x.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(await readFile(path.join(folder, 'x.xml'), 'utf8')).toContain('<testsuites');
  });

  test('a file before its form, and a file without one', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    await dagport(folder, ['lint', 'bad.yaml', '--output-file', 'a.json', '--format', 'json']);
    await dagport(folder, ['lint', 'bad.yaml', '--output-file', 'a.txt', '--color', 'always']);
    expect(JSON.parse(await readFile(path.join(folder, 'a.json'), 'utf8')).version).toBe(1);
    expect(await readFile(path.join(folder, 'a.txt'), 'utf8')).toMatch(/^bad\.yaml:3:22 error unknown-type\n/);
  });

  test('a file that cannot be written', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    const { code, stderr } = await dagport(folder, [
      'lint',
      'bad.yaml',
      '--format',
      'json',
      '--output-file',
      'bad.yaml/x',
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('"bad.yaml/x" cannot be written');
  });
});

describe('colours', () => {
  test.each([
    ['as the terminal has it', [], false],
    ['always', ['--color', 'always'], true],
    ['never', ['--color=never'], false],
    ['auto', ['--color', 'auto'], false],
  ])('%s', async (_, args, isColoured) => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    const { stdout } = await dagport(folder, ['lint', 'bad.yaml', ...args]);
    expect(stdout.includes('\u001b[')).toBe(isColoured);
  });

  test('another word is refused', async () => {
    const { code, stderr } = await dagport(await folderWith({}), ['lint', '.', '--color', 'some']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are auto, always, never')]);
  });
});

describe('fixes that are only shown, or of the standard input', () => {
  test('--diff changes nothing, and what it prints can be applied', async () => {
    const folder = await folderWith({ 'a/bad.yaml': BAD, 'good.yaml': GOOD });
    const { code, stdout, stderr } = await dagport(folder, ['lint', 'a/bad.yaml', 'good.yaml', '--diff']);
    expect([code, stderr]).toEqual([1, '--fix would change 1 file.\n']);
    expect(await readFile(path.join(folder, 'a/bad.yaml'), 'utf8')).toBe(BAD);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: stdout });
    expect(await readFile(path.join(folder, 'a/bad.yaml'), 'utf8')).toBe(
      BAD.replace('bahs', 'bash').replace('"3"', '3'),
    );
    expect(await dagport(folder, ['lint', 'a/bad.yaml', '--diff'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing to fix.\n',
    });
  });

  test('proposals, too', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    const { stdout } = await dagport(folder, ['lint', 'bad.yaml', '--diff', '--unsafe-fixes']);
    expect(stdout).toContain('upstream_dependencies: [load]');
  });

  test('of one rule', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    await dagport(folder, ['lint', 'bad.yaml', '--fix', '--only', 'unknown-type']);
    expect(await readFile(path.join(folder, 'bad.yaml'), 'utf8')).toBe(BAD.replace('bahs', 'bash'));
  });

  test('the standard input comes out fixed, with what is left beside it', async () => {
    const { code, stdout, stderr } = await dagport(await folderWith({}), ['lint', '-', '--fix'], BAD);
    expect(stdout).toBe(BAD.replace('bahs', 'bash').replace('"3"', '3'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('unknown-dependency')]);
  });
});

describe('a baseline', () => {
  const run = (folder: string, ...args: readonly string[]) =>
    dagport(folder, ['lint', 'bad.yaml', '--baseline', 'b.json', ...args]);

  test('accepts what is found when it is written, and reports what is new', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    expect(await run(folder)).toEqual({
      code: 0,
      stdout: 'Nothing found in 1 file.\n',
      stderr: 'Wrote b.json: 3 findings are accepted from now on.\n',
    });
    const moved = `# a comment\n\n${BAD}- {name: third, type: bash, upstream_dependencies: [nobody], properties: {bash_command: x}}\n`;
    await writeFile(path.join(folder, 'bad.yaml'), moved);
    const { code, stdout, stderr } = await run(folder, '--format', 'concise');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^bad\.yaml:7:53: error: .*nobody.*\n$/);
  });

  test.each([
    ['lines that moved and were indented', BAD.replace(/^- /gm, '  - ').replace('name: bad', '# x\nname: bad'), []],
    ['a line that was changed elsewhere', BAD.replace('bash_command: publish', 'bash_command: "publish it"'), []],
    ['one that was repaired', BAD.replace('bahs', 'bash'), []],
    [
      'a second one of the kind',
      BAD.replace('operators:\n', 'operators:\n- {name: other, type: bahs, properties: {bash_command: load}}\n'),
      ['unknown-type'],
    ],
  ])('%s', async (_, text, rules) => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    await run(folder);
    await writeFile(path.join(folder, 'bad.yaml'), text);
    expect(await rulesFound(folder, ['bad.yaml', '--baseline', 'b.json'])).toEqual(rules);
  });

  test('is the same from another folder', async () => {
    const folder = await folderWith({ 'flows/bad.yaml': BAD });
    await dagport(folder, ['lint', 'flows', '--baseline', 'flows/b.json']);
    expect(await rulesFound(path.join(folder, 'flows'), ['bad.yaml', '--baseline', 'b.json'])).toEqual([]);
  });

  test('is written anew on request', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD });
    await run(folder);
    await writeFile(path.join(folder, 'bad.yaml'), BAD.replace('bahs', 'other'));
    expect((await run(folder)).code).toBe(1);
    expect((await run(folder, '--update-baseline')).code).toBe(0);
    expect((await run(folder)).code).toBe(0);
  });

  test('that is none is refused', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD, 'b.json': '{"version": 2}' });
    expect(await run(folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('no baseline of dagport') });
  });
});

describe('only what was changed', () => {
  async function repository(): Promise<{ readonly folder: string; readonly git: (...args: string[]) => void }> {
    const folder = await folderWith({
      'a.workflow.yaml': GOOD,
      'b.workflow.yaml': GOOD,
      'catalogue/c.yaml':
        'kind: composite\nname: own\noperators:\n- {name: x, type: bash, properties: {bash_command: x}}\n',
      'sub/dagport.yaml': 'root: true\n',
      'sub/d.workflow.yaml': GOOD,
    });
    const git = (...args: string[]): void => {
      const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
      execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
    };
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'first');
    return { folder, git };
  }

  async function checked(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await dagport(folder, ['lint', '.', '--changed', '--format', 'json', ...args]);
    return JSON.parse(stdout).files.map((file: { path: string }) => file.path);
  }

  test('nothing', async () => {
    const { folder } = await repository();
    expect(await checked(folder)).toEqual([]);
    expect((await dagport(folder, ['lint', '.', '--changed'])).code).toBe(0);
  });

  test('not committed, and not known to git', async () => {
    const { folder } = await repository();
    await writeFile(path.join(folder, 'b.workflow.yaml'), BAD);
    await writeFile(path.join(folder, 'ä new.workflow.yaml'), GOOD);
    expect(await checked(folder)).toEqual(['b.workflow.yaml', 'ä new.workflow.yaml']);
  });

  test('since the branch left another', async () => {
    const { folder, git } = await repository();
    git('checkout', '-qb', 'work');
    await writeFile(path.join(folder, 'b.workflow.yaml'), BAD);
    git('commit', '-qam', 'second');
    git('checkout', '-q', 'main');
    await writeFile(path.join(folder, 'a.workflow.yaml'), BAD);
    git('commit', '-qam', 'on main');
    git('checkout', '-q', 'work');
    expect(await checked(folder, '--since', 'main')).toEqual(['b.workflow.yaml']);
    expect(await checked(folder)).toEqual([]);
  });

  test('what depends on a configuration that was changed', async () => {
    const { folder } = await repository();
    await writeFile(path.join(folder, 'sub/dagport.yaml'), 'root: true\nairflow: "2.11"\n');
    expect(await checked(folder)).toEqual(['sub/d.workflow.yaml']);
  });

  test.each([
    ['a commit that is none', ['--since', 'nowhere'], 'git knows no commit "nowhere"'],
    ['an option for git', ['--since=--output=x'], 'is no commit'],
  ])('%s', async (_, args, message) => {
    const { folder } = await repository();
    const { code, stderr } = await dagport(folder, ['lint', '.', '--changed', ...args]);
    expect([code, stderr]).toEqual([3, expect.stringContaining(message)]);
  });

  test('outside a repository', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': GOOD });
    expect((await dagport(folder, ['lint', '.', '--changed'])).code).toBe(3);
  });
});

describe('the cache', () => {
  test('gives the same, and forgets with the text, the settings and the file', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': GOOD, 'b.workflow.yaml': BAD });
    const cold = await dagport(folder, ['lint', '.', '--cache']);
    expect(existsSync(path.join(folder, '.dagport/cache/.gitignore'))).toBe(true);
    expect(await dagport(folder, ['lint', '.', '--cache'])).toEqual(cold);
    await writeFile(path.join(folder, 'dagport.yaml'), 'rules: {unknown-type: off}\n');
    expect(await rulesFound(folder, ['.', '--cache'])).toEqual(ALL.slice(1));
    await rename(path.join(folder, 'b.workflow.yaml'), path.join(folder, 'c.workflow.yaml'));
    await writeFile(path.join(folder, 'c.workflow.yaml'), BAD.replace('"3"', '3'));
    expect(await rulesFound(folder, ['.', '--cache'])).toEqual(['unknown-dependency']);
    await rm(path.join(folder, 'dagport.yaml'));
    expect(await rulesFound(folder, ['.', '--cache'])).toEqual(['unknown-type', 'unknown-dependency']);
  });

  test('that is broken is written anew', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': BAD, '.dagport/cache/lint.json': '{"tool":' });
    expect(await rulesFound(folder, ['.', '--cache'])).toEqual(ALL);
    expect(JSON.parse(await readFile(path.join(folder, '.dagport/cache/lint.json'), 'utf8')).tool).toMatch(/^\d/);
  });

  test('is really used', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': BAD });
    await dagport(folder, ['lint', '.', '--cache']);
    const place = path.join(folder, '.dagport/cache/lint.json');
    await writeFile(place, (await readFile(place, 'utf8')).replaceAll('unknown-type', 'from-cache'));
    expect(await rulesFound(folder, ['.', '--cache'])).toContain('from-cache');
  });
});

test('statistics count by rule', async () => {
  const folder = await folderWith({ 'bad.yaml': BAD, 'worse.yaml': BAD.replace('"3"', '3').replace('bad', 'worse') });
  expect((await dagport(folder, ['lint', 'bad.yaml', 'worse.yaml', '--statistics'])).stdout).toBe(
    '2  error       unknown-dependency\n2  error   [*] unknown-type\n1  error   [*] wrong-parameter-type\n',
  );
  const json = await dagport(folder, ['lint', 'bad.yaml', '--statistics', '--format', 'json']);
  expect(JSON.parse(json.stdout).summary.errors).toBe(3);
  expect(json.stderr).toContain('unknown-type');
});

test('--explain-file says what is checked and why', async () => {
  const folder = await folderWith({
    'dagport.yaml':
      'airflow: "2.11"\ndefault_environment: test\nenvironments: {test: {container: docker}}\nrules: {unknown-type: warning}\nexclude: [old]\n',
    'a.workflow.yaml': GOOD,
    'b.yaml': GOOD,
    'compose.yaml': 'services: {}\n',
    'old/x.workflow.yaml': GOOD,
    Jenkinsfile: 'pipeline { }',
  });
  const { code, stdout } = await dagport(folder, ['lint', '.', 'Jenkinsfile', '--explain-file']);
  expect(code).toBe(0);
  expect(stdout).toBe(`Jenkinsfile: checked as a Jenkins pipeline, because its name is that of a Jenkins pipeline
a.workflow.yaml: checked as a workflow, because its name ends in .workflow.yaml
  configuration: dagport.yaml
  Airflow: 2.11
  environment: test
  rules: unknown-type warning
b.yaml: checked as a workflow, because it holds nodes with a name and a type
  configuration: dagport.yaml
  Airflow: 2.11
  environment: test
  rules: unknown-type warning
compose.yaml: not checked, because it holds no workflow
dagport.yaml: not checked, because it is checked with the workflows that it is for
old/x.workflow.yaml: not checked, because a configuration leaves it alone
`);
});

describe('options that cannot be meant together', () => {
  test.each([
    ['--watch --fix', 'watch-alone'],
    ['--since main', 'since-without-changed'],
    ['--update-baseline', 'no-baseline'],
    ['--fix --diff', 'fix-or-diff'],
    ['--unsafe-fixes', 'unsafe-fixes-alone'],
    ['--stdin-filename a.workflow.yaml', 'stdin-filename-alone'],
    ['--env nowhere', 'unknown-environment'],
  ])('%s', async (args, code) => {
    const folder = await folderWith({ 'a.yaml': GOOD });
    const outcome = await dagport(folder, ['lint', 'a.yaml', ...args.split(' '), '--format', 'json']);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout).error.code).toBe(code);
  });
});

describe('globs', () => {
  test.each([
    ['below folders', '**/*.yaml', ['a.yaml', 'x/b.yaml']],
    ['of one folder', 'x/*', ['x/b.yaml']],
    ['of names', '{a,c}.yaml', ['a.yaml']],
  ])('%s', async (_, glob, expected) => {
    const folder = await folderWith({
      'a.yaml': GOOD,
      'x/b.yaml': GOOD,
      'x/readme.md': 'x',
      'c.yaml': 'services: {}\n',
    });
    const { stdout } = await dagport(folder, ['lint', glob, '--format', 'json']);
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(expected);
  });

  test('that match nothing', async () => {
    const { code, stderr } = await dagport(await folderWith({}), ['lint', '*.yaml']);
    expect([code, stderr]).toEqual([2, 'dagport: no file matches "*.yaml"\n']);
  });
});
