import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../text/diagnostic';
import { folderOf } from '../text/path';
import { indexLines, positionAt } from '../text/range';
import { RULE_FACTS } from '../workflow/check';
import {
  CONFIGURATION_NAME,
  createProjectFinder,
  isExcluded,
  isNamedWorkflow,
  type Project,
  type ProjectCatalogueProblem,
  type ProjectFiles,
  settingsFor,
  type UnknownEnvironment,
  type Wishes,
  type WorkflowSettings,
} from '../workflow/project';
import { builtInFiles, builtInProviders } from './data';
import type { Failure, Result } from './failure';
import { decode, listYaml, readBytes, relativePath } from './files';
import type { LintedFile } from './reporters';

/** The configurations (`dagport.yaml`) of the files that a command reads, each read once. */
export interface Projects {
  /** The project of a file; its path is relative to the working folder. */
  readonly of: (file: string) => Promise<Project>;
  /** All that a file is checked, planned and built with. A configuration that cannot be understood is a failure. */
  readonly settings: (file: string, wishes: Wishes) => Promise<Result<WorkflowSettings>>;
  /**
   * The path of a file as its project names it: from the folder of the outermost configuration. So what is made of it is the
   * same from wherever dagport is started.
   */
  readonly nameInProject: (file: string) => Promise<string>;
}

/** `files`: another world than that of the disk, a commit of git. */
export function openProjects(cwd: string, files: ProjectFiles = filesOnDisk(cwd)): Projects {
  const ruleIds = new Set(RULE_FACTS.map((rule) => rule.id));
  const finder = createProjectFinder({ files, builtIn: builtInFiles(), providers: builtInProviders(), ruleIds });
  const projectOf = (file: string): Promise<Project> => finder.find(folderOf(absolutePath(cwd, file)));
  return {
    of: projectOf,
    async settings(file, wishes) {
      const project = await projectOf(file);
      const failures = projectFailures(project);
      if (failures.length > 0) return { ok: false, failures };
      return settingsOrFailure(project, absolutePath(cwd, file), wishes);
    },
    async nameInProject(file) {
      const { layers } = await projectOf(file);
      const names = layers.flatMap((layer) => layer.below(absolutePath(cwd, file)) ?? []);
      return names.reduce((longest, name) => (name.length > longest.length ? name : longest), names[0] ?? file);
    },
  };
}

/** Is a file the configuration of a project, by its name? */
export function isConfiguration(file: string): boolean {
  return path.basename(file) === CONFIGURATION_NAME;
}

/**
 * What is wrong with the configurations and catalogues of these files, as files of a report. One in which nothing is
 * wrong is among them where it is one of these files.
 */
export async function lintConfigurations(
  projects: Projects,
  sources: readonly { readonly path: string }[],
): Promise<readonly LintedFile[]> {
  const named = new Set(sources.map((source) => source.path));
  const found = new Map<string, LintedFile>();
  for (const project of new Set(await Promise.all(sources.map((source) => projects.of(source.path))))) {
    for (const { file } of project.layers) {
      const { path: shown, text, lines, problems } = file;
      if (problems.length > 0 || named.has(shown))
        found.set(shown, { path: shown, text, lines, diagnostics: problems });
    }
    for (const problem of project.problems) {
      const file = catalogueFinding(problem, found.get(problem.path)?.diagnostics ?? []);
      if (!named.has(file.path)) found.set(file.path, file);
    }
  }
  return [...found.values()];
}

function catalogueFinding(problem: ProjectCatalogueProblem, others: readonly Diagnostic[]): LintedFile {
  const { path: shown, text, message, severity = 'error' } = problem;
  const { range = { start: 0, end: Math.min(1, text.length) } } = problem;
  const diagnostic: Diagnostic = { rule: 'project-catalogue', severity, message, range };
  return { path: shown, text, lines: indexLines(text), diagnostics: [...others, diagnostic] };
}

/** Is a file that was found in a folder to be left alone? */
export function leavesAlone(project: Project, cwd: string, file: string): boolean {
  return isExcluded(project, absolutePath(cwd, file));
}

/** Does a configuration say that a file is a workflow? */
export function namesWorkflow(project: Project, cwd: string, file: string): boolean {
  return isNamedWorkflow(project, absolutePath(cwd, file));
}

function settingsOrFailure(project: Project, file: string, wishes: Wishes): Result<WorkflowSettings> {
  const settings = settingsFor(project, file, wishes);
  return 'unknownEnvironment' in settings
    ? { ok: false, failures: [environmentFailure(settings)] }
    : { ok: true, value: settings };
}

/** Says that an environment is unknown, and which there are. */
export function environmentFailure({ unknownEnvironment, known }: UnknownEnvironment): Failure {
  const hint = known.length > 0 ? `There are ${known.join(', ')}.` : 'Environments stand in dagport.yaml.';
  const message = `there is no environment "${unknownEnvironment}"`;
  return { kind: 'usage', code: 'unknown-environment', message, hint };
}

/** What is wrong with the files of a project: its configurations and its catalogue. */
export function projectFailures({ layers, problems }: Project): readonly Failure[] {
  const inConfigurations = layers.flatMap(({ file }) =>
    file.problems.map(({ rule, range, message }): Failure => {
      const { line, character } = positionAt(file.lines, range.start);
      return { kind: 'usage', code: rule, message: `${file.path}:${line + 1}:${character + 1}: ${message}` };
    }),
  );
  const inCatalogue = problems.flatMap(({ path: file, message, text, range, severity }): readonly Failure[] => {
    if (severity !== undefined) return [];
    const line = range === undefined ? undefined : positionAt(indexLines(text), range.start).line;
    const place = line === undefined ? file : `${file}:${line + 1}`;
    return [{ kind: 'usage', code: 'project-catalogue', message: `${place}: ${message}` }];
  });
  return [...inConfigurations, ...inCatalogue];
}

/** Absolute, with `/` between its parts. */
export function absolutePath(cwd: string, file: string): string {
  return withSlashes(path.resolve(cwd, file));
}

function withSlashes(file: string): string {
  return file.split(path.sep).join('/');
}

export function filesOnDisk(cwd: string): ProjectFiles {
  return {
    async readText(file) {
      const bytes = await readBytes(file).catch(() => undefined);
      return bytes === undefined ? undefined : decode(bytes);
    },
    async listYaml(folder, within) {
      const [place, root] = await Promise.all([folder, within].map((one) => realpath(one).catch(() => undefined)));
      if (place === undefined || root === undefined || leadsOut(path.relative(root, place))) return undefined;
      return (await listYaml(folder)).map(withSlashes);
    },
    resolve: (folder, relative) => {
      const resolved = withSlashes(path.resolve(folder, relative));
      return relative.endsWith('/') ? `${resolved}/` : resolved;
    },
    parent(folder) {
      const above = withSlashes(path.dirname(folder));
      if (above === folder || `${above}/` === folder) return undefined;
      return above.endsWith('/') ? above : `${above}/`;
    },
    virtualEnvironment:
      process.env.VIRTUAL_ENV === undefined ? undefined : `${withSlashes(path.resolve(process.env.VIRTUAL_ENV))}/`,
    shown: (file) => relativePath(file, cwd),
    below: (folder, file) => (file.startsWith(folder) ? file.slice(folder.length) : undefined),
  };
}

function leadsOut(relative: string): boolean {
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
}
