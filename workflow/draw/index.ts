export { drawDot } from './dot';
export { element, type SvgElement, svgText } from './element';
export type { Box, Direction, GroupBox, Layout, Point, Rectangle, Route } from './geometry';
export type { GraphEdge, GraphJson, GraphNode, GraphOrigin, GraphRange, GraphView } from './graph';
export { layoutGraph } from './layout';
export { drawMermaid } from './mermaid';
export { type PictureOptions, paintGraph } from './picture';
export { drawSvg } from './svg';
export { styleSheet, type Theme } from './theme';
