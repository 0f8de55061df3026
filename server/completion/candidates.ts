import {
  ADDED_TYPES,
  type Catalogue,
  DAG_KEYS,
  DOCUMENT_KEYS,
  describeType,
  KEYWORD_PROPERTIES,
  KEYWORD_TYPES,
  type KeyFacts,
  NODE_KEYS,
  type Parameter,
  type ParameterType,
  parametersOf,
  parametersOfResource,
  SUB_DAG_TYPES,
  TRIGGER_RULES,
} from '../../schemas';
import { type FileOutline, partOf } from '../../workflow/check';
import type { Composite, Composites } from '../../workflow/composites';
import { asText, entryOf, itemName, type SectionKey, valueAt, type WorkflowDocument } from '../../workflow/read';
import type { Gap } from './gap';

/** Something that can stand at a place. */
export interface Candidate {
  readonly label: string;
  readonly kind: 'key' | 'task' | 'type' | 'value' | 'document';
  /** A few words beside the label. */
  readonly detail?: string;
  /** One line about it. */
  readonly summary?: string;
  /** Of a key: what its value is like. */
  readonly shape?: 'scalar' | 'list' | 'mapping';
  /** Has to be there: shown first. */
  readonly required?: boolean;
  readonly deprecated?: boolean;
}

/** What a candidate is chosen from: the catalogue, and the file as it was before the gap. */
export interface Sources {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  readonly file: FileOutline;
}

/** All that can stand at a gap. Keys that its mapping has already, and names that its list has already, are left out. */
export function candidatesAt(gap: Gap, sources: Sources): readonly Candidate[] {
  if (gap.kind === 'value') return valuesAt(gap, sources);
  const taken = new Set(gap.place.mapping?.pairs.map((pair) => pair.key.text));
  if (gap.way.length === 0) for (const entry of gap.place.document.entries) taken.add(entry.key.text);
  return keysAt(gap, sources).filter((candidate) => !taken.has(candidate.label));
}

function keysAt(gap: Gap, sources: Sources): readonly Candidate[] {
  const { way } = gap;
  const { format } = sources.file;
  const legal = (facts: KeyFacts): boolean =>
    format !== undefined || facts.addition !== true || facts.name === 'format';
  const [top, index, key, ...rest] = way;
  if (top === undefined) {
    const primary = gap.place.document.range.start === sources.file.documents[0]?.document.range.start;
    return DOCUMENT_KEYS.filter((facts) => legal(facts) && (primary || facts.primary !== true)).map(keyCandidate);
  }
  if (top === 'dag_args' && index === undefined) return DAG_KEYS.filter(legal).map(keyCandidate);
  if (top === 'default_task_args' && index === undefined) {
    return [...sources.catalogue.baseParameters.values()].map(optionalCandidate);
  }
  if (top === 'operator_defaults') return key === undefined ? operatorDefaults(index, sources) : [];
  if (gap.place.item === undefined) return [];
  if (key === undefined) return nodeKeys(gap).filter(legal).map(nodeCandidate);
  if (key === 'properties' && rest.length === 0) return properties(gap, sources);
  if (key === 'cases' && typeof rest[0] === 'number') return CASE_KEYS.map(keyCandidate);
  return [];
}

const CASE_KEYS: readonly KeyFacts[] = [
  { name: 'when', shape: 'text', summary: 'One Jinja expression; the first case that is true wins.' },
  { name: 'then', shape: 'texts', summary: 'The tasks that then run.' },
];

function keyCandidate({ name, shape, summary }: KeyFacts): Candidate {
  const form = shape === 'mapping' ? 'mapping' : shape === 'texts' || shape === 'list' ? 'list' : 'scalar';
  return { label: name, kind: 'key', summary, shape: form };
}

function nodeCandidate(facts: KeyFacts): Candidate {
  return { ...keyCandidate(facts), required: facts.name === 'name' || facts.name === 'type' };
}

function nodeKeys({ place }: Gap): readonly KeyFacts[] {
  const section = place.item?.section;
  const type = asText(valueAt(place.item?.map, 'type'))?.text;
  return NODE_KEYS.filter(({ sections, types, exceptTypes }) => {
    if (section === undefined || (sections !== undefined && !sections.includes(section))) return false;
    if (type === undefined) return types === undefined;
    return types?.includes(type) !== false && exceptTypes?.includes(type) !== true;
  });
}

function operatorDefaults(typeName: string | number | undefined, { catalogue }: Sources): readonly Candidate[] {
  if (typeName === undefined)
    return catalogue.names.map((name) => ({ ...typeCandidate(name, catalogue), shape: 'mapping' }));
  const type = catalogue.find(String(typeName));
  return type === undefined ? [] : parameterList(parametersOf(catalogue, type).values()).map(optionalCandidate);
}

