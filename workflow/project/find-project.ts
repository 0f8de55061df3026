import type { Catalogue, Providers } from '../../schemas';
import type { Diagnostic } from '../../text/diagnostic';
import { didYouMean } from '../../text/nearest';
import { folderOf } from '../../text/path';
import type { Range } from '../../text/range';
import type { Composites } from '../composites';
import { PLUGIN_FOLDERS, type Plugin } from '../plugins';
import { type Configuration, type ConfigurationFile, combined } from './configuration';
import { findPackage } from './packages';
import { type ProjectCatalogueProblem, readProjectCatalogue } from './project-catalogue';
import { CONFIGURATION_RULE, readConfiguration } from './read-configuration';

/** The name of the files in which a project keeps what its workflows share. */
export const CONFIGURATION_NAME = 'dagport.yaml';

/**
 * What is read of the world: absolute paths, or URIs, with `/` between their parts; those of folders end with a slash.
 * A face gives it, so that files and an editor's folders are read alike.
 */
export interface ProjectFiles {
  /** The text of a file; nothing where it cannot be read. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** The YAML files below a folder, in order of path; nothing where it is not there, or leads out of `within` by a link. */
  readonly listYaml: (folder: string, within: string) => Promise<readonly string[] | undefined>;
  /** The path of a file, written as one that is relative to a folder. */
  readonly resolve: (folder: string, relative: string) => string;
  /** The folder above a folder; nothing above the last one. */
  readonly parent: (folder: string) => string | undefined;
  /** The folder of the virtual environment that is active, where one is. */
  readonly virtualEnvironment?: string | undefined;
  /** A path as people read it. */
  readonly shown: (path: string) => string;
  /** The path of a file below a folder, relative to it, as people write it; nothing of one that is elsewhere. */
  readonly below: (folder: string, path: string) => string | undefined;
}

/** What the workflows of a folder share. One value for all folders that share it. */
export interface Project {
  /** The configurations that count, the nearest one last; each after those that it extends. */
  readonly layers: readonly ConfigurationLayer[];
  readonly configuration: Configuration;
  /** The types that dagport brings, and those of the project. */
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  /** The files of its catalogue, path → text, those of packages first. */
  readonly ownTypes: ReadonlyMap<string, string>;
  /** Which of these files packages bring. */
  readonly ofPackages: ReadonlySet<string>;
  /** The plugins of boundary-layer whose types it uses. */
  readonly plugins: readonly Plugin[];
  /** What is wrong with the files of its catalogue and of its plugins. */
  readonly problems: readonly ProjectCatalogueProblem[];
  /** The files and folders on which all of this depends. */
  readonly dependencies: ReadonlySet<string>;
}

/** A configuration, and the folder that its paths start from. */
export interface ConfigurationLayer {
  readonly folder: string;
  readonly file: ConfigurationFile;
  /** The path of a file below that folder, as the patterns of the configuration see it. */
  readonly below: (path: string) => string | undefined;
}

/** Finds the projects of folders, each once. */
export interface ProjectFinder {
  /** The project of the workflows in a folder. */
  find(folder: string): Promise<Project>;
  /** The same where it was found before; nothing else. */
  known(folder: string): Project | undefined;
}

export interface ProjectInputs {
  readonly files: ProjectFiles;
  /** The catalogue that dagport brings, path → text. */
  readonly builtIn: ReadonlyMap<string, string>;
  /** The classes of the official packages. */
  readonly providers?: Providers;
  /** The ids of all rules that a configuration may name. */
  readonly ruleIds: ReadonlySet<string>;
}

export function createProjectFinder(inputs: ProjectInputs): ProjectFinder {
  const chains = new Map<string, Promise<Chain>>();
  const projects = new Map<Chain, Promise<Project>>();
  const found = new Map<string, Project>();
  const chainOf = (folder: string): Promise<Chain> => {
    const known = chains.get(folder);
    if (known !== undefined) return known;
    const chain = readChain(folder, inputs, chainOf);
    chains.set(folder, chain);
    return chain;
  };
  return {
    async find(folder) {
      const before = found.get(folder);
      if (before !== undefined) return before;
      const chain = await chainOf(folder);
      const project = projects.get(chain) ?? readProject(chain, inputs);
      projects.set(chain, project);
      found.set(folder, await project);
      return project;
    },
    known: (folder) => found.get(folder),
  };
}

/** The configurations of a folder and those above it. Folders without one share the chain of the folder above. */
interface Chain {
  readonly layers: readonly ConfigurationLayer[];
  /** Files that were looked for, whether they are there or not. */
  readonly looked: readonly string[];
}

const NOTHING: Chain = { layers: [], looked: [] };

async function readChain(
  folder: string,
  inputs: ProjectInputs,
  chainOf: (folder: string) => Promise<Chain>,
): Promise<Chain> {
  const path = `${folder}${CONFIGURATION_NAME}`;
  const text = await inputs.files.readText(path);
  const parent = inputs.files.parent(folder);
  const above = async (): Promise<Chain> => (parent === undefined ? NOTHING : chainOf(parent));
  if (text === undefined) return above();
  const own = await readLayers(path, text, inputs, []);
  const root = own.at(-1)?.file.root === true;
  const { layers, looked } = root ? NOTHING : await above();
  return { layers: [...layers, ...own], looked: [...looked, path, ...own.map((layer) => layer.path)] };
}

interface ReadLayer extends ConfigurationLayer {
  readonly path: string;
}

