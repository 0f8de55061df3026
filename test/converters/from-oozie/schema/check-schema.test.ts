import { describe, expect, test } from 'vitest';
import { checkOozie } from '../../../../converters/from-oozie';
import { indexLines, positionAt } from '../../../../text/range';

/** What the schemas refuse of a workflow with one action, `line:column message`. */
function refused(action: string, { version = '0.5', extra = '', attributes = '' } = {}): readonly string[] {
  const text = `<workflow-app xmlns="uri:oozie:workflow:${version}" name="w">${extra}<start to="a"/><action name="a"${attributes}>
${action}
<ok to="e"/><error to="k"/></action><kill name="k"><message>m</message></kill><end name="e"/></workflow-app>`;
  const lines = indexLines(text);
  return checkOozie(text)
    .filter(({ rule }) => rule === 'oozie-schema')
    .map(({ range, message, severity }) => {
      const { line, character } = positionAt(lines, range.start);
      const level = severity === 'error' ? '' : `${severity} `;
      return `${line + 1}:${character + 1} ${level}${message.replace(' (E0701).', '')}`;
    });
}

const HIVE = (children: string, version = '0.5'): string =>
  `<hive xmlns="uri:oozie:hive-action:${version}">${children}</hive>`;

describe('the schemas take', () => {
  test.each([
    [
      'fs',
      '<fs><name-node>n</name-node><delete path="/a" skip-trash="true"/><setrep path="/a" replication-factor="2"/></fs>',
    ],
    [
      'hive',
      HIVE(
        '<prepare><delete path="/a"/><mkdir path="/b"/></prepare><script>s</script><param>a=b</param><file>f#f</file>',
      ),
    ],
    ['a prefix', '<h:hive xmlns:h="uri:oozie:hive-action:0.5"><h:script>s</h:script></h:hive>'],
    ['comments and blanks', HIVE('\n <!-- first --> <script>s</script>\n <!-- last -->\n')],
    [
      'a choice',
      '<java><main-class>M</main-class><java-opt>a</java-opt><java-opt>b</java-opt><capture-output/></java>',
    ],
    ['an empty list', '<fs/>'],
    ['an action that only the server knows', '<my xmlns="uri:acme:my:1"><what/></my>'],
  ])('%s', (_, action) => expect(refused(action)).toEqual([]));

  test('service level agreements, behind the last node', () => {
    const sla = '<info xmlns="uri:oozie:sla:0.2"><nominal-time>t</nominal-time><should-end>e</should-end></info>';
    const text = `<workflow-app xmlns="uri:oozie:workflow:0.5" name="w"><start to="e"/><end name="e"/>${sla}</workflow-app>`;
    expect(checkOozie(text)).toEqual([]);
  });
});

