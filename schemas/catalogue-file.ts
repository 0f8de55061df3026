import { parse } from 'yaml';
import { didYouMean } from '../text/nearest';
import { entrySlip, meantType } from './catalogue-keys';
import {
  CONVERSIONS,
  type GeneratorCode,
  type GeneratorType,
  type GoneType,
  type Json,
  type OperatorType,
  type Parameter,
  type ParameterRule,
  type ParameterType,
  type ResourceStep,
  type ResourceType,
  type SubDagType,
} from './operator-type';
import { readParameterType } from './parameter-type';

/** What one catalogue file says. `base` holds what every operator takes, or every sensor. */
export type CatalogueEntry = OperatorType | GeneratorType | SubDagType | ResourceType | GoneType | BaseEntry;

/** What all operators, or all sensors, take. No workflow can use it as a type: `targets` says what to use. */
export interface BaseEntry {
  readonly kind: 'base';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly gone: GoneType;
}

/** What is wrong with a catalogue file. */
export interface CatalogueProblem {
  readonly path: string;
  /** Names, not offsets: `parameters/env/type`. Empty for the file as a whole. */
  readonly pointer: string;
  readonly message: string;
  /** Is the key at its end meant, not its value? */
  readonly ofKey?: true;
}

type Data = Readonly<Record<string, unknown>>;

/** Thrown inside this file only: what is wrong, and where. */
class Refused extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads one catalogue file. Its format is `schemas/format/catalogue-entry.schema.json`; text that starts with `{` is read
 * as JSON, which is much faster than YAML.
 */
