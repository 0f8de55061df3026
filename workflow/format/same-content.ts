import type { WorkflowFile, YamlNode } from '../read';

/** Do two files say the same, in the same order: are keys, values and their types equal, wherever they stand? */
export function sameContent(a: WorkflowFile, b: WorkflowFile): boolean {
  return (
    a.problems.length === b.problems.length &&
    every(
      a.documents,
      b.documents,
      (left, right) =>
        every(
          left.entries,
          right.entries,
          (one, other) => sameNode(one.key, other.key) && sameOptional(one.value, other.value),
        ) &&
        every(
          left.items,
          right.items,
          (one, other) => one.section === other.section && one.index === other.index && sameNode(one.map, other.map),
        ),
    )
  );
}

function sameOptional(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameNode(a, b);
}

function sameNode(a: YamlNode, b: YamlNode): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return a.type === b.type && a.text === b.text && a.plain === b.plain && a.anchor === b.anchor;
  if (a.kind === 'alias' && b.kind === 'alias') return a.name === b.name;
  if (a.kind === 'list' && b.kind === 'list') return a.anchor === b.anchor && every(a.items, b.items, sameNode);
  return (
    a.kind === 'mapping' &&
    b.kind === 'mapping' &&
    a.anchor === b.anchor &&
    every(a.pairs, b.pairs, (one, other) => sameNode(one.key, other.key) && sameNode(one.value, other.value))
  );
}

function every<Item>(a: readonly Item[], b: readonly Item[], same: (one: Item, other: Item) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && same(one, other);
    })
  );
}
