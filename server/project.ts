import type { Catalogue } from '../schemas';
import { imageEntry, type PlanOptions } from '../workflow/plan';
import { type ProjectFile, readProject } from '../workflow/read';

/** The file in which a project keeps what its workflows share. */
export const PROJECT_FILE = 'dagport.yaml';

/** The text of a file by its URI; nothing where it cannot be read. */
export type ReadText = (uri: string) => Promise<string | undefined>;

/** The projects of an editor's folders, by the URI of the folder with a slash at its end. */
export type Projects = ReadonlyMap<string, ProjectFile>;

export async function loadProjects(folders: readonly string[], readText: ReadText): Promise<Projects> {
  const projects = new Map<string, ProjectFile>();
  for (const folder of folders) {
    const base = folder.endsWith('/') ? folder : `${folder}/`;
    const text = await readText(`${base}${PROJECT_FILE}`);
    if (text !== undefined) projects.set(base, readProject(PROJECT_FILE, text));
  }
  return projects;
}

/** The project of a document: that of the innermost folder that holds it. */
export function projectOf(projects: Projects, uri: string): ProjectFile | undefined {
  let innermost = '';
  for (const folder of projects.keys()) {
    if (uri.startsWith(folder) && folder.length > innermost.length) innermost = folder;
  }
  return projects.get(innermost);
}

/** What a plan is made with: the project's images and its default environment. */
export function planOptions(catalogue: Catalogue, project: ProjectFile | undefined): PlanOptions {
  const images = new Map([...(project?.images ?? [])].map(([name, node]) => [name, imageEntry(node)]));
  const environment = project?.defaultEnvironment;
  const backend = environment === undefined ? undefined : project?.environments.get(environment);
  return backend === undefined || environment === undefined
    ? { catalogue, images }
    : { catalogue, images, environment, backend };
}
