import {
  BACKENDS,
  CONTAINER_KEYS,
  DAG_KEYS,
  IMAGE_KEYS,
  type KeyFacts,
  NODE_KEYS,
  type Parameter,
  type ParameterType,
  parametersOf,
  TRIGGER_RULES,
} from '../../schemas';
import { type FileOutline, presetsInWords, scheduleInWords } from '../../workflow/check';
import { asText, entryOf, valueAt } from '../../workflow/read';
import type { Candidate, Sources } from './candidate';
import type { Gap } from './gap';
import { resourcesOf, targetsOf, tasksAt } from './names';
import { parametersByName } from './parameters';
import { typesAt } from './types';

/** What can be the value at a gap. */
export function valuesAt(gap: Gap, sources: Sources): readonly Candidate[] {
  const { item } = gap.place;
  return item === undefined ? headerValues(gap.way, sources) : valuesOfItem(gap, sources);
}

function valuesOfItem({ way, place }: Gap, sources: Sources): readonly Candidate[] {
  const [, , key, ...rest] = way;
  const { item } = place;
  if (item === undefined) return [];
  switch (key) {
    case 'type':
      return rest.length === 0 ? typesAt(item.section, sources) : [];
    case 'upstream_dependencies':
    case 'downstream_dependencies':
    case 'on_failure':
    case 'otherwise':
    case 'cases':
    case 'paths':
      return rest.length > 0 && rest.at(-1) !== 'when' ? tasksAt(place, way) : [];
    case 'requires_resources':
      return rest.length > 0 ? resourcesOf(place) : [];
    case 'target':
      return targetsOf(place.document, sources.file);
    case 'image':
      return images(sources);
    case 'properties': {
      const type = asText(valueAt(item.map, 'type'))?.text ?? '';
      const parameters = parametersByName(item.section, type, sources.catalogue, sources.composites);
      return rest.length === 1 ? parameterValues(parameters, rest[0]) : containerValues(type, rest);
    }
    case 'backends': {
      const backend = BACKENDS.find(({ name }) => name === rest[0]);
      const operator = backend === undefined ? undefined : sources.catalogue.find(backend.type);
      return operator === undefined || rest.length !== 2
        ? []
        : parameterValues(parametersOf(sources.catalogue, operator), rest[1]);
    }
    default:
      return rest.length === 0 ? valuesOfKey(NODE_KEYS, key) : [];
  }
}

/** What a key of a closed set says of its value. */
function valuesOfKey(keys: readonly KeyFacts[], key: string | number | undefined): readonly Candidate[] {
  const facts = keys.find(({ name }) => name === key);
  if (facts?.shape === 'boolean') return BOOLEANS;
  return (facts?.values ?? []).map((label) => ({ label, kind: 'value' }));
}

function containerValues(type: string, way: Gap['way']): readonly Candidate[] {
  if (type !== 'container' || way[0] !== 'volumes') return [];
  const path = way.slice(0, -1).map((step) => (typeof step === 'number' ? 0 : step));
  return valuesOfKey(CONTAINER_KEYS.get(path.join('/')) ?? [], way.at(-1));
}

function headerValues(way: Gap['way'], sources: Sources): readonly Candidate[] {
  const { catalogue, file } = sources;
  const [top, key, third] = way;
  if (top === 'format' && way.length === 1) return [{ label: '1', kind: 'value', detail: 'the language' }];
  if (top === 'kind' && way.length === 1) return [{ label: 'composite', kind: 'value' }];
  if (top === 'default_task_args' && way.length === 2) return parameterValues(catalogue.baseParameters, key);
  if (top === 'dag_args' && (key === 'schedule' || key === 'schedule_interval')) return scheduleValues(way);
  if (top === 'dag_args' && way.length === 2) return valuesOfKey(DAG_KEYS, key);
  if (top === 'images' && way.length === 3) return valuesOfKey(IMAGE_KEYS, third);
  if (top === 'waves' && third === 'select' && way.length === 3) return selections(file);
  const type = top === 'operator_defaults' && way.length === 3 ? catalogue.find(String(key)) : undefined;
  return type === undefined ? [] : parameterValues(parametersOf(catalogue, type), third);
}

/** What people write most, to begin with. */
const COMMON_CRONS = ['*/15 * * * *', '0 * * * *', '0 3 * * *', '0 6 * * 1-5', '0 4 * * 1', '0 5 1 * *'];

function scheduleValues(way: Gap['way']): readonly Candidate[] {
  const crons = COMMON_CRONS.map(
    (label): Candidate => ({ label, kind: 'value', detail: scheduleInWords(label) ?? '' }),
  );
  if (way.length === 2) {
    return [...presetsInWords().map(([label, detail]): Candidate => ({ label, kind: 'value', detail })), ...crons];
  }
  if (way.length !== 3 || way[1] !== 'schedule') return [];
  if (way[2] === 'cron') return crons;
  if (way[2] !== 'timezone') return [];
  return Intl.supportedValuesOf('timeZone').map((label) => ({ label, kind: 'value', detail: 'time zone' }));
}

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

function images({ file: { documents }, projectImages }: Sources): readonly Candidate[] {
  const [primary] = documents;
  const value = primary === undefined ? undefined : entryOf(primary.document, 'images')?.value;
  const own = value?.kind === 'mapping' ? value.pairs.map(({ key }) => key.text) : [];
  const ofProject = [...projectImages].filter((name) => !own.includes(name));
  return [
    ...own.map((label): Candidate => ({ label, kind: 'value', detail: 'image' })),
    ...ofProject.map((label): Candidate => ({ label, kind: 'value', detail: 'image of the project' })),
  ];
}

/** The nodes of the workflow: alone, and with what leads to them. */
function selections({ documents: [primary] }: FileOutline): readonly Candidate[] {
  const names = (primary?.nodes ?? []).flatMap(({ name }) => name?.text ?? []);
  return [...new Set(names)].flatMap((name): readonly Candidate[] => [
    { label: name, kind: 'task' },
    { label: `+${name}`, kind: 'task', detail: 'with what leads to it' },
  ]);
}
