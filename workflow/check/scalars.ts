import type { YamlNode, YamlScalar } from '../read';

/** All scalars of a node that are values, in order; keys are none. */
export function scalarsOf(node: YamlNode): readonly YamlScalar[] {
  const found: YamlScalar[] = [];
  collect(node, found);
  return found;
}

function collect(node: YamlNode, found: YamlScalar[]): void {
  if (node.kind === 'scalar') found.push(node);
  else if (node.kind === 'list') for (const item of node.items) collect(item, found);
  else if (node.kind === 'mapping') for (const { value } of node.pairs) collect(value, found);
}
