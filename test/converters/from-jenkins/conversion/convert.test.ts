import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInCatalogue } from '../../../../cli/data';
import type { ConversionResult, SourceConstruct } from '../../../../converters/contract';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { parseGroovy } from '../../../../converters/from-jenkins/groovy';
import { indexLines, positionAt } from '../../../../text/range';
import { checkWorkflow } from '../../../../workflow/check';
import { readWorkflow } from '../../../../workflow/read';
import { writeDraft } from '../../../../workflow/write';
import { beside, checkGolden } from '../golden';

const catalogue = builtInCatalogue();

function convert(
  text: string,
  properties: readonly (readonly [string, string])[] = [],
  entry = 'jobs/Jenkinsfile',
): ConversionResult {
  const options = { profile: profileNames[0] ?? '', properties: new Map(properties), airflow: '3.3' as const };
  return convertJenkins({ entry, files: new Map([[entry, text]]), options });
}

/** Every construct with its line and what became of it, then the findings. */
function account(text: string, result: ConversionResult): string {
  const lines = indexLines(text);
  const at = (offset: number) => {
    const { line, character } = positionAt(lines, offset);
    return `${line + 1}:${character + 1}`;
  };
  const rows = result.sources.flatMap((source) => [
    `${source.kind}\n`,
    ...source.constructs.map(({ range, status, construct, reason, message }) => {
      const why = [reason, message].filter((part) => part !== undefined).join(': ');
      return `${`${at(range.start)} ${status}`.padEnd(22)} ${construct}${why === '' ? '' : ` — ${why}`}\n`;
    }),
  ]);
  const findings = result.diagnostics.map(
    (finding) => `${at(finding.range.start)} ${finding.severity} ${finding.rule}: ${finding.message}\n`,
  );
  return [...rows, ...findings].join('');
}

const counted = new Set(
  'expression declaration if while for for-in switch try return throw jump assert synchronized import package method class'.split(
    ' ',
  ),
);

/** Counts statements by looking at every value in the tree: knows nothing of the walk that the converter uses. */
function countStatements(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  const own = 'kind' in value && 'range' in value && counted.has(String(value.kind)) ? 1 : 0;
  return own + Object.values(value).reduce((sum: number, inner) => sum + countStatements(inner, seen), 0);
}

/** Nothing is lost: as many constructs as statements, ids of their own, and each in its place. */
function checkAccount(text: string, constructs: readonly SourceConstruct[]): void {
  expect(constructs.length).toBe(countStatements(parseGroovy(text).statements));
  expect(new Set(constructs.map(({ id }) => id)).size).toBe(constructs.length);
  for (const { range, status, message, reason } of constructs) {
    expect(range.start >= 0 && range.end <= text.length && range.start <= range.end).toBe(true);
    if (status === 'dropped') expect(reason).toBeDefined();
    if (status === 'manual' || status === 'approximated') expect(message).toBeTruthy();
  }
}

/** What is written can be read again, and the rules find nothing in it. */
function checkWritten(result: ConversionResult): string {
  const texts = result.workflows.map(({ fileName, draft }) => {
    const { text, origins } = writeDraft(draft);
    const ids = new Set(result.sources.flatMap((source) => source.constructs.map(({ id }) => id)));
    for (const { from } of origins) for (const id of from) expect(ids.has(id), id).toBe(true);
    expect(checkWorkflow(readWorkflow(fileName, text), { catalogue }), text).toEqual([]);
    return text;
  });
  return texts.join('');
}

function checkCase(folder: string, entry: string, properties: readonly (readonly [string, string])[] = []): void {
  const text = readFileSync(`${folder}/Jenkinsfile`, 'utf8');
  const result = convert(text, properties, entry);
  for (const source of result.sources) checkAccount(text, source.constructs);
  const written = checkWritten(result);
  const golden = entry.startsWith('examples') ? beside(import.meta.url, 'fixtures', 'example') : folder;
  checkGolden(`${golden}/expected.workflow.yaml`, written);
  checkGolden(`${golden}/account.txt`, account(text, result));
}

const cases = readdirSync(beside(import.meta.url, 'fixtures')).filter((name) => name !== 'example');

test.each(cases)('%s', (name) => {
  checkCase(beside(import.meta.url, 'fixtures', name), `${name}/Jenkinsfile`);
});

test('the example, with what only the user knows', () => {
  const folder = beside(import.meta.url, '..', '..', '..', '..', 'examples', 'jenkins');
  checkCase(folder, 'examples/jenkins/Jenkinsfile', [['job_name', 'data/orders']]);
});

/** What a person must still do is said by a task that fails: the text of the workflow names each such line. */
test('what is manual makes a task fail that says so', () => {
  for (const name of cases) {
    const text = readFileSync(beside(import.meta.url, 'fixtures', name, 'Jenkinsfile'), 'utf8');
    const result = convert(text);
    const manual = result.sources.flatMap((source) => source.constructs.filter(({ status }) => status === 'manual'));
    const written = result.workflows.map(({ draft }) => writeDraft(draft).text).join('');
    const stops = written.split('exit 1').length - 1;
    expect(manual.length > 0, name).toBe(written.includes('dagport: to be converted by hand'));
    if (manual.length > 0) expect(stops, name).toBeGreaterThan(0);
  }
});

test('a missing file is asked for, an unknown profile is a finding', () => {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  expect(convertJenkins({ entry: 'a/Jenkinsfile', files: new Map(), options }).needs).toEqual(['a/Jenkinsfile']);
  const files = new Map([['Jenkinsfile', '']]);
  const result = convertJenkins({ entry: 'Jenkinsfile', files, options: { ...options, profile: 'x' } });
  expect(result.diagnostics.map((finding) => finding.rule)).toEqual(['unknown-profile']);
});

const sections = [
  'agent any',
  "agent { docker 'x' }",
  "environment { A = 'b' }",
  "stages { stage('a') { steps { sh 'b' } } }",
  "stage('a') {",
  "steps { sh 'x' }",
  'parallel {',
  'matrix {',
  "axes { axis { name 'A'; values 'x' } }",
  "post { always { echo 'x' } }",
  "when { branch 'x' }",
  'pipeline {',
  '}',
  "if (x) { sh 'y' }",
  'def x = { 1 }',
  '"${',
];

test('any mixture of sections is converted, accounted for and written without fault', () => {
  const anyFile = fc
    .array(fc.constantFrom(...sections), { maxLength: 25 })
    .map((list) => `pipeline {\n${list.join('\n')}\n`);
  fc.assert(
    fc.property(anyFile, (text) => {
      const result = convert(text);
      for (const source of result.sources) checkAccount(text, source.constructs);
      for (const { draft } of result.workflows) writeDraft(draft);
    }),
    { numRuns: 500 },
  );
});