/** The parameters of the type of the item that a gap stands in; of an unknown type, what every operator takes. */
function properties(gap: Gap, { catalogue, composites }: Sources): readonly Candidate[] {
  const item = gap.place.item;
  const type = asText(valueAt(item?.map, 'type'))?.text ?? '';
  return parameterList(parametersByName(item?.section, type, catalogue, composites).values()).map(parameterCandidate);
}

/** By name, what an item of a section takes as `properties`. */
export function parametersByName(
  section: SectionKey | undefined,
  type: string,
  catalogue: Catalogue,
  composites: Composites,
): ReadonlyMap<string, Parameter> {
  if (section === 'generators') {
    const parameters = catalogue.findGenerator(type)?.parameters ?? [];
    return new Map([...catalogue.baseParameters, ...parameters.map((each): [string, Parameter] => [each.name, each])]);
  }
  if (section === 'resources') {
    const resource = catalogue.findResource(type);
    return resource === undefined ? new Map() : parametersOfResource(catalogue, resource);
  }
  const keyword = KEYWORD_TYPES.find((name) => name === type);
  if (keyword !== undefined) return keywordParameters(keyword, catalogue);
  const composite = composites.find(type);
  if (composite !== undefined) return compositeParameters(composite, catalogue);
  const operator = catalogue.find(type);
  return operator === undefined ? catalogue.baseParameters : parametersOf(catalogue, operator);
}

/** What a composite takes, and what every operator takes: for the tasks in it. */
function compositeParameters({ signature }: Composite, catalogue: Catalogue): ReadonlyMap<string, Parameter> {
  const own = [...signature.parameters.values()].map(({ name, required, summary }): [string, Parameter] => [
    name,
    { name, required, type: { kind: 'any' }, ...(summary === undefined ? {} : { summary }) },
  ]);
  return new Map([...catalogue.baseParameters, ...own]);
}

function keywordParameters(
  keyword: (typeof KEYWORD_TYPES)[number],
  catalogue: Catalogue,
): ReadonlyMap<string, Parameter> {
  const text = (name: string): Parameter => ({ name, type: { kind: 'text' }, required: true });
  return new Map(KEYWORD_PROPERTIES[keyword].map((name) => [name, catalogue.baseParameters.get(name) ?? text(name)]));
}

/** Each parameter once, under its own name, without those that are no longer taken. */
function parameterList(parameters: Iterable<Parameter>): readonly Parameter[] {
  return [...new Set(parameters)].filter((parameter) => parameter.removed !== true && parameter.name !== 'task_id');
}

function parameterCandidate(parameter: Parameter): Candidate {
  const { name, type, required, summary, deprecated } = parameter;
  const shape = type.kind === 'mapping' ? 'mapping' : type.kind === 'list' ? 'list' : 'scalar';
  return {
    label: name,
    kind: 'key',
    detail: describeType(type),
    shape,
    required,
    ...(summary === undefined ? {} : { summary }),
    ...(deprecated === undefined ? {} : { deprecated: true }),
  };
}

function optionalCandidate(parameter: Parameter): Candidate {
  return { ...parameterCandidate(parameter), required: false };
}

function valuesAt(gap: Gap, sources: Sources): readonly Candidate[] {
  const { way, place } = gap;
  const [, , key, ...rest] = way;
  const { item } = place;
  if (item === undefined) return defaultsValues(way, sources);
  switch (key) {
    case 'type':
      return rest.length === 0 ? types(item.section, sources) : [];
    case 'upstream_dependencies':
    case 'downstream_dependencies':
    case 'on_failure':
    case 'otherwise':
    case 'cases':
    case 'paths':
      return rest.length > 0 && rest.at(-1) !== 'when' ? tasks(gap) : [];
    case 'requires_resources':
      return rest.length > 0 ? namesIn(place.document, (section) => section === 'resources') : [];
    case 'target':
      return targets(place.document, sources.file);
    case 'image':
      return images(sources.file);
    case 'properties': {
      const type = asText(valueAt(item.map, 'type'))?.text ?? '';
      return rest.length === 1
        ? parameterValues(parametersByName(item.section, type, sources.catalogue, sources.composites), rest[0])
        : [];
    }
    default:
      return [];
  }
}

function defaultsValues(way: Gap['way'], { catalogue }: Sources): readonly Candidate[] {
  const [top, key, parameter] = way;
  if (top === 'default_task_args' && way.length === 2) return parameterValues(catalogue.baseParameters, key);
  if (top === 'dag_args' && way.length === 2 && (key === 'schedule' || key === 'schedule_interval')) return SCHEDULES;
  if (top === 'dag_args' && way.length === 2) {
    return DAG_KEYS.some(({ name, shape }) => name === key && shape === 'boolean') ? BOOLEANS : [];
  }
  const type = top === 'operator_defaults' && way.length === 3 ? catalogue.find(String(key)) : undefined;
  return type === undefined ? [] : parameterValues(parametersOf(catalogue, type), parameter);
}

