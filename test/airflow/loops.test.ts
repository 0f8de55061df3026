import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { answerTo } from '../compat/cases';
import { NONE, SOME, type Written, withItems } from '../compat/loops';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  type LoadedDag,
  loadDags,
  withFolder,
} from './airflow';

const NAMES = ['chained', 'handled'] as const;
const AMOUNTS = { some: SOME, none: NONE } as const;
const WAYS: readonly Written[] = ['in the workflow', 'as Python'];

const VARIANTS = NAMES.flatMap((name) =>
  (['some', 'none'] as const).flatMap((amount) =>
    WAYS.map((written) => ({ name, amount, written, dagId: `${name}-${amount}-${WAYS.indexOf(written)}` })),
  ),
);

/** The tasks that a person named, and which runs before which. What a plan adds may differ: a loop is a group with a result. */
function authored(dag: LoadedDag | undefined): readonly string[] {
  const named = Object.keys(dag?.tasks ?? {}).filter((id) => !id.includes('__'));
  const followers = new Map(Object.values(dag?.tasks ?? {}).map((task) => [task.task_id, task.downstream]));
  const before = named.flatMap((id) => {
    const seen = new Set<string>();
    const open = [...(followers.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(followers.get(next) ?? []));
    }
    return [...seen].filter((other) => named.includes(other)).map((other) => `${id} before ${other}`);
  });
  return [...named, ...before].sort();
}

function dagFile(version: AirflowVersion, { name, amount, written, dagId }: (typeof VARIANTS)[number]): string {
  const answer = answerTo(name, withItems(name, AMOUNTS[amount], written));
  if (!answer.accepted) throw new Error(JSON.stringify(answer.errors));
  const options = { tool: 'dagport test', sourcePath: 'x.workflow.yaml', lines: answer.file.lines };
  return emitPython({ ...answer.plan, dagId }, airflowTargets[version], options);
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('loops on Airflow %s', (version) => {
  test('make what items in the workflow make, also where there are none', async () => {
    const files = Object.fromEntries(VARIANTS.map((variant) => [`${variant.dagId}.py`, dagFile(version, variant)]));
    const { dags, import_errors } = await withFolder(files, (folder) => loadDags(version, folder));
    expect(import_errors).toEqual({});
    for (const name of NAMES) {
      for (const amount of ['some', 'none']) {
        const unrolled = authored(dags[`${name}-${amount}-0`]);
        expect(authored(dags[`${name}-${amount}-1`]), `${name}, ${amount}`).toEqual(unrolled);
        expect(unrolled.length).toBeGreaterThan(2);
      }
    }
  });
});
