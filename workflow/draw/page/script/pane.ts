import type { GraphJson } from '../../graph';
import { pictureDom } from './dom';
import { type Painter, structureOf } from './painter';
import { createPicture, type Picture } from './picture';
import { createSight, type Sight } from './sight';

/** A part of the page that shows one graph at a time. */
export interface Pane {
  readonly element: HTMLElement;
  readonly sight: Sight;
  /** What is in sight; nothing before the first picture. */
  picture(): Picture | undefined;
  show(graph: GraphJson, cycles: readonly (readonly string[])[], options: ShowOptions): void;
}

export interface ShowOptions {
  /** A picture that stands in the page already. */
  readonly ready?: SVGSVGElement | undefined;
  /** Is it another graph, so that all of it is to be shown? Else what a person chose to see stays. */
  readonly anew: boolean;
  /** Lay it out in the direction in which it can be larger. */
  readonly fit: boolean;
}

/**
 * @param drawn Called when another picture is in sight.
 * @param failed Called where none could be made.
 */
export function createPane(
  element: HTMLElement,
  painter: Painter,
  drawn: (picture: Picture) => void,
  failed: (message: string) => void,
): Pane {
  let shown: Picture | undefined;
  let structure = '';
  let newest: GraphJson | undefined;
  const sight = createSight(element, () => shown?.svg);
  const put = (graph: GraphJson, svg: SVGSVGElement, anew: boolean): void => {
    shown = createPicture(graph, svg);
    element.replaceChildren(svg);
    if (anew) sight.showAll();
    else sight.renew();
    drawn(shown);
  };
  return {
    element,
    sight,
    picture: () => shown,
    show(graph, cycles, { ready, anew, fit }) {
      const wanted = structureOf(graph);
      newest = graph;
      if (wanted === structure && ready === undefined) {
        // While it is being painted, the picture is given the newest graph when it comes.
        if (shown !== undefined && structureOf(shown.graph()) === wanted) shown.renew(graph);
        return;
      }
      structure = wanted;
      if (ready !== undefined) return put(graph, ready, anew);
      const room = fit ? { room: { width: element.clientWidth, height: element.clientHeight } } : {};
      painter.picture({ graph, cycles, ...room }).then(
        (picture) => {
          if (structure === wanted) put(newest ?? graph, pictureDom(picture), anew);
        },
        (error: unknown) => failed(String(error)),
      );
    },
  };
}
