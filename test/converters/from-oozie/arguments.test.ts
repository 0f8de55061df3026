import { expect, test } from 'vitest';
import { run, values } from './fake-programs';

const { day } = values;

test.each<[string, string, string[][]]>([
  [
    'shell',
    '<shell><exec>own-program</exec><argument>${day}</argument><argument>two  words</argument><argument>*</argument><argument/><env-var>A=b c</env-var></shell>',
    [['own-program', day ?? '', 'two  words', '*']],
  ],
  [
    'shell with a file',
    '<shell><prepare><delete path="${nameNode}/out"/><mkdir path="${nameNode}/out"/></prepare><exec>run.sh</exec><argument>{{x}}</argument><file>bin/run-it.sh#run.sh</file></shell>',
    [
      ['hdfs', 'dfs', '-rm', '-r', '-f', '-skipTrash', 'hdfs://nn:8020/out'],
      ['hdfs', 'dfs', '-mkdir', '-p', 'hdfs://nn:8020/out'],
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/bin/run-it.sh', 'run.sh'],
      ['own-program', '{{x}}'],
    ],
  ],
  [
    'fs',
    '<fs><name-node>${nameNode}</name-node><delete path="/a b"/><delete path="/c" skip-trash="false"/><mkdir path="/d"/><move source="/d" target="/e"/><chmod path="/e" permissions="-rwxr-x--x" dir-files="false"/><chgrp path="/e" group="staff"><recursive/></chgrp><touchz path="/e/_DONE"/><setrep path="/e" replication-factor="2"/></fs>',
    [
      ['-rm', '-r', '-f', '-skipTrash', '/a b'],
      ['-rm', '-r', '-f', '/c'],
      ['-mkdir', '-p', '/d'],
      ['-mv', '/d', '/e'],
      ['-chmod', '751', '/e'],
      ['-chgrp', '-R', 'staff', '/e'],
      ['-touchz', '/e/_DONE'],
      ['-setrep', '2', '/e'],
    ].map((call) => ['hdfs', 'dfs', '-fs', 'hdfs://nn:8020', ...call]),
  ],
  [
    'java',
    '<java><main-class>com.acme.Main</main-class><java-opts>-Xmx1g -Da=b</java-opts><arg>${day}</arg><arg>--x</arg></java>',
    [
      ['hdfs', 'dfs', '-test', '-d', 'hdfs://nn:8020/app/lib'],
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/lib', 'lib'],
      ['hadoop', 'classpath'],
      ['java', '-Xmx1g', '-Da=b', '-cp', '.:lib/*:', 'com.acme.Main', day ?? '', '--x'],
    ],
  ],
  [
    'hive',
    '<hive><name-node>${nameNode}</name-node><configuration><property><name>hive.x</name><value>1 2</value></property><property><name>oozie.launcher.x</name><value>1</value></property></configuration><script>q.hql</script><param>DAY=${day}</param></hive>',
    [
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/q.hql', 'q.hql'],
      [
        'hive',
        '--hiveconf',
        'fs.defaultFS=hdfs://nn:8020',
        '--hiveconf',
        'hive.x=1 2',
        '--hivevar',
        `DAY=${day}`,
        '-f',
        'q.hql',
      ],
    ],
  ],
  [
    'spark',
    '<spark><master>yarn</master><mode>cluster</mode><name>n</name><class>C</class><jar>lib/a.jar</jar><spark-opts>--conf "spark.x=1 2" --num-executors 3</spark-opts><arg>${day}</arg></spark>',
    [
      [
        'spark-submit',
        '--master',
        'yarn',
        '--deploy-mode',
        'cluster',
        '--name',
        'n',
        '--class',
        'C',
        '--conf',
        'spark.x=1 2',
        '--num-executors',
        '3',
        'hdfs://nn:8020/app/lib/a.jar',
        day ?? '',
      ],
    ],
  ],
  [
    'sqoop command',
    "<sqoop><configuration><property><name>a.b</name><value>c</value></property></configuration><command>import  --table 't' --m 1</command></sqoop>",
    [['sqoop', 'import', '-D', 'a.b=c', '', '--table', "'t'", '--m', '1']],
  ],
  [
    'sqoop arguments',
    '<sqoop><arg>export</arg><arg>--where</arg><arg>a = b</arg></sqoop>',
    [['sqoop', 'export', '--where', 'a = b']],
  ],
  [
    'ssh',
    '<ssh><host>joe@gate</host><command>run</command><args>a b</args><args>c</args></ssh>',
    [['ssh', '-o', 'BatchMode=yes', 'joe@gate', 'run', 'a', 'b', 'c']],
  ],
  [
    'distcp',
    '<distcp><arg>-update</arg><arg>${nameNode}/a</arg><arg>/b</arg></distcp>',
    [['hadoop', 'distcp', '-update', 'hdfs://nn:8020/a', '/b']],
  ],
  [
    'hive2',
    "<hive2><configuration><property><name>a.b</name><value>1;2</value></property></configuration><jdbc-url>jdbc:hive2://h:1/d;x=y</jdbc-url><query>select \"a\", 'b' from t where d = '${day}';</query><param>DAY=${day}</param><argument>--verbose</argument></hive2>",
    [
      [
        'beeline',
        '-u',
        'jdbc:hive2://h:1/d;x=y',
        '--hiveconf',
        'a.b=1;2',
        '--hivevar',
        `DAY=${day}`,
        '--verbose',
        '-e',
        `select "a", 'b' from t where d = '${day}';`,
      ],
    ],
  ],
  [
    'pig',
    '<pig><name-node>${nameNode}</name-node><configuration><property><name>a.b</name><value>c d</value></property></configuration><script>lib/q.pig</script><param>DAY=${day}</param><argument>-stop_on_failure</argument><file>/udf.jar#my.jar</file></pig>',
    [
      ['hdfs', 'dfs', '-get', '/udf.jar', 'my.jar'],
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/lib/q.pig', 'q.pig'],
      ['pig', '-Dfs.defaultFS=hdfs://nn:8020', '-Da.b=c d', '-param', `DAY=${day}`, '-stop_on_failure', '-f', 'q.pig'],
    ],
  ],
  [
    'streaming',
    "<map-reduce><streaming><mapper>/bin/cat -n</mapper><reducer>wc '-l'</reducer><env>A=b c</env></streaming><configuration><property><name>mapred.input.dir</name><value>/in put</value></property><property><name>mapred.output.dir</name><value>/out</value></property></configuration><file>m.py#m</file><archive>/z.zip#z</archive></map-reduce>",
    [
      [
        'mapred',
        'streaming',
        '-D',
        'mapred.input.dir=/in put',
        '-D',
        'mapred.output.dir=/out',
        '-files',
        'hdfs://nn:8020/app/m.py#m',
        '-archives',
        '/z.zip#z',
        '-input',
        '/in put',
        '-output',
        '/out',
        '-mapper',
        '/bin/cat -n',
        '-reducer',
        "wc '-l'",
        '-cmdenv',
        'A=b c',
      ],
    ],
  ],
  [
    'pipes',
    '<map-reduce><pipes><map>M</map><reduce>R</reduce><inputformat>I</inputformat><partitioner>P</partitioner><writer>W</writer><program>bin/wc#wc</program></pipes></map-reduce>',
    [
      [
        'mapred',
        'pipes',
        '-map',
        'M',
        '-reduce',
        'R',
        '-inputformat',
        'I',
        '-partitioner',
        'P',
        '-writer',
        'W',
        '-program',
        'hdfs://nn:8020/app/bin/wc',
      ],
    ],
  ],
  [
    'ssh with a value that a second shell reads',
    '<ssh><host>joe@gate</host><command>run</command><arg>a b</arg><arg>$HOME "x"</arg></ssh>',
    [['ssh', '-o', 'BatchMode=yes', 'joe@gate', 'run', "'a b'", '\'$HOME "x"\'']],
  ],
  [
    'java with prepare and files',
    '<java><prepare><delete path="/o 1"/><delete path="/o2"/><mkdir path="/o 1/x"/></prepare><main-class>M</main-class><java-opt>-Da=1</java-opt><java-opt>-Db=2</java-opt><file>conf/a.xml</file></java>',
    [
      ['hdfs', 'dfs', '-rm', '-r', '-f', '-skipTrash', '/o 1'],
      ['hdfs', 'dfs', '-rm', '-r', '-f', '-skipTrash', '/o2'],
      ['hdfs', 'dfs', '-mkdir', '-p', '/o 1/x'],
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/conf/a.xml', 'a.xml'],
      ['hdfs', 'dfs', '-test', '-d', 'hdfs://nn:8020/app/lib'],
      ['hdfs', 'dfs', '-get', 'hdfs://nn:8020/app/lib', 'lib'],
      ['hadoop', 'classpath'],
      ['java', '-Da=1', '-Db=2', '-cp', '.:lib/*:', 'M'],
    ],
  ],
])('%s: the programs get the arguments that Oozie would pass', (_, action, expected) => {
  const { calls } = run(action);
  const shown = calls.map((call) => (call[0] === 'own-program' && call.length === 5 ? call.slice(0, 4) : call));
  expect(shown).toEqual(expected);
});

