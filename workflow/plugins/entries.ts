import {
  type Catalogue,
  type CatalogueEntry,
  type GoneType,
  type OperatorType,
  type Parameter,
  type ParameterType,
  parametersOf,
} from '../../schemas';
import { didYouMean } from '../../text/nearest';
import { currentClass, madeOf, parameterOfClass, typeOfClass, untaken } from './class-of-today';
import { parameterOf } from './json-schema';
import type { ParameterSpec, PluginProblem, PluginSpec, Preprocessing, ResourceSpec } from './plugin';

/** Where types are looked up that others extend. */
export interface Lookup {
  /** The types that dagport brings. */
  readonly catalogue: Catalogue;
  /** The operator types of plugins, by name. */
  readonly operators: ReadonlyMap<string, ParameterSpec>;
}

/** A type of a plugin as an entry of the catalogue; nothing where it lacks what it cannot be without, which was told. */
export function entryOfType(
  spec: PluginSpec,
  plugin: string,
  lookup: Lookup,
  problems: PluginProblem[],
): CatalogueEntry | undefined {
  const common = { name: spec.name.text, aliases: [], summary: `A type of the plugin ${plugin}.` };
  if (spec.folder === 'resources') return { ...common, kind: 'resource', parameters: [], ...stepsOf(spec, lookup) };
  const line = lineOf(spec, lookup, problems);
  const parameters = parametersOfLine(spec, line, lookup);
  switch (spec.folder) {
    case 'subdags':
      warnOfClass(spec, problems);
      return { ...common, kind: 'sub_dag', parameters: parameters.filter(({ name }) => !OF_THE_PLAN.has(name)) };
    case 'generators': {
      if (spec.code === undefined) return undefined;
      const code = { ...spec.code, imports: spec.imports };
      return { ...common, kind: 'generator', parameters, items: '', itemName: 'item', code };
    }
    case 'operators':
      return operatorOf(spec, line, plugin, parameters, lookup, problems);
  }
}

/** Sub-DAGs are groups of tasks, for which no class runs. */
function warnOfClass({ classPath, file: { path, text } }: ParameterSpec, problems: PluginProblem[]): void {
  if (classPath === undefined || classPath.text.endsWith('.SubDagOperator')) return;
  const message = `The class ${classPath.text} does not run: Airflow has no sub-DAGs any more, and they become groups of tasks. Of the properties only "trigger_rule" and "task_id" have a meaning for these.`;
  problems.push({ path, text, message, range: classPath.range, severity: 'warning' });
}

/** What the plan gives to every task. */
const OF_THE_PLAN: ReadonlySet<string> = new Set(['dag', 'task_id']);

/** The names of what all operators and all sensors share; in the catalogue they are no types. */
const BASES: readonly string[] = ['base', 'base_sensor'];

/** The types that one extends, the nearest first: those of plugins, then one that dagport brings. */
interface Line {
  readonly plugins: readonly ParameterSpec[];
  readonly builtIn: OperatorType | (typeof BASES)[number] | GoneType | undefined;
  /** Is a link missing or the line closed? That is told once, and then nothing is known of what the type takes. */
  readonly broken: boolean;
}

function lineOf(spec: ParameterSpec, { catalogue, operators }: Lookup, problems: PluginProblem[]): Line {
  const plugins: ParameterSpec[] = [];
  const seen = new Set([spec]);
  let link = spec;
  for (let base = spec.extends; base !== undefined; base = link.extends) {
    const next = operators.get(base.text);
    if (next === undefined) {
      const builtIn = BASES.includes(base.text)
        ? base.text
        : (catalogue.find(base.text) ?? catalogue.findGone(base.text));
      if (builtIn !== undefined) return { plugins, builtIn, broken: false };
      if (link === spec) {
        const names = [...operators.keys(), ...BASES, ...catalogue.names];
        const message = `"${base.text}" is no operator type, so what "${spec.name.text}" takes is not known.${didYouMean(base.text, names)}`;
        problems.push({ path: spec.file.path, text: spec.file.text, message, range: base.range });
      }
      return { plugins, builtIn: undefined, broken: true };
    }
    if (seen.has(next)) {
      if (next === spec) {
        const way = [spec, ...plugins, spec].map(({ name }) => `"${name.text}"`).join(' extends ');
        const message = `${way}: one of them has to extend another type.`;
        problems.push({ path: spec.file.path, text: spec.file.text, message, range: base.range });
      }
      return { plugins, builtIn: undefined, broken: true };
    }
    seen.add(next);
    plugins.push(next);
    link = next;
  }
  return { plugins, builtIn: undefined, broken: false };
}

