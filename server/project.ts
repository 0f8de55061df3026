import type { Catalogue, Providers } from '../schemas';
import type { Diagnostic } from '../text/diagnostic';
import { folderOf } from '../text/path';
import { RULE_FACTS } from '../workflow/check';
import { type Composites, NO_COMPOSITES } from '../workflow/composites';
import type { PlanOptions } from '../workflow/plan';
import {
  CONFIGURATION_NAME,
  createProjectFinder,
  type Project,
  type ProjectFiles,
  readConfiguration,
  settingsFor,
  type Wishes,
  type WorkflowSettings,
} from '../workflow/project';

/** Of a change of any of these a client has to tell: workflows, and what projects say. */
export const WATCHED_PATTERN = '**/*.{yaml,yml}';

/** What the server reads of an editor's folders. */
export interface Files {
  /** The text of a file by its URI; nothing where it cannot be read. */
  readonly readText: (uri: string) => Promise<string | undefined>;
  /** The URIs of the YAML files below a folder, in order; nothing where it is not there, or leads out of `within` by a link. */
  readonly listYaml: (uri: string, within: string) => Promise<readonly string[] | undefined>;
  /** The URIs of the workflows below a folder, told by their names. */
  readonly listWorkflows: (uri: string) => Promise<readonly string[]>;
  /** The URIs of what may be legacy definitions, told by their names: right in a folder, or anywhere below it. */
  readonly listLegacy: (folder: string, below: boolean) => Promise<readonly string[]>;
  /** The URI of the folder of the virtual environment that is active, where one is. */
  readonly virtualEnvironment?: string | undefined;
}

/** The configurations of the documents of an editor, as they are now: others are read where one of their files changes. */
export interface Projects {
  /** Reads what the project of a document says; nothing where that is done. */
  ready(uri: string): Promise<unknown> | undefined;
  /** Those that were read so far. */
  known(): readonly Project[];
  /** The project of a document, once it is read. */
  of(uri: string): Project | undefined;
  /** May a change of a file change what projects say? */
  dependOn(uri: string): boolean;
  /** What the editor's settings say; what a project says wins over it. */
  readonly wishes: Wishes;
}

export interface ProjectSources {
  readonly files: Files;
  /** The catalogue that dagport brings, path → text. */
  readonly builtIn: ReadonlyMap<string, string>;
  /** The classes of the official packages. */
  readonly providers: Providers | undefined;
  readonly wishes: Wishes;
}

const RULE_IDS: ReadonlySet<string> = new Set(RULE_FACTS.map((rule) => rule.id));

/** @param found Called when a project was read. */
export function openProjects({ files, builtIn, providers, wishes }: ProjectSources, found?: () => void): Projects {
  const official = providers === undefined ? {} : { providers };
  const finder = createProjectFinder({ files: byUri(files), builtIn, ruleIds: RULE_IDS, ...official });
  const dependencies = new Set<string>();
  const known = new Set<Project>();
  const remember = (project: Project): void => {
    const isNew = !known.has(project);
    known.add(project);
    for (const dependency of project.dependencies) dependencies.add(dependency);
    if (isNew) found?.();
  };
  return {
    wishes,
    ready: (uri) => {
      const folder = folderOf(uri);
      return finder.known(folder) === undefined ? finder.find(folder).then(remember) : undefined;
    },
    known: () => [...known],
    of: (uri) => finder.known(folderOf(uri)),
    dependOn: (uri) =>
      uri.endsWith(`/${CONFIGURATION_NAME}`) ||
      dependencies.has(uri) ||
      [...dependencies].some((folder) => folder.endsWith('/') && uri.startsWith(folder)),
  };
}

/** No projects at all: for documents that are in none. */
export function noProjects(): Projects {
  return { ready: () => undefined, known: () => [], of: () => undefined, dependOn: () => false, wishes: {} };
}

