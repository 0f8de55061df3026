import { PLACEHOLDER_KEYS } from '../../composites';
import type { DocumentItem, WorkflowDocument, YamlNode } from '../../read';
import { type Expansion, substitutionOf } from './context';
import type { Scope } from './scope';
import { substitute } from './substitute';

/** An item of a section with values in place of its placeholders. `id`: which it has there. */
export function itemIn(
  expansion: Expansion,
  document: WorkflowDocument,
  item: DocumentItem,
  id: string,
  scope: Scope | undefined,
): DocumentItem {
  if (scope === undefined) return item;
  const substitution = substitutionOf(expansion, item, scope);
  const pairs = item.map.pairs.map(({ key, value }) => ({
    key,
    value: PLACEHOLDER_KEYS.has(key.text) ? substitute(value, substitution) : value,
  }));
  const filled = { ...item, map: { ...item.map, pairs } };
  if (item.cellText.includes('${{')) {
    expansion.filled.push({ written: item, filled, id, document, inside: expansion.inside });
  }
  return filled;
}

/** A value of an item as it will be, for what has to be known before all of it can be; nothing is reported. */
export function valueIn(
  expansion: Expansion,
  node: YamlNode | undefined,
  scope: Scope | undefined,
): YamlNode | undefined {
  const { budget } = expansion;
  return node === undefined ? undefined : substitute(node, { scope, budget, report: () => {} });
}
