import { parentPort, workerData } from 'node:worker_threads';
import { openProjects } from '../project';
import type { WorkerAnswer, WorkerTask } from './check-all';
import { checkSource } from './check-source';
import { lintSettings } from './settings';

/** Answers are sent in groups: each message costs more than the check of a small file. */
const ANSWERS_AT_ONCE = 50;

/** Checks the files that this worker was started with. */
export async function checkInWorker(): Promise<void> {
  const { cwd, wishes, sources }: WorkerTask = workerData;
  const settings = lintSettings(cwd, openProjects(cwd), wishes);
  let answers: WorkerAnswer[] = [];
  for (const [index, source] of sources.entries()) {
    const context = await settings.of(source.path);
    // Settings that cannot be had are told by who started the worker: it asks for the same.
    if (context.ok) answers.push({ index, diagnostics: await checkSource(source, context.value.check) });
    if (answers.length === ANSWERS_AT_ONCE || index === sources.length - 1) {
      parentPort?.postMessage(answers);
      answers = [];
    }
  }
}