export function readCatalogueFile(path: string, text: string): CatalogueEntry | CatalogueProblem {
  try {
    if (text.startsWith('{')) return readEntry(JSON.parse(text));
    const data: unknown = parse(text);
    const slip = typeof data === 'object' && data !== null ? entrySlip(data as Data) : undefined;
    if (slip === undefined) return readEntry(data);
    const { pointer, message, ofKey } = slip;
    return { path, pointer, message, ...(ofKey ? { ofKey } : {}) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { path, pointer: error instanceof Refused ? error.pointer : '', message: error.message };
  }
}

export function isProblem(entry: CatalogueEntry | CatalogueProblem): entry is CatalogueProblem {
  return 'pointer' in entry;
}

function readEntry(value: unknown): CatalogueEntry {
  const data = dataOf(value, '');
  const name = textOf(data, 'name', '');
  const parameters = readParameters(data.parameters);
  const kind = textOf(data, 'kind', '');
  const common = { name, aliases: textsOf(data, 'aliases'), summary: textOf(data, 'summary', '') };
  switch (kind) {
    case 'base':
      return { kind, name, parameters, gone: { ...common, kind: 'gone', targets: targetsOf(data) } };
    case 'generator':
      return data.code === undefined
        ? { ...common, kind, parameters, items: textOf(data, 'items', ''), itemName: itemNameOf(data) }
        : { ...common, kind, parameters, items: '', itemName: 'item', code: codeOf(dataOf(data.code, 'code')) };
    case 'resource':
      return {
        ...common,
        kind,
        parameters,
        create: readStep(data.create, 'create'),
        destroy: readStep(data.destroy, 'destroy'),
        provides: new Map(
          Object.entries(dataOf(data.provides ?? {}, 'provides')).map(([key, item]) => [key, item as Json]),
        ),
      };
    case 'gone':
      return { ...common, kind, targets: targetsOf(data) };
    case 'neutral':
      return { ...common, kind, parameters, classPath: `dagport.${name}`, provider: 'dagport' };
    case 'operator':
    case 'sensor':
    case 'transfer': {
      const base = data.extends === undefined ? {} : { extends: textOf(data, 'extends', '') };
      const facts = { classPath: textOf(data, 'class', ''), provider: textOf(data, 'provider', '') };
      const made =
        data.arguments === undefined
          ? {}
          : { arguments: dataOf(data.arguments, 'arguments') as Readonly<Record<string, Json>> };
      return { ...common, kind, parameters, ...facts, ...base, ...made, ...furtherFacts(data) };
    }
    default:
      throw new Refused(
        'kind',
        `"${kind}" is none of base, operator, sensor, transfer, neutral, generator, resource, gone.${didYouMean(kind, ['operator', 'sensor', 'transfer', 'generator', 'resource'])}`,
      );
  }
}

function targetsOf(data: Data): GoneType['targets'] {
  const targets = dataOf(data.targets, 'targets');
  return new Map(Object.keys(targets).map((version) => [version, textOf(targets, version, 'targets/')]));
}

function furtherFacts(data: Data): Pick<OperatorType, 'view' | 'withheld' | 'deprecated' | 'rules' | 'url'> {
  return {
    ...(data.view === true ? { view: true } : {}),
    ...(data.withheld === undefined ? {} : { withheld: textsOf(data, 'withheld') }),
    ...(data.deprecated === undefined ? {} : { deprecated: textOf(data, 'deprecated', '') }),
    ...(data.rules === undefined ? {} : { rules: readParameterRules(data.rules) }),
    ...(data.url === undefined ? {} : { url: textOf(data, 'url', '') }),
  };
}

const RULE_KINDS = ['one', 'some', 'exclusive'] as const;

function readParameterRules(value: unknown): readonly ParameterRule[] {
  if (!Array.isArray(value)) throw new Refused('rules', 'has to be a list');
  return value.map((item, index): ParameterRule => {
    const pointer = `rules/${index}`;
    const data = dataOf(item, pointer);
    if (data.if !== undefined) {
      return { kind: 'requires', name: textOf(data, 'if', `${pointer}/`), names: textsOf(data, 'requires') };
    }
    const kind = RULE_KINDS.find((name) => name in data);
    if (kind === undefined) throw new Refused(pointer, 'has to have one of one, some, exclusive, if');
    return { kind, names: textsOf(data, kind) };
  });
}

function codeOf(data: Data): GeneratorCode {
  const imports = data.imports === undefined ? {} : dataOf(data.imports, 'code/imports');
  const modules = Object.entries(imports).map(([module, objects]) => {
    if (objects === null) return { module };
    if (Array.isArray(objects) && objects.every((name) => typeof name === 'string')) return { module, objects };
    throw new Refused(`code/imports/${module}`, 'has to be a list of texts, or null');
  });
  return {
    iterator: textOf(data, 'iterator', 'code/'),
    itemName: textOf(data, 'item_name', 'code/'),
    imports: modules,
  };
}

function itemNameOf(data: Data): GeneratorType['itemName'] {
  const name = data.item_name;
  if (name === 'item' || name === 'name' || name === 'key') return name;
  throw new Refused('item_name', 'has to be one of item, name, key');
}

function readStep(value: unknown, pointer: string): ResourceStep {
  const data = dataOf(value, pointer);
  const type = textOf(data, 'type', `${pointer}/`);
  if (data.properties === undefined) return { type };
  return { type, properties: dataOf(data.properties, `${pointer}/properties`) as Readonly<Record<string, Json>> };
}

function readParameters(value: unknown): readonly Parameter[] {
  if (value === undefined) return [];
  return Object.entries(dataOf(value, 'parameters')).map(([name, facts]) => readParameter(name, facts));
}

function readParameter(name: string, value: unknown): Parameter {
  const pointer = `parameters/${name}`;
  const data = dataOf(value, pointer);
  return {
    name,
    ...(data.type === undefined ? { type: { kind: 'any' }, partial: true } : { type: typeOf(data, pointer) }),
    required: data.required === true,
    ...(data.nullable === true ? { nullable: true } : {}),
    ...(typeof data.summary === 'string' ? { summary: data.summary } : {}),
    ...(data.default === undefined ? {} : { default: data.default as Json }),
    ...(typeof data.deprecated === 'string' ? { deprecated: data.deprecated } : {}),
    ...(data.removed === true ? { removed: true } : {}),
    ...(data.templated === true ? { templated: true } : {}),
    ...(data.aliases === undefined ? {} : { aliases: textsOf(data, 'aliases') }),
    ...(data.unit === 'days' ? { unit: 'days' } : {}),
    ...(data.required === 'without format' ? { requiredWithoutFormat: true } : {}),
    ...(typeof data.pattern === 'string' ? { pattern: data.pattern } : {}),
    ...(data.fill === undefined ? {} : { fill: data.fill as Json }),
    ...conversionOf(data.becomes, `${pointer}/becomes`),
  };
}

function conversionOf(name: unknown, pointer: string): Pick<Parameter, 'becomes'> {
  if (name === undefined) return {};
  const becomes = CONVERSIONS.find((known) => known === name);
  if (becomes === undefined) throw new Refused(pointer, `has to be one of ${CONVERSIONS.join(', ')}`);
  return { becomes };
}

function typeOf(data: Data, pointer: string): ParameterType {
  const type = readParameterType(data.type);
  if (type === undefined)
    throw new Refused(`${pointer}/type`, `${JSON.stringify(data.type)} is no parameter type.${meantType(data.type)}`);
  return type;
}

function dataOf(value: unknown, pointer: string): Data {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Data;
  throw new Refused(pointer, 'has to be a mapping');
}

function textOf(data: Data, key: string, prefix: string): string {
  const value = data[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refused(`${prefix}${key}`, 'has to be text');
}

function textsOf(data: Data, key: string): readonly string[] {
  const value = data[key] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Refused(key, 'has to be a list of texts');
}
