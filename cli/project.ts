import { access } from 'node:fs/promises';
import path from 'node:path';
import type { CheckContext } from '../workflow/check';
import { imageEntry, type PlanOptions } from '../workflow/plan';
import { type ProjectFile, readProject } from '../workflow/read';
import type { Failure, Result } from './failure';
import { readSource } from './files';

/** The name of the file that holds a project's configuration; it stands in the working folder. */
const PROJECT_FILE = 'dagport.yaml';

/** The configuration of the project in a folder; nothing where it has none. */
export async function findProject(cwd: string): Promise<Result<ProjectFile | undefined>> {
  const there = await access(path.join(cwd, PROJECT_FILE)).then(
    () => true,
    () => false,
  );
  if (!there) return { ok: true, value: undefined };
  const source = await readSource(PROJECT_FILE, cwd);
  if (!source.ok) return source;
  const project = readProject(PROJECT_FILE, source.value.text);
  const failures = project.problems.map((problem): Failure => {
    const line = source.value.text.slice(0, problem.range.start).split('\n').length;
    return { kind: 'usage', code: problem.rule, message: `${PROJECT_FILE}:${line}: ${problem.message}` };
  });
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value: project };
}

/** What a check is given of the settings that are built with. */
export function checkContext({ catalogue, images, backend }: PlanOptions): CheckContext {
  const projectImages = new Set(images?.keys() ?? []);
  return { catalogue, projectImages, ...(backend === undefined ? {} : { backend }) };
}

/** What a project and the chosen environment say about images and containers. An unknown environment is a wrong call. */
export function environmentOf(
  project: ProjectFile | undefined,
  chosen: string | undefined,
): Result<Omit<PlanOptions, 'catalogue'>> {
  const images = new Map([...(project?.images ?? [])].map(([name, node]) => [name, imageEntry(node)]));
  const environment = chosen ?? project?.defaultEnvironment;
  if (environment === undefined) return { ok: true, value: { images } };
  const backend = project?.environments.get(environment);
  if (backend !== undefined) return { ok: true, value: { images, environment, backend } };
  const known = [...(project?.environments.keys() ?? [])];
  const hint =
    known.length > 0 ? `It knows ${known.join(', ')}.` : `Environments stand in ${PROJECT_FILE} in the working folder.`;
  const message = `there is no environment "${environment}"`;
  return { ok: false, failures: [{ kind: 'usage', code: 'unknown-environment', message, hint }] };
}