test('captured output becomes one line of JSON, read as java.util.Properties would', () => {
  const action = '<shell><exec>own-program</exec><capture-output/></shell>';
  const use =
    '<action name="b"><fs><mkdir path="/${wf:actionData(\'a\')[\'rows\']}"/></fs><ok to="end"/><error to="end"/></action>';
  const { output } = run(action, use);
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({ rows: '12', 'na:me': 'A bc' });
});

test('a map-reduce job is submitted with its configuration, and waited for', () => {
  const property = (name: string, value: string) => `<property><name>${name}</name><value>${value}</value></property>`;
  const { calls, xml } = run(
    `<map-reduce><job-tracker>rm:8032</job-tracker><configuration>${property('mapred.mapper.class', 'M')}${property('x', 'a &lt; b &amp; ${day}')}</configuration></map-reduce>`,
  );
  expect(calls.map((call) => call.slice(0, 3))).toEqual([
    ['hdfs', 'dfs', '-ls'],
    ['mapred', 'job', '-submit'],
    ['mapred', 'job', '-status'],
  ]);
  expect(xml).toContain('<property><name>mapred.mapper.class</name><value>M</value></property>');
  expect(xml).toContain('<property><name>yarn.resourcemanager.address</name><value>rm:8032</value></property>');
  expect(xml).toContain(`<value>a &lt; b &amp; ${day}</value>`);
});
