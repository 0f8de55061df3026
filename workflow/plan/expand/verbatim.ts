import { valueAt } from '../../read';
import { inPython, pythonText } from './literal';
import type { GeneratorItem } from './scope';

/**
 * Verbatim Python with its brackets. `<<item>>` becomes the text of the item; an expression gets the loop's names as
 * arguments of a function around it.
 */
export function verbatimWithItem(code: string, item: GeneratorItem | undefined): string {
  if (item === undefined || !/\b(?:item|index|item_name)\b/.test(code)) return `<<${code}>>`;
  const name = code.trim();
  if (name === 'item_name') return item.name;
  if (name === 'item' && item.node.kind === 'scalar') return item.node.text;
  if (name === 'index' || name === 'str(index)') return String(item.index);
  const values = [itemInPython(item), String(item.index), pythonText(item.name)].join(', ');
  return `<<(lambda item, index, item_name: ${code})(${values})>>`;
}

/** boundary-layer's `dict_generator` gives named tuples, the others what stands in the list. */
function itemInPython({ node, isPair }: GeneratorItem): string {
  if (isPair !== true) return inPython(node);
  const [name, value] = ['name', 'value'].map((key) => inPython(valueAt(node, key) ?? node));
  return `__import__("collections").namedtuple("NameValue", ("name", "value"))(${name}, ${value})`;
}
