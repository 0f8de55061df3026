import type { ParameterType } from './operator-type';

/** The parameter types that are named by one word in a catalogue file. */
const WORDS = ['text', 'integer', 'number', 'boolean', 'duration', 'date', 'time', 'any', 'python'] as const;

/**
 * The type that a catalogue file notes: a word, `{list: T}`, `{mapping: T}`, `{enum: [a, b]}`, `{object: path}`, or a list of types of which
 * a value has one. Nothing where the notation is none of these.
 */
export function readParameterType(notation: unknown): ParameterType | undefined {
  if (typeof notation === 'string') return WORDS.flatMap((kind) => (kind === notation ? [{ kind }] : []))[0];
  if (Array.isArray(notation)) return unionOf(notation);
  if (typeof notation !== 'object' || notation === null) return undefined;
  const [entry, ...more] = Object.entries(notation);
  if (entry === undefined || more.length > 0) return undefined;
  const [word, inner] = entry;
  if (word === 'enum') return enumOf(inner);
  if (word === 'object') return typeof inner === 'string' ? { kind: 'object', classPath: inner } : undefined;
  const type = readParameterType(inner);
  if (type === undefined) return undefined;
  if (word === 'list') return { kind: 'list', items: type };
  return word === 'mapping' ? { kind: 'mapping', values: type } : undefined;
}

function unionOf(notations: readonly unknown[]): ParameterType | undefined {
  const members = notations.flatMap((notation) => readParameterType(notation) ?? []);
  return members.length === notations.length && members.length > 1 ? { kind: 'union', members } : undefined;
}

function enumOf(values: unknown): ParameterType | undefined {
  if (!Array.isArray(values) || values.length === 0) return undefined;
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? { kind: 'enum', values: texts } : undefined;
}

const PLURALS: Partial<Record<ParameterType['kind'], string>> = {
  text: 'texts',
  integer: 'integers',
  number: 'numbers',
  mapping: 'mappings',
  list: 'lists',
};

/** The type in words, for messages and hovers: `text or list of text`. */
export function describeType(type: ParameterType): string {
  switch (type.kind) {
    case 'list':
      return type.items.kind === 'any' ? 'list' : `list of ${PLURALS[type.items.kind] ?? describeType(type.items)}`;
    case 'mapping':
      return type.values.kind === 'any' ? 'mapping' : `mapping to ${describeType(type.values)}`;
    case 'enum':
      return `one of ${type.values.join(', ')}`;
    case 'union':
      return type.members.map(describeType).join(' or ');
    case 'duration':
      return 'number of seconds';
    case 'date':
      return 'ISO 8601 date or time in quotes';
    case 'time':
      return 'ISO 8601 time in quotes';
    case 'python':
      return 'Python expression in << >>';
    case 'object':
      return `${type.classPath.slice(type.classPath.lastIndexOf('.') + 1)} as a Python expression in << >>`;
    case 'any':
      return 'any value';
    default:
      return type.kind;
  }
}
