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
import type { Argument, Behaviour } from '../plan';
import type { Value } from '../value';
import { argumentsFrom, argumentsOf } from './arguments';
import type { Expansion, Placement } from './context';
import { itemIn } from './item';
import { describe, propertiesOf } from './node';
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
  return document.items.flatMap((item) => {
    if (item.section !== 'resources') return [];
    const name = asText(valueAt(item.map, 'name'))?.text;
    const typeName = asText(valueAt(item.map, 'type'))?.text ?? '';
    const type = findResource(expansion.options.catalogue, typeName);
    if (name === undefined || type === undefined) return [];
    return [expandResource(expansion, itemIn(expansion, item, placement.scope), name, type, placement)];
  });
}

function expandResource(
  expansion: Expansion,
  item: DocumentItem,
  name: string,
  type: ResourceType,
  placement: Placement,
): ExpandedResource {
  const { catalogue } = expansion.options;
  const id = `${placement.prefix}${sanitised(name)}`;
  const properties = propertiesOf(expansion, item, type.name);
  const given = argumentsFrom(parametersOfResource(catalogue, type), properties);
  const create = `${id}_create${placement.suffix}`;
  const destroy = `${id}_destroy${placement.suffix}`;
  const details = describe(expansion, item, type.name, placement);
  const made = stepBehaviour(expansion, type.create, given, properties);
  const gone = stepBehaviour(expansion, type.destroy, given, undefined);
  expansion.details.set(create, { ...details, kind: 'setup', behaviour: made });
  expansion.details.set(destroy, { ...details, kind: 'teardown', behaviour: gone });
  const provides = [...type.provides].flatMap(([argument, data]): readonly Argument[] => {
    const value = jsonValue(data, (text) => referenced(text, given));
    return value.kind === 'null' ? [] : [{ name: argument, value }];
  });
  return { name, flow: { name: `${id}${placement.suffix}`, create, destroy }, provides };
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
  given: readonly Argument[],
  own: YamlMapping | undefined,
): Behaviour {
  const { catalogue } = expansion.options;
  const type = findType(catalogue, step.type);
  const classPath = type?.classPath ?? '';
  if (step.properties === undefined) {
    return { kind: 'operator', classPath, arguments: argumentsOf(catalogue, type, own, []) };
  }
  const args = Object.entries(step.properties).flatMap(([name, data]): readonly Argument[] => {
    const value = jsonValue(data, (text) => referenced(text, given));
    return value.kind === 'null' ? [] : [{ name, value }];
  });
  const base = own === undefined ? [] : argumentsFrom(catalogue.baseParameters, own).filter(isNotOf(args));
  return {
    kind: 'operator',
    classPath,
    arguments: [...args, ...base.filter((argument) => catalogue.baseParameters.has(argument.name))],
  };
}

function isNotOf(args: readonly Argument[]): (argument: Argument) => boolean {
  const names = new Set(args.map((argument) => argument.name));
  return (argument) => !names.has(argument.name);
}
