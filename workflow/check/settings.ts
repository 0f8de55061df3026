import { type AirflowTarget, type Catalogue, findResource, findType } from '../../schemas';
import { indexNames } from '../../text/nearest';
import { onceFor } from '../../text/once-for';
import { NO_COMPOSITES } from '../composites';
import { asText, valueAt, type YamlNode } from '../read';
import { usesAdditions } from './additions';
import type { CheckContext, ItemSettings } from './context';
import { dagFacts } from './dag-facts';
import { lazy } from './lazy';
import { meantEntryOf } from './meant-keys';
import { misnamedImages } from './misnamed';
import { rememberedProperties } from './node-type';
import { type DocumentOutline, type FileOutline, isRepeated, isTarget } from './outline';
import { typeNamesIn } from './type-names';

/** What is checked for where nobody says: the newest stable Airflow. */
export const DEFAULT_TARGET: AirflowTarget = '3.3';

/** What of the settings of items is the same in all documents of a file. */
export type FileSettings = Omit<ItemSettings, 'repeated' | 'placeholders' | 'parameters' | 'torn'>;

export function fileSettingsOf(file: FileOutline, context: CheckContext): FileSettings {
  const { catalogue } = context;
  const primary = file.documents[0]?.document;
  const entry = (key: string): YamlNode | undefined =>
    primary === undefined ? undefined : meantEntryOf(primary, key)?.value;
  const dag = dagFacts(file, catalogue);
  const composites = context.composites ?? NO_COMPOSITES;
  const ownImages = new Set(keysOf(entry('images')));
  const misnamed = misnamedImages(ownImages, context.projectImages ?? new Set(), file.documents);
  const images = new Set([...(context.projectImages ?? []), ...ownImages, ...misnamed.keys()]);
  return {
    catalogue,
    composites,
    ...rememberedProperties(catalogue, file.format),
    typeNamesIn: onceFor((section) => typeNamesIn(section, { catalogue, composites })),
    format: file.format,
    headless: file.headless,
    images,
    imageNames: lazy(() => indexNames(images)),
    misnamedImages: misnamed,
    isProjectBroken: context.isProjectBroken === true,
    environments: context.projectEnvironments ?? new Set(),
    defaultArguments: new Set(keysOf(entry('default_task_args'))),
    typeDefaults: defaultsByType(entry('operator_defaults'), catalogue),
    ...providedByResources(file.documents, context),
    airflow: context.airflow ?? DEFAULT_TARGET,
    dag,
    paramNames: lazy(() => indexNames(dag.params ?? [])),
  };
}

/** The settings of the items of a document. */
export function settingsOf(outline: DocumentOutline, file: FileOutline, shared: FileSettings): ItemSettings {
  // Of a document that nothing stands for, and of two with one name, nobody knows what it is for.
  const isTwin =
    !outline.primary &&
    file.documents.some((other) => other !== outline && other.document.name === outline.document.name);
  const repeated = isRepeated(outline, file) || isTwin || !(outline.primary || isTarget(outline, file));
  // Of two resources of one name a document means its own.
  const owns = outline.nodes.some(({ section }) => section === 'resources');
  const own = owns && file.documents.length > 1 ? providedByResources([...file.documents, outline], shared) : {};
  // A file that lacks "format: 1" is told that; what it would mean then is no error of its own.
  const isNew = file.format !== undefined || (file.file.text.includes('${{') && usesAdditions(file, shared.composites));
  const placeholders = isNew && (repeated || file.composite !== undefined);
  return {
    ...shared,
    ...own,
    repeated,
    placeholders,
    parameters: file.composite?.signature.parameters,
    torn: outline.torn,
  };
}

function keysOf(node: YamlNode | undefined): readonly string[] {
  return node?.kind === 'mapping' ? node.pairs.map((pair) => pair.key.text) : [];
}

function defaultsByType(node: YamlNode | undefined, catalogue: Catalogue): ReadonlyMap<string, ReadonlySet<string>> {
  if (node?.kind !== 'mapping') return new Map();
  return new Map(
    node.pairs.map(({ key, value }) => [findType(catalogue, key.text)?.name ?? key.text, new Set(keysOf(value))]),
  );
}

/** Resources by name, over all documents: a reference passes those that it requires on to its target. */
function providedByResources(
  documents: readonly DocumentOutline[],
  { catalogue }: Pick<ItemSettings, 'catalogue'>,
): Pick<ItemSettings, 'provided' | 'unknownResources'> {
  const provided = new Map<string, ReadonlySet<string>>();
  const unknownResources = new Set<string>();
  for (const document of documents) {
    for (const node of document.nodes) {
      const name = node.section === 'resources' ? node.name?.text : undefined;
      if (name === undefined) continue;
      const type = findResource(catalogue, asText(valueAt(node.item.map, 'type'))?.text ?? '');
      if (type === undefined) unknownResources.add(name);
      else provided.set(name, new Set(type.provides.keys()));
    }
  }
  return { provided, unknownResources };
}

/** A text that names all settings: what was found with equal ones holds. */
export function fingerprintOf(settings: ItemSettings): string {
  return JSON.stringify([
    settings.format ?? null,
    settings.headless,
    settings.torn,
    settings.isProjectBroken,
    [...settings.images],
    [...settings.defaultArguments],
    [...settings.typeDefaults].map(([type, names]) => [type, ...names]),
    [...settings.provided].map(([name, names]) => [name, ...names]),
    [...settings.unknownResources],
    settings.airflow,
    settings.repeated,
    settings.placeholders,
    settings.parameters === undefined ? null : [...settings.parameters.keys()],
    settings.dag.byAssets,
    settings.dag.datetime ?? null,
    ...[settings.dag.macros, settings.dag.filters, settings.dag.params, settings.dag.imported].map((names) =>
      names === undefined ? null : [...names],
    ),
  ]);
}
