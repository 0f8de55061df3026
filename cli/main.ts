import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { EXIT } from './failure';
import type { CommandIo } from './io';
import { run } from './program';

// When run from its source dagport has no bundle: `define` of the build replaces this by its place.
const here = import.meta.url;

function commandIo(): CommandIo {
  const asks = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return {
    cwd: process.cwd(),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    color: wantsColor(),
    ...(process.stdout.isTTY ? { width: process.stdout.columns } : {}),
    environment: process.env,
    showsProgress: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    ...(asks ? { ask } : {}),
    ...(here.endsWith('.cjs') ? { bundle: fileURLToPath(here) } : {}),
    stdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/** Colours on a terminal, unless `NO_COLOR` forbids (no-color.org) or `FORCE_COLOR` decides. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb' && (NO_COLOR === undefined || NO_COLOR === '');
}

/** A mistake of dagport itself: everything that a user can do wrong is told without an exception. */
function reportMistake(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`dagport: this is a mistake of dagport itself, please report it\n${text}\n`);
  process.exitCode = 3;
}

async function main(): Promise<void> {
  // A reader that closes the pipe early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`dagport: the standard output cannot be written: ${error.message}\n`);
    process.exit(EXIT.cannotRun);
  });
  process.exitCode = await run(process.argv.slice(2), commandIo());
}

async function work(): Promise<void> {
  const { checkInWorker } = await import('./lint/worker');
  await checkInWorker();
}

if (isMainThread) main().catch(reportMistake);
else void work();
