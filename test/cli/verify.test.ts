import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const action = (name: string, ok: string, error: string) =>
  `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`;
const definition = `<workflow-app name="w"><start to="load"/>${action('load', 'end', 'tidy')}${action('tidy', 'stop', 'stop')}
<kill name="stop"><message>no</message></kill><end name="end"/></workflow-app>`;

describe('dagport verify', () => {
  test('finds what converts by itself to be the same', async () => {
    const folder = await folderWith({ 'workflow.xml': definition });
    const { code, stdout } = await dagport(folder, ['verify', 'workflow.xml']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Equivalent: 3 assignments of outcomes, all that can be reached.\n',
    });
  });

  test('shows the smallest assignment under which an edited workflow does something else', async () => {
    const folder = await folderWith({ 'workflow.xml': definition });
    await dagport(folder, ['convert', '.']);
    const { code: fine } = await dagport(folder, ['verify', '.', 'w.workflow.yaml']);
    expect(fine).toBe(0);
    const edited = await folderWith({
      'workflow.xml': definition,
      'w.workflow.yaml': `name: w
format: 1
dag_args: {schedule: null, start_date: '2020-01-01'}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: tidy, type: bash, upstream_dependencies: [load], properties: {bash_command: tidy}}
`,
    });
    const { code, stdout } = await dagport(edited, ['verify', '.', 'w.workflow.yaml', '--format', 'json']);
    const found = JSON.parse(stdout);
    expectToFollow('verify-output', found);
    expect(code).toBe(1);
    expect(found).toMatchObject({ equivalent: false, scenarios: 3, exhaustive: true });
    expect(found.differences[0]).toEqual({
      assignment: { load: 'success' },
      legacy: { ran: ['load'], end: 'SUCCEEDED' },
      airflow: { ran: ['load', 'tidy'], end: 'success' },
      message: 'tidy runs on Airflow, and never does in the legacy job.',
      named: false,
    });
    const { stdout: text } = await dagport(edited, ['verify', '.', 'w.workflow.yaml']);
    expect(text).toContain('when all goes well\n  legacy:  load → SUCCEEDED\n  Airflow: load → tidy → success\n');
  });

  test.each([
    ['a source that Oozie refuses', '<workflow-app name="w"><start to="a"/></workflow-app>', 'refused-source', 3],
    ['a file that is no job', '<project/>', 'nothing-to-convert', 2],
  ])('says why it cannot play %s', async (_, text, code, status) => {
    const folder = await folderWith({ 'workflow.xml': text });
    const result = await dagport(folder, ['verify', 'workflow.xml', '--format', 'json']);
    expect(result.code).toBe(status);
    expect(JSON.parse(result.stdout).error.code).toBe(code);
  });
});

describe('dagport audit', () => {
  const custom = `<workflow-app name="v"><start to="a"/><action name="a"><sge xmlns="x"><j/></sge><ok to="end"/><error to="end"/></action><end name="end"/></workflow-app>`;

  test('counts what becomes of each source, and says what blocks the rest', async () => {
    const folder = await folderWith({ 'a/workflow.xml': definition, 'b/workflow.xml': custom });
    const { code, stdout } = await dagport(folder, ['audit', '.', '--format', 'json']);
    const found = JSON.parse(stdout);
    expectToFollow('audit-output', found);
    expect(code).toBe(0);
    expect(found.applications.map((row: { path: string }) => row.path)).toEqual(['a/workflow.xml', 'b/workflow.xml']);
    expect(found.blocks).toEqual([
      {
        message: 'The profile "hadoop-cli" has nothing for this kind of sge action.',
        constructs: 2,
        applications: 1,
        alone: 1,
        path: 'b/workflow.xml',
        line: 1,
      },
    ]);
    const { stdout: text } = await dagport(folder, ['audit', '.']);
    expect(text).toContain('1 of 2 sources need no decision.');
  });
});
