import { sanitised } from '../../read';
import type { FlowNode, FlowResource, FlowScope } from '../flow';
import type { Argument, Behaviour, Origin } from '../plan';
import type { Expansion } from './context';

/** A volume that is made before its first user of a run, and removed after the last one. */
export interface RunVolume {
  readonly name: string;
  readonly backend: 'docker' | 'kubernetes';
  /** `10Gi`; Docker keeps no sizes. */
  readonly size: string;
  /** Where a container first names it. */
  readonly origin: Origin;
  /** Arguments of the tasks that make and remove it: which cluster or daemon. */
  readonly place: readonly Argument[];
  /** The ids of the containers that use it. */
  readonly users: Set<string>;
}

/** The name that the volume has in one run: Jinja, because the run gives it. Letters, digits and dashes, as both backends want. */
export function volumeOfRun(name: string): string {
  const plain = sanitised(name).toLowerCase().replaceAll('_', '-').slice(0, 20);
  return `dagport-${plain}-{{ macros.uuid.uuid5(macros.uuid.NAMESPACE_URL, dag.dag_id ~ '/' ~ run_id).hex }}`;
}

/** A flow with a resource for each volume of the run, in the innermost group that holds all of its users. */
export function withRunVolumes(expansion: Expansion, flow: FlowScope): FlowScope {
  let scope = flow;
  for (const volume of expansion.runVolumes.values()) {
    scope = withVolume(scope, volume.users, addTasks(expansion, volume));
  }
  return scope;
}

function addTasks(expansion: Expansion, volume: RunVolume): FlowResource {
  const base = `${sanitised(volume.name)}_volume`;
  const free = (id: string): string => (expansion.details.has(id) ? free(`${id}_`) : id);
  const details = { name: volume.name, type: 'volume', section: 'resources', group: undefined } as const;
  const { origin } = volume;
  const create = free(`${base}_create`);
  const destroy = free(`${base}_destroy`);
  const made = { ...details, origin, kind: 'setup', behaviour: behaviourOf(volume, 'create') } as const;
  expansion.details.set(create, made);
  expansion.details.set(destroy, { ...made, kind: 'teardown', behaviour: behaviourOf(volume, 'remove') });
  return { name: `volume ${volume.name}`, requires: [], create, destroy };
}

const RESOURCES = 'airflow.providers.cncf.kubernetes.operators.resource';

function behaviourOf({ name, backend, size, place }: RunVolume, action: 'create' | 'remove'): Behaviour {
  if (backend === 'docker') return { kind: 'volume', action, name: volumeOfRun(name), arguments: place };
  const claim = [
    'apiVersion: v1',
    'kind: PersistentVolumeClaim',
    `metadata: {name: "${volumeOfRun(name)}"}`,
    `spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${JSON.stringify(size)}}}}`,
    '',
  ];
  const className = action === 'create' ? 'KubernetesCreateResourceOperator' : 'KubernetesDeleteResourceOperator';
  const yaml: Argument = { name: 'yaml_conf', value: { kind: 'text', text: claim.join('\n') } };
  return { kind: 'operator', classPath: `${RESOURCES}.${className}`, arguments: [yaml, ...place] };
}

function withVolume(scope: FlowScope, users: ReadonlySet<string>, resource: FlowResource): FlowScope {
  const holders = scope.nodes.filter((node) => holdsOne(node, users));
  const [only, ...others] = holders;
  if (others.length === 0 && only?.kind === 'group') {
    const inner = { ...only, scope: withVolume(only.scope, users, resource) };
    return { ...scope, nodes: scope.nodes.map((node) => (node === only ? inner : node)) };
  }
  const isUser = new Set(holders);
  const nodes = scope.nodes.map((node) =>
    isUser.has(node) ? { ...node, requires: [...node.requires, resource.name] } : node,
  );
  return { nodes, resources: [...scope.resources, { ...resource, early: scope.nodes.some(mayFollowSkip) }] };
}

/** Where the users before it were left out, a node with a rule of its own may still be due, and those behind it: they all find the volume. */
function mayFollowSkip({ kind, rule }: FlowNode): boolean {
  return kind !== 'join' && kind !== 'fail' && rule !== 'all_success';
}

function holdsOne(node: FlowNode, users: ReadonlySet<string>): boolean {
  return users.has(node.id) || (node.kind === 'group' && node.scope.nodes.some((inner) => holdsOne(inner, users)));
}
