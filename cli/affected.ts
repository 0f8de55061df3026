import path from 'node:path';
import { holdsComposite } from '../workflow/composites';
import type { Wishes } from '../workflow/project';
import { type Meaning, meaningOf, sameMeaning } from './affected/meaning';
import { reasonsOf, type Situation } from './affected/reasons';
import { type AffectedWorkflow, reportAffected } from './affected/report';
import { filesOfRevision, readRevision } from './affected/revision';
import { workflowsOf } from './affected/sources';
import { EXIT, type Result, reportFailures } from './failure';
import { findWorkflows, type SourceFile } from './files';
import type { CommandIo } from './io';
import type { AffectedOptions } from './options';
import { filesOnDisk, openProjects, type Projects } from './project';

/**
 * `dagport affected`: lists the workflows whose DAG is another one than at a commit, and why; gives the exit code. Both sides are
 * built, so that a change which makes no difference is none.
 */
export async function affectedCommand(io: CommandIo, options: AffectedOptions): Promise<number> {
  const { cwd } = io;
  const fail = (result: Result<never>): number =>
    result.ok ? EXIT.fine : reportFailures(io, result.failures, options.json);
  const revision = await readRevision(cwd, options.since);
  if (!revision.ok) return fail(revision);
  const [now, then] = [openProjects(cwd), openProjects(cwd, filesOfRevision(revision.value, filesOnDisk(cwd)))];
  const found = await findWorkflows(options.paths, cwd, now);
  const old = await workflowsOf(revision.value, options.paths, cwd, then);
  // A folder that has no workflow any more, or none yet, is no mistake here.
  const gone = !found.ok && old.length > 0 && found.failures.every(({ code }) => GONE.has(code));
  if (!found.ok && !gone) return fail(found);
  const current = found.ok ? found.value.filter(({ text }) => !holdsComposite(text)) : [];
  const wishes: Wishes = {
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.airflow === undefined ? {} : { airflow: options.airflow }),
  };
  const after = await situationsOf(current, now, wishes);
  if (!after.ok) return fail(after);
  // Git knows nothing of files outside of its repository: they are taken to be as they were.
  const outside = current.filter((source) => !isInside(path.resolve(cwd, source.path), revision.value.root));
  const before = await situationsOf([...old, ...outside], then, wishes);
  const workflows = compare(before.ok ? before.value : [], after.value, wishes);
  const unaffected = after.value.length - workflows.filter(({ status }) => status !== 'removed').length;
  reportAffected(io, options, {
    commit: revision.value.commit,
    unaffected,
    outside: outside.map((source) => source.path),
    workflows,
  });
  return workflows.some(({ status }) => status === 'broken') ? EXIT.findings : EXIT.fine;
}

function isInside(file: string, root: string): boolean {
  return file.split(path.sep).join('/').startsWith(root);
}

const GONE: ReadonlySet<string> = new Set(['no-workflows', 'missing-file']);

interface Known extends Situation {
  readonly meaning: Meaning;
}

async function situationsOf(
  sources: readonly SourceFile[],
  projects: Projects,
  wishes: Wishes,
): Promise<Result<readonly Known[]>> {
  const known: Known[] = [];
  for (const { path: file, text } of sources) {
    const settings = await projects.settings(file, wishes);
    if (!settings.ok) return settings;
    const project = await projects.of(file);
    known.push({ path: file, text, project, settings: settings.value, meaning: meaningOf(text, settings.value) });
  }
  return { ok: true, value: known };
}

/** Workflows are the same ones if their files have one path, or else if their DAGs have one id: a file may have moved. */
function compare(before: readonly Known[], after: readonly Known[], wishes: Wishes): readonly AffectedWorkflow[] {
  const byPath = new Map(before.map((one) => [one.path, one]));
  const paths = new Set(after.map((one) => one.path));
  const moved = new Map(before.flatMap((one) => (paths.has(one.path) ? [] : [[idOf(one), one] as const])));
  const met = new Set<Known>();
  const affected: AffectedWorkflow[] = [];
  for (const one of after) {
    const old = byPath.get(one.path) ?? moved.get(idOf(one));
    if (old !== undefined) met.add(old);
    const change = changeOf(old, one, wishes);
    if (change !== undefined) affected.push(change);
  }
  for (const one of before) {
    if (!met.has(one)) affected.push({ path: one.path, dagId: idOf(one), status: 'removed', reasons: [] });
  }
  return affected.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function changeOf(old: Known | undefined, now: Known, wishes: Wishes): AffectedWorkflow | undefined {
  const named = { path: now.path, dagId: idOf(now) };
  const { meaning } = now;
  if (old === undefined)
    return meaning.sound
      ? { ...named, status: 'added', reasons: [] }
      : { ...named, status: 'broken', why: meaning.why, reasons: [] };
  if (sameMeaning(old.meaning, meaning)) return undefined;
  const reasons = reasonsOf(old, now, wishes);
  if (!meaning.sound) return { ...named, status: 'broken', why: meaning.why, reasons };
  const before = old.meaning.sound && old.meaning.dagId !== meaning.dagId ? { before: old.meaning.dagId } : {};
  return { ...named, status: old.meaning.sound ? 'changed' : 'mended', ...before, reasons };
}

/** The id of the DAG; of a workflow that cannot be built, the name of its file. */
function idOf({ meaning, path: file }: Known): string {
  return meaning.sound ? meaning.dagId : path.basename(file).replace(/(?:\.workflow)?\.ya?ml$/, '');
}
