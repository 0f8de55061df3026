import { pairOf, valueAt, type YamlMapping } from '../../read';
import type { ItemSettings, WorkflowRule } from '../context';
import { givenTo, lackingOf, requiresUnknown } from '../given';
import { meantKeys } from '../meant-keys';
import type { NodeType } from '../node-type';
import { titleOf } from '../outline';
import { listed, rangeOf } from '../suggest';

export const missingParameter: WorkflowRule = {
  id: 'missing-parameter',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unknown-alias', 'unknown-parameter', 'unknown-key', 'wrong-key-type'],
  documentation: {
    summary: 'A property that the type of the node requires is not given.',
    why: 'Airflow refuses to load a DAG in which an operator lacks an argument it needs.',
    bad: `name: orders
operators:
- {name: load, type: bash}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *item({ item, node, settings, type }) {
      if (node.type === undefined || type === undefined || givesAll(item.map, type, settings)) return;
      if (settings.headless || requiresUnknown(item.map, settings)) return;
      const meant = meantKeys(item.map);
      if (meant.has('properties') || meant.has('requires_resources')) return;
      const missing = new Set(lackingOf(item.map, type, settings));
      if (needsImage(item.map, type, settings)) missing.add('image');
      for (const name of meant) missing.delete(name);
      if (missing.size === 0) return;
      const properties = pairOf(item.map, 'properties')?.key;
      yield {
        message: `"${node.type.text}" needs ${listed([...missing])}, which ${titleOf(node)} does not give.`,
        range: rangeOf(properties ?? node.type),
        help: missing.has('image')
          ? 'Add "image: …" beside its type: a name of "images", or where the image is.'
          : `Add ${[...missing].map((name) => `"${name}: …"`).join(', ')} to its properties.`,
      };
    },
  },
};

/** Does the node itself give all that its type requires, so that nothing else need be looked at? */
function givesAll(map: YamlMapping, type: NodeType, settings: ItemSettings): boolean {
  if (type.kind === 'keyword' || (type.kind === 'operator' && type.type.name === 'container')) return false;
  const properties = valueAt(map, 'properties');
  return settings.requiredOf(type).every(({ name }) => pairOf(properties, name) !== undefined);
}

/** A container has its image beside `properties`; on Kubernetes a template of the pod may bring it. */
function needsImage(map: YamlMapping, type: NodeType, settings: ItemSettings): boolean {
  if (type.kind !== 'operator' || type.type.name !== 'container' || pairOf(map, 'image') !== undefined) return false;
  if (givenTo(map, type, settings).has('image')) return false;
  const backends = valueAt(map, 'backends');
  const specific = backends?.kind === 'mapping' ? backends.pairs.map(({ value }) => value) : [];
  if (specific.some((values) => BRING_IMAGES.some((name) => valueAt(values, name) !== undefined))) return false;
  const defaults = ['docker', 'kubernetes', 'ecs'].map((name) => settings.typeDefaults.get(name));
  return !defaults.some((names) => BRING_IMAGES.some((name) => names?.has(name)));
}

const BRING_IMAGES: readonly string[] = [
  'image',
  'pod_template_file',
  'pod_template_dict',
  'full_pod_spec',
  'task_definition',
];
