import type { GraphEdge } from '../../workflow/draw/graph';
import type { Places, Shape, ShapeNode } from './graph';

/** A stage with the stages in it. */
interface Stage {
  readonly place: string;
  readonly name: string;
  readonly inner: Stage[];
  /** Do the stages in it run side by side? */
  parallel: boolean;
}

/** Where a part of a pipeline begins, and where it ends. */
interface Ends {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const STAGE = /(?:^|\/)stage:(?<name>[^/]*)(?:\[\d+\])?$/;
const POST = /^(?:pipeline)\/post\/(?<condition>[\w]+)$/;

/** The stages of a pipeline in their order, and what runs after all of them. */
export function stageShape(places: Places): Shape {
  const root: Stage = { place: '', name: '', inner: [], parallel: false };
  const byPlace = new Map<string, Stage>();
  for (const place of places.keys()) {
    const name = STAGE.exec(place)?.groups?.name;
    if (name === undefined) continue;
    const stage: Stage = { place, name, inner: [], parallel: false };
    byPlace.set(place, stage);
    const around = stageAround(place, byPlace) ?? root;
    around.inner.push(stage);
    if (place.slice(around.place.length).startsWith('/parallel/')) around.parallel = true;
  }
  const nodes: ShapeNode[] = [];
  const edges: GraphEdge[] = [];
  const { last } = addStages(root, [], places, nodes, edges);
  addPost(places, last, nodes, edges);
  return { nodes, edges };
}

function stageAround(place: string, byPlace: ReadonlyMap<string, Stage>): Stage | undefined {
  for (let end = place.lastIndexOf('/'); end > 0; end = place.lastIndexOf('/', end - 1)) {
    const stage = byPlace.get(place.slice(0, end));
    if (stage !== undefined) return stage;
  }
  return undefined;
}

function addStages(
  stage: Stage,
  groups: readonly string[],
  places: Places,
  nodes: ShapeNode[],
  edges: GraphEdge[],
): Ends {
  const construct = places.get(stage.place);
  if (stage.inner.length === 0 && construct !== undefined) {
    const type = places.has(`${stage.place}/when`) ? 'stage · when' : 'stage';
    const group = groups.length === 0 ? {} : { group: groups.join('/') };
    nodes.push({ place: stage.place, name: stage.name, kind: 'task', type, ...group, construct });
    return { first: [stage.place], last: [stage.place] };
  }
  const around = stage.name === '' ? groups : [...groups, stage.name];
  const ends = stage.inner.map((inner) => addStages(inner, around, places, nodes, edges));
  if (stage.parallel) return { first: ends.flatMap(({ first }) => first), last: ends.flatMap(({ last }) => last) };
  for (const [index, { first }] of ends.entries()) {
    for (const from of ends[index - 1]?.last ?? []) for (const to of first) edges.push({ from, to, kind: 'authored' });
  }
  return { first: ends[0]?.first ?? [], last: ends.at(-1)?.last ?? [] };
}

/** What runs when the stages are through. */
function addPost(places: Places, last: readonly string[], nodes: ShapeNode[], edges: GraphEdge[]): void {
  for (const [place, construct] of places) {
    const condition = POST.exec(place)?.groups?.condition;
    if (condition === undefined) continue;
    nodes.push({ place, name: `post ${condition}`, kind: 'task', type: 'post', construct });
    const kind = condition === 'failure' || condition === 'unsuccessful' ? 'failure' : 'authored';
    for (const from of last) edges.push({ from, to: place, kind });
  }
}
