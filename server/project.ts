import type { Catalogue } from '../schemas';
import { type Composites, NO_COMPOSITES, readProjectCatalogue } from '../workflow/composites';
import { imageEntry, type PlanOptions } from '../workflow/plan';
import { type ProjectFile, readProject } from '../workflow/read';

/** The file in which a project keeps what its workflows share. */
export const PROJECT_FILE = 'dagport.yaml';

/** Workflows that are told by their names. */
export const WORKFLOW_PATTERN = '**/*.workflow.{yaml,yml}';

/** What the server reads of an editor's folders. */
export interface Files {
  /** The text of a file by its URI; nothing where it cannot be read. */
  readonly readText: (uri: string) => Promise<string | undefined>;
  /** The URIs of the YAML files below a folder, in order; none where it cannot be read. */
  readonly listYaml: (uri: string) => Promise<readonly string[]>;
  /** The URIs of the workflows below a folder, told by their names. */
  readonly listWorkflows: (uri: string) => Promise<readonly string[]>;
}

/** What the workflows of one folder of the editor share. */
export interface Project {
  readonly file: ProjectFile;
  /** The types that dagport brings, and those of the project. */
  readonly catalogue: Catalogue;
  readonly composites: Composites;
}

/** The projects of an editor's folders, by the URI of the folder with a slash at its end. */
export type Projects = ReadonlyMap<string, Project>;

export async function loadProjects(
  folders: readonly string[],
  files: Files,
  builtIn: ReadonlyMap<string, string>,
): Promise<Projects> {
  const projects = new Map<string, Project>();
  for (const folder of folders) {
    const base = folder.endsWith('/') ? folder : `${folder}/`;
    const text = await files.readText(`${base}${PROJECT_FILE}`);
    if (text === undefined) continue;
    const file = readProject(PROJECT_FILE, text);
    const own = await catalogueFiles(base, file.catalogue, files);
    const { catalogue, composites } = readProjectCatalogue(builtIn, own);
    projects.set(base, { file, catalogue, composites });
  }
  return projects;
}

async function catalogueFiles(
  base: string,
  folders: readonly string[],
  { readText, listYaml }: Files,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const uri of await listYaml(`${base}${folder.split('/').map(encodeURIComponent).join('/')}/`)) {
      const text = await readText(uri);
      if (text !== undefined) found.set(decodeURIComponent(uri.slice(base.length)), text);
    }
  }
  return found;
}

/** Patterns of the files on which projects depend, for a client to watch. */
export function watchedFiles(projects: Projects): readonly string[] {
  const folders = [...projects.values()].flatMap(({ file }) => file.catalogue);
  return [
    `**/${PROJECT_FILE}`,
    WORKFLOW_PATTERN,
    ...[...new Set(folders)].map((folder) => `**/${folder}/**/*.{yaml,yml}`),
  ];
}

/** May a file say something about projects: their configuration, or a file of their catalogues? */
export function isProjectFile(projects: Projects, uri: string): boolean {
  if (uri.endsWith(`/${PROJECT_FILE}`)) return true;
  const folders = [...projects].flatMap(([base, { file }]) => file.catalogue.map((folder) => `${base}${folder}/`));
  return folders.some((folder) => uri.startsWith(encodeURI(folder)));
}

/** The project of a document: that of the innermost folder that holds it. */
export function projectOf(projects: Projects, uri: string): Project | undefined {
  let innermost = '';
  for (const folder of projects.keys()) {
    if (uri.startsWith(folder) && folder.length > innermost.length) innermost = folder;
  }
  return projects.get(innermost);
}

/** What a plan is made with: the project's types and images, and its default environment. */
export function planOptions(
  builtIn: Catalogue,
  project: Project | undefined,
): PlanOptions & { readonly composites: Composites } {
  const { file, catalogue = builtIn, composites = NO_COMPOSITES } = project ?? {};
  const images = new Map([...(file?.images ?? [])].map(([name, node]) => [name, imageEntry(node)]));
  const environment = file?.defaultEnvironment;
  const backend = environment === undefined ? undefined : file?.environments.get(environment);
  return backend === undefined || environment === undefined
    ? { catalogue, composites, images }
    : { catalogue, composites, images, environment, backend };
}