describe('the schemas refuse', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'another order',
      HIVE(
        '<configuration><property><name>a</name><value>b</value></property></configuration><prepare/><script>s</script>',
      ),
      [
        '2:123 <prepare> has to stand before <configuration>: the order in <hive> is job-tracker, name-node, prepare, job-xml, configuration, script, param, argument, file, archive',
      ],
    ],
    ['what is missing', HIVE('<param>a=b</param>'), ['2:1 <hive> needs <script> before <param>']],
    ['what is missing at the end', HIVE(''), ['2:1 <hive> needs <script>']],
    ['none of several', HIVE('<file>f</file>', '0.6'), ['2:1 <hive> needs one of <script>, <query> before <file>']],
    [
      'what is missing where it stands and there behind',
      HIVE('<job-xml>x</job-xml><name-node>n</name-node><job-tracker>j</job-tracker><script>s</script>', '0.3'),
      [
        '2:61 <name-node> has to stand before <job-xml>: the order in <hive> is job-tracker, name-node, prepare, job-xml, configuration, script, param, file, archive',
        '2:85 <job-tracker> has to stand before <job-xml>: the order in <hive> is job-tracker, name-node, prepare, job-xml, configuration, script, param, file, archive',
      ],
    ],
    ['one too many', HIVE('<script>s</script><script>t</script>'), ['2:59 <hive> takes one <script> only']],
    [
      'two that exclude each other',
      HIVE('<query>q</query><script>s</script>', '0.6'),
      ['2:57 <script> excludes <query> in <hive>'],
    ],
    ['an unknown one', HIVE('<script>s</script><parm>p</parm>'), ['2:59 <hive> takes no <parm> Did you mean "param"?']],
    [
      'one of a later version',
      HIVE('<launcher/><script>s</script>'),
      ['2:41 <hive> has no <launcher> in hive-action 0.5; 1.0 has it'],
    ],
    [
      'no namespace',
      '<hive><script>s</script></hive>',
      [
        '2:1 <hive> needs a namespace of its own: xmlns="uri:oozie:hive-action:…", with one of 0.2, 0.3, 0.4, 0.5, 0.6, 1.0',
      ],
    ],
    [
      'a version that is not there',
      HIVE('<script>s</script>', '0.9'),
      ['2:1 There is no version 0.9 of hive-action: the versions are 0.2, 0.3, 0.4, 0.5, 0.6, 1.0'],
    ],
    ['text between elements', HIVE('run <script>s</script>'), ['2:41 <hive> holds elements only, and no text']],
    ['elements in a text', HIVE('<script><b/></script>'), ['2:49 <script> holds text only, and no <b>']],
    [
      'something in what is empty',
      '<java><main-class>M</main-class><capture-output>yes</capture-output></java>',
      ['2:49 <capture-output> holds nothing, and no text'],
    ],
    [
      'a blank in what is empty',
      '<java><main-class>M</main-class><capture-output> </capture-output></java>',
      ['2:33 <capture-output> holds nothing, and not even a blank'],
    ],
    ['a missing attribute', '<fs><move source="/a"/></fs>', ['2:5 <move> needs the attribute "target"']],
    [
      'an unknown attribute',
      '<fs><mkdir paht="/a" path="/b"/></fs>',
      ['2:12 <mkdir> has no attribute "paht" in workflow 0.5 Did you mean "path"?'],
    ],
    [
      'a value of another form',
      '<fs><setrep path="/a" replication-factor="${n}"/></fs>',
      ['2:23 "${n}" is no whole number, and no expression may stand here'],
    ],
  ])('%s', (_, action, messages) => expect(refused(action)).toEqual(messages));

  test('what an older workflow has not', () => {
    expect(refused('<fs/>', { version: '0.2', attributes: ' retry-max="1"' })).toEqual([
      '1:87 <action> has no attribute "retry-max" in workflow 0.2; 0.3, 0.4, 0.4.5, 0.5 and 1.0 have it',
    ]);
    expect(refused('<fs/>', { version: '0.2', extra: '<global/>' })).toEqual([
      '1:55 <workflow-app> has no <global> in workflow 0.2; 0.4, 0.4.5, 0.5 and 1.0 have it',
    ]);
  });

  test('with a warning only what the schema of 1.0 forgot, for Oozie runs it', () => {
    expect(refused('<fs><setrep path="/a" replication-factor="2"/></fs>', { version: '1.0' })).toEqual([
      '2:5 warning <fs> has no <setrep> in workflow 1.0; 0.5 has it',
    ]);
    expect(refused('<fs><delete path="/a" skip-trash="true"/></fs>', { version: '1.0' })).toEqual([
      '2:23 warning <delete> has no attribute "skip-trash" in workflow 1.0; 0.5 has it',
    ]);
  });

  test('each slip once, and says nothing where another rule does', () => {
    const text =
      '<workflow-app xmlns="uri:oozie:workflow:0.5" name="w"><action name="a"><fs/><ok to="e"/><error to="e"/></action><end name="e"/></workflow-app>';
    expect(checkOozie(text).map(({ rule }) => rule)).toEqual(['oozie-no-start']);
  });

  test('coordinators and bundles', () => {
    const coordinator =
      '<coordinator-app xmlns="uri:oozie:coordinator:0.4" name="c" frequency="5" start="s" timezone="UTC"><action><workflow><app-path>p</app-path></workflow></action><controls/></coordinator-app>';
    expect(checkOozie(coordinator).map(({ message }) => message)).toEqual([
      '<coordinator-app> needs the attribute "end" (E0701).',
      '<controls> has to stand before <action>: the order in <coordinator-app> is parameters, controls, datasets, input-events, output-events, action (E0701).',
    ]);
    const bundle = '<bundle-app xmlns="uri:oozie:bundle:0.1" name="b"/>';
    expect(checkOozie(bundle).map(({ message }) => message)).toEqual(['<bundle-app> needs <coordinator> (E0701).']);
  });
});
