import type { SourceConstruct } from '../../converters/contract';
import type { GraphEdge, GraphNode } from '../../workflow/draw/graph';
import type { Places, Shape, ShapeNode } from './graph';

/** The elements of a workflow that are nodes (Oozie 5.2 spec, §3), and what they are drawn as. */
const KINDS: Readonly<Record<string, GraphNode['kind']>> = {
  start: 'sentinel',
  action: 'task',
  decision: 'branch',
  fork: 'gate',
  join: 'join',
  kill: 'fail',
  end: 'sentinel',
};

const NODE = /^\/workflow-app\/(?<kind>start|action|decision|fork|join|kill|end)(?:\[\d+\])?$/;
const TRANSITION = /^(?<from>\/workflow-app\/[^/]+)\/(?<way>.*?)@(?:to|start)$/;

/** The nodes of a workflow and its transitions. */
export function oozieShape(places: Places, text: string): Shape {
  const nodes: ShapeNode[] = [];
  for (const [place, construct] of places) {
    const kind = NODE.exec(place)?.groups?.kind ?? '';
    const drawn = KINDS[kind];
    if (drawn === undefined) continue;
    const name = attributeValue(places.get(`${place}/@name`), text) ?? kind;
    nodes.push({ place, name, kind: drawn, type: typeOf(kind, place, places), construct });
  }
  const byName = new Map(nodes.map(({ name, place }) => [name, place]));
  const edges = [...places].flatMap(([place, construct]): readonly GraphEdge[] => {
    const { from = '', way = '' } = TRANSITION.exec(place)?.groups ?? {};
    const to = byName.get(attributeValue(construct, text) ?? '');
    return from === '' || to === undefined ? [] : [{ from, to, kind: kindOf(way) }];
  });
  return { nodes, edges };
}

/** Of an action, the name of the element that says what it does. */
function typeOf(kind: string, place: string, places: Places): string {
  if (kind !== 'action') return kind;
  for (const other of places.keys()) {
    if (!other.startsWith(`${place}/`)) continue;
    const child = other.slice(place.length + 1);
    if (/^[\w-]+$/.test(child) && child !== 'ok' && child !== 'error') return child;
  }
  return kind;
}

function kindOf(way: string): GraphEdge['kind'] {
  if (way.startsWith('error')) return 'failure';
  return way.startsWith('switch') ? 'branch' : 'authored';
}

/** The value of an attribute as it stands in the text. */
function attributeValue(attribute: SourceConstruct | undefined, text: string): string | undefined {
  if (attribute === undefined) return undefined;
  return /["'](.*)["']\s*$/s.exec(text.slice(attribute.range.start, attribute.range.end))?.[1];
}
