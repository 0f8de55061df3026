import { editDistance } from '../text/edit-distance';
import { didYouMean, nearest } from '../text/nearest';

type Data = Readonly<Record<string, unknown>>;

/** A slip in an entry of a catalogue that a person wrote: where it is, by names, and what to say. */
export interface EntrySlip {
  readonly pointer: string;
  /** Is the key meant, not its value? */
  readonly ofKey: boolean;
  readonly message: string;
}

const OF_ALL = ['kind', 'name', 'aliases', 'summary', 'parameters'];
const OF_OPERATORS = [
  ...OF_ALL,
  'class',
  'provider',
  'extends',
  'withheld',
  'deprecated',
  'url',
  'rules',
  'view',
  'arguments',
];

/** The keys of an entry, by its kind. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['operator', OF_OPERATORS],
  ['sensor', OF_OPERATORS],
  ['transfer', OF_OPERATORS],
  ['neutral', OF_ALL],
  ['generator', [...OF_ALL, 'items', 'code', 'item_name']],
  ['resource', [...OF_ALL, 'create', 'destroy', 'provides']],
]);

const OF_PARAMETERS: readonly string[] =
  'type required nullable pattern fill becomes templated default deprecated removed aliases unit summary'.split(' ');

const WORDS: readonly string[] = 'text integer number boolean duration date time python any'.split(' ');

/** Keys and types as JSON Schema, Python and other tools call them. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['params', 'parameters'],
  ['properties', 'parameters'],
  ['alias', 'aliases'],
  ['template', 'templated'],
  ['description', 'summary'],
]);

const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['str', 'text'],
  ['txt', 'text'],
  ['int', 'integer'],
  ['float', 'number'],
  ['bool', 'boolean'],
  ['timedelta', 'duration'],
  ['datetime', 'date'],
  ['callable', 'python'],
  ['dict', '{ mapping: any }'],
  ['object', '{ mapping: any }'],
  ['mapping', '{ mapping: any }'],
  ['list', '{ list: any }'],
  ['array', '{ list: any }'],
]);

/** ` Did you mean "text"?` of a word that is no type of a parameter. */
export function meantType(word: unknown): string {
  if (typeof word !== 'string') return '';
  const foreign = FOREIGN_TYPES.get(word.toLowerCase());
  return foreign === undefined ? didYouMean(word, WORDS) : ` Did you mean "${foreign}"?`;
}

/** The first slip in an entry. Keys that are near to none are left alone. */
export function entrySlip(entry: Data): EntrySlip | undefined {
  const kind = typeof entry.kind === 'string' ? entry.kind : '';
  const known = KEYS.get(kind);
  if (known === undefined) return undefined;
  const own = keySlip(entry, known, '', 'an entry');
  if (own !== undefined) return own;
  const parameters = isData(entry.parameters) ? entry.parameters : {};
  for (const [name, facts] of Object.entries(parameters)) {
    if (!isData(facts)) continue;
    const slip = keySlip(facts, OF_PARAMETERS, `parameters/${name}/`, 'a parameter') ?? valueSlip(name, facts);
    if (slip !== undefined) return slip;
  }
  return ruleSlip(entry.rules, Object.keys(parameters));
}

function keySlip(data: Data, known: readonly string[], prefix: string, what: string): EntrySlip | undefined {
  for (const key of Object.keys(data)) {
    if (known.includes(key)) continue;
    const foreign = FOREIGN.get(key);
    const meant = foreign !== undefined && known.includes(foreign) ? foreign : nearest(key, known)[0];
    if (meant === undefined || meant in data) continue;
    const message = `"${key}" is no key of ${what}: nothing would read it. Did you mean "${meant}"?`;
    return { pointer: `${prefix}${key}`, ofKey: true, message };
  }
  return undefined;
}

const FLAGS = ['required', 'templated', 'nullable', 'removed'];

function valueSlip(name: string, facts: Data): EntrySlip | undefined {
  for (const flag of FLAGS) {
    const value = facts[flag];
    if (value === undefined || typeof value === 'boolean' || value === 'without format') continue;
    return { pointer: `parameters/${name}/${flag}`, ofKey: false, message: `"${flag}" is true or false.` };
  }
  const { default: standard, type } = facts;
  if (standard === undefined || standard === null || fits(standard, type)) return undefined;
  const words = JSON.stringify(type);
  const message = `The default ${JSON.stringify(standard)} is none that the parameter takes: its type is ${words}.`;
  return { pointer: `parameters/${name}/default`, ofKey: false, message };
}

/** By the plainest types alone. */
function fits(value: unknown, type: unknown): boolean {
  if (isData(type) && Array.isArray(type.enum)) return type.enum.includes(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number' || type === 'duration') return typeof value === 'number';
  if (type === 'boolean') return typeof value === 'boolean';
  return type !== 'text' || typeof value === 'string';
}

/** Names of rules may be parameters of the type that this one extends: only a letter beside one of its own is a slip. */
function ruleSlip(rules: unknown, own: readonly string[]): EntrySlip | undefined {
  if (!Array.isArray(rules)) return undefined;
  for (const [index, rule] of rules.entries()) {
    for (const [kind, written] of isData(rule) ? Object.entries(rule) : []) {
      const names: readonly unknown[] = Array.isArray(written) ? written : [];
      for (const [place, name] of names.entries()) {
        if (typeof name !== 'string' || own.includes(name)) continue;
        const meant = own.find((one) => editDistance(name, one, 1) === 1);
        if (meant === undefined || names.includes(meant)) continue;
        const message = `There is no parameter "${name}" here. Did you mean "${meant}"?`;
        return { pointer: `rules/${index}/${kind}/${place}`, ofKey: false, message };
      }
    }
  }
  return undefined;
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
