import type { LegacyFlow, LegacyNode } from '../../converters/legacy-flow';

/** How an action ends (0 success, 1 failure), or which target a decision takes; by the path of the node. */
export type Choose = (path: string, count: number, kind: 'action' | 'decision') => number;

/**
 * What a job does for one assignment of outcomes, whatever the timing: `may` runs under some timing, `must` under all.
 * Without a kill that cuts others off they are the same.
 */
export interface TokenRun {
  readonly may: ReadonlySet<string>;
  readonly must: ReadonlySet<string>;
  /** By action: the actions that have ended before it starts, under all timings. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  /** In which states it may end; `stuck`: tokens are left that wait for others for ever. */
  readonly ends: ReadonlySet<TokenEnd>;
}

export type TokenEnd = 'SUCCEEDED' | 'KILLED' | 'FAILED' | 'stuck';

interface Token {
  readonly node: string;
  /** The forks that it is in, outermost first. */
  readonly forks: readonly number[];
  readonly past: Past;
}

type Past = ReadonlySet<string>;

interface Arrivals {
  readonly past: Set<string>;
  count: number;
}

const none: Past = new Set();

/** Only asks for outcomes, in the same order: for counting assignments, much quicker. */
export function walkTokens(flow: LegacyFlow, choose: Choose, prefix = ''): 'SUCCEEDED' | 'other' {
  const forks: number[] = [];
  const joins = new Map<string, number>();
  const tokens: { readonly node: string; readonly forks: readonly number[] }[] = [{ node: flow.start, forks: [] }];
  let ended = 0;
  let succeeded = 0;
  for (let at = 0; at < tokens.length && at < maximalSteps; at++) {
    const token = tokens[at];
    const node = token === undefined ? undefined : flow.nodes.get(token.node);
    if (token === undefined) break;
    const path = `${prefix}${token.node}`;
    const go = (to: string, inside = token.forks): number => tokens.push({ node: to, forks: inside });
    if (node?.kind === 'action') go(choose(path, 2, 'action') === 1 ? node.error : node.ok);
    else if (node?.kind === 'group') {
      go(walkTokens(node.flow, choose, `${path}.`) === 'SUCCEEDED' ? node.ok : node.error);
    } else if (node?.kind === 'decision') go(node.targets[choose(path, node.targets.length, 'decision')] ?? '');
    else if (node?.kind === 'fork') {
      forks.push(node.paths.length);
      for (const to of node.paths) go(to, [...token.forks, forks.length - 1]);
    } else if (node?.kind === 'join' && token.forks.length > 0) {
      const fork = token.forks.at(-1) ?? 0;
      const key = `${token.node} ${fork}`;
      joins.set(key, (joins.get(key) ?? 0) + 1);
      if (joins.get(key) === forks[fork]) go(node.to, token.forks.slice(0, -1));
    } else {
      ended++;
      if (node?.kind === 'end') succeeded++;
    }
  }
  return ended > 0 && succeeded === ended ? 'SUCCEEDED' : 'other';
}

/** No node is entered twice by a definition that Oozie accepts; the bound holds for those whose checks were off. */
const maximalSteps = 100_000;

/**
 * Plays Oozie's tokens to the last (Oozie 5.2 workflow specification, §3.1): one reaches any node but a join, a fork makes as many
 * as it has paths, a join waits for all of them whatever way they come. The first `end` or `kill` ends the job; so that the
 * result holds for every timing, what is parallel to it is played on and told apart afterwards.
 */
