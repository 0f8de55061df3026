import {
  AIRFLOW_VERSIONS,
  OVERRIDE_KEYS,
  PLUGIN_KEYS,
  PLUGIN_PRIORITIES,
  PROJECT_KEYS,
  type ProjectKeyFacts,
  RULE_LEVELS,
  whyNoImage,
} from '../../schemas';
import { compareDiagnostics, type Diagnostic } from '../../text/diagnostic';
import type { RuleLevel } from '../../text/levels';
import { didYouMean, nearest } from '../../text/nearest';
import type { Range } from '../../text/range';
import { renameTo, withFix } from '../check/suggest';
import { type ContainerBackend, imageEntry } from '../plan';
import {
  absolute,
  asText,
  type DocumentEntry,
  readWorkflow,
  valueAt,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from '../read';
import type { CatalogueSource, ConfigurationFile, PlacedText, RuleOverride } from './configuration';
import { namesPackage, parsePackage } from './packages';
import { whyNoPattern } from './patterns';

/** The rule that finds what is wrong with a `dagport.yaml`. */
export const CONFIGURATION_RULE = 'project-configuration';

/**
 * Reads a `dagport.yaml`. Never throws: what it does not understand is reported and left out.
 * @param knownRules the ids of all rules that there are
 */
export function readConfiguration(path: string, text: string, knownRules: ReadonlySet<string>): ConfigurationFile {
  const file = readWorkflow(path, text);
  const [document, second] = file.documents;
  const problems: Diagnostic[] = file.problems.map(ofConfiguration);
  const entries = document?.entries ?? [];
  const extendsOthers = entries.some(({ key }) => key.text === 'extends');
  const reading: Reading = { entries, knownRules, problems, extendsOthers };
  if (second !== undefined) {
    const range = { start: second.range.start, end: Math.min(second.range.end, second.range.start + 3) };
    problems.push(finding(range, 'A configuration is one document; nothing reads this one.'));
  }
  for (const entry of entries) checkKey(entry.key, PROJECT_KEYS, 'a configuration', entry, reading);
  const environments = environmentsOf(reading);
  return {
    path,
    text,
    lines: file.lines,
    root: flagOf('root', reading),
    extends: textsAt('extends', reading),
    airflow: oneOf('airflow', AIRFLOW_VERSIONS, reading),
    defaultEnvironment: textAt('default_environment', reading),
    environments,
    images: imagesOf(reading),
    catalogue: foldersOf(reading),
    plugins: pluginsOf(reading),
    workflows: patternsAt('workflows', reading),
    exclude: patternsAt('exclude', reading),
    rules: levelsOf(entryNamed('rules', reading), valueNamed('rules', reading), reading),
    overrides: overridesOf(reading),
    problems: problems.sort(compareDiagnostics),
  };
}

/** What the reader says of a workflow, said of a configuration. */
function ofConfiguration(problem: Diagnostic): Diagnostic {
  return problem.rule === 'no-mapping'
    ? finding(
        problem.range,
        'A configuration is a mapping with keys such as "airflow" and "rules"; this is something else.',
      )
    : problem;
}

interface Reading {
  readonly entries: readonly DocumentEntry[];
  readonly knownRules: ReadonlySet<string>;
  readonly problems: Diagnostic[];
  /** Are there further configurations below this one? */
  readonly extendsOthers: boolean;
}

type Owner = Pick<DocumentEntry, 'offset'>;

function finding(range: Range, message: string, rest: Pick<Diagnostic, 'help' | 'fix'> = {}): Diagnostic {
  return { rule: CONFIGURATION_RULE, severity: 'error', message, range, ...rest };
}

function report(owner: Owner, node: Range, message: string, { problems }: Reading): void {
  problems.push(finding(absolute(owner, node), message));
}

/** Does a key exist? If not, it is reported, with the nearest one. */
function checkKey(
  key: YamlScalar,
  known: readonly ProjectKeyFacts[],
  where: string,
  owner: Owner,
  { problems }: Reading,
): boolean {
  const names = known.map(({ name }) => name);
  if (names.includes(key.text)) return true;
  const message = `"${key.text}" is no key of ${where}: nothing would read it.${didYouMean(key.text, names)}`;
  const help = `The keys are ${names.join(', ')}.`;
  problems.push(finding(absolute(owner, key), message, { help, ...withFix(renameTo(key, names, owner.offset)) }));
  return false;
}

function entryNamed(name: string, { entries }: Reading): DocumentEntry | undefined {
  return (
    entries.findLast((entry) => entry.key.text === name) ?? entries.findLast(({ key }) => meantKey(key.text) === name)
  );
}

/** The key that a slip is meant for, which is told once, of that slip. */
function meantKey(text: string): string | undefined {
  const names = PROJECT_KEYS.map(({ name }) => name);
  return names.includes(text) ? undefined : nearest(text, names)[0];
}

/** The value of a key; nothing where it is empty, which says nothing. */
function valueNamed(name: string, reading: Reading): YamlNode | undefined {
  const value = entryNamed(name, reading)?.value;
  return value?.kind === 'scalar' && value.type === 'null' ? undefined : value;
}

function flagOf(name: string, reading: Reading): boolean {
  const [entry, value] = [entryNamed(name, reading), valueNamed(name, reading)];
  if (entry === undefined || value === undefined) return false;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  report(entry, value, `"${name}" is true or false.`, reading);
  return false;
}

function textAt(name: string, reading: Reading): PlacedText | undefined {
  const [entry, value] = [entryNamed(name, reading), valueNamed(name, reading)];
  if (entry === undefined || value === undefined) return undefined;
  const text = asText(value);
  if (text === undefined) report(entry, value, `"${name}" is a text.`, reading);
  return text === undefined ? undefined : { text: text.text, range: absolute(entry, text) };
}

/** One of a closed set. A number means the text that it is written with: `airflow: 3.3`. */
function oneOf<Name extends string>(name: string, names: readonly Name[], reading: Reading): Name | undefined {
  const [entry, value] = [entryNamed(name, reading), valueNamed(name, reading)];
  if (entry === undefined || value === undefined) return undefined;
  const found = value.kind === 'scalar' ? names.find((known) => known === value.text) : undefined;
  if (found === undefined) report(entry, value, `"${name}" is one of ${names.join(', ')}.`, reading);
  return found;
}

/** A text or a list of texts. */
function textsAt(name: string, reading: Reading): readonly PlacedText[] {
  const [entry, value] = [entryNamed(name, reading), valueNamed(name, reading)];
  return entry === undefined || value === undefined ? [] : textsIn(name, value, entry, reading);
}

/** Patterns of files. One that can never match is reported: nothing would say so otherwise. */
function patternsAt(name: string, reading: Reading): readonly string[] {
  return textsAt(name, reading).map(({ text, range }) => {
    const why = whyNoPattern(text);
    if (why !== undefined) reading.problems.push(finding(range, `"${text}" hardly matches a file: ${why}.`));
    return text;
  });
}

function textsIn(name: string, value: YamlNode, owner: Owner, reading: Reading): readonly PlacedText[] {
  const facts = [...PROJECT_KEYS, ...OVERRIDE_KEYS].find((key) => key.name === name);
  const one = facts?.shape === 'text or texts' ? asText(value) : undefined;
  if (one === undefined && value.kind !== 'list') {
    report(owner, value, `"${name}" is a list of texts: [a, b].`, reading);
    return [];
  }
  const items = one === undefined && value.kind === 'list' ? value.items : [value];
  return items.flatMap((item): readonly PlacedText[] => {
    const text = asText(item);
    if (text !== undefined && text.text !== '') return [{ text: text.text, range: absolute(owner, text) }];
    report(owner, item, `An item of "${name}" is a text.`, reading);
    return [];
  });
}

function pairsOf(name: string, value: YamlNode | undefined, owner: Owner, reading: Reading): readonly YamlPair[] {
  if (value?.kind === 'mapping') return value.pairs;
  if (value !== undefined) report(owner, value, `"${name}" is a mapping of names.`, reading);
  return [];
}

/** Where containers can run. */
const BACKENDS: readonly ContainerBackend[] = ['docker', 'kubernetes', 'ecs'];

function environmentsOf(reading: Reading): ReadonlyMap<string, ContainerBackend> {
  const owner = entryNamed('environments', reading);
  const environments = new Map<string, ContainerBackend>();
  if (owner === undefined) return environments;
  for (const { key, value } of pairsOf('environments', valueNamed('environments', reading), owner, reading)) {
    const said = asText(valueAt(value, 'container'));
    const backend = BACKENDS.find((known) => known === said?.text);
    if (backend !== undefined) environments.set(key.text, backend);
    else environments.set(key.text, 'docker'); // it is there, whatever is wrong with it
    const hasOthers =
      value.kind === 'mapping' &&
      value.pairs.filter((pair) => !checkKey(pair.key, ENVIRONMENT_KEYS, 'an environment', owner, reading)).length > 0;
    if (backend !== undefined || (hasOthers && said === undefined)) continue;
    const ways = BACKENDS.map((known) => `{container: ${known}}`).join(' or ');
    const meant = FOREIGN_BACKENDS.get(said?.text ?? '');
    const hint = meant === undefined ? didYouMean(said?.text ?? '', BACKENDS) : ` Did you mean "${meant}"?`;
    const message = `The environment "${key.text}" has to say where containers run: ${ways}.${hint}`;
    report(owner, said ?? (value.kind === 'mapping' ? key : value), message, reading);
  }
  return environments;
}

/** Backends by other names that they have. */
const FOREIGN_BACKENDS: ReadonlyMap<string, ContainerBackend> = new Map([
  ['k8s', 'kubernetes'],
  ['kube', 'kubernetes'],
  ['eks', 'kubernetes'],
  ['gke', 'kubernetes'],
  ['fargate', 'ecs'],
  ['aws', 'ecs'],
]);

const ENVIRONMENT_KEYS: readonly ProjectKeyFacts[] = [
  { name: 'container', shape: 'text', summary: 'Where containers run.' },
];

const IMAGE_PULLS: readonly string[] = ['always', 'missing', 'never'];

const IMAGE_KEYS: readonly ProjectKeyFacts[] = [
  { name: 'url', shape: 'text', summary: 'Where the image is.' },
  { name: 'environments', shape: 'mapping', summary: 'Other places, by the name of the environment.' },
  { name: 'from_env', shape: 'text', summary: 'An environment variable of Airflow that wins over both.' },
  { name: 'pull', shape: 'text', summary: '`always`, `missing` or `never`.' },
];

function imagesOf(reading: Reading): ConfigurationFile['images'] {
  const owner = entryNamed('images', reading);
  const images = new Map<string, ReturnType<typeof imageEntry>>();
  if (owner === undefined) return images;
  for (const { key, value } of pairsOf('images', valueNamed('images', reading), owner, reading)) {
    if (asText(value) === undefined && value.kind !== 'mapping') {
      report(owner, value, `The image "${key.text}" is a URL, or a mapping with "url".`, reading);
      continue;
    }
    if (value.kind === 'mapping') {
      for (const pair of value.pairs) checkKey(pair.key, IMAGE_KEYS, 'an image', owner, reading);
      checkPull(valueAt(value, 'pull'), owner, reading);
      checkPlaces(valueAt(value, 'environments'), owner, reading);
    }
    images.set(key.text, imageEntry(value));
    checkReference(asText(value) ?? asText(valueAt(value, 'url')), owner, reading);
  }
  return images;
}

/** When an image is pulled. */
function checkPull(pull: YamlNode | undefined, owner: Owner, reading: Reading): void {
  const text = asText(pull)?.text;
  if (pull === undefined || IMAGE_PULLS.some((known) => known === text)) return;
  report(owner, pull, `"pull" is one of ${IMAGE_PULLS.join(', ')}.${didYouMean(text ?? '', IMAGE_PULLS)}`, reading);
}

/** Places of an image for environments that there are not; of a configuration that names none nobody knows. */
function checkPlaces(places: YamlNode | undefined, owner: Owner, reading: Reading): void {
  const environments = valueNamed('environments', reading);
  if (places?.kind !== 'mapping' || environments?.kind !== 'mapping' || reading.extendsOthers) return;
  const known = environments.pairs.map(({ key }) => key.text);
  for (const { key } of places.pairs) {
    const hint = didYouMean(key.text, known);
    // A configuration further up may name others: only what looks like a slip is one.
    if (known.includes(key.text) || hint === '') continue;
    report(
      owner,
      key,
      `There is no environment "${key.text}", so nothing is ever built with this image.${hint}`,
      reading,
    );
  }
}

/** The same that is said of images of workflows. */
function checkReference(url: YamlScalar | undefined, owner: Owner, reading: Reading): void {
  const reason = url === undefined || /<<|\{\{/.test(url.text) ? undefined : whyNoImage(url.text);
  if (url !== undefined && reason !== undefined)
    report(owner, url, `"${url.text}" is no reference to an image: ${reason}.`, reading);
}

/** Only folders inside the project: what a project uses is what is in it. */
function folderInside({ text, range }: PlacedText, key: string, reading: Reading): readonly PlacedText[] {
  const folder = text.replace(/^\.\//, '').replace(/\/+$/, '');
  const inside = /^[^/\\:]+(?:\/[^/\\:]+)*$/.test(folder) && !folder.split('/').includes('..') && folder !== '.';
  if (inside) return [{ text: folder, range }];
  reading.problems.push(
    finding(
      range,
      `A folder of "${key}" is one below that of this file, relative to it.${key === 'catalogue' ? ' A package is npm:NAME or pip:NAME.' : ''}`,
    ),
  );
  return [];
}

/** By name: a folder, or a mapping with `config` and `priority`. */
function pluginsOf(reading: Reading): ConfigurationFile['plugins'] {
  const owner = entryNamed('plugins', reading);
  if (owner === undefined) return [];
  return pairsOf('plugins', valueNamed('plugins', reading), owner, reading).flatMap(({ key, value }) => {
    if (value.kind === 'mapping') {
      for (const pair of value.pairs) checkKey(pair.key, PLUGIN_KEYS, 'a plugin', owner, reading);
    }
    const folder = asText(value.kind === 'mapping' ? valueAt(value, 'config') : value);
    const isTold =
      value.kind === 'mapping' && value.pairs.some((pair) => !PLUGIN_KEYS.some(({ name }) => name === pair.key.text));
    if (folder === undefined && isTold) return [];
    if (folder === undefined) {
      const message = `The plugin "${key.text}" is the folder of its configuration, or a mapping with "config" and "priority".`;
      report(owner, value.kind === 'mapping' ? key : value, message, reading);
      return [];
    }
    const said = valueAt(value, 'priority');
    const priority = PLUGIN_PRIORITIES.find((known) => known === asText(said)?.text);
    if (said !== undefined && priority === undefined)
      report(owner, said, `"priority" is one of ${PLUGIN_PRIORITIES.join(', ')}.`, reading);
    return folderInside({ text: folder.text, range: absolute(owner, folder) }, 'plugins', reading).map((inside) => ({
      name: key.text,
      folder: inside,
      priority: priority ?? 'shared',
    }));
  });
}

/** Folders inside the project, and packages that are installed for it. */
function foldersOf(reading: Reading): readonly CatalogueSource[] {
  return textsAt('catalogue', reading).flatMap((item): readonly CatalogueSource[] => {
    if (!namesPackage(item.text)) return folderInside(item, 'catalogue', reading);
    const found = parsePackage(item.text);
    if (!('problem' in found)) return [{ ...item, package: found }];
    reading.problems.push(finding(item.range, found.problem));
    return [];
  });
}

function levelsOf(owner: Owner | undefined, value: YamlNode | undefined, reading: Reading): Map<string, RuleLevel> {
  const levels = new Map<string, RuleLevel>();
  if (owner === undefined) return levels;
  for (const { key, value: said } of pairsOf('rules', value, owner, reading)) {
    if (!reading.knownRules.has(key.text)) {
      const message = `There is no rule "${key.text}".${didYouMean(key.text, reading.knownRules)}`;
      const fix = withFix(renameTo(key, reading.knownRules, owner.offset));
      reading.problems.push(finding(absolute(owner, key), message, fix));
      continue;
    }
    const level = levelOf(said);
    if (level === undefined) report(owner, said, `A rule is one of ${RULE_LEVELS.join(', ')}.`, reading);
    else levels.set(key.text, level);
  }
  return levels;
}

/** YAML 1.1 reads a plain `off` as false and `on` as true. */
function levelOf(node: YamlNode): RuleLevel | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (node.value === false) return 'off';
  if (node.value === true) return 'on';
  return RULE_LEVELS.find((level) => level === node.value);
}

function overridesOf(reading: Reading): readonly RuleOverride[] {
  const [owner, value] = [entryNamed('overrides', reading), valueNamed('overrides', reading)];
  if (owner === undefined || value === undefined) return [];
  if (value.kind !== 'list') {
    report(owner, value, '"overrides" is a list of mappings with "files" and "rules".', reading);
    return [];
  }
  return value.items.flatMap((item): readonly RuleOverride[] => {
    const [files, rules] = [valueAt(item, 'files'), valueAt(item, 'rules')];
    const hasOthers =
      item.kind === 'mapping' &&
      item.pairs.filter(({ key }) => !checkKey(key, OVERRIDE_KEYS, 'an item of "overrides"', owner, reading)).length >
        0;
    if (files === undefined || rules === undefined) {
      if (!hasOthers) report(owner, item, 'An item of "overrides" is a mapping with "files" and "rules".', reading);
      return [];
    }
    const patterns = textsIn('files', files, owner, reading).map(({ text }) => text);
    return [{ files: patterns, rules: levelsOf(owner, rules, reading) }];
  });
}
