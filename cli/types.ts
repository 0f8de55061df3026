import {
  type Catalogue,
  describeType,
  findGenerator,
  findResource,
  findType,
  type GeneratorType,
  type OperatorType,
  type Parameter,
  parametersOf,
  parametersOfResource,
  type ResourceType,
} from '../schemas';
import { didYouMean } from '../text/nearest';
import { explainType } from './explain';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import type { TypesOptions } from './options';
import { openProjects } from './project';

type AnyType = OperatorType | GeneratorType | ResourceType;

/**
 * `dagport types`: the types that workflows of this folder may use, or what one of them takes. As JSON the list has of each type
 * its own parameters, one type by its name all that it takes.
 */
export async function typesCommand(io: CommandIo, { name, json }: TypesOptions): Promise<number> {
  const { catalogue } = await openProjects(io.cwd).of('dagport.yaml');
  if (name === undefined) {
    const types = allTypes(catalogue);
    io.stdout(json ? printJson(types.map((type) => typeJson(type, type.parameters))) : listText(types));
    return EXIT.fine;
  }
  const type = findAny(catalogue, name);
  if (type === undefined) {
    const message = `there is no type "${name}".${didYouMean(name, namesOf(catalogue))}`;
    const hint = '"dagport types" lists them all.';
    return reportFailures(io, [{ kind: 'usage', code: 'unknown-type', message, hint }], json);
  }
  io.stdout(json ? printJson([typeJson(type, allParameters(catalogue, type))]) : explainType(type));
  return EXIT.fine;
}

function namesOf({ names, generatorNames, resourceNames }: Catalogue): readonly string[] {
  return [...names, ...generatorNames, ...resourceNames];
}

function findAny(catalogue: Catalogue, name: string): AnyType | undefined {
  return findType(catalogue, name) ?? findGenerator(catalogue, name) ?? findResource(catalogue, name);
}

function allTypes(catalogue: Catalogue): readonly AnyType[] {
  return [
    ...catalogue.names.flatMap((name) => findType(catalogue, name) ?? []),
    ...catalogue.generatorNames.flatMap((name) => findGenerator(catalogue, name) ?? []),
    ...catalogue.resourceNames.flatMap((name) => findResource(catalogue, name) ?? []),
  ];
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
function typeJson(type: AnyType, parameters: readonly Parameter[]): unknown {
  const isClass = 'classPath' in type && type.kind !== 'neutral';
  return {
    name: type.name,
    aliases: type.aliases,
    classPath: isClass ? type.classPath : null,
    kind: type.kind,
    provider: isClass ? type.provider : null,
    providerVersion: 'providerVersion' in type ? type.providerVersion : null,
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
