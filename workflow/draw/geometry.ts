import type { GraphEdge, GraphNode } from './graph';

/** A place in a picture: x grows to the right, y downwards, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its upper left corner. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** Which way a graph reads: along this way each node stands after what it depends on. */
export type Direction = 'right' | 'down';

/** The room that a frame leaves between its sides and what it holds. */
export interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box of a node: how large it is and what stands in it. */
export interface BoxContent {
  readonly node: GraphNode;
  /** The frames around it, outer ones first, separated by `/`. */
  readonly group?: string;
  readonly width: number;
  readonly height: number;
  /** The first line, shortened where it is too long for a box. */
  readonly label: string;
  /** The second line; nothing in the small boxes of nodes that the plan adds. */
  readonly sublabel?: string;
}

export interface Box extends BoxContent, Rectangle {}

/** The frame around the nodes of a group. */
export interface GroupBox extends Rectangle {
  /** The names of the boxes, outer ones first, separated by `/`. */
  readonly path: string;
  readonly label: string;
}

/**
 * The way of an edge: it leaves a box at the middle of the side that the graph reads to, reaches another at the middle of
 * the opposite side, and bends at the points between.
 */
export interface Route {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
}

/** A graph with a place for everything. */
export interface Layout {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** In the order of the graph's nodes. */
  readonly boxes: readonly Box[];
  /** Outer ones before inner ones. */
  readonly groups: readonly GroupBox[];
  /** In the order of the graph's edges; edges that name no node of the graph are left out. */
  readonly routes: readonly Route[];
}

/** Do two rectangles share more than their borders? */
export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Does the first rectangle hold the second one? */
export function encloses(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The smallest rectangle around all of them; of none, an empty one. */
export function around(rectangles: readonly Rectangle[]): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rectangles) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (right < left) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The rectangle with its axes exchanged: a layout that reads to the right becomes one that reads downwards. */
export function turned<T extends Rectangle>(rectangle: T): T {
  const { x, y, width, height } = rectangle;
  return { ...rectangle, x: y, y: x, width: height, height: width };
}