export function playTokens(flow: LegacyFlow, choose: Choose, prefix = '', begun: Past = none): TokenRun {
  const before = new Map<string, Past>();
  const inner = new Map<string, TokenRun>();
  const enders: { readonly end: TokenEnd; readonly past: Past }[] = [];
  const forks: number[] = [];
  const joins = new Map<string, Arrivals>();
  const tokens: Token[] = [{ node: flow.start, forks: [], past: begun }];
  for (let at = 0; at < tokens.length && at < maximalSteps; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const node: LegacyNode = flow.nodes.get(token.node) ?? { kind: 'kill' };
    const path = `${prefix}${token.node}`;
    const go = (to: string, past: Past = token.past, inside = token.forks): void => {
      tokens.push({ node: to, past, forks: inside });
    };
    switch (node.kind) {
      case 'action': {
        before.set(path, alwaysBefore(before.get(path), token.past));
        const past = new Set([...token.past, path]);
        go(choose(path, 2, 'action') === 1 ? node.error : node.ok, past);
        break;
      }
      case 'group': {
        const run = playTokens(node.flow, choose, `${path}.`, token.past);
        inner.set(path, bothRuns(inner.get(path), run));
        before.set(path, alwaysBefore(before.get(path), token.past));
        const past = new Set([...token.past, ...run.must, path]);
        go(run.ends.has('SUCCEEDED') && run.ends.size === 1 ? node.ok : node.error, past);
        break;
      }
      case 'decision':
        go(node.targets[choose(path, node.targets.length, 'decision')] ?? '');
        break;
      case 'fork': {
        forks.push(node.paths.length);
        for (const to of node.paths) go(to, token.past, [...token.forks, forks.length - 1]);
        break;
      }
      case 'join': {
        const fork = token.forks.at(-1);
        if (fork === undefined) {
          enders.push({ end: 'FAILED', past: token.past });
          break;
        }
        const key = `${token.node} ${fork}`;
        const arrived = joins.get(key) ?? { past: new Set(), count: 0 };
        joins.set(key, arrived);
        for (const name of token.past) arrived.past.add(name);
        if (++arrived.count === forks[fork]) go(node.to, arrived.past, token.forks.slice(0, -1));
        break;
      }
      default:
        enders.push({ end: node.kind === 'end' ? 'SUCCEEDED' : 'KILLED', past: token.past });
    }
  }
  return summarise(before, inner, enders);
}

/** Several parallel paths may lead to a node; what has ended under all timings is what has ended on each of them. */
function alwaysBefore(known: Past | undefined, past: Past): Past {
  return known === undefined ? past : new Set([...known].filter((name) => past.has(name)));
}

function bothRuns(known: TokenRun | undefined, run: TokenRun): TokenRun {
  if (known === undefined) return run;
  return {
    may: new Set([...known.may, ...run.may]),
    must: alwaysBefore(known.must, run.must),
    before: new Map(
      [...known.before, ...run.before].map(([name]) => [
        name,
        alwaysBefore(known.before.get(name), run.before.get(name) ?? known.before.get(name) ?? none),
      ]),
    ),
    ends: new Set([...known.ends, ...run.ends]),
  };
}

function summarise(
  before: ReadonlyMap<string, Past>,
  inner: ReadonlyMap<string, TokenRun>,
  enders: readonly { readonly end: TokenEnd; readonly past: Past }[],
): TokenRun {
  const may = new Set<string>();
  const must = new Set<string>();
  const all = new Map<string, Past>();
  for (const [path, past] of before) {
    const sure = enders.every((ender) => startsBefore(path, past, ender.past, before));
    const run = inner.get(path);
    if (run === undefined) {
      all.set(path, past);
      may.add(path);
      if (sure) must.add(path);
      continue;
    }
    for (const name of run.may) may.add(name);
    if (sure) for (const name of run.must) must.add(name);
    for (const [name, names] of run.before) all.set(name, names);
  }
  const ends = new Set<TokenEnd>(enders.length === 0 ? ['stuck'] : enders.map(({ end }) => end));
  return { may, must, before: all, ends };
}

/** Has the action started when the job ends there? It has where another that starts no earlier has ended by then. */
function startsBefore(path: string, past: Past, end: Past, before: ReadonlyMap<string, Past>): boolean {
  if (end.has(path)) return true;
  for (const other of end) {
    const others = before.get(other);
    if (others !== undefined && [...past].every((name) => others.has(name))) return true;
  }
  return false;
}
