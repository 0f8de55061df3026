import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  HoverRequest,
  MarkupContent,
} from 'vscode-languageserver/node';
import { convertedFiles, convertLegacy, PROFILES, sidecarName } from '../../migration';
import { hover } from '../../server/requests/hover';
import { cursor, type Session, startSession, URI } from './session';

/** What is said at `‸`, on a day of the spring of 2026. */
async function hovered(
  marked: string,
  files: Readonly<Record<string, string>> = {},
  now = Date.UTC(2026, 2, 28),
): Promise<string> {
  const session = await startSession({}, files);
  const { text, position } = cursor(marked);
  await session.open(text);
  // The first request has the project read; the second is asked with a clock of its own.
  await session.connection.sendRequest(HoverRequest.type, { textDocument: { uri: URI }, position });
  const document = session.workspace.documents.get(URI);
  const found = document === undefined ? null : await hover(session.workspace, document, position, now);
  await session.end();
  return MarkupContent.is(found?.contents) ? found.contents.value : '';
}

describe('schedules', () => {
  test('in words, with the next runs over a change of clocks', async () => {
    expect(
      await hovered('name: x\nformat: 1\ndag_args:\n  schedule: {cron: "30 2 ‸* * *", timezone: Europe/Paris}\n'),
    ).toBe(`**30 2 \\* \\* \\*** — at 02:30 every day, Europe/Paris

Next runs:

* Sat 2026-03-28 02:30 (UTC+1)
* Sun 2026-03-29 03:30 (UTC+2)
* Mon 2026-03-30 02:30 (UTC+2)`);
  });

  test('of presets, at the key as well, from the start date to the end date', async () => {
    const text = (at: string): string =>
      `name: x\nformat: 1\ndag_args:\n  sche${at}dule: "@daily"\n  start_date: '2026-05-01'\n  end_date: '2026-05-03'\n`;
    expect(await hovered(text('‸'))).toContain('* Sat 2026-05-02 00:00 (UTC)\n* Sun 2026-05-03 00:00 (UTC)');
    expect(await hovered(text('‸'), {}, Date.UTC(2027, 0))).toContain('There are no further runs.');
    expect(await hovered('name: x\ndag_args: {schedule_interval: "@on‸ce"}\n')).toBe(
      '**@once** — one run, and no more',
    );
  });

  test('nothing of what is none', async () => {
    expect(await hovered('name: x\ndag_args: {schedule_interval: "no ‸cron"}\n')).toBe('');
  });
});

describe('values in effect', () => {
  const HEAD = `name: x
format: 1
default_task_args: {retries: 1, owner: data}
operator_defaults: {bash: {retries: 2, env: {A: b}}}
operators:
`;

  test('what a task inherits, at its type', async () => {
    const text = await hovered(`${HEAD}- {name: a, type: ba‸sh, properties: {bash_command: a}}\n`);
    expect(text).toContain(`It inherits:

* \`retries\`: \`2\`, operator\\_defaults, line 4
* \`env\`: \`{A: b}\`, operator\\_defaults, line 4
* \`owner\`: \`data\`, default\\_task\\_args, line 3`);
  });

  test.each([
    ['a default of the type', 'ret‸ries: 3', 'It wins over `2`, operator\\_defaults, line 4.'],
    ['a default of all tasks', 'own‸er: me', 'It wins over `data`, default\\_task\\_args, line 3.'],
    ['a mapping', 'en‸v: {C: d}', 'It is merged over `{A: b}`, operator\\_defaults, line 4.'],
    ["the operator's own", 'append_‸env: true', "It wins over the operator's own `false`."],
  ])('what a property wins over: %s', async (_, property, wanted) => {
    const text = await hovered(`${HEAD}- {name: a, type: bash, properties: {bash_command: a, ${property}}}\n`);
    expect(text).toContain(wanted);
  });

  test('what an image is in the environment that is chosen', async () => {
    const files = {
      'file:///project/dagport.yaml':
        'default_environment: prod\nenvironments: {prod: {container: docker}}\nimages: {yoshi: {url: "r/y:1", environments: {prod: "r/y:2"}, from_env: Y}}\n',
    };
    expect(await hovered(`${HEAD}- {name: a, type: container, image: yo‸shi}\n`, files)).toBe(
      '**yoshi** — image of the project\n\n`r/y:2`, in the environment `prod`\n\n`Y` wins where the DAG file is read.',
    );
  });

  test('what is deprecated says so', async () => {
    expect(await hovered(`${HEAD}- {name: a, type: TimeDeltaSensor‸Async, properties: {delta: 60}}\n`)).toContain(
      'Deprecated: ',
    );
  });
});

