import {
  findResource,
  findType,
  parametersOfResource,
  type ResourceStep,
  type ResourceType,
  referencedProperty,
} from '../../../schemas';
import { asText, type DocumentItem, sanitised, valueAt, type WorkflowDocument, type YamlMapping } from '../../read';
import type { FlowResource } from '../flow';
import { resourcesInOrder } from '../openings';
import type { Argument, Behaviour } from '../plan';
import type { Value } from '../value';
import { argumentsFrom, argumentsOf, resolvedArguments } from './arguments';
import type { Expansion, Placement } from './context';
import { itemIn } from './item';
import { isTaken } from './limits';
import { describe, idOf, propertiesOf, requiredOf, triggerRuleOf } from './node';
import { jsonValue } from './values';

export interface ExpandedResource {
  /** As its document calls it; in the flow its name is unique. */
  readonly name: string;
  readonly flow: FlowResource;
  /** The arguments that its users get where they do not give them themselves. */
  readonly provides: readonly Argument[];
}

/** The resources of a document: a task that creates and one that destroys each. */
export function expandResources(
  expansion: Expansion,
  document: WorkflowDocument,
  placement: Placement,
): readonly ExpandedResource[] {
  const declared = document.items.flatMap((item): readonly DeclaredResource[] => {
    if (item.section !== 'resources') return [];
    const name = asText(valueAt(item.map, 'name'))?.text;
    const typeName = asText(valueAt(item.map, 'type'))?.text ?? '';
    const type = findResource(expansion.options.catalogue, typeName);
    if (name === undefined || type === undefined) return [];
    const id = `${placement.prefix}${name}${placement.suffix}`;
    return [{ name, type, item: itemIn(expansion, document, item, id, placement.scope) }];
  });
  const provided = new Map<string, readonly Argument[]>();
  const names = new Set(declared.map(({ name }) => name));
  const expand = ({ name, type, item }: DeclaredResource): ExpandedResource => {
    const requires = requiredOf(item).filter((other) => names.has(other));
    // boundary-layer passes nothing from one resource to another.
    const given = expansion.format ? requires.flatMap((other) => provided.get(other) ?? []) : [];
    const resource = expandResource(expansion, item, name, type, placement, { requires, given });
    provided.set(name, resource.provides);
    return resource;
  };
  const byName = new Map(requiredFirst(declared).map((one) => [one.name, expand(one)]));
  return declared.flatMap(({ name }, place) => {
    const resource = byName.get(name);
    return resource === undefined ? [] : [{ ...resource, flow: { ...resource.flow, place } }];
  });
}

interface DeclaredResource {
  readonly name: string;
  readonly type: ResourceType;
  readonly item: DocumentItem;
}

/** So that each stands behind those that it requires. Those on a circle come last, as they are written. */
function requiredFirst(declared: readonly DeclaredResource[]): readonly DeclaredResource[] {
  const flows = declared.map(({ name, item }) => ({ name, requires: requiredOf(item), create: name, destroy: name }));
  const names = new Set(declared.map(({ name }) => name));
  const known = flows.map((flow) => ({ ...flow, requires: flow.requires.filter((name) => names.has(name)) }));
  const place = new Map(resourcesInOrder({ nodes: [], resources: known }).map(({ name }, index) => [name, index]));
  const placeOf = ({ name }: DeclaredResource): number => place.get(name) ?? declared.length;
  return [...declared].sort((a, b) => placeOf(a) - placeOf(b));
}

function expandResource(
  expansion: Expansion,
  item: DocumentItem,
  name: string,
  type: ResourceType,
  placement: Placement,
  { requires, given: provided }: { readonly requires: readonly string[]; readonly given: readonly Argument[] },
): ExpandedResource {
  const id = `${placement.prefix}${sanitised(name)}`;
  const properties = propertiesOf(expansion, item, type.name);
  const given = givenTo(expansion, type, properties, provided);
  const create = idOf(`${name}_create`, valueAt(item.map, 'properties'), placement);
  const destroy = `${id}_destroy${placement.suffix}`;
  const details = describe(expansion, item, type.name, placement);
  for (const task of [create, destroy]) isTaken(expansion, item, task, placement);
  const made = stepBehaviour(expansion, type.create, given, properties, provided);
  const provides = [...type.provides].flatMap(([argument, data]): readonly Argument[] => {
    const value = jsonValue(data, (text) => referenced(text, given));
    return value.kind === 'null' ? [] : [{ name: argument, value }];
  });
  const idsOfRequired = requires.map((other) => `${placement.prefix}${sanitised(other)}${placement.suffix}`);
  const gone = stepBehaviour(expansion, type.destroy, given, undefined, provides);
  expansion.details.set(create, { ...details, kind: 'setup', behaviour: made });
  expansion.details.set(destroy, { ...details, kind: 'teardown', behaviour: gone });
  const ruled = expansion.format ? {} : { createRule: triggerRuleOf(expansion, type.create.type, properties) };
  const flow = { name: `${id}${placement.suffix}`, requires: idsOfRequired, create, destroy, ...ruled };
  return { name, flow, provides };
}

/** The properties of a resource, and where its create task takes them as they are, what that gets by default. */
function givenTo(
  expansion: Expansion,
  type: ResourceType,
  properties: YamlMapping | undefined,
  provided: readonly Argument[],
): readonly Argument[] {
  const { catalogue } = expansion.options;
  if (type.create.properties !== undefined) return argumentsFrom(parametersOfResource(catalogue, type), properties);
  const sources = { provided, taskDefaults: expansion.taskDefaults };
  return resolvedArguments(catalogue, findType(catalogue, type.create.type), properties, sources);
}

/** A property by a reference to it; one that was not given is null, and so left out. */
function referenced(text: string, given: readonly Argument[]): Value | undefined {
  const property = referencedProperty(text);
  if (property === undefined) return undefined;
  return given.findLast((argument) => argument.name === property)?.value ?? { kind: 'null' };
}

function stepBehaviour(
  expansion: Expansion,
  step: ResourceStep,
  properties: readonly Argument[],
  own: YamlMapping | undefined,
  provided: readonly Argument[],
): Behaviour {
  const { catalogue } = expansion.options;
  const type = findType(catalogue, step.type);
  const classPath = type?.classPath ?? '';
  for (const one of type?.imports ?? []) expansion.codeImports.set(JSON.stringify(one), one);
  if (step.properties === undefined) {
    return {
      kind: 'operator',
      classPath,
      arguments: argumentsOf(catalogue, type, own, { provided, taskDefaults: expansion.taskDefaults }),
    };
  }
  const args = Object.entries(step.properties).flatMap(([name, data]): readonly Argument[] => {
    const value = jsonValue(data, (text) => referenced(text, properties));
    return value.kind === 'null' ? [] : [{ name, value }];
  });
  const base = own === undefined ? [] : argumentsFrom(catalogue.baseParameters, own).filter(isNotOf(args));
  const given = [...args, ...base.filter((argument) => catalogue.baseParameters.has(argument.name))];
  const sources = { provided: given, taskDefaults: expansion.taskDefaults };
  return { kind: 'operator', classPath, arguments: argumentsOf(catalogue, type, undefined, sources) };
}

function isNotOf(args: readonly Argument[]): (argument: Argument) => boolean {
  const names = new Set(args.map((argument) => argument.name));
  return (argument) => !names.has(argument.name);
}
