import {
  type Catalogue,
  describeType,
  findGenerator,
  findResource,
  findType,
  type GeneratorType,
  isView,
  type OperatorType,
  type Parameter,
  parametersOf,
  parametersOfResource,
  type ResourceType,
} from '../schemas';
import { didYouMean } from '../text/nearest';
import { formerType } from '../workflow/check';
import { CONFIGURATION_NAME, DEFAULT_AIRFLOW } from '../workflow/project';
import { explainType } from './explain';
import { explainOther, otherNames } from './explain/language';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import type { TypesOptions } from './options';
import { openProjects, projectFailures } from './project';

type AnyType = OperatorType | GeneratorType | ResourceType;

/**
 * `dagport types`: the types that workflows of this folder may use, or what one of them takes. As JSON the list has of each type
 * its own parameters, one type by its name all that it takes.
 */
export async function typesCommand(io: CommandIo, { name, json, airflow }: TypesOptions): Promise<number> {
  const project = await openProjects(io.cwd).of(CONFIGURATION_NAME);
  const failures = projectFailures(project);
  if (failures.length > 0) return reportFailures(io, failures, json);
  const catalogue = project.catalogue.on(airflow ?? project.configuration.airflow ?? DEFAULT_AIRFLOW);
  if (name === undefined) {
    const types = allTypes(catalogue);
    io.stdout(
      json
        ? printJson(types.map((type) => typeJson(type, ownParameters(catalogue, type), catalogue)))
        : listText(types),
    );
    return EXIT.fine;
  }
  const type = findAny(catalogue, name);
  const { composites } = project;
  const other = type === undefined ? explainOther(name, composites) : undefined;
  if (other !== undefined && !json) {
    io.stdout(other);
    return EXIT.fine;
  }
  if (type === undefined) {
    const former = formerType(name, { catalogue, composites });
    const known = [...namesOf(catalogue), ...otherNames(composites)];
    const moved = former?.use === undefined ? didYouMean(name, known) : ` ${former.why} It is "${former.use}" now.`;
    const message =
      other === undefined
        ? `there is no type "${name}".${moved}`
        : `"${name}" is no type of a class; without --json it is explained`;
    const hint = '"dagport types" lists them all.';
    return reportFailures(io, [{ kind: 'usage', code: 'unknown-type', message, hint }], json);
  }
  io.stdout(json ? printJson([typeJson(type, allParameters(catalogue, type), catalogue)]) : explainType(type));
  return EXIT.fine;
}

function namesOf({ names, generatorNames, resourceNames, providers }: Catalogue): readonly string[] {
  const classes = providers?.classes.map(({ name }) => name) ?? [];
  return [...names, ...generatorNames, ...resourceNames, ...classes];
}

function findAny(catalogue: Catalogue, name: string): AnyType | undefined {
  return findType(catalogue, name) ?? findGenerator(catalogue, name) ?? findResource(catalogue, name);
}

function allTypes(catalogue: Catalogue): readonly AnyType[] {
  return [
    ...new Set(catalogue.names.flatMap((name) => findType(catalogue, name) ?? [])),
    ...officialTypes(catalogue),
    ...catalogue.generatorNames.flatMap((name) => findGenerator(catalogue, name) ?? []),
    ...catalogue.resourceNames.flatMap((name) => findResource(catalogue, name) ?? []),
  ];
}

/** The classes of the official packages that have no short name. */
function officialTypes(catalogue: Catalogue): readonly OperatorType[] {
  const named = new Set(catalogue.names.map((name) => findType(catalogue, name)));
  const all = (catalogue.providers?.classes ?? []).flatMap(({ classPath }) => findType(catalogue, classPath) ?? []);
  return all.filter((type) => !named.has(type));
}

/** What a type takes itself; of a sensor also what all sensors take. */
function ownParameters(catalogue: Catalogue, type: AnyType): readonly Parameter[] {
  const own = type.parameters.filter((parameter) => parameter.removed !== true);
  if (type.kind !== 'sensor') return own;
  const names = new Set([...own.map((parameter) => parameter.name), ...(type.withheld ?? [])]);
  return [...own, ...[...catalogue.sensorParameters.values()].filter(({ name }) => !names.has(name))];
}

/** All that a node of a type takes, each once: its own parameters before those of all operators. */
function allParameters(catalogue: Catalogue, type: AnyType): readonly Parameter[] {
  if (type.kind === 'generator') return type.parameters;
  const known = type.kind === 'resource' ? parametersOfResource(catalogue, type) : parametersOf(catalogue, type);
  return [...new Set([...type.parameters, ...known.values()])];
}

function printJson(types: readonly unknown[]): string {
  return `${JSON.stringify({ version: 1, types })}\n`;
}

/** `schemas/format/types-output.schema.json` says what this is. */
function typeJson(type: AnyType, parameters: readonly Parameter[], { providers }: Catalogue): unknown {
  const ofClass = 'classPath' in type && type.kind !== 'neutral';
  const isClass = ofClass && !isView(type);
  return {
    name: type.name,
    aliases: type.aliases,
    classPath: isClass ? type.classPath : null,
    ...(ofClass && !isClass ? { builds: type.classPath } : {}),
    kind: type.kind,
    provider: ofClass ? type.provider : null,
    providerVersion: (ofClass ? providers?.find(type.classPath)?.version : undefined) ?? null,
    parameters: parameters.map(parameterJson),
  };
}

function parameterJson({ name, type, required, default: value, deprecated, templated }: Parameter): unknown {
  return {
    name,
    type: describeType(type),
    required,
    ...(value === undefined ? {} : { default: value }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(templated === true ? { templated } : {}),
  };
}

function listText(types: readonly AnyType[]): string {
  const width = Math.max(...types.map(({ name }) => name.length));
  const kindWidth = Math.max(...types.map(({ kind }) => kind.length));
  return types
    .map(({ name, kind, summary }) => `${name.padEnd(width)}  ${kind.padEnd(kindWidth)}  ${summary}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
