import type { GraphJson } from '../../graph';
import { applyChange } from './apply-change';
import { pictureDom } from './dom';
import { removeGroupHandles } from './groups';
import { looksSame, type Painted, type Painter } from './painter';
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
  let shown: Shown | undefined;
  let painting = false;
  let wanted: Wanted | undefined;
  const sight = createSight(element, () => shown?.picture.svg);
  const put = (graph: GraphJson, svg: SVGSVGElement, anew: boolean, order?: number): void => {
    shown = { picture: createPicture(graph, svg), order };
    if (svg.parentElement !== element || element.children.length > 1) element.replaceChildren(svg);
    if (anew) sight.showAll();
    else sight.renew();
    drawn(shown.picture);
  };
  const take = (painted: Painted, graph: GraphJson, anew: boolean): void => {
    if ('picture' in painted) {
      put(graph, pictureDom(painted.picture), anew, painted.order);
      return;
    }
    const svg = shown?.picture.svg;
    if (svg === undefined) return;
    removeGroupHandles(svg);
    if (painted.change !== undefined) applyChange(svg, painted.change);
    put(graph, svg, anew, painted.order);
  };
  /** One picture at a time: while it is painted only the newest graph waits. */
  const paint = async (): Promise<void> => {
    painting = true;
    for (let next = wanted; next !== undefined; next = wanted) {
      wanted = undefined;
      const { graph, cycles, anew, room } = next;
      try {
        const pane = element.id;
        take(await painter.picture({ graph, cycles, pane, shown: shown?.order, ...room }), graph, anew);
      } catch (error) {
        failed(String(error));
      }
    }
    painting = false;
  };
  return {
    element,
    sight,
    picture: () => shown?.picture,
    show(graph, cycles, { ready, anew, fit }) {
      if (ready !== undefined) {
        put(graph, ready, anew);
        return;
      }
      if (!painting && shown !== undefined && looksSame(shown.picture.graph(), graph)) {
        shown.picture.renew(graph);
        return;
      }
      const room = fit ? { room: { width: element.clientWidth, height: element.clientHeight } } : {};
      wanted = { graph, cycles, anew: anew || wanted?.anew === true, room };
      if (!painting) void paint();
    },
  };
}

/** What is in sight. */
interface Shown {
  readonly picture: Picture;
  /** The painter's order that it answered; nothing where it stood in the page from the start. */
  readonly order: number | undefined;
}

/** What is to be painted next. */
interface Wanted {
  readonly graph: GraphJson;
  readonly cycles: readonly (readonly string[])[];
  readonly anew: boolean;
  readonly room: { readonly room?: { readonly width: number; readonly height: number } };
}
