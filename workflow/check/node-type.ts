import {
  addNames,
  type Catalogue,
  findGenerator,
  findResource,
  findType,
  type GeneratorType,
  KEYWORD_PROPERTIES,
  KEYWORD_TYPES,
  type NodeKeyFacts,
  namedParameters,
  type OperatorType,
  type Parameter,
  parametersOf,
  parametersOfResource,
  type ResourceType,
  SUB_DAG_TYPES,
  type SubDagType,
} from '../../schemas';
import type { Composite } from '../composites';
import type { SectionKey } from '../read';
import type { ItemSettings } from './context';

/** What the `type` of a node means in its section. */
export type NodeType =
  | { readonly kind: 'operator'; readonly type: OperatorType }
  | { readonly kind: 'generator'; readonly type: GeneratorType }
  | { readonly kind: 'resource'; readonly type: ResourceType }
  | { readonly kind: 'composite'; readonly composite: Composite }
  /** Of a type of a plugin, what that takes. */
  | { readonly kind: 'sub_dag'; readonly type?: SubDagType }
  | { readonly kind: 'keyword'; readonly name: Keyword };

export type Keyword = (typeof KEYWORD_TYPES)[number];

/** Where types are looked up. */
export type Types = Pick<ItemSettings, 'catalogue' | 'composites'>;

/** What a type name means in a section; nothing where it means nothing there. */
export function resolveType(name: string, section: SectionKey, types: Types): NodeType | undefined {
  const { catalogue, composites } = types;
  if (section === 'sub_dags') {
    const type = catalogue.findSubDag(name);
    if (type !== undefined) return { kind: 'sub_dag', type };
    return SUB_DAG_TYPES.some((known) => known === name) ? { kind: 'sub_dag' } : undefined;
  }
  if (section === 'generators') return wrapped('generator', findGenerator(catalogue, name));
  if (section === 'resources') return wrapped('resource', findResource(catalogue, name));
  const keyword = KEYWORD_TYPES.find((type) => type === name);
  if (keyword !== undefined) return { kind: 'keyword', name: keyword };
  const composite = composites.find(name);
  return composite === undefined ? wrapped('operator', findType(catalogue, name)) : { kind: 'composite', composite };
}

function wrapped<Kind extends string, Type>(
  kind: Kind,
  type: Type | undefined,
): { readonly kind: Kind; readonly type: Type } | undefined {
  return type === undefined ? undefined : { kind, type };
}

/** Is a type name the path of a class that is none of Airflow's? Such a task is built as it is written. */
export function isForeignClass(name: string, section: SectionKey): boolean {
  if (section === 'generators' || section === 'resources' || section === 'sub_dags') return false;
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\.[A-Z]\w*$/.test(name) && !name.startsWith('airflow.');
}

/** What became of a class that Airflow or an official package had: why it is gone, and what stands for it. */
export function formerType(
  name: string,
  { catalogue }: Types,
): { readonly why: string; readonly use?: string; readonly newer?: true } | undefined {
  const former = catalogue.providers?.formerClass(name);
  if (former === undefined) {
    const needs3 = catalogue.providers?.find(name) !== undefined;
    return needs3 ? { why: 'Airflow 2.11 does not have it; it needs Airflow 3.', newer: true } : undefined;
  }
  const { provider, last, use } = former;
  const why =
    provider === undefined || last === undefined
      ? 'It has moved since.'
      : `The ${provider} provider had it until ${last}.`;
  const known = use === undefined ? undefined : findType(catalogue, use)?.name;
  return { why, ...(known === undefined ? {} : { use: known }) };
}

/** In which other section a type name has a meaning: `generators` for `list_generator`. */
export function sectionOfType(name: string, except: SectionKey, types: Types): SectionKey | undefined {
  const own = except === 'before' || except === 'after' ? 'operators' : except;
  const sections: readonly SectionKey[] = ['operators', 'generators', 'resources', 'sub_dags'];
  return sections.find((section) => section !== own && resolveType(name, section, types) !== undefined);
}

/** All that a node may have as `properties`, by each of their names. */
export function propertiesOf(type: NodeType, settings: ItemSettings): ReadonlyMap<string, Parameter> {
  return settings.propertiesOf(type);
}

/** The same, and what of it has to be given: worked out once for each type. */
export function rememberedProperties(
  catalogue: Catalogue,
  format: number | undefined,
): Pick<ItemSettings, 'propertiesOf' | 'requiredOf'> {
  const known = new Map<unknown, ReadonlyMap<string, Parameter>>();
  const required = new Map<unknown, readonly Parameter[]>();
  const propertiesOf: ItemSettings['propertiesOf'] = (type) => {
    if (type.kind === 'operator') return parametersOf(catalogue, type.type);
    const properties = known.get(keyOf(type)) ?? madeOf(type, catalogue, format);
    known.set(keyOf(type), properties);
    return properties;
  };
  const requiredOf: ItemSettings['requiredOf'] = (type) => {
    const found = required.get(keyOf(type)) ?? requiredAmong(propertiesOf(type), format);
    required.set(keyOf(type), found);
    return found;
  };
  return { propertiesOf, requiredOf };
}

function requiredAmong(properties: ReadonlyMap<string, Parameter>, format: number | undefined): readonly Parameter[] {
  const required = new Set<Parameter>();
  for (const parameter of properties.values())
    if (parameter.required || (format === undefined && parameter.requiredWithoutFormat === true))
      required.add(parameter);
  return [...required];
}

function keyOf(type: NodeType): unknown {
  switch (type.kind) {
    case 'sub_dag':
      return type.type ?? type.kind;
    case 'composite':
      return type.composite;
    case 'keyword':
      return type.name;
    default:
      return type.type;
  }
}

function madeOf(
  type: Exclude<NodeType, { readonly kind: 'operator' }>,
  catalogue: Catalogue,
  format: number | undefined,
): ReadonlyMap<string, Parameter> {
  if (type.kind === 'resource') return parametersOfResource(catalogue, type.type);
  if (type.kind === 'keyword') return keywordProperties(type.name, catalogue);
  const isWhole = format !== undefined || type.kind === 'composite';
  const taskId = catalogue.baseParameters.get('task_id');
  const parameters = new Map(
    isWhole ? catalogue.baseParametersByName : namedParameters(taskId === undefined ? [] : [taskId]),
  );
  if (type.kind === 'generator' || (type.kind === 'sub_dag' && type.type !== undefined))
    addNames(parameters, type.type?.parameters ?? []);
  if (type.kind === 'composite') addNames(parameters, parametersOfComposite(type.composite));
  return parameters;
}

/** The parameters of a composite by name only: what their values have to be, its JSON Schema says. */
function parametersOfComposite({ signature }: Composite): readonly Parameter[] {
  return [...signature.parameters.values()].map(({ name, required }) => ({ name, required, type: { kind: 'any' } }));
}

function keywordProperties(keyword: Keyword, catalogue: Catalogue): ReadonlyMap<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  for (const name of KEYWORD_PROPERTIES[keyword]) {
    const base = catalogue.baseParameters.get(name);
    parameters.set(name, base ?? { name, type: { kind: 'text' }, required: false });
  }
  return parameters;
}

/** Has a key a meaning on a node of a section and, where that is known, of a type? The type by its short name. */
export function isLegalKey(facts: NodeKeyFacts, section: SectionKey, type: string | undefined): boolean {
  if (facts.sections !== undefined && !facts.sections.includes(section)) return false;
  if (type === undefined) return true;
  if (facts.exceptTypes?.includes(type)) return false;
  return facts.types === undefined || facts.types.includes(type);
}
