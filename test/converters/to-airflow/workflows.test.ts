import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stamped } from '../../../cli/build/stamp';
import { airflowTargets, emitPython } from '../../../converters/to-airflow';
import { checkWorkflow, RULE_FACTS } from '../../../workflow/check';
import { holdsComposite } from '../../../workflow/composites';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from '../../workflow/check/catalogue';
import { compositesOf } from '../../workflow/check/composites';
import { anyText } from './arbitrary';
import { ruffFor } from './ruff';

const VERSIONS = ['3.3', '2.11'] as const;
const ROOT = new URL('../../../', import.meta.url);

/** The DAG file of a workflow, as a build writes it. */
function built(text: string, version: (typeof VERSIONS)[number], composite?: string): string {
  const file = readWorkflow('x.workflow.yaml', text);
  const { plan } = planWorkflow(file, { catalogue: CATALOGUE, composites: compositesOf(composite) });
  if (plan === undefined) throw new Error(`no plan of ${text}`);
  return stamped(
    emitPython(plan, airflowTargets[version], { tool: 'dagport 1', sourcePath: file.path, lines: file.lines }),
  );
}

const FILES = ['examples/workflows/', 'test/flows/', 'test/airflow/constructs/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.workflow.yaml'))
    .map((name) => [name, readFileSync(new URL(folder + name, ROOT), 'utf8'), undefined] as const),
);
const ADVISED = RULE_FACTS.filter(({ documentation }) => !holdsComposite(documentation.good)).map(
  ({ id, documentation }) => [id, documentation.good, documentation.composite] as const,
);

/** Of what rules warn of much can be built as well. */
const WARNED = RULE_FACTS.flatMap(({ id, documentation: { bad, composite } }) => {
  const composites = compositesOf(composite);
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', bad), { catalogue: CATALOGUE, composites });
  const isBuilt = !holdsComposite(bad) && found.every(({ severity }) => severity !== 'error');
  return isBuilt ? [[`${id}, which is warned of`, bad, composite] as const] : [];
});

describe.each(VERSIONS)('for Airflow %s ruff finds nothing in, and formats nothing anew of', (version) => {
  const ruff = ruffFor(version);
  test.each([...FILES, ...ADVISED, ...WARNED])('%s', (_, text, composite) => {
    const dag = built(text, version, composite);
    // What the author wrote in Python stays as they wrote it, names that are not there included.
    const isPython = text.includes('<<');
    expect(ruff.check(dag).filter(({ code }) => !isPython || code !== 'F821')).toEqual([]);
    if (!isPython) expect(ruff.format(dag)).toBe(dag);
  });
});

test.each([
  ['objects: [{module: loaders, objects: [load]}, {module: archive, objects: [load]}]', 'from archive import load'],
  ['objects: [{module: archive, objects: [load]}, {module: loaders, objects: [load]}]', 'from loaders import load'],
  [
    'modules: [archive as load], objects: [{module: loaders, objects: [store as load]}]',
    'from loaders import store as load',
  ],
  ['modules: [load.one, load.two]', 'import load.one\nimport load.two'],
])('of two imports of one name the later one is meant: %s', (imports, expected) => {
  const dag = built(
    `name: x\nimports: {${imports}}\noperators:\n- {name: a, type: python, properties: {python_callable: <<load>>}}\n`,
    '3.3',
  );
  const lines = dag
    .split('\n')
    .filter((line) => /\b(?:archive|load(?:ers)?\b).*/.test(line) && /^(?:from|import) /.test(line));
  expect(lines.join('\n')).toBe(expected);
});

