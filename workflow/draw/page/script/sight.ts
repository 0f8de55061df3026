import { addDragging } from './dragging';

/** What is seen of a picture in a pane: it can be dragged, zoomed and brought to a place. */
export interface Sight {
  /** Has a person chosen what to see, so that it stays? */
  isMoved(): boolean;
  /** The pane shows another picture: what a person chose to see stays, else all is shown. */
  renew(): void;
  zoom(factor: number): void;
  /** Shows all of the picture. */
  showAll(): void;
  /** Moves a part of the picture into sight, where it is not, or to the middle. */
  bring(part: Element, toMiddle: boolean): void;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.04;
const LARGEST = 4;
/** Room around a picture that is shown whole, and around a part that is brought into sight. */
const MARGIN = 24;

/** Below this scale letters are smaller than three pixels, and below the other one an icon is a dot: neither is painted. */
const LEGIBLE = 0.28;
const DISTINCT = 0.12;

/** @param shown The picture in the pane; nothing while there is none, or another one is in sight. */
export function createSight(pane: HTMLElement, shown: () => SVGSVGElement | undefined): Sight {
  let place: Place = { x: 0, y: 0, scale: 1 };
  let moved = false;
  // To ask the pane for its size means to lay out the page at once, while a picture is being changed.
  let room = { width: pane.clientWidth, height: pane.clientHeight };
  const look = (next: Place): void => {
    place = next;
    const picture = shown();
    if (picture === undefined) return;
    picture.style.transform = `translate(${next.x}px,${next.y}px) scale(${next.scale})`;
    picture.classList.toggle('far', next.scale < LEGIBLE);
    picture.classList.toggle('farther', next.scale < DISTINCT);
  };
  const zoomAt = (factor: number, x: number, y: number): void => {
    const scale = Math.max(SMALLEST, Math.min(LARGEST, place.scale * factor));
    const by = scale / place.scale;
    look({ x: x - (x - place.x) * by, y: y - (y - place.y) * by, scale });
    moved = true;
  };
  const showAll = (): void => {
    const picture = shown();
    if (picture === undefined) return;
    const [wide, high] = [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))];
    const { width, height } = room;
    const scale = Math.max(SMALLEST, Math.min(1.25, (width - MARGIN) / wide, (height - MARGIN) / high));
    look({ x: (width - wide * scale) / 2, y: Math.max(MARGIN / 2, (height - high * scale) / 2.4), scale });
    moved = false;
  };
  addDragging(pane, (dx, dy) => {
    if (shown() === undefined) return;
    look({ ...place, x: place.x + dx, y: place.y + dy });
    moved = true;
  });
  pane.addEventListener(
    'wheel',
    (event) => {
      if (shown() === undefined) return;
      event.preventDefault();
      const corner = pane.getBoundingClientRect();
      zoomAt(Math.exp(-event.deltaY / 400), event.clientX - corner.left, event.clientY - corner.top);
    },
    { passive: false },
  );
  new ResizeObserver(() => {
    room = { width: pane.clientWidth, height: pane.clientHeight };
    if (!moved) showAll();
  }).observe(pane);
  return {
    isMoved: () => moved,
    renew() {
      if (moved) look(place);
      else showAll();
    },
    zoom: (factor) => zoomAt(factor, pane.clientWidth / 2, pane.clientHeight / 2),
    showAll,
    bring(part, toMiddle) {
      const [inner, outer] = [part.getBoundingClientRect(), pane.getBoundingClientRect()];
      const inside =
        inner.left > outer.left + MARGIN &&
        inner.right < outer.right - MARGIN &&
        inner.top > outer.top + MARGIN &&
        inner.bottom < outer.bottom - MARGIN;
      if (inside && !toMiddle) return;
      const dx = (outer.left + outer.right - inner.left - inner.right) / 2;
      const dy = (outer.top + outer.bottom - inner.top - inner.bottom) / 2;
      look({ ...place, x: place.x + dx, y: place.y + dy });
      moved = true;
    },
  };
}
