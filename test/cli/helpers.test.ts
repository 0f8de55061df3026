import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CommandIo } from '../../cli/io';
import { run } from '../../cli/program';
import { checkJenkinsfile } from '../../converters/from-jenkins';
import { findProgram } from '../programs';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

/** Calls the command line with a person at the terminal, who gives these answers. */
async function withAnswers(cwd: string, args: readonly string[], answers: readonly string[]): Promise<string> {
  const left = [...answers];
  let shown = '';
  const io: CommandIo = {
    cwd,
    stdout: (text) => {
      shown += text;
    },
    stderr: () => {},
    color: false,
    stdin: async () => new Uint8Array(),
    ask: async (question) => {
      shown += question;
      return left.shift() ?? '';
    },
  };
  expect(await run(args, io)).toBe(0);
  expect(left).toEqual([]);
  return shown;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

describe('init', () => {
  test('writes a project in which nothing is found, and that can be built', async () => {
    const folder = await folderWith({});
    const { code, stdout } = await dagport(folder, [
      'init',
      '--airflow',
      '2.11',
      '--ci',
      'github,gitlab,jenkins,pre-commit',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('wrote workflows/first.workflow.yaml\n');
    expect(await filesOf(folder)).toEqual([
      '.github/workflows/dagport.yml',
      '.gitlab-ci.yml',
      '.pre-commit-config.yaml',
      'Jenkinsfile',
      'dagport.yaml',
      'workflows/first.workflow.yaml',
    ]);
    expect(await dagport(folder, ['lint', '.', 'dagport.yaml'])).toMatchObject({
      code: 0,
      stdout: 'Nothing found in 2 files.\n',
    });
    expect((await dagport(folder, ['fmt', '.', '--check'])).code).toBe(0);
    const built = await dagport(folder, ['build', 'workflows', '-o', 'dags']);
    expect(built.stdout).toContain('for Airflow 2.11');
  });

  test('asks a person, again where the answer is none', async () => {
    const folder = await folderWith({});
    const shown = await withAnswers(folder, ['init', 'new'], ['4', '2.11', 'hudson', 'gitlab']);
    expect(shown).toContain('"4" is neither 3.3 nor 2.11.');
    expect(await readFile(path.join(folder, 'new/dagport.yaml'), 'utf8')).toContain('airflow: "2.11"');
    expect(await filesOf(folder)).toEqual([
      'new/.gitlab-ci.yml',
      'new/dagport.yaml',
      'new/workflows/first.workflow.yaml',
    ]);
  });

  test('takes what is usual where nobody is there', async () => {
    const folder = await folderWith({});
    await dagport(folder, ['init']);
    expect(await readFile(path.join(folder, 'dagport.yaml'), 'utf8')).toContain('airflow: "3.3"');
    expect(await filesOf(folder)).toEqual(['dagport.yaml', 'workflows/first.workflow.yaml']);
  });

  test('never overwrites', async () => {
    const folder = await folderWith({ 'dagport.yaml': 'mine', Jenkinsfile: 'mine' });
    const { stdout } = await dagport(folder, ['init', '--ci', 'jenkins']);
    expect(stdout).toContain('left dagport.yaml, which is there already\n');
    expect(await readFile(path.join(folder, 'dagport.yaml'), 'utf8')).toBe('mine');
    expect(await readFile(path.join(folder, 'Jenkinsfile'), 'utf8')).toBe('mine');
  });

  test('refuses another CI', async () => {
    const { code, stderr } = await dagport(await folderWith({}), ['init', '--ci', 'hudson']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed are github')]);
  });

  test('its snippets are sound: YAML, and a Jenkinsfile that Jenkins takes', async () => {
    const folder = await folderWith({});
    await dagport(folder, ['init', '--ci', 'github,gitlab,jenkins,pre-commit']);
    const text = async (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
    expect(parse(await text('.github/workflows/dagport.yml')).jobs.lint.steps).toHaveLength(4);
    expect(parse(await text('.gitlab-ci.yml')).dagport.script).toHaveLength(2);
    expect(parse(await text('.pre-commit-config.yaml')).repos[0].hooks).toHaveLength(2);
    expect(checkJenkinsfile(await text('Jenkinsfile'))).toEqual([]);
  });
});

describe('types', () => {
  test('lists all, as text and as JSON that follows its schema', async () => {
    const folder = await folderWith({});
    const text = await dagport(folder, ['types']);
    expect(text.stdout).toMatch(/^bash +operator +Runs a shell command/m);
    const output = JSON.parse((await dagport(folder, ['types', '--json'])).stdout);
    expectToFollow('types-output', output);
    expect(output.types.length).toBe(text.stdout.split('\n').length - 1);
    const bash = output.types.find((type: { name: string }) => type.name === 'bash');
    expect(bash).toMatchObject({
      aliases: ['BashOperator'],
      classPath: 'airflow.providers.standard.operators.bash.BashOperator',
      provider: 'standard',
    });
    expect(bash.parameters[0]).toEqual({ name: 'bash_command', type: 'text', required: true, templated: true });
  });

  test('one by any of its names, with all that it takes', async () => {
    const folder = await folderWith({});
    const output = JSON.parse((await dagport(folder, ['types', 'BashOperator', '--json'])).stdout);
    expectToFollow('types-output', output);
    const names = output.types[0].parameters.map(({ name }: { name: string }) => name);
    expect(names[0]).toBe('bash_command');
    expect(names).toContain('retries');
    expect(new Set(names).size).toBe(names.length);
    const text = await dagport(folder, ['types', 'bash']);
    expect(text.stdout).toBe((await dagport(folder, ['explain', 'bash'])).stdout);
  });

  test('of a project, too', async () => {
    const own = 'kind: operator\nname: greet\nclass: own.Greet\nprovider: own\nsummary: Greets.\nparameters: {}\n';
    const folder = await folderWith({ 'dagport.yaml': 'catalogue: [types]\n', 'types/greet.yaml': own });
    expect((await dagport(folder, ['types', 'greet'])).stdout).toContain('Greets.');
  });

  test('as they are on another Airflow, by option and by configuration', async () => {
    const count = async (files: Record<string, string>, ...options: readonly string[]): Promise<number> => {
      const { stdout } = await dagport(await folderWith(files), ['types', 'ApprovalOperator', '--json', ...options]);
      return JSON.parse(stdout).types?.length ?? 0;
    };
    expect(await count({})).toBe(1);
    expect(await count({}, '--airflow', '2.11')).toBe(0);
    expect(await count({ 'dagport.yaml': 'airflow: "2.11"\n' })).toBe(0);
    expect(await count({ 'dagport.yaml': 'airflow: "2.11"\n' }, '--airflow', '3.3')).toBe(1);
  });

  test('one with other parameters than its class beside that class', async () => {
    const folder = await folderWith({});
    const typeOf = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
      const output = JSON.parse((await dagport(folder, ['types', name, '--json'])).stdout);
      expectToFollow('types-output', output);
      return output.types[0];
    };
    const classPath = 'airflow.providers.google.cloud.operators.dataproc.DataprocCreateClusterOperator';
    const [view, own] = [await typeOf('dataproc_cluster_create'), await typeOf(classPath)];
    const names = ({ parameters }: Readonly<Record<string, unknown>>): readonly string[] =>
      (parameters as readonly { readonly name: string }[]).map(({ name }) => name);
    expect(view).toMatchObject({ classPath: null, builds: classPath });
    expect(own).toMatchObject({ classPath });
    expect(names(view)).toContain('num_workers');
    expect(names(own)).not.toContain('num_workers');
  });

  test('what is wrong with the configuration comes first', async () => {
    const { code, stderr } = await dagport(await folderWith({ 'dagport.yaml': 'catalogue: [nowhere]\n' }), ['types']);
    expect(code).toBe(2);
    expect(stderr).toContain('dagport.yaml:1:13: The folder "nowhere" is not there');
  });

  test('an unknown one', async () => {
    const { code, stdout } = await dagport(await folderWith({}), ['types', 'bahs', '--json']);
    expect(code).toBe(2);
    expectToFollow('error-output', JSON.parse(stdout));
    expect(JSON.parse(stdout).error.message).toContain('Did you mean "bash"?');
  });
});

describe('doctor', () => {
  test('says what counts and why', async () => {
    const folder = await folderWith({
      'dagport.yaml': 'root: true\nenvironments: {test: {container: docker}}\ndefault_environment: test\n',
      'sub/dagport.yaml': 'airflow: "2.11"\n',
    });
    const { code, stdout } = await dagport(path.join(folder, 'sub'), ['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dagport +\d+\.\d+\.\d+ \(from its source\)$/m);
    expect(stdout).toMatch(/^configuration +dagport\.yaml \(the nearest from here upwards\)$/m);
    expect(stdout).toMatch(/dagport\.yaml \(counts where the ones before it say nothing; a root\)$/m);
    expect(stdout).toMatch(/^Airflow +2\.11 \(by the configuration\)$/m);
    expect(stdout).toMatch(/^environment +test$/m);
    expect(stdout).toMatch(/^catalogue +\d+ tasks, /m);
    expect(stdout.endsWith('Nothing is wrong.\n')).toBe(true);
  });

  test('and what is wrong', async () => {
    const folder = await folderWith({ 'dagport.yaml': 'airflw: "2.11"\n' });
    const { code, stdout } = await dagport(folder, ['doctor']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('wrong: dagport.yaml:1:1: "airflw" is no key')]);
  });
});

describe('completion', () => {
  /** What a shell offers behind a line; nothing where the shell is not there. */
  const shells: readonly (readonly [string, string, (line: string, script: string) => readonly string[]])[] = [
    [
      'bash',
      'bash',
      (line, script) => [
        '-c',
        `source ${script}; COMP_WORDS=(${line.replace(/ $/, " ''")}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _dagport; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
    ],
    ['fish', 'fish', (line, script) => ['-c', `source ${script}; complete -C ${JSON.stringify(line)}`]],
    ['zsh', 'zsh', (line, script) => ['-fc', ZSH_PROBE, line, script]],
  ];

  // zsh completes only at a prompt: a pseudo terminal shows it one, and the list it prints is read back.
  const ZSH_PROBE = `
    zmodload zsh/zpty
    zpty probe zsh -fi
    zpty -w probe "PS1=; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source $1; zstyle ':completion:*' list-prompt ''; LISTMAX=10000; setopt no_always_last_prompt; print -r READY"
    zpty -r probe seen '*READY*READY*'
    zpty -w -n probe "$0"$'\\t\\t'
    sleep 2
    while zpty -r -t probe part; do print -rn -- "$part"; done
    zpty -d probe
  `;

  describe.each(shells)('%s', (shell, name, call) => {
    const program = findProgram({ names: [name], packages: [name] });

    test.skipIf(program === undefined).each([
      ['dagport li', ['lint']],
      ['dagport lint --for', ['--format']],
      ['dagport lint --format s', ['sarif']],
      ['dagport lint --only unknown-ty', ['unknown-type']],
      ['dagport explain oozie-cy', ['oozie-cycle']],
      ['dagport explain sqs_se', ['sqs_sensor']],
      ['dagport types list_o', ['list_object_generator']],
      ['dagport init --airflow 2', ['2.11']],
      ['dagport completion z', ['zsh']],
    ])(
      '%s',
      async (line, expected) => {
        const folder = await folderWith({});
        const { stdout, code } = await dagport(folder, ['completion', shell]);
        expect(code).toBe(0);
        const script = path.join(folder, 'completion');
        await writeFile(script, stdout);
        const offered = execFileSync(program ?? '', call(line, script), { cwd: folder, encoding: 'utf8' });
        for (const word of expected) expect(offered).toContain(word);
        expect(offered).not.toContain('unknown-alias');
      },
      20_000,
    );
  });

  test('of no other shell', async () => {
    const { code, stderr } = await dagport(await folderWith({}), ['completion', 'tcsh']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish')]);
  });
});
