import {
  type AirflowTarget,
  type Catalogue,
  findResource,
  findType,
  type OperatorType,
  type Parameter,
  parametersOf,
} from '../../schemas';
import { NO_COMPOSITES } from '../composites';
import { asText, entryOf, valueAt, type YamlNode } from '../read';
import type { CheckContext, ItemSettings } from './context';
import { dagFacts } from './dag-facts';
import { type DocumentOutline, type FileOutline, isRepeated } from './outline';

/** What is checked for where nobody says: the newest stable Airflow. */
export const DEFAULT_TARGET: AirflowTarget = '3.3';

/** The settings of the items of a document, and a text that names them all. */
export function settingsOf(
  outline: DocumentOutline,
  file: FileOutline,
  context: CheckContext,
): { readonly settings: ItemSettings; readonly fingerprint: string } {
  const { catalogue } = context;
  const primary = file.documents[0]?.document;
  const entry = (key: string): YamlNode | undefined =>
    primary === undefined ? undefined : entryOf(primary, key)?.value;
  const { provided, unknownResources } = providedByResources(outline, file, catalogue);
  const settings: ItemSettings = {
    catalogue,
    composites: context.composites ?? NO_COMPOSITES,
    parametersOf: rememberingParameters(catalogue),
    format: file.format,
    images: new Set([...(context.projectImages ?? []), ...keysOf(entry('images'))]),
    defaultArguments: new Set(keysOf(entry('default_task_args'))),
    typeDefaults: defaultsByType(entry('operator_defaults'), catalogue),
    provided,
    unknownResources,
    airflow: context.airflow ?? DEFAULT_TARGET,
    dag: dagFacts(file, catalogue),
    repeated: isRepeated(outline, file) || !isUsed(outline, file),
  };
  return { settings, fingerprint: fingerprintOf(settings) };
}

function rememberingParameters(catalogue: Catalogue): ItemSettings['parametersOf'] {
  const known = new Map<OperatorType, ReadonlyMap<string, Parameter>>();
  return (type) => {
    const parameters = known.get(type) ?? parametersOf(catalogue, type);
    known.set(type, parameters);
    return parameters;
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
  outline: DocumentOutline,
  file: FileOutline,
  catalogue: Catalogue,
): Pick<ItemSettings, 'provided' | 'unknownResources'> {
  const provided = new Map<string, ReadonlySet<string>>();
  const unknownResources = new Set<string>();
  for (const document of [...file.documents, outline]) {
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

function fingerprintOf(settings: ItemSettings): string {
  return JSON.stringify([
    settings.format ?? null,
    [...settings.images],
    [...settings.defaultArguments],
    [...settings.typeDefaults].map(([type, names]) => [type, ...names]),
    [...settings.provided].map(([name, names]) => [name, ...names]),
    [...settings.unknownResources],
    settings.airflow,
    settings.repeated,
    settings.dag.byAssets,
    ...[settings.dag.macros, settings.dag.filters, settings.dag.params, settings.dag.imported].map((names) =>
      names === undefined ? null : [...names],
    ),
  ]);
}

/** Does a generator or sub-DAG stand for the document? Of a document that none does nobody knows what it is for. */
function isUsed(outline: DocumentOutline, { documents }: FileOutline): boolean {
  if (outline.primary) return true;
  return documents.some(({ nodes }) =>
    nodes.some(({ item }) => asText(valueAt(item.map, 'target'))?.text === outline.document.name),
  );
}
