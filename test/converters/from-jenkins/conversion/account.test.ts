import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function convert(text: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { sources, workflows } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', text]]),
    options,
  });
  const written = workflows.map(({ draft }) => writeDraft(draft).text).join('');
  const constructs = sources.flatMap((source) => source.constructs);
  return {
    written,
    constructs,
    statusAt: (at: string) => constructs.filter(({ range }) => text.startsWith(at, range.start)),
  };
}

const steps = (code: string) =>
  `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\nscript {\n${code}\n}\n}\n}\n}\n}\n`;

/** Code that is tried, or stands ready, before it is known whether it becomes anything: what the books say of it in the end. */
const cases: readonly (readonly [what: string, source: string, at: string, status: string, message: string])[] = [
  [
    'a closure that nothing calls',
    `ready = { sh 'make ready' }\n${steps("sh 'x'")}`,
    "sh 'make ready'",
    'dropped',
    'Nothing in the file calls it.',
  ],
  [
    'a closure that code calls which nobody converted',
    `ready = { sh 'make ready' }\n${steps('if (unknown(1)) { ready() }')}`,
    "sh 'make ready'",
    'manual',
    'It is called by code that a person must convert.',
  ],
  ['a closure that is called', `ready = { sh 'make ready' }\n${steps('ready()')}`, "sh 'make ready'", 'converted', ''],
  [
    'what a second call leaves to a person, though the first was converted',
    `def tell(name) {\nif (name == 'a') {\nsh 'tell'\n}\n}\n${steps("tell('a')\ntell(unknown(1))")}`,
    "sh 'tell'",
    'manual',
    'It stands inside if, which a person must convert.',
  ],
  [
    'a method whose value is not known where it is called',
    `def names() {\nreturn helper.names['x'].sort(false)\n}\n${steps("for (name in names()) {\nsh 'x'\n}")}`,
    'return helper',
    'manual',
    'It is called by code that a person must convert.',
  ],
];

describe('what does not stand in the workflow is not called converted', () => {
  test.each(cases)('%s', (_what, source, at, status, message) => {
    const { constructs, statusAt, written } = convert(source);
    expect(constructs.length).toBeGreaterThan(5);
    const [found] = statusAt(at);
    expect([found?.status, found?.message ?? '']).toEqual([status, message]);
    if (status === 'converted') expect(written).toContain('make ready');
  });
});

test('the label of a step stands above its script, in one line', () => {
  const { written } = convert(steps("sh(label: 'collect\\n  logs', script: 'tar cf logs.tar logs')"));
  expect(written).toContain('# collect logs\n');
});

test('the name of a group of stages stands at the tasks of its stages', () => {
  const stage = (name: string, body: string) => `stage('${name}') {\n${body}\n}\n`;
  const branches = stage('One', "steps {\nsh '1'\n}") + stage('Two', "steps {\nsh '2'\n}");
  const text = `pipeline {\nagent any\nstages {\n${stage('All', `parallel {\n${branches}}`)}}\n}\n`;
  const { written } = convert(text);
  expect(written).toContain('# stage "All" › "One"');
  expect(written).toContain('# stage "All" › "Two"');
});
