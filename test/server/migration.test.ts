import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CancellationTokenSource, type ProgressType, WorkDoneProgress } from 'vscode-languageserver/node';
import { MIGRATION_REQUEST, type MigrationAnswer, type MigrationParams } from '../../server/protocol';
import { type Session, startSession } from './session';

const ROOT = 'file:///project/legacy/';
const example = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const APPLICATION = {
  [`${ROOT}nightly/workflow.xml`]: example('oozie/nightly-orders/workflow.xml'),
  [`${ROOT}nightly/coordinator.xml`]: example('oozie/nightly-orders/coordinator.xml'),
  [`${ROOT}nightly/job.properties`]: example('oozie/nightly-orders/job.properties'),
};
const JENKINSFILE = { [`${ROOT}release/Jenkinsfile`]: example('jenkins/Jenkinsfile') };

async function inSession<T>(
  files: Readonly<Record<string, string>>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await startSession({}, files);
  try {
    return await use(session);
  } finally {
    await session.end();
  }
}

/** What asking about a URI gives. */
function migrated(files: Readonly<Record<string, string>>, uri: string): Promise<MigrationAnswer> {
  return inSession(files, (session) =>
    session.connection.sendRequest<MigrationAnswer>(MIGRATION_REQUEST, { uri } satisfies MigrationParams),
  );
}

/** The names of the workflows, and of what they were made of. */
function names({ workflows }: MigrationAnswer): readonly string[] {
  return workflows.map(({ uri, source }) => `${source.slice(ROOT.length)} → ${uri.slice(ROOT.length)}`);
}

test.each([
  ['the workflow that a coordinator beside it starts', 'nightly/workflow.xml'],
  ['its coordinator', 'nightly/coordinator.xml'],
])('%s comes with its schedule and the properties beside it', async (_, name) => {
  const answer = await migrated(APPLICATION, ROOT + name);
  expect(names(answer)).toEqual(['nightly/coordinator.xml → nightly/nightly-orders.workflow.yaml']);
  expect(answer.workflows[0]?.text).toMatch(/schedule:[\s\S]*warehouse: \/warehouse\/shop[\s\S]*name: fetch-web/);
  expect(answer.sources).toEqual(['nightly/coordinator.xml', 'nightly/workflow.xml']);
  expect(answer.workflows[0]?.records.map(({ uri }) => uri.slice(ROOT.length))).toEqual([
    'nightly/nightly-orders.migration.json',
    'nightly/.dagport/base/nightly-orders.workflow.yaml',
  ]);
});

test('a workflow beside which there is no coordinator comes alone', async () => {
  const [name = '', text = ''] = Object.entries(APPLICATION)[0] ?? [];
  expect(names(await migrated({ [name]: text }, name))).toEqual([
    'nightly/workflow.xml → nightly/nightly-orders-wf.workflow.yaml',
  ]);
});

test('a folder: every job below it once, the counts of all and one report', async () => {
  const broken = { [`${ROOT}broken/workflow.xml`]: '<workflow-app name="x"><start to=' };
  const others = { [`${ROOT}pom.xml`]: '<project/>' };
  const answer = await migrated({ ...APPLICATION, ...JENKINSFILE, ...broken, ...others }, ROOT);
  expect(names(answer)).toEqual([
    'nightly/coordinator.xml → nightly/nightly-orders.workflow.yaml',
    'release/Jenkinsfile → release/release.workflow.yaml',
  ]);
  expect(answer.problems).toEqual([expect.stringMatching(/^legacy\/broken\/workflow\.xml:1: /)]);
  const { total, approximated, manual, dropped } = answer.constructs;
  expect(total).toBeGreaterThan(200);
  expect([approximated, manual, dropped].every((count) => count < total / 4)).toBe(true);
  expect(answer.report).toContain('legacy/nightly/coordinator.xml');
  expect(answer.report).toContain('legacy/release/release.workflow.yaml');
});

test('two jobs of one name in one folder become two files', async () => {
  const files = Object.fromEntries(
    ['a.xml', 'b.xml'].map((name) => [`${ROOT}${name}`, example('oozie/nightly-orders/workflow.xml')]),
  );
  expect(names(await migrated(files, ROOT))).toEqual([
    'a.xml → nightly-orders-wf.workflow.yaml',
    'b.xml → nightly-orders-wf-b.workflow.yaml',
  ]);
});

test('what is open counts as it is in the editor', () =>
  inSession(APPLICATION, async (session) => {
    const uri = `${ROOT}nightly/workflow.xml`;
    await session.open(APPLICATION[uri]?.replaceAll('fetch-web', 'fetch-net') ?? '', uri);
    const answer = await session.connection.sendRequest<MigrationAnswer>(MIGRATION_REQUEST, { uri });
    expect(answer.workflows[0]?.text).toContain('name: fetch-net');
  }));

test('it is converted for the Airflow of its project', async () => {
  const files = { ...APPLICATION, [`${ROOT}dagport.yaml`]: 'root: true\nairflow: "2.11"\n' };
  const [workflow] = (await migrated(files, `${ROOT}nightly/workflow.xml`)).workflows;
  expect(workflow?.records[0]?.text).toContain('"airflow": "2.11"');
});

test('progress is told, and it can be cancelled', () =>
  inSession({ ...APPLICATION, ...JENKINSFILE }, async ({ connection }) => {
    const seen: string[] = [];
    const type: ProgressType<{ kind: string; message?: string }> = WorkDoneProgress.type as never;
    connection.onProgress(type, 'mine', ({ kind, message }) => {
      seen.push(`${kind} ${message ?? ''}`.trim());
    });
    await connection.sendRequest(MIGRATION_REQUEST, { uri: ROOT, workDoneToken: 'mine' });
    expect(seen.at(0)).toBe('begin Looking for legacy jobs');
    expect(seen).toContain('report 1 of 3: legacy/nightly/coordinator.xml');
    expect(seen.at(-1)).toBe('end');
    const stop = new CancellationTokenSource();
    const answer = connection.sendRequest(MIGRATION_REQUEST, { uri: ROOT }, stop.token);
    stop.cancel();
    await expect(answer).rejects.toThrow('cancelled');
  }));
