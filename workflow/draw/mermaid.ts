import type { PlanEdgeKind, PlanNodeKind } from '../plan/plan';
import type { GraphJson, GraphNode } from './graph';
import { type Group, groupTree, standsIn } from './grouping';
import { waveStyles } from './waves';

/** The graph as a Mermaid flowchart, for Markdown that renders it (GitHub, GitLab). */
export function drawMermaid(graph: GraphJson): string {
  const keys = new Map<string, string>();
  for (const node of graph.nodes) if (!keys.has(node.id)) keys.set(node.id, `n${keys.size}`);
  const lines = ['flowchart LR'];
  writeGroup(
    groupTree(graph.nodes, (node) => standsIn(node, graph.view)),
    1,
    graph,
    keys,
    lines,
    { groups: 0 },
  );
  for (const { from, to, kind } of graph.edges) {
    const [start, end] = [keys.get(from), keys.get(to)];
    if (start !== undefined && end !== undefined) lines.push(`  ${start} ${arrow(kind)} ${end}`);
  }
  lines.push(...waveClasses(graph, keys));
  return `${lines.join('\n')}\n`;
}

/** Nodes of one wave have the same outline; its name stands in a comment. */
function waveClasses(graph: GraphJson, keys: ReadonlyMap<string, string>): readonly string[] {
  return waveStyles(graph).flatMap(({ name, number, colour }) => {
    const own = graph.nodes.flatMap((node) => (node.wave === name ? (keys.get(node.id) ?? []) : []));
    if (own.length === 0) return [];
    return [
      `  %% wave ${quoted(name)}`,
      `  classDef wave${number} stroke:${colour},stroke-width:3px`,
      `  class ${own.join(',')} wave${number}`,
    ];
  });
}

function writeGroup(
  group: Group<GraphNode>,
  depth: number,
  graph: GraphJson,
  keys: ReadonlyMap<string, string>,
  lines: string[],
  counter: { groups: number },
): void {
  const indent = '  '.repeat(depth);
  for (const node of group.members) {
    const label = graph.view === 'expanded' ? node.id : node.name;
    lines.push(`${indent}${keys.get(node.id)}${shaped(node.kind, `${quoted(label)}<br/>${quoted(node.type)}`)}`);
  }
  for (const inner of group.groups) {
    lines.push(`${indent}subgraph g${counter.groups++}["${quoted(inner.label)}"]`);
    writeGroup(inner, depth + 1, graph, keys, lines, counter);
    lines.push(`${indent}end`);
  }
}

/** Mermaid takes HTML entities by number, written `#35;`. Everything that could be syntax becomes one. */
function quoted(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:/@=+-]/gu, (character) => `#${character.codePointAt(0)};`);
}

function shaped(kind: PlanNodeKind, label: string): string {
  switch (kind) {
    case 'branch':
      return `{{"${label}"}}`;
    case 'join':
    case 'gate':
    case 'router':
    case 'collector':
    case 'guard':
    case 'result':
    case 'veto':
    case 'sentinel':
      return `(["${label}"])`;
    case 'generator':
    case 'sub_dag':
    case 'composite':
      return `[["${label}"]]`;
    case 'resource':
    case 'setup':
    case 'teardown':
      return `[("${label}")]`;
    case 'fail':
      return `{{"${label}"}}`;
    case 'task':
      return `["${label}"]`;
  }
}

function arrow(kind: PlanEdgeKind): string {
  if (kind === 'branch') return '-. case .->';
  if (kind === 'failure') return '-. on failure .->';
  return kind === 'resource' ? '-.->' : '-->';
}
