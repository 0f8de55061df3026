import type { PlanEdgeKind, PlanNodeKind } from '../plan/plan';
import type { GraphJson, GraphNode } from './graph';
import { type Group, groupTree, standsIn } from './grouping';
import { waveStyleOf, waveStyles } from './waves';

/** The graph in the DOT language of Graphviz. */
export function drawDot(graph: GraphJson): string {
  const lines = [
    `digraph ${quoted(graph.dagId)} {`,
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
  ];
  writeGroup(
    groupTree(graph.nodes, (node) => standsIn(node, graph.view)),
    1,
    graph,
    lines,
  );
  const ids = new Set(graph.nodes.map((node) => node.id));
  for (const { from, to, kind } of graph.edges) {
    if (ids.has(from) && ids.has(to)) lines.push(`  ${quoted(from)} -> ${quoted(to)}${edgeAttributes(kind)};`);
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function writeGroup(group: Group<GraphNode>, depth: number, graph: GraphJson, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const waves = waveStyles(graph);
  for (const node of group.members) {
    const name = graph.view === 'expanded' ? node.id : node.name;
    const label = quoted(`${name}\n${node.type}`);
    const wave = waveStyleOf(node, waves);
    const outline =
      wave === undefined ? '' : `, penwidth=3, color=${quoted(wave.colour)}, tooltip=${quoted(`wave ${wave.name}`)}`;
    lines.push(`${indent}${quoted(node.id)} [label=${label}${nodeAttributes(node.kind)}${outline}];`);
  }
  for (const inner of group.groups) {
    lines.push(`${indent}subgraph ${quoted(`cluster ${inner.path}`)} {`, `${indent}  label=${quoted(inner.label)};`);
    writeGroup(inner, depth + 1, graph, lines);
    lines.push(`${indent}}`);
  }
}

/** A quoted DOT string. A backslash starts an escape there, a line end is written `\n`. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '')}"`;
}

function nodeAttributes(kind: PlanNodeKind): string {
  if (kind === 'branch') return ', shape=hexagon, style=solid';
  if (kind === 'fail') return ', shape=octagon, style=solid, color=red';
  if (kind === 'generator' || kind === 'sub_dag' || kind === 'composite') return ', peripheries=2';
  return kind === 'task' ? '' : ', color=gray40';
}

function edgeAttributes(kind: PlanEdgeKind): string {
  if (kind === 'branch') return ' [style=dashed, label="case"]';
  if (kind === 'failure') return ' [style=dashed, color=red, label="on failure"]';
  return kind === 'resource' ? ' [style=dotted]' : '';
}
