import type { TextEdit } from '../../text/diagnostic';
import { asText, pairOf, valueAt, type YamlList, type YamlMapping, type YamlNode } from '../read';
import type { Contraction } from './contraction';
import { addPair, type EditedText, editListOf, type ListChange, writeName } from './edit-list';
import type { FlowNode, Slot } from './flow-nodes';
import type { Removal } from './removal';

/** The edits of a node that remains, so that it refers to what remains. Nothing where its text cannot be changed. */
export function editNode(
  text: string,
  node: FlowNode,
  removal: Removal,
  contraction: Contraction,
): readonly TextEdit[] | undefined {
  const { map, offset } = node.outline.item;
  const at = { text, offset };
  const goneByName = new Map(
    [...node.upstream, ...node.downstream].flatMap((other) =>
      removal.gone.has(other) ? [[other.name, other] as const] : [],
    ),
  );
  const parts = [
    node.kind === 'join'
      ? editPaths(at, map, node, goneByName, contraction)
      : editUpstream(at, map, node, goneByName, contraction),
    editDownstream(at, map, goneByName),
    ...node.slots.map((slot) => editSlot(at, map, slot, removal, contraction)),
  ];
  const edits: TextEdit[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    edits.push(...part);
  }
  return edits;
}

/** What becomes of a list of names; nothing where it stays as it is. Names that are there already are not added. */
function changeOf(
  list: YamlList,
  insteadOf: (name: string) => readonly string[] | undefined,
  added: readonly string[],
  removable: boolean,
): ListChange | undefined {
  const seen = new Set<string>();
  for (const item of list.items) {
    const name = asText(item)?.text;
    if (name !== undefined && insteadOf(name) === undefined) seen.add(name);
  }
  const fresh = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => {
      if (seen.has(name)) return [];
      seen.add(name);
      return [writeName(name)];
    });
  const elements = list.items.map((item: YamlNode) => {
    const instead = insteadOf(asText(item)?.text ?? '');
    return instead === undefined ? undefined : fresh(instead);
  });
  const more = fresh(added);
  if (more.length === 0 && elements.every((element) => element === undefined)) return undefined;
  return { elements, added: more, removable };
}

function editUpstream(
  at: EditedText,
  map: YamlMapping,
  node: FlowNode,
  goneByName: ReadonlyMap<string, FlowNode>,
  contraction: Contraction,
): readonly TextEdit[] | undefined {
  const replaced = contraction.replaced.get(node) ?? new Map<FlowNode, readonly string[]>();
  const pair = pairOf(map, 'upstream_dependencies');
  const listed = new Set(pair?.value.kind === 'list' ? pair.value.items.map((item) => asText(item)?.text) : []);
  // What depends on this node because another one says so is already there.
  const known = new Set(node.upstream.filter(({ name }) => !goneByName.has(name)).map(({ name }) => name));
  const fresh = (names: readonly string[]): readonly string[] => names.filter((name) => !known.has(name));
  const fromOthers = [...replaced].flatMap(([other, names]) => (listed.has(other.name) ? [] : names));
  const added = fresh([...fromOthers, ...(contraction.added.get(node) ?? [])]);
  if (pair?.value.kind !== 'list') {
    if (added.length === 0) return [];
    return addPair(at, map, 'upstream_dependencies', `[${[...new Set(added)].map(writeName).join(', ')}]`);
  }
  const insteadOf = (name: string): readonly string[] | undefined => {
    const other = goneByName.get(name);
    return other === undefined ? undefined : fresh(replaced.get(other) ?? []);
  };
  const change = changeOf(pair.value, insteadOf, added, true);
  return change === undefined ? [] : editListOf(at, map, pair, change);
}

function editDownstream(
  at: EditedText,
  map: YamlMapping,
  goneByName: ReadonlyMap<string, FlowNode>,
): readonly TextEdit[] | undefined {
  const pair = pairOf(map, 'downstream_dependencies');
  if (pair?.value.kind !== 'list') return [];
  const change = changeOf(pair.value, (name) => (goneByName.has(name) ? [] : undefined), [], true);
  return change === undefined ? [] : editListOf(at, map, pair, change);
}

function editSlot(
  at: EditedText,
  map: YamlMapping,
  slot: Slot,
  removal: Removal,
  contraction: Contraction,
): readonly TextEdit[] | undefined {
  const targets = new Map(slot.targets.map((target) => [target.name, target]));
  const instead = contraction.targets.get(slot);
  const insteadOf = (name: string): readonly string[] | undefined => {
    const target = targets.get(name);
    return target === undefined || !removal.gone.has(target) ? undefined : (instead?.get(target) ?? []);
  };
  const change = changeOf(slot.list, insteadOf, [], slot.key === 'on_failure');
  if (change === undefined) return [];
  const owners = slot.key === 'then' ? casesOf(map) : [map];
  for (const owner of owners) {
    const pair = pairOf(owner, slot.key);
    if (pair?.value === slot.list) return editListOf(at, owner, pair, change);
  }
  return undefined;
}

function casesOf(map: YamlMapping): readonly YamlMapping[] {
  const cases = valueAt(map, 'cases');
  return cases?.kind === 'list' ? cases.items.filter((one) => one.kind === 'mapping') : [];
}

function editPaths(
  at: EditedText,
  map: YamlMapping,
  node: FlowNode,
  goneByName: ReadonlyMap<string, FlowNode>,
  contraction: Contraction,
): readonly TextEdit[] | undefined {
  const pair = pairOf(map, 'paths');
  if (pair?.value.kind !== 'list') return [];
  const replaced = contraction.replaced.get(node);
  const insteadOf = (name: string): readonly string[] | undefined => {
    const item = goneByName.get(name);
    return item === undefined ? undefined : (replaced?.get(item) ?? []);
  };
  const elements = pair.value.items.map((path): readonly string[] | undefined => {
    if (path.kind !== 'list') return undefined;
    const change = changeOf(path, insteadOf, [], true);
    if (change === undefined) return undefined;
    const names = change.elements.flatMap((texts, index) => texts ?? writeName(asText(path.items[index])?.text ?? ''));
    return names.length === 0 ? [] : [`[${names.join(', ')}]`];
  });
  const added = (contraction.added.get(node) ?? []).map((name) => `[${writeName(name)}]`);
  if (added.length === 0 && elements.every((element) => element === undefined)) return [];
  return editListOf(at, map, pair, { elements, added, removable: false });
}
