import type { Composite } from '../../composites';
import { asText, type DocumentItem, valueAt, type YamlMapping } from '../../read';
import { type Expansion, placeIn, report } from './context';
import type { Binding } from './scope';

/** The composite that an item of `operators`, `before` or `after` uses, if its type is one. */
export function compositeOf(expansion: Expansion, { section, map }: DocumentItem): Composite | undefined {
  if (section === 'generators' || section === 'sub_dags' || section === 'resources') return undefined;
  const type = asText(valueAt(map, 'type'));
  return type === undefined ? undefined : expansion.options.composites?.find(type.text);
}

/** The expansion as it goes on in the documents of a composite: what is found there is told where the workflow uses it. */
export function insideOf(expansion: Expansion, item: DocumentItem, composite: Composite): Expansion {
  const use = placeIn(expansion, item, valueAt(item.map, 'type') ?? item.map);
  return { ...expansion, targets: composite.targets, inside: { composite, use } };
}

/** What the parameters of a composite stand for at one use of it. What is wrong with its values is reported. */
export function parametersOfUse(
  expansion: Expansion,
  item: DocumentItem,
  composite: Composite,
): ReadonlyMap<string, Binding> {
  const { signature } = composite;
  const values = signature.withDefaults(givenTo(expansion, item, composite));
  reportProblems(expansion, item, composite, values);
  const names = new Map<string, Binding>();
  for (const name of signature.parameters.keys()) names.set(name, { kind: 'absent' });
  for (const { key, value } of values.pairs) names.set(key.text, { kind: 'value', node: value });
  return names;
}

/** The properties that are parameters of the composite; the others are base arguments, for its tasks. */
function givenTo(expansion: Expansion, { map }: DocumentItem, { signature }: Composite): YamlMapping {
  const properties = valueAt(map, 'properties');
  const { baseParameters } = expansion.options.catalogue;
  const pairs = (properties?.kind === 'mapping' ? properties.pairs : []).filter(
    ({ key: { text } }) => signature.parameters.has(text) || !baseParameters.has(text),
  );
  return { kind: 'mapping', pairs, start: map.start, end: map.end };
}

function reportProblems(expansion: Expansion, item: DocumentItem, composite: Composite, values: YamlMapping): void {
  const { signature, file } = composite;
  const type = valueAt(item.map, 'type') ?? item.map;
  const broken = file.problems.find(({ severity }) => severity === 'error')?.message ?? signature.schemaError();
  if (broken !== undefined) {
    const message = `The composite "${composite.name}" of "${file.path}" cannot be used: ${broken}`;
    report(expansion, item, type, 'unusable-composite', message, file.path);
    return;
  }
  for (const { name, required } of signature.parameters.values()) {
    if (!required || valueAt(values, name) !== undefined) continue;
    report(expansion, item, type, 'missing-parameter', `"${composite.name}" needs "${name}", which is not given.`);
  }
  for (const { parameter, message, range } of signature.check(values)) {
    report(expansion, item, range, 'invalid-composite-parameter', `"${parameter}" of "${composite.name}" ${message}.`);
  }
}
