import type { YamlNode, YamlScalar } from '../read';

/** All scalars of a node that are values, in order; keys are none. */
export function* scalarsOf(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'list') for (const item of node.items) yield* scalarsOf(item);
  else if (node.kind === 'mapping') for (const { value } of node.pairs) yield* scalarsOf(value);
}