/** What a built-in type at the end of a line takes, by every name. */
function builtInParameters({ builtIn }: Line, { catalogue }: Lookup): ReadonlyMap<string, Parameter> {
  if (builtIn === undefined || typeof builtIn === 'string') {
    const sensor = builtIn === 'base_sensor' ? [...catalogue.sensorParameters] : [];
    return new Map([...catalogue.baseParameters, ...sensor]);
  }
  return builtIn.kind === 'gone' ? catalogue.baseParameters : parametersOf(catalogue, builtIn);
}

/**
 * The parameters that a type says something about itself, or a type of a plugin that it extends: the schema of the nearest one
 * counts, being required of any, and the preprocessor of the furthest one (observed with 1.9.18).
 */
function parametersOfLine(spec: ParameterSpec, line: Line, lookup: Lookup): readonly Parameter[] {
  const specs = [spec, ...line.plugins];
  const beneath = builtInParameters(line, lookup);
  const same = parameterOfClass(spec, lookup);
  const properties = new Map(
    specs.toReversed().flatMap((one) => one.properties.map((property) => [property.name, property])),
  );
  const required = new Set(specs.flatMap((one) => one.required));
  const names = new Set([...properties.keys(), ...required]);
  return [...names].flatMap((name): readonly Parameter[] => {
    if (OF_THE_PLAN.has(name)) return [];
    const inherited = beneath.get(name) ?? same(name);
    const own = properties.get(name);
    const isRequired = required.has(name) || (inherited?.required === true && beneath.has(name));
    const stated = own === undefined ? undefined : parameterOf(name, own.schema, isRequired);
    const read = stated ?? { ...(inherited ?? { name, type: { kind: 'any' } }), required: isRequired };
    const preprocessed = specs.findLast((one) => one.preprocessed.has(name))?.preprocessed.get(name);
    return [
      processed(
        withNameOf(read, inherited),
        inherited === undefined ? preprocessed : (facts(inherited) ?? preprocessed),
      ),
    ];
  });
}

/** The name that Airflow has for it now, and whether it takes it at all. */
function withNameOf(own: Parameter, inherited: Parameter | undefined): Parameter {
  if (inherited === undefined) return own;
  const { name, aliases, removed, templated } = inherited;
  return {
    ...own,
    name,
    ...(aliases === undefined ? {} : { aliases }),
    ...(removed === undefined ? {} : { removed }),
    ...(templated === undefined ? {} : { templated }),
  };
}

