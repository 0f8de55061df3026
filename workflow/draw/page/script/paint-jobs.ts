import type { ElementChange } from '../../changes';
import type { SvgElement } from '../../element';
import type { GraphJson } from '../../graph';
import type { GraphChange } from '../../graph-change';

/** What the page asks of the worker that lays pictures out, so that the page itself never waits for that. */
export type PaintJob =
  | {
      readonly kind: 'picture';
      readonly id: number;
      /** The graph, or what became of the one that was sent last for the same pane. */
      readonly graph: GraphJson | GraphChange;
      readonly cycles: readonly (readonly string[])[];
      /** The room for it, in pixels: a small graph reads in the direction in which it can be larger. Nothing: to the right. */
      readonly room?: { readonly width: number; readonly height: number };
      /** Where it is to be shown. */
      readonly pane: string;
      /** The order whose picture is shown there: what differs from that is enough. */
      readonly shown?: number | undefined;
    }
  | {
      readonly kind: 'file';
      readonly id: number;
      readonly graph: GraphJson;
      readonly format: 'svg' | 'mermaid';
      readonly theme: 'light' | 'dark' | 'auto';
    };

export type PaintAnswer =
  | { readonly kind: 'picture'; readonly id: number; readonly picture: SvgElement }
  /** What makes it of the picture that is shown; nothing where it is the same. */
  | { readonly kind: 'change'; readonly id: number; readonly change: ElementChange | undefined }
  | { readonly kind: 'file'; readonly id: number; readonly text: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
