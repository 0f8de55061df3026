import type { GraphJson, GraphRange, GraphView } from '../workflow/draw/graph';

/** What the extension and its graph preview say to each other. */
export type ToPreview =
  | { readonly kind: 'graph'; readonly graph: GraphJson }
  /** No graph can be made of what stands in the editor now; the last one stays. */
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

export type FromPreview =
  /** The page is loaded and listens. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'view'; readonly view: GraphView }
  /** A node was clicked. */
  | { readonly kind: 'reveal'; readonly range: GraphRange };
