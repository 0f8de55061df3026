import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from '../captured';

const PIPELINE = `pipeline {
  agent any
  stages {
    stage('Build') {
      stepz { sh 'make' }
    }
  }
}
`;
const OOZIE = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="orders">
  <start to="lod"/>
  <action name="load">
    <fs><mkdir path="/x"/></fs>
    <ok to="end"/>
    <error to="end"/>
  </action>
  <end name="end"/>
</workflow-app>
`;

async function findings(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  stdin = '',
): Promise<readonly string[]> {
  const { stdout } = await dagport(await folderWith(files), ['lint', '--format', 'concise', ...args], stdin);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => `${line.split(':').slice(0, 3).join(':')} ${/\(([a-z-]+)\)(?: \[\*\])?$/.exec(line)?.[1]}`);
}

const BROKEN_PIPELINE = ['Jenkinsfile:4:5 jenkins-stage-without-body', 'Jenkinsfile:5:7 jenkins-unknown-section'];

describe('definitions of legacy systems are checked by their own rules', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ['a Jenkinsfile', { Jenkinsfile: PIPELINE }, ['Jenkinsfile'], BROKEN_PIPELINE],
    [
      'a workflow of Oozie',
      { 'app/workflow.xml': OOZIE },
      ['app/workflow.xml'],
      ['app/workflow.xml:2:10 oozie-unknown-node'],
    ],
    [
      'in a folder, on request',
      { 'x/Jenkinsfile': PIPELINE, 'a/workflow.xml': OOZIE, 'pom.xml': '<project/>' },
      ['.', '--legacy'],
      ['a/workflow.xml:2:10 oozie-unknown-node', ...BROKEN_PIPELINE.map((line) => `x/${line}`)],
    ],
    ['by a glob', { 'x/workflow.xml': OOZIE }, ['**/*.xml'], ['x/workflow.xml:2:10 oozie-unknown-node']],
    [
      'but for what a comment allows',
      { 'workflow.xml': OOZIE.replace('<start', '<!-- dagport-ignore oozie-unknown-node: on purpose -->\n  <start') },
      ['workflow.xml'],
      [],
    ],
    [
      'in Groovy, too',
      {
        Jenkinsfile: `// dagport-ignore-file jenkins-unknown-section, jenkins-stage-without-body: on purpose\n${PIPELINE}`,
      },
      ['Jenkinsfile'],
      [],
    ],
    [
      'and comments that allow nothing are told',
      {
        'workflow.xml': OOZIE.replace('lod', 'load').replace(
          '<start',
          '<!-- dagport-ignore oozie-cycle: no -->\n  <start',
        ),
      },
      ['workflow.xml'],
      ['workflow.xml:2:23 unused-suppression'],
    ],
  ])('%s', async (_, files, args, expected) => {
    expect(await findings(files, args)).toEqual(expected);
  });

  test('from the standard input, by its name or by what it holds', async () => {
    expect(await findings({}, ['-', '--stdin-filename', 'Jenkinsfile'], PIPELINE)).toEqual(BROKEN_PIPELINE);
    expect(await findings({}, ['-'], OOZIE)).toEqual(['stdin.workflow.yaml:2:10 oozie-unknown-node']);
  });

  test('folders are not searched for them unasked, and it is said how', async () => {
    const { code, stderr } = await dagport(await folderWith({ Jenkinsfile: PIPELINE }), ['lint', '.']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--legacy')]);
  });

  test('each rule is explained', async () => {
    const { stdout } = await dagport(await folderWith({}), ['explain', 'oozie-unknown-node']);
    expect(stdout).toContain('```xml');
    expect(stdout).toContain('<!-- dagport-ignore oozie-unknown-node: why -->');
  });
});
