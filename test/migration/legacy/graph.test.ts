import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { convertLegacy, type LegacyGraph, type LegacyKind, legacyGraph, PROFILES } from '../../../migration';

const EXAMPLES = new URL('../../../examples/', import.meta.url);

/** The picture of an example. */
async function pictureOf(kind: LegacyKind, path: string): Promise<LegacyGraph> {
  const text = readFileSync(new URL(path, EXAMPLES), 'utf8');
  const options = { profile: PROFILES[kind][0] ?? '', properties: new Map(), airflow: '3.3' } as const;
  const { result } = await convertLegacy({ kind, path, text }, options, async () => undefined);
  const account = result.sources.find((source) => source.path === path);
  const found = account === undefined ? undefined : legacyGraph(account, text);
  if (found === undefined) throw new Error('no picture');
  return found;
}

const ways = ({ graph }: LegacyGraph): readonly string[] => {
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  return graph.edges.map(({ from, to, kind }) => `${names.get(from)} > ${names.get(to)} ${kind}`);
};

describe('a legacy job as a graph', () => {
  test('an Oozie workflow: its nodes, transitions, error paths and cases', async () => {
    const found = await pictureOf('oozie', 'oozie/nightly-orders/workflow.xml');
    expect(found.graph.nodes.map(({ name, kind, type }) => `${name} ${kind} ${type}`)).toEqual(
      expect.arrayContaining(['prepare-folders task fs', 'how-much branch decision', 'gathered join join']),
    );
    expect(ways(found)).toEqual(
      expect.arrayContaining([
        'fetch-web > gathered authored',
        'how-much > load-all branch',
        'gathered > how-much authored',
      ]),
    );
    expect(ways(found).filter((way) => way.startsWith('fetch-web') && way.endsWith('failure'))).toHaveLength(1);
    const prepare = found.graph.nodes.find(({ name }) => name === 'prepare-folders');
    expect(prepare?.origin.range).toEqual({ start: { line: 17, column: 3 }, end: { line: 24, column: 12 } });
  });

  test('a pipeline: stages in their order, side by side where they are, and what runs after them', async () => {
    const found = await pictureOf('jenkins', 'jenkins/Jenkinsfile');
    expect(found.graph.nodes.map(({ name, group = '' }) => `${group}/${name}`)).toEqual([
      '/Fetch',
      'Check/Check country',
      '/Rebuild history',
      'Load/Load EU',
      'Load/Load US',
      '/Publish',
      '/post always',
      '/post success',
      '/post failure',
    ]);
    expect(ways(found)).toEqual([
      'Fetch > Check country authored',
      'Check country > Rebuild history authored',
      'Rebuild history > Load EU authored',
      'Rebuild history > Load US authored',
      'Load EU > Publish authored',
      'Load US > Publish authored',
      'Publish > post always authored',
      'Publish > post success authored',
      'Publish > post failure failure',
    ]);
  });
});
