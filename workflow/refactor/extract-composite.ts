import type { TextEdit } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import type { DocumentOutline, Edge, NodeOutline } from '../check';
import { absolute, pairOf, sanitised } from '../read';
import { linesOf } from '../select/edit-document';
import { editListOf } from '../select/edit-list';
import { lineBreakOf } from '../select/lines';
import { writeText } from '../write/scalar';
import { allOf } from './edit-mapping';
import { freeName } from './insert-task';
import type { RefactorInput, Refactoring } from './refactoring';

/**
 * Makes one composite of the tasks that are selected, and uses it in their place. Offered where the DAG keeps its edges:
 * what waits for the selection waits for all its last tasks, what it waits for all its first ones wait for. The ids get
 * the name of the composite in front.
 */
export function extractComposite(input: RefactorInput): Refactoring | undefined {
  const { outline, options } = input;
  if (outline.format === undefined || outline.composite !== undefined) return undefined;
  for (const document of outline.documents) {
    const chosen = document.nodes.filter((node) => touches(absolute(node.item, node.item.map), input.selected));
    if (chosen.length < 2) continue;
    const boundary = boundaryOf(document, chosen);
    if (boundary === undefined || !isMovable(chosen, document, input)) return undefined;
    const taken = new Set([
      ...document.byName.keys(),
      ...(options.composites?.names ?? []),
      ...options.catalogue.names,
    ]);
    return extracted(input, document, { chosen, boundary, name: freeName('extracted', taken) });
  }
  return undefined;
}

function touches(range: Range, { start, end }: Range): boolean {
  return start < end && range.start < end && start < range.end;
}

/** What stands around the chosen tasks. */
interface Boundary {
  readonly before: readonly NodeOutline[];
  readonly behind: readonly NodeOutline[];
}

function boundaryOf({ edges }: DocumentOutline, chosen: readonly NodeOutline[]): Boundary | undefined {
  const inside = new Set(chosen);
  const crossing = edges.filter(({ from, to }) => inside.has(from) !== inside.has(to));
  if (crossing.some(({ kind, role }) => kind === 'control' || role === 'path' || role === 'resource')) return undefined;
  const within = edges.filter(({ from, to }) => inside.has(from) && inside.has(to));
  const roots = chosen.filter((node) => !within.some(({ to }) => to === node));
  const leaves = chosen.filter((node) => !within.some(({ from }) => from === node));
  const incoming = crossing.filter(({ to }) => inside.has(to));
  const outgoing = crossing.filter(({ from }) => inside.has(from));
  const before = sharedEnds(incoming, roots, 'to', 'from');
  const behind = sharedEnds(outgoing, leaves, 'from', 'to');
  return before === undefined || behind === undefined ? undefined : { before, behind };
}

/** The other ends of edges, where each of the inner ones has each of them, and nothing else inside has any. */
function sharedEnds(
  edges: readonly Edge[],
  inner: readonly NodeOutline[],
  own: 'from' | 'to',
  other: 'from' | 'to',
): readonly NodeOutline[] | undefined {
  if (edges.some((edge) => !inner.includes(edge[own]))) return undefined;
  const ends = [...new Set(edges.map((edge) => edge[other]))];
  const isWhole = ends.every((end) =>
    inner.every((node) => edges.some((edge) => edge[other] === end && edge[own] === node)),
  );
  return isWhole ? ends : undefined;
}

