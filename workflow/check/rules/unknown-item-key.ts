import { findGenerator } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { asText, valueAt } from '../../read';
import type { DocumentInput, WorkflowRule } from '../context';
import { blocklistOf, itemNames } from '../generator-items';
import { itemSlip, oddKeysOf, type PythonItems, pythonItems } from '../item-slips';
import type { NodeOutline } from '../outline';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { changeTo, rangeOf, withFix } from '../suggest';
import { pythonOf } from '../texts';

export const unknownItemKey: WorkflowRule = {
  id: 'unknown-item-key',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'invalid-python', 'wrong-parameter-type', 'missing-item-name', 'unknown-type'],
  documentation: {
    summary:
      'Python in the target of a generator asks an item for something that it does not have, or a key of an item is a slip.',
    why: 'Airflow could not load the DAG file: `KeyError`, `AttributeError` or `TypeError`. An item of `list_generator` is a text, one of `list_object_generator` a mapping (`item["key"]`), one of `dict_generator` has `item.name` and `item.value`.',
    bad: `name: orders
generators:
- name: tables
  type: list_object_generator
  target: table
  properties: {items: [{name: orders, region: eu}, {name: customers, region: us}]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item['regoin']>>"}}
`,
    good: `name: orders
generators:
- name: tables
  type: list_object_generator
  target: table
  properties: {items: [{name: orders, region: eu}, {name: customers, region: us}]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item['region']>>"}}
`,
    fixSafety: 'A proposal: the key may be one that only this item has.',
  },
  check: {
    *document(input) {
      const { outline } = input;
      yield* oddKeys(input);
      const known = itemsOf(input);
      if (known.length === 0) return;
      for (const { item } of outline.nodes) {
        if (!item.cellText.includes('<<') || !item.cellText.includes('item')) continue;
        for (const { scalar, offset, code, python } of pythonOf(item.map)) {
          if (python.problem !== undefined) continue;
          for (const name of python.names.filter((one) => one.name === 'item')) {
            const rest = code.slice(name.end);
            const slip = known.map((items) => itemSlip(rest, code, items)).find((one) => one !== undefined);
            if (slip === undefined) continue;
            const at = offset + name.end;
            const range = placeInText(scalar, { start: at + slip.start, end: at + slip.end }, item.cellText);
            yield moveFinding({ message: slip.message, range }, item.offset);
            break;
          }
        }
      }
    },
  },
};

/** The items of all generators that repeat a document, where all that stand for it are such, and all items are written. */
function itemsOf({ outline, file, settings }: DocumentInput): readonly PythonItems[] {
  const { name } = outline.document;
  const referrers = name === undefined ? [] : (file.references().referrers.get(name) ?? []);
  const isTwin = file.documents.filter(({ document }) => document.name === name).length > 1;
  if (isTwin || referrers.some(({ section }) => section !== 'generators')) return [];
  return referrers.flatMap((node): readonly PythonItems[] => {
    const items = itemsOfGenerator(node, settings.catalogue);
    return items === undefined ? [] : [items];
  });
}

function itemsOfGenerator(node: NodeOutline, catalogue: DocumentInput['catalogue']): PythonItems | undefined {
  const type = findGenerator(catalogue, node.type?.text ?? '');
  const generator = node.name?.text;
  if (type === undefined || generator === undefined) return undefined;
  if (type.name === 'gcs_list_generator') return { generator, shape: 'text', items: [] };
  const names = itemNames(node.item, type);
  const values = valueAt(valueAt(node.item.map, 'properties'), 'items');
  if (names === undefined || values === undefined || isLater(node, values)) return undefined;
  const isBlocked = blocklistOf(node.item);
  const kept = names.filter(({ name }) => !isBlocked(name));
  return pythonItems(node.item, generator, type.name, kept);
}

/** Keys of items that stand where all others have another one, which the target asks for. */
function* oddKeys({ outline, file, settings }: DocumentInput): Generator<Finding> {
  for (const node of outline.nodes) {
    if (node.section !== 'generators') continue;
    const items = itemsOfGenerator(node, settings.catalogue);
    const target = asText(valueAt(node.item.map, 'target'))?.text;
    const document = file.documents.find((one) => one.document.name === target && !one.primary)?.document;
    if (items === undefined || document === undefined) continue;
    const text = file.file.text.slice(document.range.start, document.range.end);
    for (const { key, meant } of oddKeysOf(items)) {
      if (!text.includes(meant)) continue;
      const finding = {
        message: `All other items of "${items.generator}" have "${meant}", which the target asks for, and this one has "${key.text}".`,
        range: rangeOf(key),
        ...withFix(changeTo(key, meant)),
      };
      yield moveFinding(finding, node.item.offset);
    }
  }
}

/** Is part of the items worked out later, or written elsewhere? */
function isLater({ item }: NodeOutline, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return /<<|\$\{\{|(?:^|[\s[{,:])\*\w/.test(item.cellText.slice(start, end));
}
