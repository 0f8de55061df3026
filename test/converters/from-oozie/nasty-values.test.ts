import { describe, expect, test } from 'vitest';
import { run } from './fake-programs';

/** What shells, Jinja, XML, Hadoop's properties and the workflow format each take for theirs. */
const nasty = [
  'a  b',
  "it's",
  '"quoted"',
  '$HOME',
  '$(id)',
  '`id`',
  'a\\b\\\\c\\',
  'two\nlines\n\nand more',
  'tab\there',
  'ünïcødé ✓ 日本',
  '{{ ds }}',
  '{% raw %}',
  '{# no #}',
  '<<print(1)>>',
  '*',
  '?[a-z]~',
  '!history',
  '-n',
  '--',
  '#comment',
  'a;b&c|d>e<f',
  'x.sh',
  '%s %d %%',
  "'\\''",
  '\\${x}',
  '${"$"}{y}',
  'end with {',
  ' padded ',
];

/** Oozie takes white space around a text away, and reads its expressions. */
function asOozie(text: string): string {
  return text.trim().replaceAll('${"$"}', '$').replaceAll('\\${', '${');
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('nasty values arrive as they are', () => {
  const all = (tag: string, prefix = ''): string =>
    nasty.map((value) => `<${tag}>${prefix}${xmlText(value)}</${tag}>`).join('');
  const expected = nasty.map(asOozie);

  test.each<[string, string, readonly string[]]>([
    ['shell', `<shell><exec>own-program</exec>${all('argument')}</shell>`, ['own-program']],
    ['java', `<java><main-class>M</main-class>${all('arg')}</java>`, ['java', '-cp', '.:lib/*:', 'M']],
    [
      'spark',
      `<spark><master>m</master><name>n</name><jar>/a.jar</jar>${all('arg')}</spark>`,
      ['spark-submit', '--master', 'm', '--name', 'n', '/a.jar'],
    ],
    ['sqoop', `<sqoop><arg>import</arg>${all('arg')}</sqoop>`, ['sqoop', 'import']],
    ['distcp', `<distcp>${all('arg')}</distcp>`, ['hadoop', 'distcp']],
  ])('of %s', (_, action, before) => {
    const { calls } = run(action);
    expect(calls.at(-1)).toEqual([...before, ...expected]);
  });

  test('of hive, as parameters', () => {
    const { calls } = run(`<hive><script>q</script>${all('param', 'A=')}</hive>`);
    expect(calls.at(-1)).toEqual([
      'hive',
      ...expected.flatMap((value, index) => [
        '--hivevar',
        `A=${(nasty[index] ?? '').startsWith(' ') ? ` ${value}` : value}`,
      ]),
      '-f',
      'q',
    ]);
  });

  test('of the configuration of a job', () => {
    const property = (value: string, index: number) =>
      `<property><name>p${index}</name><value>${xmlText(value)}</value></property>`;
    const { xml } = run(`<map-reduce><configuration>${nasty.map(property).join('')}</configuration></map-reduce>`);
    for (const [index, value] of expected.entries()) {
      expect(xml).toContain(`<name>p${index}</name><value>${xmlText(value).replaceAll('&gt;', '>')}</value>`);
    }
  });

  test('of paths', () => {
    const paths = nasty.filter((value) => !value.includes('\n'));
    const attribute = (value: string): string => xmlText(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;');
    const { calls } = run(`<fs>${paths.map((value) => `<touchz path="/${attribute(value)}"/>`).join('')}</fs>`);
    expect(calls.map((call) => call.at(-1))).toEqual(
      paths.map((value) => `/${asOozie(` ${value}`.replace(/^ /, ''))}`.replace(/^\/padded$/, '/ padded')),
    );
  });

  test('of a file with the line ends of Windows', () => {
    const { calls } = run('<shell><exec>own-program</exec>\r\n<argument>a\r\nb</argument>\r\n</shell>');
    expect(calls.at(-1)).toEqual(['own-program', 'a\nb']);
  });
});
