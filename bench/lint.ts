import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from '../cli/program';
import { medianTime } from './measure';
import { workflowText } from './workflow';

/**
 * Speed of `dagport lint`: a corpus cold and warm against a bare parse of the same files, the whole process for one small
 * file, how it grows, and beside actionlint on a GitHub workflow of the same size.
 */
export async function lintBench(root: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dagport-bench-'));
  try {
    for (const corpus of corporaOf(root)) await measureCorpus(root, folder, corpus);
    wholeProcess(root, folder);
    growth(root, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Files that are linted together. */
interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
}

/** The workflows of a folder that is given, else 400 of everyday sizes and 400 made from the examples. */
function corporaOf(root: string): readonly Corpus[] {
  const given = process.env.DAGPORT_BENCH_CORPUS;
  if (given !== undefined) return [{ name: given, texts: textsIn(given, /\.ya?ml$/) }];
  const sizes = [5, 10, 20, 50];
  const everyday = Array.from({ length: 400 }, (_, index) => workflowText(sizes[index % sizes.length] ?? 5));
  const examples = textsIn(path.join(root, 'examples'), /\.workflow\.yaml$/);
  const many = Array.from({ length: 400 }, (_, index) => examples[index % examples.length] ?? '');
  return [
    { name: 'workflows of 5 to 50 operators', texts: numbered(everyday) },
    { name: 'the examples, which show every construct there is', texts: numbered(many) },
  ];
}

function textsIn(folder: string, names: RegExp): readonly string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => names.test(name));
  return found.map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

/** No two of them are the same DAG. */
function numbered(texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => text.replace(/^name: *(.*)$/m, `name: $1_${index}`));
}

async function measureCorpus(root: string, folder: string, { name, texts }: Corpus): Promise<void> {
  const place = mkdtempSync(path.join(folder, 'corpus-'));
  for (const [index, text] of texts.entries()) writeFileSync(path.join(place, `${index}.workflow.yaml`), text);
  // The composites that some of the examples use.
  cpSync(path.join(root, 'examples', 'composites', 'catalogue'), path.join(place, 'catalogue'), { recursive: true });
  cpSync(path.join(root, 'examples', 'composites', 'dagport.yaml'), path.join(place, 'dagport.yaml'));
  const bare = await medianTimeOf(async () => {
    for (const text of texts) parseAllDocuments(text);
  }, 9);
  const cold = await medianTimeOf(() => lint(place, []), 9);
  await lint(place, ['--cache']);
  const warm = await medianTimeOf(() => lint(place, ['--cache']), 5);
  console.log(`lint of ${texts.length} files, ${Math.round(texts.join('').length / 1000)} KB: ${name}`);
  console.log(`  bare parse  ${bare.toFixed(0)} ms`);
  console.log(`  cold        ${cold.toFixed(0)} ms, ${(cold / bare).toFixed(2)} x a bare parse`);
  processes(root, place);
  console.log(`  warm        ${warm.toFixed(0)} ms, ${(cold / warm).toFixed(1)} x faster than cold`);
}

/** The same as people have it, each run in a process of its own, less what it takes to start. */
function processes(root: string, place: string): void {
  const yaml = JSON.stringify(path.join(root, 'node_modules', 'yaml'));
  const parse = `const { readdirSync, readFileSync } = require('node:fs'); const { parseAllDocuments } = require(${yaml});
for (const name of readdirSync('.')) if (name.endsWith('.workflow.yaml')) parseAllDocuments(readFileSync(name, 'utf8'));`;
  const bundle = path.join(root, 'dist', 'dagport.cjs');
  const bare = processorTime(['-e', parse], place) - processorTime(['-e', `require(${yaml})`], place);
  const ours = processorTime([bundle, 'lint', '.'], place) - processorTime([bundle, '--version'], place);
  console.log(
    `  in a process of its own  ${ours.toFixed(0)} ms, ${(ours / bare).toFixed(2)} x a bare parse in one (${bare.toFixed(0)} ms)`,
  );
}

