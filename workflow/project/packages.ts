import { didYouMean } from '../../text/nearest';
import type { ProjectFiles } from './find-project';

/** Where a package of types comes from. Its files are read as data; nothing of it is executed. */
export type PackageSource = 'npm' | 'pip';

/** A package with types, and the folder in it that holds them. */
export interface PackageReference {
  readonly source: PackageSource;
  /** As people install it: `@acme/airflow-types`, `acme-airflow-types`. */
  readonly name: string;
  /** Below the package's own folder, without slashes at its ends. */
  readonly folder: string;
}

/** The folder of a package that holds its types, where its name is all that is said. */
const STANDARD_FOLDER = 'dagport';

const SOURCES: readonly PackageSource[] = ['npm', 'pip'];
const FORM = /^([^/:\\]*):(.*)$/s;
const NAMES: Readonly<Record<PackageSource, RegExp>> = {
  npm: /^(@[a-z0-9~-][\w.~-]*\/[a-z0-9~-][\w.~-]*|[a-z0-9~-][\w.~-]*)(?:\/(.+))?$/,
  pip: /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\/(.+))?$/,
};
const INSIDE = /^[^/:\\]+(?:\/[^/:\\]+)*$/;

/** Has an item of `catalogue` the form of a package (`npm:…`), right or wrong? */
export function namesPackage(text: string): boolean {
  return FORM.test(text);
}

/** An item of `catalogue` as a package: `npm:NAME`, `pip:NAME`, each with or without `/FOLDER`. What is wrong is told in words. */
export function parsePackage(text: string): PackageReference | { readonly problem: string } {
  const [, source = '', rest = ''] = FORM.exec(text) ?? [];
  const known = SOURCES.find((one) => one === source);
  if (known === undefined) {
    const problem = `"${source}" is no place that packages come from: write npm:NAME or pip:NAME.${didYouMean(source, SOURCES)}`;
    return { problem };
  }
  const [, name, folder = STANDARD_FOLDER] = NAMES[known].exec(rest.replace(/\/+$/, '')) ?? [];
  if (name === undefined) return { problem: `"${rest}" is no name of a package of ${known}.` };
  if (!INSIDE.test(folder) || folder.split('/').some((part) => part === '..' || part === '.')) {
    return { problem: `"${folder}" is no folder below that of the package.` };
  }
  return { source: known, name, folder };
}

/** The folder of types of an installed package, or why there is none; and the folders that were looked at. */
export interface PackagePlace {
  readonly looked: readonly string[];
  readonly found?: { readonly place: string; readonly within: string };
  readonly problem?: string;
}

/**
 * Looks a package up as Node and Python do: in the `node_modules`, or in the virtual environment, of the folder of the
 * configuration or of one above it; for pip then in the environment that is active.
 */
export async function findPackage(
  reference: PackageReference,
  folder: string,
  files: ProjectFiles,
): Promise<PackagePlace> {
  const { source, name } = reference;
  const looked: string[] = [];
  for (const within of await placesOf(reference, folder, files)) {
    const place = files.resolve(within, `${reference.folder}/`);
    looked.push(place);
    const found = await files.listYaml(place, within);
    if (found !== undefined && found.length > 0) return { looked, found: { place, within } };
    if (!(await isInstalled(source, within, files))) continue;
    const example = `${source}:${name}/types`;
    const problem = `The package "${name}" has no YAML files in its folder "${reference.folder}". Where its types are elsewhere in it, say so: ${example}.`;
    return { looked, problem };
  }
  const problem =
    source === 'npm'
      ? `The npm package "${name}" is not installed: no folder node_modules here or further up has it.`
      : `The pip package "${name}" is not installed: no virtual environment has it, neither .venv or venv here or further up nor the active one.`;
  return { looked, problem };
}

/** Is there a package at all? One of npm may be a link to another place, as pnpm installs it. */
async function isInstalled(source: PackageSource, within: string, files: ProjectFiles): Promise<boolean> {
  if (source === 'npm') return (await files.readText(files.resolve(within, 'package.json'))) !== undefined;
  return (await files.listYaml(within, files.parent(within) ?? within)) !== undefined;
}

/** Where a package would be, the nearest place first. */
async function placesOf(
  { source, name }: PackageReference,
  start: string,
  files: ProjectFiles,
): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder: string | undefined = start; folder !== undefined; folder = files.parent(folder))
    folders.push(folder);
  if (source === 'npm') return folders.map((folder) => files.resolve(folder, `node_modules/${name}/`));
  const environments = folders.flatMap((folder) => ['.venv/', 'venv/'].map((one) => files.resolve(folder, one)));
  const active = files.virtualEnvironment === undefined ? [] : [files.virtualEnvironment];
  const places = await Promise.all([...environments, ...active].map((one) => packagesOf(one, files)));
  return places.flatMap((place) => (place === undefined ? [] : [files.resolve(place, `${importName(name)}/`)]));
}

/** The folder of the packages of a virtual environment, told by its `pyvenv.cfg` (Python's `site` module: "home", "version"). */
async function packagesOf(environment: string, files: ProjectFiles): Promise<string | undefined> {
  const settings = await files.readText(files.resolve(environment, 'pyvenv.cfg'));
  if (settings === undefined) return undefined;
  const version = /^version(?:_info)?\s*=\s*(\d+\.\d+)/m.exec(settings)?.[1];
  const isWindows = /^home\s*=\s*[A-Za-z]:\\/m.test(settings);
  if (isWindows || version === undefined) return files.resolve(environment, 'Lib/site-packages/');
  return files.resolve(environment, `lib/python${version}/site-packages/`);
}

/** The folder of a distribution: `acme-airflow-types` is `acme_airflow_types`, `acme.types` a package in a namespace. */
function importName(name: string): string {
  return name.replaceAll('-', '_').replaceAll('.', '/');
}