/** A configuration after those that it extends. `way`: the paths of those that led to it. */
async function readLayers(
  path: string,
  text: string,
  inputs: ProjectInputs,
  way: readonly string[],
): Promise<readonly ReadLayer[]> {
  const { files, ruleIds } = inputs;
  const file = readConfiguration(files.shown(path), text, ruleIds);
  const folder = folderOf(path);
  const layers: ReadLayer[] = [];
  const problems: Diagnostic[] = [];
  for (const { text: relative, range } of file.extends) {
    const target = files.resolve(folder, relative);
    const base = await readBase(target, inputs, [...way, path]);
    if (typeof base === 'string') {
      problems.push(problemAt(range, `"${relative}" ${base}`));
    } else layers.push(...base);
  }
  const below = (other: string): string | undefined => files.below(folder, other);
  return [...layers, { path, folder, below, file: { ...file, problems: [...file.problems, ...problems] } }];
}

/** People extend one or two; a way this long is a circle through links. */
const LONGEST_WAY = 20;

/** The layers of a configuration that another one extends, or what is wrong with it. */
async function readBase(
  path: string,
  inputs: ProjectInputs,
  way: readonly string[],
): Promise<readonly ReadLayer[] | string> {
  if (way.includes(path)) return 'extends this file in turn: one of them has to stand alone.';
  if (way.length > LONGEST_WAY) return `is extended over more than ${LONGEST_WAY} files.`;
  const text = await inputs.files.readText(path);
  return text === undefined ? 'is no file that can be read.' : readLayers(path, text, inputs, way);
}

function problemAt(range: Range, message: string): Diagnostic {
  return { rule: CONFIGURATION_RULE, severity: 'error', message, range };
}

async function readProject(chain: Chain, inputs: ProjectInputs): Promise<Project> {
  const { looked } = chain;
  const own = new Map<string, string>();
  const ofPackages = new Map<string, string>();
  const folders: string[] = [];
  const plugins: Plugin[] = [];
  const layers: ConfigurationLayer[] = [];
  const configuration = combined(chain.layers.map(({ file }) => file));
  for (const layer of chain.layers) {
    const problems: Diagnostic[] = [];
    for (const { text, range, package: reference } of layer.file.catalogue) {
      if (reference !== undefined) {
        const { looked: places, found, problem } = await findPackage(reference, layer.folder, inputs.files);
        folders.push(...places);
        if (problem !== undefined) problems.push(problemAt(range, problem));
        const files = found === undefined ? undefined : await readFolder(found.place, found.within, inputs);
        for (const { shown, text: content } of files ?? []) ofPackages.set(shown, content);
        continue;
      }
      const place = inputs.files.resolve(layer.folder, `${text}/`);
      folders.push(place);
      const files = await readFolder(place, layer.folder, inputs);
      if (files === undefined)
        problems.push(problemAt(range, `The folder "${text}" is not there, or leads out of the project by a link.`));
      for (const { shown, text: content } of files ?? []) own.set(shown, content);
    }
    for (const { name, folder, priority } of layer.file.plugins) {
      const place = inputs.files.resolve(layer.folder, `${folder.text}/`);
      folders.push(place);
      const files = await readFolder(place, layer.folder, inputs);
      const typed = (files ?? []).flatMap(({ below, shown, text }) => {
        const kind = PLUGIN_FOLDERS.find((known) => below?.startsWith(`${known}/`));
        return kind === undefined ? [] : [{ folder: kind, path: shown, text }];
      });
      if (files === undefined)
        problems.push(
          problemAt(folder.range, `The folder "${folder.text}" is not there, or leads out of the project by a link.`),
        );
      else if (typed.length === 0) {
        const message = `The folder "${folder.text}" has no types in it: they stand in ${PLUGIN_FOLDERS.join('/, ')}/ below the "configs_path" of a plugin.`;
        problems.push(problemAt(folder.range, message));
      }
      plugins.push({ name, priority, files: typed });
    }
    problems.push(...unknownEnvironment(layer, configuration));
    layers.push({ ...layer, file: { ...layer.file, problems: [...layer.file.problems, ...problems] } });
  }
  const ownTypes = new Map([...ofPackages, ...own]);
  const names = new Set([...ofPackages.keys()].filter((path) => !own.has(path)));
  const read = readProjectCatalogue(inputs.builtIn, ownTypes, inputs.providers, plugins, names);
  const dependencies = new Set([...looked, ...folders]);
  return { layers, configuration, ...read, ownTypes, ofPackages: names, plugins, dependencies };
}

/** The environment that counts where none is named has to be one that this configuration or another one defines. */
function unknownEnvironment({ file }: ConfigurationLayer, { environments }: Configuration): readonly Diagnostic[] {
  const standard = file.defaultEnvironment;
  if (standard === undefined || environments.has(standard.text)) return [];
  return [
    problemAt(
      standard.range,
      `There is no environment "${standard.text}".${didYouMean(standard.text, environments.keys())}`,
    ),
  ];
}

interface FileInFolder {
  readonly shown: string;
  /** Its path relative to the folder. */
  readonly below: string | undefined;
  readonly text: string;
}

async function readFolder(
  folder: string,
  within: string,
  { files }: ProjectInputs,
): Promise<readonly FileInFolder[] | undefined> {
  const paths = await files.listYaml(folder, within);
  if (paths === undefined) return undefined;
  const texts = await Promise.all(paths.map(files.readText));
  return paths.flatMap((path, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ shown: files.shown(path), below: files.below(folder, path), text }];
  });
}
