/**
 * The cycles of a directed graph, one for each knot of nodes that all lead to each other: the shortest through the node
 * of the knot that comes first. Nodes are numbers; `edges[n]` lists where n leads to. Takes linear time (Tarjan's
 * strongly connected components, without recursion, then one breadth-first search a knot). Loops of one node count.
 */
export function findCycles(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const knots = stronglyConnected(edges);
  return knots.map((knot) => shortestCycle(first(knot), new Set(knot), edges));
}

function first(knot: readonly number[]): number {
  return knot.reduce((least, node) => Math.min(node, least), Number.POSITIVE_INFINITY);
}

interface Frame {
  readonly node: number;
  next: number;
}

/** The components with more than one node, and the nodes that lead to themselves. */
function stronglyConnected(edges: readonly (readonly number[])[]): number[][] {
  const order: number[] = [];
  const low: number[] = [];
  const onStack: boolean[] = [];
  const stack: number[] = [];
  const components: number[][] = [];
  let visited = 0;

  const visit = (root: number): void => {
    const frames: Frame[] = [{ node: root, next: 0 }];
    while (frames.length > 0) {
      const frame = frames[frames.length - 1];
      if (frame === undefined) return;
      const { node } = frame;
      if (frame.next === 0) {
        order[node] = low[node] = visited++;
        stack.push(node);
        onStack[node] = true;
      }
      const target = edges[node]?.[frame.next++];
      if (target === undefined) {
        frames.pop();
        const parent = frames[frames.length - 1];
        if (parent !== undefined) low[parent.node] = Math.min(low[parent.node] ?? 0, low[node] ?? 0);
        if (low[node] === order[node]) components.push(popComponent(node, stack, onStack));
      } else if (order[target] === undefined) {
        frames.push({ node: target, next: 0 });
      } else if (onStack[target]) {
        low[node] = Math.min(low[node] ?? 0, order[target] ?? 0);
      }
    }
  };

  for (let node = 0; node < edges.length; node++) if (order[node] === undefined) visit(node);
  return components.filter(
    (component) => component.length > 1 || component.some((node) => edges[node]?.includes(node)),
  );
}

function popComponent(root: number, stack: number[], onStack: boolean[]): number[] {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop();
    if (node === undefined) return component;
    onStack[node] = false;
    component.push(node);
    if (node === root) return component;
  }
}

function shortestCycle(
  start: number,
  knot: ReadonlySet<number>,
  edges: readonly (readonly number[])[],
): readonly number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const target of edges[node] ?? []) {
      if (target === start) return pathTo(node, start, cameFrom);
      if (!knot.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return [start];
}

function pathTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const path = [end];
  for (let node: number | undefined = end; node !== start && node !== undefined; ) {
    node = cameFrom.get(node);
    if (node !== undefined) path.push(node);
  }
  return path.reverse();
}
