// `npm run bench:servers`: dagport's built server beside yaml-language-server with the published schema, through the protocol, in
// the same run. Milliseconds on the clock and, in brackets, of the server's main thread, which other work on the machine does
// not change much: these are held against the budgets of DESIGN §8, as many times over as this machine is slower than theirs.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { indexLines, positionAt } from '../text/range';
import { type ServerProcess, startServer } from './servers/process';
import { QUESTIONS, type Session } from './servers/questions';
import { workflowText } from './workflow';

const RIVAL = 'yaml-language-server@1.25.0';
const root = process.cwd();

/** Installed on demand; no script of it is run. */
function installRival(): string {
  const folder = path.join(root, '.cache', 'bench', 'yaml-language-server');
  const command = path.join(folder, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
  if (existsSync(command)) return command;
  mkdirSync(folder, { recursive: true });
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...flags, RIVAL], { stdio: 'ignore' });
  return command;
}

/** Milliseconds on the clock, and of the server's main thread. */
interface Time {
  readonly wall: number;
  readonly cpu: number;
}

interface Measured {
  readonly open: Time;
  /** By the name of the question. */
  readonly answers: ReadonlyMap<string, Time>;
  readonly resident: number;
}

async function measure(name: string, command: readonly string[], operators: number): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dagport-servers-'));
  const uri = pathToFileURL(path.join(folder, 'bench.workflow.yaml')).href;
  const text = workflowText(operators);
  writeFileSync(path.join(folder, 'bench.workflow.yaml'), text);
  const server = await startServer(command, folder, root);
  try {
    let published = (): void => {};
    server.connection.onNotification('textDocument/publishDiagnostics', () => published());
    const found = (act: () => Promise<void>): Promise<void> =>
      new Promise((resolve) => {
        published = resolve;
        void act();
      });
    const languageId = name === 'dagport' ? 'dagport-workflow' : 'yaml';
    const open = await timed(server, () =>
      found(() =>
        server.connection.sendNotification('textDocument/didOpen', {
          textDocument: { uri, languageId, version: 1, text },
        }),
      ),
    );
    const session = sessionOf(server, { uri, text, operators }, found);
    const answers = new Map<string, Time>();
    for (const question of QUESTIONS) {
      if (question.ours !== undefined && name !== 'dagport') continue;
      answers.set(question.name, await medianOf(server, runsOf(operators, name), (run) => question.ask(session, run)));
    }
    return { open, answers, resident: await server.resident() };
  } finally {
    await server.end();
    rmSync(folder, { recursive: true });
  }
}

/** Twenty, as the budgets mean; the other server takes seconds for one answer. */
function runsOf(operators: number, name: string): number {
  return name === 'dagport' ? 20 : operators >= 10_000 ? 2 : 8;
}

function sessionOf(
  { connection }: ServerProcess,
  document: Pick<Session, 'uri' | 'text' | 'operators'>,
  found: (act: () => Promise<void>) => Promise<void>,
): Session {
  const { uri } = document;
  let { text } = document;
  let version = 1;
  return {
    ...document,
    connection,
    edited: ({ at, length, text: inserted }) =>
      found(() => {
        const lines = indexLines(text);
        const range = { start: positionAt(lines, at), end: positionAt(lines, at + length) };
        text = text.slice(0, at) + inserted + text.slice(at + length);
        version++;
        return connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range, text: inserted }],
        });
      }),
  };
}

async function timed(server: ServerProcess, act: () => Promise<unknown>): Promise<Time> {
  const [before, cpu] = [performance.now(), server.mainThread()];
  await act();
  return { wall: performance.now() - before, cpu: server.mainThread() - cpu };
}

/** After some runs that only warm up. The system counts a thread's time at its ticks, so their mean is taken. */
async function medianOf(server: ServerProcess, runs: number, act: (run: number) => Promise<unknown>): Promise<Time> {
  const warmUp = (runs >> 2) << 1;
  for (let run = 0; run < warmUp; run++) await act(run);
  const times: Time[] = [];
  for (let run = 0; run < runs; run++) times.push(await timed(server, () => act(run)));
  return { wall: median(times.map(({ wall }) => wall)), cpu: times.reduce((sum, { cpu }) => sum + cpu, 0) / runs };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Milliseconds of processor time of a bare parse, median of ten. */
function bareParse(operators: number): number {
  const text = workflowText(operators);
  const times: number[] = [];
  for (let run = 0; run < 14; run++) {
    const started = process.cpuUsage();
    parseAllDocuments(text);
    const { user, system } = process.cpuUsage(started);
    if (run >= 4) times.push((user + system) / 1_000);
  }
  return median(times);
}

/** On the machine of the budgets `yaml` reads 1,000 operators in so many milliseconds. */
const MEASURE_OF_BUDGETS = 66;

/** Megabytes. */
const RESIDENT: Readonly<Record<number, number>> = { 1000: 130, 10000: 350 };

async function main(): Promise<void> {
  const given = (process.argv[2] ?? '10,100,1000,10000').split(',').map(Number);
  const rival = process.argv.includes('--alone') ? undefined : installRival();
  const scale = bareParse(1_000) / MEASURE_OF_BUDGETS;
  console.log(
    `\`yaml\` reads 1,000 operators in ${(scale * MEASURE_OF_BUDGETS).toFixed(0)} ms of a processor here: budgets count ${scale.toFixed(2)} times.\n`,
  );
  for (const operators of given) {
    const bare = bareParse(operators);
    const ours = await measure('dagport', [path.join(root, 'dist', 'server.cjs'), '--stdio'], operators);
    const theirs =
      rival === undefined ? undefined : await measure('yaml-language-server', [rival, '--stdio'], operators);
    console.log(`| ${operators.toLocaleString('en')} operators | budget | dagport | yaml-language-server |`);
    console.log('|---|---|---|---|');
    row('open → findings, first', operators >= 1_000 ? 1.5 * bare : undefined, ours.open, theirs?.open);
    for (const { name, budget, budgetOf10000 } of QUESTIONS) {
      const allowed = operators === 1_000 ? budget : operators === 10_000 ? budgetOf10000 : undefined;
      const scaled = allowed === undefined ? undefined : allowed * scale;
      row(name, scaled, ours.answers.get(name), theirs?.answers.get(name));
    }
    const allowed = RESIDENT[operators];
    const over = allowed !== undefined && ours.resident > allowed ? ' OVER' : '';
    console.log(
      `| resident after GC | ${allowed ?? ''} | ${ours.resident.toFixed(0)} MB${over} | ${theirs === undefined ? '' : `${theirs.resident.toFixed(0)} MB`} |\n`,
    );
  }
}

function row(name: string, budget: number | undefined, ours: Time | undefined, theirs: Time | undefined): void {
  const over = budget !== undefined && ours !== undefined && ours.cpu > budget ? ' OVER' : '';
  console.log(`| ${name} | ${budget?.toFixed(0) ?? ''} | ${shown(ours)}${over} | ${shown(theirs)} |`);
}

function shown(time: Time | undefined): string {
  return time === undefined ? '' : `${time.wall.toFixed(1)} (${time.cpu.toFixed(1)})`;
}

void main();
