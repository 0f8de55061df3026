import {
  BACKENDS,
  CASE_KEYS,
  COMPOSITE_KEYS,
  CONTAINER_KEYS,
  DAG_KEYS,
  DOCUMENT_KEYS,
  IMAGE_KEYS,
  IMPORT_KEYS,
  IMPORTED_OBJECT_KEYS,
  type KeyFacts,
  NODE_KEYS,
  parametersOf,
  SCHEDULE_KEYS,
  WAVE_KEYS,
} from '../../schemas';
import { asText, valueAt } from '../../workflow/read';
import type { Candidate, Sources } from './candidate';
import type { Gap } from './gap';
import { optionalCandidate, parameterCandidate, parameterList, parametersByName } from './parameters';
import { typeCandidate } from './types';

/** The keys that can stand in the mapping of a gap, those that it has already included. */
export function keysAt(gap: Gap, sources: Sources): readonly Candidate[] {
  const { way } = gap;
  const { format } = sources.file;
  const legal = (facts: KeyFacts): boolean =>
    format !== undefined || facts.addition !== true || facts.name === 'format';
  const [top, second, third] = way;
  if (gap.place.item !== undefined) return keysOfItem(gap, sources, legal);
  switch (top) {
    case undefined:
      return documentKeys(gap, sources).filter(legal).map(keyCandidate);
    case 'dag_args':
      if (second === undefined) return DAG_KEYS.filter(legal).map(keyCandidate);
      return second === 'schedule' && way.length === 2 ? SCHEDULE_KEYS.map(keyCandidate) : [];
    case 'default_task_args':
      return second === undefined ? [...sources.catalogue.baseParameters.values()].map(optionalCandidate) : [];
    case 'operator_defaults':
      return third === undefined ? operatorDefaults(second, sources) : nestedKeys(String(second), way.slice(2));
    case 'images':
      if (way.length === 2) return IMAGE_KEYS.map(keyCandidate);
      return third === 'environments' && way.length === 3 ? sources.environments.map(environmentKey) : [];
    case 'imports':
      if (second === undefined) return IMPORT_KEYS.map(keyCandidate);
      return typeof third === 'number' && way.length === 3 ? IMPORTED_OBJECT_KEYS.map(keyCandidate) : [];
    case 'waves':
      return typeof second === 'number' && way.length === 2 ? WAVE_KEYS.map(keyCandidate) : [];
    default:
      return [];
  }
}

function keysOfItem(gap: Gap, sources: Sources, legal: (facts: KeyFacts) => boolean): readonly Candidate[] {
  const [, , key, ...rest] = gap.way;
  const type = asText(valueAt(gap.place.item?.map, 'type'))?.text ?? '';
  if (key === undefined) return nodeKeys(gap).filter(legal).map(nodeCandidate);
  if (key === 'properties') {
    return rest.length === 0 ? properties(gap, type, sources) : nestedKeys(type, rest);
  }
  if (key === 'cases' && typeof rest[0] === 'number' && rest.length === 1) return CASE_KEYS.map(keyCandidate);
  if (key !== 'backends') return [];
  if (rest.length === 0) return BACKENDS.map(keyCandidate);
  const backend = rest.length === 1 ? BACKENDS.find(({ name }) => name === rest[0]) : undefined;
  const operator = backend === undefined ? undefined : sources.catalogue.find(backend.type);
  if (operator === undefined) return [];
  return parameterList(parametersOf(sources.catalogue, operator).values()).map(optionalCandidate);
}

/** The keys inside a property of a container. */
function nestedKeys(type: string, way: Gap['way']): readonly Candidate[] {
  if (type !== 'container') return [];
  const [property, ...inside] = way;
  const path = [property, ...inside.map((step) => (typeof step === 'number' ? 0 : step))].join('/');
  const named = property === 'secrets' && inside.length === 1 ? 'secrets/*' : path;
  return (CONTAINER_KEYS.get(named) ?? []).map(keyCandidate);
}

function documentKeys({ place }: Gap, { file }: Sources): readonly KeyFacts[] {
  const primary =
    place.document.range.start === (file.documents[0]?.document.range.start ?? place.document.range.start);
  const shared = DOCUMENT_KEYS.filter((facts) => facts.primary !== true);
  if (!primary) return shared;
  if (file.composite === undefined) return DOCUMENT_KEYS;
  return [...COMPOSITE_KEYS, ...shared.filter(({ name }) => name !== 'plugin_config')];
}

function keyCandidate({ name, shape, summary }: KeyFacts): Candidate {
  const form = shape === 'mapping' ? 'mapping' : shape === 'texts' || shape === 'list' ? 'list' : 'scalar';
  return { label: name, kind: 'key', summary, shape: form };
}

function nodeCandidate(facts: KeyFacts): Candidate {
  return { ...keyCandidate(facts), required: facts.name === 'name' || facts.name === 'type' };
}

function environmentKey(label: string): Candidate {
  return { label, kind: 'key', shape: 'scalar', summary: 'An environment of the project.' };
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
function properties({ place }: Gap, type: string, { catalogue, composites }: Sources): readonly Candidate[] {
  const parameters = parametersByName(place.item?.section, type, catalogue, composites);
  return parameterList(parameters.values()).map(parameterCandidate);
}
