import { childElement, childElements } from '../../../converters/from-oozie/conversion';
import type { XmlElement } from '../../../converters/from-oozie/xml/read-xml';

/** How an action ends, or which case a decision takes: the index, the default last. Success and case 0 where not named. */
export type OozieOutcomes = ReadonlyMap<string, 'ok' | 'error' | number>;

export interface OozieRun {
  /** The actions that run; what a kill may cut off counts as running. */
  readonly actions: ReadonlySet<string>;
  readonly state: 'SUCCEEDED' | 'KILLED' | 'STUCK';
}

/**
 * Oozie's own control flow, as tokens that move: one from the start, as many as there are paths behind a fork, one again
 * behind its join, which waits for all of them whatever way they came (Oozie 5.2 workflow specification, §3.1). Written
 * apart from the converter, on the elements alone.
 */
export function runOozie(root: XmlElement, outcomes: OozieOutcomes): OozieRun {
  const nodes = new Map(childElements(root).map((element) => [value(element, 'name'), element]));
  const start = childElement(root, 'start');
  const actions = new Set<string>();
  const ends = new Set<string>();
  const arrived = new Map<string, number>();
  const forks: { readonly node: string; readonly paths: number; readonly depth: number }[] = [];
  const tokens: { node: string; stack: readonly number[] }[] = [{ node: value(start, 'to'), stack: [] }];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const { stack } = token;
    const element = nodes.get(token.node);
    const go = (node: string, inside: readonly number[] = stack) => tokens.push({ node, stack: inside });
    switch (element?.name) {
      case 'action': {
        actions.add(token.node);
        const side = outcomes.get(token.node) === 'error' ? 'error' : 'ok';
        go(value(childElement(element, side), 'to'));
        break;
      }
      case 'decision': {
        const choices = childElements(childElement(element, 'switch') ?? element);
        const chosen = outcomes.get(token.node);
        go(value(choices[typeof chosen === 'number' ? chosen : 0], 'to'));
        break;
      }
      case 'fork': {
        const paths = childElements(element, 'path');
        forks.push({ node: token.node, paths: paths.length, depth: stack.length });
        for (const path of paths) go(value(path, 'start'), [...stack, forks.length - 1]);
        break;
      }
      case 'join': {
        const fork = stack.at(-1) ?? -1;
        const key = `${token.node} ${fork}`;
        arrived.set(key, (arrived.get(key) ?? 0) + 1);
        if (arrived.get(key) === (forks[fork]?.paths ?? 1)) go(value(element, 'to'), stack.slice(0, -1));
        break;
      }
      default:
        ends.add(element?.name ?? 'missing');
    }
  }
  return { actions, state: ends.has('kill') ? 'KILLED' : ends.has('end') ? 'SUCCEEDED' : 'STUCK' };
}

function value(element: XmlElement | undefined, attribute: string): string {
  return element?.attributes.find((candidate) => candidate.name === attribute)?.value ?? '';
}
