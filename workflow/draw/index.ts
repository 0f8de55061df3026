export type { GraphEdge, GraphJson, GraphNode, GraphOrigin, GraphRange, GraphView } from './graph';
