import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULE_FACTS } from '../../../workflow/check';
import { casesOf } from '../../compat/cases';
import { blocksOf } from '../../docs/blocks';
import { dagport, folderWith } from '../captured';

const ROOT = path.join(import.meta.dirname, '../../..');
const TARGETS = ['3.3', '2.11'];

/** Names in their Python come from nowhere: a finding is right. */
const NOT_IMPORTED: ReadonlySet<string> = new Set(['p_branch', 'p_py', 'p_trig', 'regex_js']);

/** A sensor that looks at nothing: it loads, and fails whenever it runs (docs/compatibility.md). */
const FAILING = 'p_bs';

/** What boundary-layer takes, what loads, and what becomes the graph that the case states. */
const sound = [...casesOf('cases'), ...casesOf('graphs')].filter(
  ({ name, outcome }) =>
    outcome.accepted &&
    outcome.broken === undefined &&
    outcome.suspect === undefined &&
    !NOT_IMPORTED.has(name) &&
    name !== FAILING,
);

/** The workflows that stand in the documentation, by page; that of composites has a test with its project. */
function documented(): readonly (readonly [string, string])[] {
  const pages = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.filter((name) => name !== 'composites.md').map((name) => `docs/${name}`)].flatMap(
    (page) =>
      blocksOf(readFileSync(path.join(ROOT, page), 'utf8'))
        .filter(
          ({ language, text }) =>
            language === 'yaml' && /^(?:#.*\n)*name:/.test(text) && /^operators:|^generators:/m.test(text),
        )
        .map(({ text }, index) => [`${page.replace(/\W/g, '-')}-${index}`, `${text}\n`] as const),
  );
}

async function errorsOf(folder: string, airflow: string): Promise<readonly string[]> {
  const { stdout } = await dagport(folder, ['lint', '.', '--airflow', airflow, '--format', 'json']);
  const { files } = JSON.parse(stdout);
  return files.flatMap((file: { path: string; diagnostics: { severity: string; rule: string; message: string }[] }) =>
    file.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message }) => `${file.path} ${rule}: ${message}`),
  );
}

describe.each(TARGETS)('no false alarm for Airflow %s', (airflow) => {
  test('in what boundary-layer takes', async () => {
    expect(sound.length).toBeGreaterThan(65);
    const folder = await folderWith(Object.fromEntries(sound.map(({ name, text }) => [`${name}.workflow.yaml`, text])));
    expect(await errorsOf(folder, airflow)).toEqual([]);
  }, 60_000);

  test('in the documentation', async () => {
    const workflows = documented();
    expect(workflows.length).toBeGreaterThan(8);
    const folder = await folderWith(
      Object.fromEntries(workflows.map(([name, text]) => [`${name}.workflow.yaml`, text])),
    );
    expect(await errorsOf(folder, airflow)).toEqual([]);
  }, 60_000);

  test('in what the pages of rules advise', async () => {
    const alone = RULE_FACTS.filter(
      ({ documentation: { composite, plugins, good } }) =>
        composite === undefined && plugins === undefined && !good.startsWith('kind: composite'),
    );
    const texts = alone.map(({ id, documentation }) => [`${id}.workflow.yaml`, documentation.good] as const);
    const folder = await folderWith(Object.fromEntries(texts));
    expect(await errorsOf(folder, airflow)).toEqual([]);
  }, 60_000);

  test.each(['examples', 'test/flows'])(
    'in %s',
    async (folder) => {
      expect(await errorsOf(path.join(ROOT, folder), airflow)).toEqual([]);
    },
    60_000,
  );
});
