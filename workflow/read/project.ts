import type { Diagnostic } from '../../text/diagnostic';
import type { YamlNode } from './node';
import { asText, valueAt } from './node';
import { absolute, type DocumentEntry, entryOf, readWorkflow } from './read';

/** `dagport.yaml`: what all workflows of a project share. Ranges of its nodes are relative to their entry. */
export interface ProjectFile {
  readonly path: string;
  /** The images of the project, by name. */
  readonly images: ReadonlyMap<string, YamlNode>;
  /** Where containers run, by the name of the environment. */
  readonly environments: ReadonlyMap<string, 'docker' | 'kubernetes'>;
  readonly defaultEnvironment: string | undefined;
  /** Folders with types and composites of the project, relative to it, with `/` between their parts. */
  readonly catalogue: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** Reads the configuration of a project. Never throws: what it does not understand is reported and left out. */
export function readProject(path: string, text: string): ProjectFile {
  const file = readWorkflow(path, text);
  const problems: Diagnostic[] = [...file.problems];
  const [document] = file.documents;
  for (const entry of document?.entries ?? []) {
    if (KEYS.has(entry.key.text)) continue;
    const keys = [...KEYS].join(', ');
    problems.push(problem(entry, entry.key, `"${entry.key.text}" is no key of a project's configuration: ${keys}.`));
  }
  const images = document === undefined ? undefined : entryOf(document, 'images');
  const environments = document === undefined ? undefined : entryOf(document, 'environments');
  const standard = document === undefined ? undefined : entryOf(document, 'default_environment');
  return {
    path,
    images: new Map(mappingPairs(images).map(({ key, value }) => [key.text, value])),
    environments: environmentsOf(environments, problems),
    defaultEnvironment: asText(standard?.value)?.text,
    catalogue: foldersOf(document === undefined ? undefined : entryOf(document, 'catalogue'), problems),
    problems,
  };
}

const KEYS: ReadonlySet<string> = new Set(['images', 'environments', 'default_environment', 'catalogue']);

function mappingPairs(
  entry: DocumentEntry | undefined,
): readonly { readonly key: { readonly text: string }; readonly value: YamlNode }[] {
  return entry?.value?.kind === 'mapping' ? entry.value.pairs : [];
}

function environmentsOf(
  entry: DocumentEntry | undefined,
  problems: Diagnostic[],
): ReadonlyMap<string, 'docker' | 'kubernetes'> {
  const environments = new Map<string, 'docker' | 'kubernetes'>();
  for (const { key, value } of mappingPairs(entry)) {
    const backend = asText(valueAt(value, 'container'));
    if (backend?.text === 'docker' || backend?.text === 'kubernetes') environments.set(key.text, backend.text);
    else if (entry !== undefined) {
      const message = `The environment "${key.text}" has to say where containers run: {container: docker} or {container: kubernetes}.`;
      problems.push(problem(entry, backend ?? value, message));
    }
  }
  return environments;
}

/** Only folders inside the project: what a project uses is what is in it. */
function foldersOf(entry: DocumentEntry | undefined, problems: Diagnostic[]): readonly string[] {
  if (entry?.value === undefined) return [];
  if (entry.value.kind !== 'list') {
    problems.push(problem(entry, entry.value, '"catalogue" is a list of folders: [catalogue].'));
    return [];
  }
  return entry.value.items.flatMap((item): readonly string[] => {
    const folder = asText(item)?.text.replace(/^\.\//, '').replace(/\/+$/, '');
    const inside =
      folder !== undefined && /^[^/\\:]+(?:\/[^/\\:]+)*$/.test(folder) && !folder.split('/').includes('..');
    if (inside && folder !== '.') return [folder];
    problems.push(problem(entry, item, 'A folder of "catalogue" is one inside the project, relative to it.'));
    return [];
  });
}

function problem(
  entry: DocumentEntry,
  node: { readonly start: number; readonly end: number },
  message: string,
): Diagnostic {
  return { rule: 'project-configuration', severity: 'error', message, range: absolute(entry, node) };
}
