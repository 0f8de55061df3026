import { type DocumentItem, valueAt, type YamlMapping, type YamlNode } from '../../read';
import type { Argument } from '../plan';
import type { Value } from '../value';
import { type Expansion, report } from './context';
import { toValue } from './values';

const MODELS = 'kubernetes.client.models';

/**
 * `working_dir` and `user` of a container on Kubernetes: the operator has no argument for either, so that they go into the
 * specification that it starts from (`KubernetesPodOperator.full_pod_spec`; its container is the one called "base").
 */
export function podArguments(
  expansion: Expansion,
  item: DocumentItem,
  properties: YamlMapping | undefined,
  specific: YamlMapping | undefined,
): readonly Argument[] {
  const folder = valueAt(properties, 'working_dir');
  const user = valueAt(properties, 'user');
  const given = folder ?? user;
  if (given === undefined) return [];
  if (valueAt(specific, 'full_pod_spec') !== undefined) {
    const message = '"working_dir" and "user" go into "full_pod_spec" on Kubernetes, which "backends" gives as well.';
    report(expansion, item, given, 'unsupported-container-property', message);
    return [];
  }
  const base = valueAt(specific, 'base_container_name');
  const container = construct('V1Container', [
    ['name', base === undefined ? { kind: 'text', text: 'base' } : toValue(base, undefined)],
    ...(folder === undefined ? [] : [['working_dir', toValue(folder, { kind: 'text' })] as const]),
    ...(user === undefined ? [] : [['security_context', securityContext(expansion, item, user)] as const]),
  ]);
  const spec = construct('V1PodSpec', [['containers', { kind: 'list', items: [container] }]]);
  return [{ name: 'full_pod_spec', value: construct('V1Pod', [['spec', spec]]) }];
}

/** Kubernetes knows users and groups by number only. */
function securityContext(expansion: Expansion, item: DocumentItem, user: YamlNode): Value {
  const [, id, group] = /^(\d+)(?::(\d+))?$/.exec(user.kind === 'scalar' ? user.text : '') ?? [];
  if (id === undefined) {
    const message = 'Kubernetes takes a user by number: 1000, or "1000:1000" with the group.';
    report(expansion, item, user, 'unsupported-container-property', message);
  }
  const number = (source: string): Value => ({ kind: 'number', source: String(Number(source)) });
  return construct('V1SecurityContext', [
    ...(id === undefined ? [] : [['run_as_user', number(id)] as const]),
    ...(group === undefined ? [] : [['run_as_group', number(group)] as const]),
  ]);
}

function construct(name: string, given: readonly (readonly [string, Value])[]): Value {
  return {
    kind: 'construct',
    classPath: `${MODELS}.${name}`,
    arguments: given.map(([argument, value]) => ({ name: argument, value })),
  };
}