/** Milliseconds of processor time of a whole Node process, over all its threads; the median of nine. */
function processorTime(args: readonly string[], cwd: string): number {
  const report = `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\n' + (user + system)); });`;
  const hook = path.join(cwd, '..', 'report.cjs');
  writeFileSync(hook, report);
  const times = Array.from({ length: 9 }, () => {
    const { stderr } = spawnSync(process.execPath, ['--require', hook, ...args], { cwd, encoding: 'utf8' });
    return Number(stderr.split('\n').at(-1)) / 1000;
  });
  return times.sort((a, b) => a - b)[4] ?? 0;
}

async function lint(folder: string, args: readonly string[]): Promise<void> {
  const nothing = (): void => {};
  const io = { cwd: folder, stdout: nothing, stderr: nothing, color: false, stdin: async () => new Uint8Array() };
  await run(['lint', '.', ...args], io);
}

/** Milliseconds of processor time, which other work on the machine changes less than the time on the clock. */
async function medianTimeOf(work: () => Promise<void>, runs: number): Promise<number> {
  await work();
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const started = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function wholeProcess(root: string, folder: string): void {
  const bundle = path.join(root, 'dist', 'dagport.cjs');
  writeFileSync(path.join(folder, 'small.workflow.yaml'), workflowText(10));
  const start = (args: readonly string[]): number =>
    medianTime(() => spawnSync(process.execPath, args, { cwd: folder }), 11);
  console.log('whole process');
  console.log(`  bare node               ${start(['-e', '0']).toFixed(0)} ms`);
  console.log(`  dagport --version       ${start([bundle, '--version']).toFixed(0)} ms`);
  console.log(`  lint of one small file  ${start([bundle, 'lint', 'small.workflow.yaml']).toFixed(0)} ms`);
}

/** Beside actionlint, where it is on the PATH or can be installed with Go. */
function growth(root: string, folder: string): void {
  const bundle = path.join(root, 'dist', 'dagport.cjs');
  const actionlint = findActionlint(root);
  console.log(
    `one file, whole process${actionlint === undefined ? '; actionlint is not there' : ', and actionlint on a GitHub workflow of that size'}`,
  );
  for (const operators of [100, 1_000, 10_000]) {
    const text = workflowText(operators);
    writeFileSync(path.join(folder, 'one.workflow.yaml'), text);
    const ours = medianTime(
      () => spawnSync(process.execPath, [bundle, 'lint', 'one.workflow.yaml'], { cwd: folder }),
      5,
    );
    const line = `  ${String(operators).padStart(6)} operators, ${Math.round(text.length / 1000)} KB  ${ours.toFixed(0)} ms`;
    if (actionlint === undefined) {
      console.log(line);
      continue;
    }
    writeFileSync(path.join(folder, 'actions.yml'), githubWorkflow(text.length));
    const args = ['-shellcheck=', '-pyflakes=', 'actions.yml'];
    const theirs = medianTime(() => spawnSync(actionlint, args, { cwd: folder }), 5);
    console.log(`${line}; actionlint ${theirs.toFixed(0)} ms, ${(ours / theirs).toFixed(1)} x`);
  }
}

/** actionlint of the cache, made there with Go's own proxy where it is missing. */
function findActionlint(root: string): string | undefined {
  const place = path.join(root, '.cache', 'actionlint');
  const binary = path.join(place, 'actionlint');
  if (spawnSync(binary, ['-version']).status === 0) return binary;
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  mkdirSync(place, { recursive: true });
  const env = { ...process.env, GOBIN: place };
  execFileSync('go', ['install', 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'], { env, stdio: 'inherit' });
  return binary;
}

/** A workflow of GitHub Actions in which nothing is wrong, of about so many characters. */
function githubWorkflow(size: number): string {
  const head = 'on: push\njobs:\n';
  const jobs: string[] = [];
  for (let length = head.length, index = 0; length < size; index++) {
    const needs = index === 0 ? '' : `    needs: [job-${index - 1}]\n`;
    const job = `  job-${index}:\n    runs-on: ubuntu-latest\n${needs}    env:\n      TABLE: table_${index}\n    steps:\n      - run: load table_${index} --day "\${{ github.sha }}"\n`;
    jobs.push(job);
    length += job.length;
  }
  return head + jobs.join('');
}
