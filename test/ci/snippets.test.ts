import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newFiles } from '../../cli/init/templates';
import { checkJenkinsfile } from '../../converters/from-jenkins';
import { version } from '../../package.json';
import { folderWith } from '../cli/captured';
import { blocksOf } from '../docs/blocks';

const ROOT = path.join(import.meta.dirname, '../..');
const BUNDLE = path.join(ROOT, 'dist/dagport.cjs');
const OURS = `${process.execPath} ${BUNDLE}`;

const GOOD = 'name: good\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
const BAD = 'name: bad\noperators:\n- {name: load, type: bahs, properties: {bash_command: load}}\n';

beforeAll(() => {
  if (!existsSync(BUNDLE)) execFileSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT });
}, 60_000);

function read(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

function shell(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  return spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

describe('the action of GitHub', () => {
  const action = parse(read('action.yml'));
  const [step] = action.runs.steps;

  /** Runs the step as a runner does, with these inputs. */
  function runAction(cwd: string, inputs: Readonly<Record<string, string>>) {
    const env = Object.fromEntries(
      Object.entries<string>(step.env).map(([name, value]) => {
        const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)?.[1] ?? '';
        return [name, inputs[input] ?? String(action.inputs[input].default)];
      }),
    );
    return shell(cwd, step.run, env);
  }

  test('annotates what it finds, and fails', async () => {
    const folder = await folderWith({
      'flows/bad.workflow.yaml': BAD,
      'my flows/b.workflow.yaml': BAD.replace('name: ', 'name: other-'),
    });
    const { status, stdout } = runAction(folder, {
      command: OURS,
      paths: 'flows\nmy flows\n',
      'sarif-file': 'x.sarif',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=flows\/bad\.workflow\.yaml,line=3,/);
    expect(stdout).toContain('::error file=my flows/b.workflow.yaml,line=3,');
    expect(JSON.parse(readFileSync(path.join(folder, 'x.sarif'), 'utf8')).runs[0].results).toHaveLength(2);
  });

  test('takes options, and passes where nothing is found', async () => {
    const folder = await folderWith({ 'bad.workflow.yaml': BAD });
    expect(runAction(folder, { command: OURS, args: '--skip\nunknown-type' })).toMatchObject({ status: 0, stdout: '' });
  });

  test('is of this version', () => expect(action.inputs.version.default).toBe(version));
});

/** What the command needs, as the Dockerfile names it. */
function inImage(): readonly string[] {
  const copied = [...read('Dockerfile').matchAll(/^COPY --from=build (.+) \/dagport\/$/gm)];
  return copied.flatMap(([, list = '']) => list.split(' ')).map((file) => file.replace(/^\/dagport\//, ''));
}

describe('the hooks of pre-commit', () => {
  const hooks: { id: string; entry: string; files: string; language: string }[] = parse(read('.pre-commit-hooks.yaml'));

  test('match workflows', () => {
    for (const { files } of hooks) {
      expect(['a.workflow.yaml', 'x/b.workflow.yml', 'a.yaml'].map((name) => new RegExp(files).test(name))).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  test.each([
    ['dagport-lint', 1, BAD],
    ['dagport-fmt', 0, BAD],
  ])('%s runs', async (id, status, text) => {
    const folder = await folderWith({ 'a.workflow.yaml': GOOD, 'b.workflow.yaml': text });
    const entry = hooks.find((hook) => hook.id === id)?.entry.replace(/^dagport/, OURS);
    expect(shell(folder, `${entry} a.workflow.yaml b.workflow.yaml`).status).toBe(status);
  });

  test('are run by a command that the package brings', () => {
    const { bin, scripts } = parse(read('package.json'));
    expect(bin.dagport).toBe('dist/dagport.cjs');
    expect(scripts.prepack).toContain('build');
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(packed.slice(packed.indexOf('[')));
    const names = files.map((file: { path: string }) => file.path);
    for (const needed of inImage()) expect(names).toContain(needed);
    expect(names.filter((name: string) => /^(?:test|cli|docs)\//.test(name))).toEqual([]);
  });
});

describe('what init writes', () => {
  const files = new Map(
    newFiles('3.3', ['github', 'gitlab', 'jenkins', 'pre-commit']).map(({ path: name, text }) => [name, text]),
  );
  const text = (name: string): string => files.get(name) ?? '';
  const commands: readonly (readonly [string, readonly string[]])[] = [
    [
      'github',
      parse(text('.github/workflows/dagport.yml')).jobs.lint.steps.flatMap(({ run }: { run?: string }) => run ?? []),
    ],
    ['gitlab', parse(text('.gitlab-ci.yml')).dagport.script],
    ['jenkins', [...text('Jenkinsfile').matchAll(/^\s*sh '(.*)'$/gm)].map(([, command = '']) => command)],
  ];

  test.each(commands)('the commands for %s run', async (_, lines) => {
    expect(lines).toHaveLength(2);
    const folder = await folderWith({ 'workflows/a.workflow.yaml': GOOD });
    for (const line of lines) {
      expect(line).toContain(`npx --yes dagport@${version}`);
      const { status, stderr } = shell(folder, line.replace(`npx --yes dagport@${version}`, OURS));
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('dagport:')]);
    }
  });

  test('gitlab and jenkins find what they publish', async () => {
    const folder = await folderWith({ 'workflows/b.workflow.yaml': BAD });
    for (const [, lines] of commands.slice(1)) shell(folder, (lines[0] ?? '').replace(/npx --yes dagport@\S+/, OURS));
    const { artifacts } = parse(text('.gitlab-ci.yml')).dagport;
    const published = JSON.parse(readFileSync(path.join(folder, artifacts.reports.codequality), 'utf8'));
    expect(published).toHaveLength(1);
    const junit = /junit '(.*)'/.exec(text('Jenkinsfile'))?.[1] ?? '';
    expect(readFileSync(path.join(folder, junit), 'utf8')).toContain('<testsuites');
  });

  test('is what the guide shows', () => {
    const blocks = blocksOf(read('docs/ci.md')).map((block) => block.text);
    const bare = (name: string): string =>
      text(name)
        .replace(/^(?:#|\/\/).*\n/, '')
        .trimEnd();
    for (const name of ['.gitlab-ci.yml', 'Jenkinsfile', '.pre-commit-config.yaml'])
      expect(blocks).toContain(bare(name));
    expect(checkJenkinsfile(text('Jenkinsfile'))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  test('holds all that the command needs', async () => {
    const folder = await folderWith({ 'work/b.workflow.yaml': BAD });
    mkdirSync(path.join(folder, 'image'));
    for (const file of inImage()) {
      const source = path.join(ROOT, file);
      copyFileSync(source, path.join(folder, 'image', path.basename(source)));
    }
    const image = path.join(folder, 'image/dagport.cjs');
    const { status, stdout } = spawnSync(process.execPath, [image, 'lint', '.'], {
      cwd: path.join(folder, 'work'),
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, expect.stringContaining('unknown-type')]);
  });

  test('starts the command that it links', () => {
    const link = /^RUN ln -s (\S+) (\S+)$/m.exec(dockerfile);
    expect(inImage().map((file) => `/dagport/${path.basename(file)}`)).toContain(link?.[1]);
    expect(dockerfile).toContain(`ENTRYPOINT ["${path.basename(link?.[2] ?? '')}"]`);
  });

  test('is built of what is in the context', () => {
    const ignored = read('.dockerignore').trim().split('\n');
    for (const needed of ['package.json', 'package-lock.json', 'tools', 'cli']) expect(ignored).not.toContain(needed);
  });
});