function byUri({ readText, listYaml, virtualEnvironment }: Files): ProjectFiles {
  return {
    readText,
    listYaml,
    virtualEnvironment,
    resolve: (folder, relative) => resolved(folder, relative.split('/').map(encodeURIComponent).join('/')) ?? '',
    parent: (folder) => {
      const above = resolved(folder, '..');
      return above === folder ? undefined : above;
    },
    shown: (uri) => pathOf(uri),
    below: (folder, uri) => (uri.startsWith(folder) ? decoded(uri.slice(folder.length)) : undefined),
  };
}

/** A URI that is relative to another one; nothing where that has no folders, as that of a text in no file. */
function resolved(base: string, relative: string): string | undefined {
  return URL.canParse(relative, base) ? new URL(relative, base).href : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no escapes after all
  }
}

/** The path of a URI, for messages; of a document that is in no file, its name. */
export function pathOf(uri: string): string {
  return URL.canParse(uri) ? decoded(new URL(uri).pathname) : uri;
}

/**
 * Can two documents be two files of one project? The other side of a comparison (`git:`) and the preview of a migration stand
 * in other places than files, and show one of them.
 */
export function areTwoFiles(one: string, other: string): boolean {
  return schemeOf(one) === schemeOf(other) && pathOf(one) !== pathOf(other);
}

/** What stands before the first colon of a URI. */
export function schemeOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.indexOf(':')));
}

/** Is a document the configuration of a project? */
export function isConfiguration(uri: string): boolean {
  return uri.endsWith(`/${CONFIGURATION_NAME}`);
}

/** What is wrong with a configuration; with the files that it names only where its text is the one that was read. */
export function configurationProblems(projects: Projects, uri: string, text: string): readonly Diagnostic[] {
  const path = pathOf(uri);
  const layer = projects.of(uri)?.layers.find(({ file }) => file.path === path);
  return layer?.file.text === text ? layer.file.problems : readConfiguration(path, text, RULE_IDS).problems;
}

/** The project of a document; nothing of one that is in none, or whose project is not read yet. */
export function projectOf(projects: Projects, uri: string): DocumentProject | undefined {
  const project = projects.of(uri);
  return project === undefined ? undefined : { project, wishes: projects.wishes };
}

/** A project, and what the editor's settings say beside it. */
export interface DocumentProject {
  readonly project: Project;
  readonly wishes: Wishes;
}

/** All that a document is checked and planned with. What its project says wins over the editor's settings. */
export function settingsOf(builtIn: Catalogue, known: DocumentProject | undefined, uri: string): WorkflowSettings {
  const project = known?.project ?? noProject(builtIn);
  const { environment, airflow } = known?.wishes ?? {};
  const { configuration } = project;
  const fits = configuration.defaultEnvironment === undefined && configuration.environments.has(environment ?? '');
  const wishes: Wishes = {
    ...(fits && environment !== undefined ? { environment } : {}),
    ...(configuration.airflow === undefined && airflow !== undefined ? { airflow } : {}),
  };
  const settings = settingsFor(project, uri, wishes);
  // Only an environment that was wished for can be unknown, and that is one that the project has.
  if ('unknownEnvironment' in settings) throw new Error(`environment ${settings.unknownEnvironment}`);
  return settings;
}

function noProject(catalogue: Catalogue): Project {
  return {
    layers: [],
    configuration: { airflow: undefined, defaultEnvironment: undefined, environments: new Map(), images: new Map() },
    catalogue,
    composites: NO_COMPOSITES,
    ownTypes: new Map(),
    plugins: [],
    ofPackages: new Set(),
    problems: [],
    dependencies: new Set(),
  };
}

/** What a plan is made with: the project's types and images, and its default environment. */
export function planOptions(
  builtIn: Catalogue,
  project: DocumentProject | undefined,
): PlanOptions & { readonly composites: Composites } {
  const { plan } = settingsOf(builtIn, project, '');
  return { ...plan, composites: project?.project.composites ?? NO_COMPOSITES };
}
