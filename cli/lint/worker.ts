import { parentPort, workerData } from 'node:worker_threads';
import { openProjects } from '../project';
import { nextOf, type WorkerAnswer, type WorkerTask } from './check-all';
import { checkSource } from './check-source';
import { lintSettings } from './settings';

/** Answers are sent in groups: each message costs more than the check of a small file. */
const ANSWERS_AT_ONCE = 50;

/** Checks files of those that this worker was started with, as long as there are any that nobody has taken. */
export async function checkInWorker(): Promise<void> {
  const { cwd, wishes, sources, queue }: WorkerTask = workerData;
  const settings = lintSettings(cwd, openProjects(cwd), wishes);
  let answers: WorkerAnswer[] = [];
  for (let index = nextOf(queue); index !== undefined; index = nextOf(queue)) {
    const source = sources[index];
    if (source === undefined) continue;
    const context = await settings.of(source.path);
    // Settings that cannot be had are told by who started the worker: it asks for the same.
    if (context.ok) answers.push({ index, diagnostics: await checkSource(source, context.value.check) });
    if (answers.length < ANSWERS_AT_ONCE) continue;
    parentPort?.postMessage(answers);
    answers = [];
  }
  parentPort?.postMessage(answers);
}