/** What Python reads in a string literal, which has to be all of a text. */
function readLiteral(literal: string): string {
  const [quote = ''] = literal;
  const body = literal.slice(1, -1);
  expect(literal.endsWith(quote) && (quote === '"' || quote === "'"), literal).toBe(true);
  return body.replace(/\\(?:x(..)|u(....)|U(.{8})|(.))|["'\n]/gsu, (found, x, u, U, letter: string | undefined) => {
    if (letter !== undefined) return LETTERS[letter] ?? expect.unreachable(`\\${letter} in ${literal}`);
    const code: string | undefined = x ?? u ?? U;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      return point > 0xffff ? String.fromCodePoint(point) : String.fromCharCode(point);
    }
    return found === quote || found === '\n' ? expect.unreachable(`${found} ends ${literal}`) : found;
  });
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" };

const argument = (dag: string, name: string): string =>
  new RegExp(`^ +${name}=(.*),$`, 'm').exec(dag)?.[1] ?? expect.unreachable(`no ${name} in ${dag}`);

describe('a text of a workflow arrives in Python as it was', () => {
  const check = (value: string): void => {
    const text = `name: x\noperators:\n- {name: a, type: bash, properties: {bash_command: ${JSON.stringify(value)}}}\n`;
    for (const version of VERSIONS) {
      const dag = built(text, version);
      expect(readLiteral(argument(dag, 'bash_command'))).toBe(value);
      expect(ruffFor(version).format(dag)).toBe(dag);
    }
  };

  test.each([
    'two\nlines\n',
    'quotes " and \' and """ and \'\'\'',
    'back\\slash \\n \\" \\\\',
    '  blanks  ',
    'tab\there',
    'déjà 漢字 🦕 \u200b\u202e\u00a0',
    'f"{x}" %s {} {{ ds }} ${x}',
    '# no comment',
    '2026-01-01',
    '010',
    'yes',
    `${'long '.repeat(60)}"'`,
    "print('''a\n\"\"\"b''')",
    '\u0000\u001f\u007f',
  ])('%j', check);

  test('whatever it is', () => {
    // A text between << and >> is Python; YAML takes no lone surrogates and no control characters unescaped.
    const value = anyText.filter((text) => !/<<|\p{Cs}/u.test(text) && text.trim() !== '');
    fc.assert(fc.property(value, check), { numRuns: 60 });
  });
});

describe('values of other kinds', () => {
  const properties = (text: string): string =>
    `name: x\nformat: 1\ndefault_task_args: {owner: x, start_date: '2026-01-31T10:00:00+02:00', retry_delay: 90}\noperators:\n- name: a\n  type: bash\n  properties:\n    bash_command: x\n${text}`;

  test.each<[string, string, string]>([
    ['    execution_timeout: 3600\n', 'execution_timeout', 'datetime.timedelta(seconds=3600)'],
    ['    execution_timeout: 1:30\n', 'execution_timeout', 'datetime.timedelta(seconds=90)'],
    ['    retry_delay: 1.5\n', 'retry_delay', 'datetime.timedelta(seconds=1.5)'],
    ['    end_date: "2026-02-01"\n', 'end_date', 'datetime.datetime(2026, 2, 1, tzinfo=datetime.timezone.utc)'],
    ['    params: {n: 010, big: 12345678901234567890, f: 3.10, b: yes, z: null, s: "3.10"}\n', 'params', ''],
    ['    env: {A: "a<<os.sep>>b", B: "<<os.sep>>", C: "<<"}\n', 'env', ''],
  ])('%s', (text, name, expected) => {
    const dag = built(properties(text), '3.3');
    expect(
      ruffFor('3.3')
        .check(dag)
        .filter(({ code }) => code !== 'F821'),
    ).toEqual([]);
    if (expected !== '') expect(argument(dag, name)).toBe(expected);
    else if (name === 'params')
      for (const part of [
        '"n": 8',
        '"big": 12345678901234567890',
        '"f": 3.10',
        '"b": True',
        '"z": None',
        '"s": "3.10"',
      ])
        expect(dag).toContain(part);
    else for (const part of ['"A": ("a" + (os.sep) + "b")', '"B": (os.sep)', '"C": "<<"']) expect(dag).toContain(part);
  });
});
