import { element, svgText } from './element';
import type { GraphJson } from './graph';
import { layoutGraph } from './layout';
import { paintGraph } from './picture';
import { styleSheet, type Theme } from './theme';

/** The graph as an SVG file that needs nothing else: no fonts, scripts or links. */
export function drawSvg(graph: GraphJson, theme: Theme = 'auto'): string {
  const picture = paintGraph(graph, layoutGraph(graph), { header: true });
  const styled = { ...picture, children: [element('style', {}, styleSheet(theme)), ...picture.children] };
  return `${svgText(styled)}\n`;
}