describe('between a migrated workflow and its source', () => {
  const FOLDER = 'file:///project/nightly-orders/';
  const example = (name: string): string =>
    readFileSync(new URL(`../../examples/oozie/nightly-orders/${name}`, import.meta.url), 'utf8');
  // One action of a kind that no profile knows.
  const SOURCE = example('workflow.xml').replace(
    /<action name="([^"]+)"([\s\S]*?)<ok /,
    (_, name: string) => `<action name="${name}"><own xmlns="uri:own:1"><thing>1</thing></own><ok `,
  );

  async function migrated(): Promise<Readonly<Record<string, string>>> {
    const files = new Map(['job.properties'].map((name) => [`nightly-orders/${name}`, example(name)]));
    const conversion = await convertLegacy(
      { kind: 'oozie', path: 'nightly-orders/workflow.xml', text: SOURCE },
      { profile: PROFILES.oozie[0] ?? '', properties: new Map(), airflow: '3.3' },
      async (path) => {
        const text = files.get(path);
        return text === undefined ? undefined : { path, text };
      },
    );
    const [workflow] = conversion.result.workflows;
    if (workflow === undefined) return {};
    const { files: written } = convertedFiles(conversion, workflow, workflow.fileName, 'dagport test');
    return {
      [`${FOLDER}job.properties`]: example('job.properties'),
      [`${FOLDER}workflow.xml`]: SOURCE,
      [`${FOLDER}${written.fileName}`]: written.text,
      [`${FOLDER}${sidecarName(written.fileName)}`]: written.sidecar,
    };
  }

  async function findings(session: Session, uri: string, text: string): Promise<readonly Diagnostic[]> {
    await session.open(text, uri);
    const report: DocumentDiagnosticReport = await session.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
    });
    await session.close(uri);
    return report.kind === 'full' ? report.items : [];
  }

  test('a task says from which line it comes', async () => {
    const files = await migrated();
    const uri = Object.keys(files).find((name) => name.endsWith('.workflow.yaml')) ?? '';
    const text = files[uri] ?? '';
    const name = /^operators:\n(?: *#.*\n)* *- name: (\S+)/m.exec(text)?.[1] ?? '';
    const { position } = cursor(text.replace(`name: ${name}`, `name: ‸${name}`));
    const session = await startSession({}, files);
    await session.open(text, uri);
    const found = await session.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    await session.end();
    const value = MarkupContent.is(found?.contents) ? found.contents.value : '';
    const [, place, line, source] = /Migrated from \[[^\]]*\]\(([^)#]+)#L(\d+)\): `(.*)`/.exec(value) ?? [];
    expect(place).toBe(`${FOLDER}workflow.xml`);
    expect(SOURCE.split('\n')[Number(line) - 1]).toContain(source);
    expect(source).toMatch(/<(?:action|start|fork|decision)/);
  });

  test('what is left to a person leads to the task that it became, and back', async () => {
    const files = await migrated();
    const session = await startSession({ textDocument: { diagnostic: {} } }, files);
    const manual = (await findings(session, `${FOLDER}workflow.xml`, SOURCE)).filter(
      ({ code }) => code === 'needs-a-person',
    );
    expect(manual.length).toBeGreaterThan(0);
    const related = manual.flatMap(({ relatedInformation }) => relatedInformation ?? []);
    const workflow = Object.keys(files).find((name) => name.endsWith('.workflow.yaml')) ?? '';
    expect(related.map(({ location }) => location.uri)).toContain(workflow);
    const target = related[0]?.location.range.start.line ?? 0;
    const text = files[workflow] ?? '';
    expect(text.split('\n')[target]).toContain('name:');
    // A slip in that task is told with the place that it comes from.
    const lines = text.split('\n');
    const slip = [
      ...lines.slice(0, target + 1),
      lines[target]?.replace(/^( *)(?:- )?name:.*/, (_, blanks: string) => `${blanks}  nonsense: 1`),
      ...lines.slice(target + 1),
    ];
    const found = await findings(session, workflow, slip.join('\n'));
    await session.end();
    const back = found.flatMap(({ relatedInformation }) => relatedInformation ?? []);
    expect(back.map(({ location }) => location.uri)).toContain(`${FOLDER}workflow.xml`);
  });
});