/** Do they mean the same in another file? Names of resources, results and Python are those of this one. */
function isMovable(chosen: readonly NodeOutline[], document: DocumentOutline, { outline }: RefactorInput): boolean {
  const ids = new Set(chosen.flatMap(({ name }) => (name === undefined ? [] : [sanitised(name.text)])));
  const isPlain = chosen.every(
    ({ item, section, name, references }) =>
      section === 'operators' &&
      name !== undefined &&
      !/<<|\$\{\{|\bxcom_pull\b|(?:^|[\s,[{:])[&*][\w-]/.test(item.cellText) &&
      !references.some(({ role }) => role === 'resource') &&
      pairOf(item.map, 'group') === undefined,
  );
  const isPulled = document.nodes.some(
    ({ item }) => item.cellText.includes('xcom_pull') && [...ids].some((id) => item.cellText.includes(id)),
  );
  const isInWave = outline.file.documents.some(({ entries }) => entries.some(({ key }) => key.text === 'waves'));
  return isPlain && !isPulled && !isInWave && document.primary;
}

interface Extraction {
  readonly chosen: readonly NodeOutline[];
  readonly boundary: Boundary;
  readonly name: string;
}

function extracted(
  { file }: RefactorInput,
  { document }: DocumentOutline,
  { chosen, boundary, name }: Extraction,
): Refactoring | undefined {
  const { text } = file;
  const newline = lineBreakOf(text);
  const inside = new Set(chosen.flatMap((node) => node.name?.text ?? []));
  const places = chosen.map(({ item }) => linesOf(text, document, item));
  const [first] = places;
  if (first === undefined || places.includes(undefined)) return undefined;
  const moved = chosen.map((node, index) => movedText(node, places[index], inside, text));
  if (moved.includes(undefined)) return undefined;
  const before = boundary.before.map((node) => writeText(node.name?.text ?? '', 'flow'));
  const upstream = before.length === 0 ? '' : `, upstream_dependencies: [${before.join(', ')}]`;
  const use = `${' '.repeat(first.indent)}- {name: ${name}, type: ${name}${upstream}}${newline}`;
  const removed = places.flatMap((place, index): readonly TextEdit[] =>
    place === undefined ? [] : [{ range: { start: place.start, end: place.end }, text: index === 0 ? use : '' }],
  );
  const outside = outsideEdits(text, chosen, boundary, name);
  const edits = allOf(removed, outside);
  if (edits === undefined) return undefined;
  const head = ['kind: composite', `name: ${name}`, 'operators:', ''].join(newline);
  return {
    title: `Extract a composite of ${chosen.length} tasks`,
    kind: 'extract',
    edits,
    file: { name: `${name}.yaml`, text: head + moved.join('') },
  };
}

/** An item as it stands at the margin of another file, without what it waits for outside of it. */
function movedText(
  node: NodeOutline,
  place: { readonly start: number; readonly end: number; readonly indent: number } | undefined,
  inside: ReadonlySet<string>,
  text: string,
): string | undefined {
  if (place === undefined) return undefined;
  const edits: TextEdit[] = [];
  for (const key of ['upstream_dependencies', 'downstream_dependencies']) {
    const pair = pairOf(node.item.map, key);
    if (pair?.value.kind !== 'list') continue;
    const elements = pair.value.items.map((item) =>
      item.kind === 'scalar' && inside.has(item.text) ? undefined : ([] as const),
    );
    if (elements.every((element) => element === undefined)) continue;
    const change = { elements, added: [], removable: true };
    const found = editListOf({ text, offset: node.item.offset }, node.item.map, pair, change);
    if (found === undefined) return undefined;
    edits.push(...found);
  }
  let result = '';
  let at = place.start;
  for (const { range, text: instead } of edits.sort((a, b) => a.range.start - b.range.start)) {
    result += text.slice(at, range.start) + instead;
    at = range.end;
  }
  result += text.slice(at, place.end);
  const shifted = place.indent === 0 ? result : result.replace(new RegExp(`^ {${place.indent}}`, 'gm'), '');
  return shifted.endsWith('\n') ? shifted : `${shifted}\n`;
}

/** What names the chosen tasks outside of them now names the composite, once. */
function outsideEdits(
  text: string,
  chosen: readonly NodeOutline[],
  { before, behind }: Boundary,
  name: string,
): readonly TextEdit[] | undefined {
  const inside = new Set(chosen.flatMap((node) => node.name?.text ?? []));
  const parts: (readonly TextEdit[] | undefined)[] = [];
  for (const [nodes, key] of [
    [behind, 'upstream_dependencies'],
    [before, 'downstream_dependencies'],
  ] as const) {
    for (const { item } of nodes) {
      const pair = pairOf(item.map, key);
      if (pair?.value.kind !== 'list') continue;
      let isFirst = key === 'upstream_dependencies';
      const elements = pair.value.items.map((element) => {
        if (element.kind !== 'scalar' || !inside.has(element.text)) return undefined;
        // The composite itself says what it waits for.
        const instead = isFirst ? [name] : [];
        isFirst = false;
        return instead;
      });
      if (elements.every((element) => element === undefined)) continue;
      const change = { elements, added: [], removable: true };
      parts.push(editListOf({ text, offset: item.offset }, item.map, pair, change));
    }
  }
  // What a chosen task names as what runs behind it, and nothing behind names itself.
  for (const { item } of behind) {
    const names = pairOf(item.map, 'upstream_dependencies')?.value;
    const isNamed = names?.kind === 'list' && names.items.some((one) => one.kind === 'scalar' && inside.has(one.text));
    if (!isNamed) return undefined;
  }
  return allOf(...parts);
}
