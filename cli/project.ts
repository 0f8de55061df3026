import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { CheckContext } from '../workflow/check';
import { readProjectCatalogue } from '../workflow/composites';
import { imageEntry, type PlanOptions } from '../workflow/plan';
import { type ProjectFile, readProject } from '../workflow/read';
import { builtInFiles } from './data';
import type { Failure, Result } from './failure';
import { readFolder, readSource } from './files';

/** The name of the file that holds a project's configuration; it stands in the working folder. */
const PROJECT_FILE = 'dagport.yaml';

/** The configuration of the project in a folder; nothing where it has none. */
async function findProject(cwd: string): Promise<Result<ProjectFile | undefined>> {
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
export function checkContext({ catalogue, composites, images, backend }: PlanOptions): CheckContext {
  const projectImages = new Set(images?.keys() ?? []);
  return {
    catalogue,
    projectImages,
    ...(composites === undefined ? {} : { composites }),
    ...(backend === undefined ? {} : { backend }),
  };
}

/** All that the workflows of the project in a folder are planned with, for an environment. */
export async function projectSettings(cwd: string, environment: string | undefined): Promise<Result<PlanOptions>> {
  const project = await findProject(cwd);
  if (!project.ok) return project;
  const settings = environmentOf(project.value, environment);
  if (!settings.ok) return settings;
  const files = await catalogueFiles(project.value?.catalogue ?? [], cwd);
  if (!files.ok) return files;
  const { catalogue, composites, problems } = readProjectCatalogue(builtInFiles(), files.value);
  const failures = problems.map(({ path: file, message, range }): Failure => {
    const line =
      range === undefined ? '' : `:${(files.value.get(file) ?? '').slice(0, range.start).split('\n').length}`;
    return { kind: 'usage', code: 'project-catalogue', message: `${file}${line}: ${message}` };
  });
  if (failures.length > 0) return { ok: false, failures };
  return { ok: true, value: { ...settings.value, catalogue, composites } };
}

/** The files of the catalogue's folders, path → text. A folder that leads out of the project by a link is refused. */
async function catalogueFiles(folders: readonly string[], cwd: string): Promise<Result<ReadonlyMap<string, string>>> {
  const files = new Map<string, string>();
  const failures: Failure[] = [];
  const root = await realpath(cwd);
  for (const folder of folders) {
    const place = await realpath(path.join(cwd, folder)).catch(() => undefined);
    if (place === undefined || !place.startsWith(root + path.sep)) {
      const message = `${PROJECT_FILE}: the folder "${folder}" of "catalogue" is not there, or not inside the project`;
      failures.push({ kind: 'usage', code: 'project-catalogue', message });
      continue;
    }
    for (const result of await readFolder(path.join(cwd, folder), cwd)) {
      if (result.ok) files.set(result.value.path, result.value.text);
      else failures.push(...result.failures);
    }
  }
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value: files };
}

/** What a project and the chosen environment say about images and containers. An unknown environment is a wrong call. */
function environmentOf(
  project: ProjectFile | undefined,
  chosen: string | undefined,
): Result<Omit<PlanOptions, 'catalogue' | 'composites'>> {
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
