import type { FlowGroup, FlowNode, FlowResource, FlowScope } from '../flow';
import { resourcesInOrder } from '../openings';
import type { ExpandedResource } from './resources';

/** The sections of a document; sub-DAGs and generators belong to the main one. */
export type Part = 'before' | 'main' | 'after';

export interface NodeOfPart {
  readonly part: Part;
  readonly node: FlowNode;
}

/**
 * The nodes of a document as one scope. With `before` or `after` each section is a group and stands behind the one before
 * it. A resource belongs to the section that all its users are in; else the sections themselves are its users as far as they
 * are groups with a result. `idOf` gives each section that becomes a group its id.
 */
export function sectionsOf(
  nodes: readonly NodeOfPart[],
  resources: readonly ExpandedResource[],
  idOf: (part: Part) => string,
): FlowScope {
  const names = namesWithRequired(resources);
  const own = nodes.map(({ part, node }) => ({ part, node: withOwnResources(node, names) }));
  const required = new Set(own.flatMap(({ node }) => node.requires));
  const flows = resources.map(({ flow }) => flow).filter((flow) => required.has(flow.name));
  if (own.every(({ part }) => part === 'main')) return { nodes: own.map(({ node }) => node), resources: flows };
  const parts = (['before', 'main', 'after'] as const).filter((part) => own.some((entry) => entry.part === part));
  const home = new Map(flows.map((flow) => [flow.name, homeOf(flow, own)]));
  const ids = new Map(parts.map((part) => [part, idOf(part)]));
  const groups = parts.map((part, index) => {
    const before = parts[index - 1];
    const upstream = before === undefined ? [] : [ids.get(before) ?? before];
    return { ...sectionGroup(part, own, flows, home), id: ids.get(part) ?? part, upstream };
  });
  return { nodes: groups, resources: flows.filter((flow) => home.get(flow.name) === undefined) };
}

/** What a node requires of resources of other documents is the affair of the reference that leads here. */
function withOwnResources(node: FlowNode, names: ReadonlyMap<string, readonly string[]>): FlowNode {
  return { ...node, requires: [...new Set(node.requires.flatMap((name) => names.get(name) ?? []))] };
}

/** By the name in the document, the names in the flow of a resource and of all that it requires, these first. */
function namesWithRequired(resources: readonly ExpandedResource[]): ReadonlyMap<string, readonly string[]> {
  const inFlow = new Map<string, readonly string[]>();
  for (const { name, requires } of resourcesInOrder({ nodes: [], resources: resources.map(({ flow }) => flow) })) {
    inFlow.set(name, [...new Set([...requires.flatMap((other) => inFlow.get(other) ?? []), name])]);
  }
  // Those on a circle have no order: they stay together, so that the circle is found.
  const rest = resources.map(({ flow }) => flow.name).filter((name) => !inFlow.has(name));
  return new Map(resources.map(({ name, flow }) => [name, inFlow.get(flow.name) ?? rest]));
}

function homeOf(flow: FlowResource, nodes: readonly NodeOfPart[]): Part | undefined {
  const parts = new Set(nodes.filter(({ node }) => node.requires.includes(flow.name)).map(({ part }) => part));
  const [only] = parts;
  return parts.size === 1 ? only : undefined;
}

function sectionGroup(
  part: Part,
  own: readonly NodeOfPart[],
  flows: readonly FlowResource[],
  home: ReadonlyMap<string, Part | undefined>,
): Omit<FlowGroup, 'id' | 'upstream'> {
  const members = own.filter((entry) => entry.part === part).map(({ node }) => node);
  const resources = flows.filter((flow) => home.get(flow.name) === part);
  const shared = new Set(flows.filter((flow) => home.get(flow.name) === undefined).map((flow) => flow.name));
  const requires = [...shared].filter((name) => members.some((node) => node.requires.includes(name)));
  return {
    kind: 'group',
    rule: 'all_success',
    requires,
    onFailure: [],
    isSection: true,
    scope: { nodes: members, resources },
  };
}