/** What the preprocessor of an inherited parameter does; nothing where it has none. */
function facts({ type, unit, pattern, becomes }: Parameter): Preprocessing | undefined {
  const kind = kindOf(type);
  if (kind === undefined && pattern === undefined && becomes === undefined) return undefined;
  return {
    ...(kind === undefined ? {} : { type: { kind } }),
    ...(unit === undefined ? {} : { unit }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(becomes === undefined ? {} : { becomes }),
  };
}

function kindOf(type: ParameterType): 'duration' | 'date' | 'time' | undefined {
  const members = type.kind === 'union' ? type.members : [type];
  return (['duration', 'date', 'time'] as const).find((kind) => members.some((member) => member.kind === kind));
}

function processed(parameter: Parameter, does: Preprocessing | undefined): Parameter {
  if (does === undefined) return parameter;
  const { unit = 'seconds' } = does;
  return { ...parameter, ...does, ...(unit === 'seconds' ? {} : { summary: parameter.summary ?? `In ${unit}.` }) };
}

function operatorOf(
  spec: ParameterSpec,
  line: Line,
  plugin: string,
  parameters: readonly Parameter[],
  lookup: Lookup,
  problems: PluginProblem[],
): CatalogueEntry | undefined {
  const { name, aliases, summary } = { name: spec.name.text, aliases: [], summary: `A type of the plugin ${plugin}.` };
  if (BASES.includes(name)) return baseOf(spec, parameters, lookup);
  if (spec.classPath === undefined) return undefined;
  const classPath = currentClass(spec.classPath.text, lookup.catalogue);
  if (classPath.gone !== undefined) {
    const { path, text } = spec.file;
    problems.push({ path, text, message: classPath.gone, range: spec.classPath.range });
  }
  const { builtIn } = line;
  const base = typeof builtIn === 'object' && builtIn.kind !== 'gone' ? builtIn : undefined;
  const twin = base === undefined ? typeOfClass(spec, lookup.catalogue) : undefined;
  const lost = base === undefined ? untaken(spec, parameters, lookup.catalogue, problems) : NONE;
  const named = new Set(parameters.map((one) => one.name));
  const isOpen = line.broken || isGone(builtIn) || isOpenLine(spec, line);
  return {
    name,
    aliases,
    summary,
    kind: builtIn === 'base_sensor' ? 'sensor' : (base ?? twin)?.kind === 'sensor' ? 'sensor' : 'operator',
    classPath: classPath.path,
    provider: plugin,
    parameters: [
      ...parameters.filter((one) => !lost.has(one.name)),
      ...madeOf(twin).filter((one) => !named.has(one.name)),
    ],
    ...(base === undefined ? {} : { extends: base.name }),
    ...(twin?.arguments === undefined ? {} : { arguments: twin.arguments }),
    ...(isOpen ? { open: true } : {}),
    ...(spec.imports.length === 0 ? {} : { imports: spec.imports }),
  };
}

const NONE: ReadonlySet<string> = new Set();

function isGone(builtIn: Line['builtIn']): boolean {
  return typeof builtIn === 'object' && builtIn.kind === 'gone';
}

/** The nearest type that says whether it is closed counts; those of the default plugin all are; without a word JSON Schema is open. */
function isOpenLine(spec: ParameterSpec, { plugins, builtIn }: Line): boolean {
  const said = [spec, ...plugins].find((one) => one.closed !== undefined)?.closed;
  return said === undefined ? builtIn === undefined : !said;
}

/** What all operators or all sensors take, as a plugin has it. */
function baseOf(spec: ParameterSpec, own: readonly Parameter[], { catalogue }: Lookup): CatalogueEntry | undefined {
  const gone = catalogue.findGone(spec.name.text);
  if (gone === undefined) return undefined;
  const known = spec.name.text === 'base' ? catalogue.baseParameters : catalogue.sensorParameters;
  const names = new Set(own.map(({ name }) => name));
  const parameters = [...own, ...[...known.values()].filter(({ name }) => !names.has(name))];
  return { kind: 'base', name: spec.name.text, parameters, gone };
}

/** The create and destroy types, and what users get of the create task: by the names of the plugin, of the values of today's. */
function stepsOf(
  { create, destroy, provides }: ResourceSpec,
  { catalogue, operators }: Lookup,
): Pick<Extract<CatalogueEntry, { kind: 'resource' }>, 'create' | 'destroy' | 'provides'> {
  const builtIn = operators.has(create.text) ? undefined : catalogue.find(create.text);
  const taken = builtIn === undefined ? undefined : parametersOf(catalogue, builtIn);
  const nameOf = (name: string): string => taken?.get(name)?.name ?? catalogue.baseParameters.get(name)?.name ?? name;
  return {
    create: { type: create.text },
    destroy: { type: destroy.text },
    provides: new Map(provides.map(({ text }) => [text, `\${{ ${nameOf(text)} }}`])),
  };
}
