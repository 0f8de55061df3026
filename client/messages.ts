import type { GraphJson, GraphNode, GraphRange, GraphView } from '../workflow/draw/graph';
import type { GraphChange } from '../workflow/draw/graph-change';
import type { LegacySide } from '../workflow/draw/page/parts/content';

/** What the extension and its graph preview say to each other. */
export type ToPreview =
  | { readonly kind: 'graph'; readonly graph: GraphJson; readonly legacy?: LegacySide }
  /** What became of the graph that came last. */
  | {
      readonly kind: 'change';
      readonly change: GraphChange;
      readonly legacy?: LegacySide;
      readonly keepsLegacy?: boolean;
    }
  /** No graph can be made of what stands in the editor now; the last one stays. */
  | { readonly kind: 'problems'; readonly problems: readonly string[] }
  /** The cursor went to a line of the source, counted from 1. */
  | { readonly kind: 'cursor'; readonly line: number };

export type FromPreview =
  /** The page is loaded and listens. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'view'; readonly view: GraphView }
  /** A node was chosen: of the workflow, or of the legacy job beside it. */
  | { readonly kind: 'reveal'; readonly range: GraphRange; readonly of: 'workflow' | 'legacy' }
  /** Nodes were picked to be a wave. */
  | { readonly kind: 'wave'; readonly nodes: readonly Pick<GraphNode, 'name' | 'origin'>[] }
  /** A picture is to be saved. */
  | { readonly kind: 'save'; readonly name: string; readonly content: Uint8Array };