/** Airflow 3.3, "Cron presets". */
const SCHEDULES: readonly Candidate[] = [
  ['@once', 'one run'],
  ['@continuous', 'a run as soon as the one before has ended'],
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@quarterly', '0 0 1 */3 *'],
  ['@yearly', '0 0 1 1 *'],
].map(([label = '', detail = '']) => ({ label, kind: 'value', detail }));

const BOOLEANS: readonly Candidate[] = [
  { label: 'true', kind: 'value' },
  { label: 'false', kind: 'value' },
];

function parameterValues(
  parameters: ReadonlyMap<string, Parameter>,
  name: string | number | undefined,
): readonly Candidate[] {
  if (name === 'trigger_rule') return TRIGGER_RULES.map((label) => ({ label, kind: 'value' }));
  const parameter = parameters.get(String(name));
  return parameter === undefined ? [] : literals(parameter.type);
}

function literals(type: ParameterType): readonly Candidate[] {
  if (type.kind === 'boolean') return BOOLEANS;
  if (type.kind === 'enum') return type.values.map((label) => ({ label, kind: 'value' }));
  return type.kind === 'union' ? type.members.flatMap(literals) : [];
}

function types(section: SectionKey, { catalogue, composites, file }: Sources): readonly Candidate[] {
  if (section === 'sub_dags') return SUB_DAG_TYPES.map((label) => ({ label, kind: 'type' }));
  if (section === 'generators') {
    return catalogue.generatorNames.map((label) =>
      describe(label, 'generator', catalogue.findGenerator(label)?.summary),
    );
  }
  if (section === 'resources') {
    return catalogue.resourceNames.map((label) => describe(label, 'resource', catalogue.findResource(label)?.summary));
  }
  const keywords = KEYWORD_TYPES.map((label): Candidate => ({ label, kind: 'type', detail: 'of the language' }));
  const all = [
    ...keywords,
    ...catalogue.names.map((name) => typeCandidate(name, catalogue)),
    ...officialCandidates(catalogue),
  ];
  if (file.format === undefined) return all.filter(({ label }) => !ADDED_TYPES.includes(label));
  return [...all, ...composites.names.map((label) => describe(label, 'composite', composites.find(label)?.summary))];
}

function describe(label: string, detail: string, summary: string | undefined): Candidate {
  return { label, kind: 'type', detail, ...(summary === undefined ? {} : { summary }) };
}

/** The classes of the official packages that have no short name; what they take is not read for that. */
function officialCandidates(catalogue: Catalogue): readonly Candidate[] {
  const own = new Set(catalogue.names.map((name) => catalogue.find(name)?.classPath));
  return (catalogue.providers?.classes ?? []).flatMap(({ name, classPath, provider, version }) =>
    own.has(classPath) ? [] : [describe(name, provider, `${classPath} (${provider} ${version})`)],
  );
}

function typeCandidate(label: string, catalogue: Catalogue): Candidate {
  const type = catalogue.find(label);
  return describe(label, type?.provider ?? '', type?.summary);
}

/** The other nodes of the part of the document that a gap stands in, without those that its list has already. */
function tasks(gap: Gap): readonly Candidate[] {
  const { document, item } = gap.place;
  const taken = new Set(item === undefined ? [] : listAround(item.map, gap.way.slice(2)));
  const own = item === undefined ? undefined : itemName(item)?.text;
  const part = item === undefined ? 'main' : partOf(item.section);
  const names = namesIn(document, (section) => partOf(section) === part);
  return names.filter(({ label }) => label !== own && !taken.has(label));
}

/** The texts beside the place in its own list. */
function listAround(map: Parameters<typeof valueAt>[0], way: Gap['way']): readonly string[] {
  let node = map;
  for (const step of way.slice(0, -1)) {
    node = typeof step === 'string' ? valueAt(node, step) : node?.kind === 'list' ? node.items[step] : undefined;
  }
  return node?.kind === 'list' ? node.items.flatMap((each) => asText(each)?.text ?? []) : [];
}

function namesIn(document: WorkflowDocument, fits: (section: SectionKey) => boolean): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const item of document.items) {
    const label = itemName(item)?.text;
    if (label === undefined || !fits(item.section)) continue;
    const detail = asText(valueAt(item.map, 'type'))?.text;
    found.set(label, { label, kind: 'task', ...(detail === undefined ? {} : { detail }) });
  }
  return [...found.values()];
}

function targets(own: WorkflowDocument, file: FileOutline): readonly Candidate[] {
  return file.documents.slice(1).flatMap(({ document }) => {
    const { name } = document;
    return name === undefined || document.range.start === own.range.start ? [] : [{ label: name, kind: 'document' }];
  });
}

function images({ documents: [primary] }: FileOutline): readonly Candidate[] {
  const value = primary === undefined ? undefined : entryOf(primary.document, 'images')?.value;
  return value?.kind === 'mapping'
    ? value.pairs.map(({ key }) => ({ label: key.text, kind: 'value', detail: 'image' }))
    : [];
}
