/** How far the mouse may move in a click. */
const CLICK_PIXELS = 4;

/** Calls back while an element is dragged with the mouse or a finger, in pixels. A drag ends in no click. */
export function addDragging(element: HTMLElement, drag: (dx: number, dy: number) => void): void {
  let from: { readonly x: number; readonly y: number } | undefined;
  let dragging = false;
  element.addEventListener('pointerdown', (event) => {
    from = { x: event.clientX, y: event.clientY };
    dragging = false;
  });
  element.addEventListener('pointermove', (event) => {
    if (from === undefined || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragging && Math.hypot(dx, dy) < CLICK_PIXELS) return;
    if (!dragging) element.setPointerCapture(event.pointerId);
    dragging = true;
    element.classList.add('dragged');
    from = { x: event.clientX, y: event.clientY };
    drag(dx, dy);
  });
  const end = (): void => {
    from = undefined;
    element.classList.remove('dragged');
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener(
    'click',
    (event) => {
      if (dragging) event.stopPropagation();
    },
    true,
  );
}
