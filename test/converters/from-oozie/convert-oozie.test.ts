import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../../cli/data';
import type { ConversionResult, SourceAccount } from '../../../converters/contract';
import { convertOozie } from '../../../converters/from-oozie';
import { migrationReport, reportText } from '../../../migration';
import { checkWorkflow } from '../../../workflow/check';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { writeDraft } from '../../../workflow/write';

const fixtures = path.join(import.meta.dirname, 'fixtures');
const examples = path.join(import.meta.dirname, '../../../examples/oozie');
const catalogue = builtInCatalogue();

/** All files of a folder by their path in it. */
function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file, 'utf8')];
    }),
  );
}

function convert(files: ReadonlyMap<string, string>, entry: string): ConversionResult {
  return convertOozie({ entry, files, options: { profile: 'hadoop-cli', properties: new Map(), airflow: '3.3' } });
}

/** Compares with a golden file, or writes it where `UPDATE_GOLDEN=1`. */
function checkGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
}

const cases = [
  { folder: path.join(examples, 'nightly-orders'), golden: path.join(fixtures, 'nightly-orders') },
  ...['rejoin', 'decisions', 'forks', 'actions', 'not-covered', 'coordinator-inputs', 'sub-workflows'].map((name) => ({
    folder: path.join(fixtures, name),
    golden: path.join(fixtures, name),
  })),
].map((item) => ({ ...item, name: path.basename(item.folder) }));

/** The parts of a file as another reader counts them: elements, attributes, and texts that are not blank. */
function countParts(xml: string): number {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    parseTagValue: false,
    commentPropName: '#comment',
    ignoreDeclaration: true,
  });
  const countNodes = (nodes: readonly Record<string, unknown>[]): number =>
    nodes.reduce((total, node) => {
      const attributes = Object.keys((node[':@'] as object | undefined) ?? {}).length;
      const [name = '', content] = Object.entries(node).find(([key]) => key !== ':@') ?? [];
      if (name === '#comment') return total;
      if (name === '#text') return total + (String(content).trim() === '' ? 0 : 1);
      return total + 1 + attributes + countNodes(content as Record<string, unknown>[]);
    }, 0);
  return countNodes(parser.parse(xml));
}

function checkAccount(account: SourceAccount, xml: string): void {
  expect(account.constructs).toHaveLength(countParts(xml));
  expect(new Set(account.constructs.map((construct) => construct.id)).size).toBe(account.constructs.length);
  for (const construct of account.constructs) {
    expect(construct.range.end, construct.id).toBeGreaterThan(construct.range.start);
    if (construct.status === 'dropped') expect(construct.reason, construct.id).toBeDefined();
    if (construct.status === 'manual' || construct.status === 'approximated')
      expect(construct.message, construct.id).toBeTruthy();
  }
}

describe.each(cases)('$name', ({ folder, golden }) => {
  const files = filesOf(folder);
  const entry = files.has('coordinator.xml') ? 'coordinator.xml' : 'workflow.xml';
  const result = convert(files, entry);
  const written = result.workflows.map((workflow) => ({
    path: workflow.fileName,
    written: writeDraft(workflow.draft),
  }));

  test('gives the expected workflow and report', () => {
    const [workflow] = written;
    const notes = result.diagnostics.map(
      ({ path: file, rule, severity, message }) => `${file} ${severity} ${rule}: ${message}\n`,
    );
    const report = reportText(migrationReport(result.sources, files, written));
    checkGolden(path.join(golden, 'expected.workflow.yaml'), workflow?.written.text ?? '');
    checkGolden(
      path.join(golden, 'expected.report.md'),
      report + (notes.length === 0 ? '' : `\n## Diagnostics\n\n${notes.join('')}`),
    );
  });

  test('accounts for each element, attribute and text', () => {
    expect(result.sources.length).toBeGreaterThan(0);
    for (const account of result.sources) checkAccount(account, files.get(account.path) ?? '');
  });

  test('reads, checks and plans without a finding', () => {
    for (const { path: name, written: draft } of written) {
      const file = readWorkflow(name, draft.text);
      expect(checkWorkflow(file, { catalogue })).toEqual([]);
      const { plan, problems } = planWorkflow(file, { catalogue });
      expect(problems).toEqual([]);
      expect(plan?.nodes.length).toBeGreaterThan(0);
    }
  });

  test('names in drafts only constructs of the account', () => {
    const known = new Set(result.sources.flatMap((account) => account.constructs.map((construct) => construct.id)));
    const origins = written.flatMap((workflow) => workflow.written.origins);
    expect(origins.length).toBeGreaterThan(0);
    expect(origins.flatMap((origin) => origin.from).filter((id) => !known.has(id))).toEqual([]);
  });
});

test('a secret of the properties is written nowhere', () => {
  const files = filesOf(path.join(fixtures, 'not-covered'));
  const result = convert(files, 'workflow.xml');
  const everything = JSON.stringify([result, result.workflows.map((workflow) => writeDraft(workflow.draft).text)]);
  expect(files.get('job.properties')).toContain('hunter2');
  expect(everything).not.toMatch(/hunter2|abc123/);
});

describe('what Oozie refuses', () => {
  const action = (name: string, ok: string, error: string) =>
    `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`;
  const app = (body: string) => `<workflow-app name="w">${body}<end name="end"/></workflow-app>`;

  test.each([
    ['oozie-cycle', app(`<start to="a"/>${action('a', 'b', 'end')}${action('b', 'end', 'a')}`), 'a → b → a'],
    ['oozie-unknown-node', app(`<start to="a"/>${action('a', 'ennd', 'end')}`), 'Did you mean "end"?'],
    ['oozie-duplicate-node', app(`<start to="a"/>${action('a', 'end', 'end')}${action('a', 'end', 'end')}`), '"a"'],
    ['oozie-no-start', app(action('a', 'end', 'end')), 'E0700'],
    ['oozie-missing-transition', app('<start to="a"/><action name="a"><fs/><ok to="end"/></action>'), '"error"'],
    ['xml-not-well-formed', '<workflow-app name="w"><start to="a"></workflow-app>', 'not well-formed'],
    ['not-an-oozie-definition', '<project/>', '<project>'],
  ])('%s', (rule, text, part) => {
    const result = convert(new Map([['workflow.xml', text]]), 'workflow.xml');
    expect(result.workflows).toEqual([]);
    const [diagnostic] = result.diagnostics;
    expect(diagnostic).toMatchObject({ rule, severity: 'error', path: 'workflow.xml' });
    expect(diagnostic?.message).toContain(part);
  });
});

test('forks and joins that do not pair are converted, with a warning', () => {
  const node = (name: string, ok: string) =>
    `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="stop"/></action>`;
  const text = `<workflow-app name="w"><start to="f"/><fork name="f"><path start="a"/><path start="b"/></fork>${node('a', 'j')}${node('b', 'k')}
<join name="j" to="end"/><join name="k" to="end"/><kill name="stop"><message>no</message></kill><end name="end"/></workflow-app>`;
  const result = convert(new Map([['workflow.xml', text]]), 'workflow.xml');
  expect(result.workflows).toHaveLength(1);
  expect(result.diagnostics).toMatchObject([{ rule: 'oozie-fork-join', severity: 'warning' }]);
});

describe('any input', () => {
  const seeds = cases.flatMap(({ folder }) =>
    [...filesOf(folder)].filter(([name]) => name.endsWith('workflow.xml')).map(([, text]) => text),
  );

  test('is converted or refused, never thrown at', () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('${', '<a>', '</ok>', '"', '${wf:', '<!--')),
      )
      .map(([text, at, length, insert]) => {
        const start = at % text.length;
        return text.slice(0, start) + insert + text.slice(start + length);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const result = convert(new Map([['workflow.xml', text]]), 'workflow.xml');
        for (const workflow of result.workflows) writeDraft(workflow.draft);
        for (const account of result.sources) expect(account.constructs.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('takes time in proportion to its size', () => {
    const app = (count: number) => {
      const actions = Array.from({ length: count }, (_, index) => {
        const next = index + 1 < count ? `a${index + 1}` : 'end';
        return `<action name="a${index}"><fs><mkdir path="/x"/></fs><ok to="${next}"/><error to="tidy"/></action>`;
      });
      const tidy = '<action name="tidy"><fs><mkdir path="/t"/></fs><ok to="end"/><error to="end"/></action>';
      return `<workflow-app name="w"><start to="a0"/>${actions.join('')}${tidy}<end name="end"/></workflow-app>`;
    };
    const time = (count: number) => {
      const files = new Map([['workflow.xml', app(count)]]);
      const started = performance.now();
      expect(convert(files, 'workflow.xml').workflows).toHaveLength(1);
      return performance.now() - started;
    };
    const best = (count: number) => Math.min(...Array.from({ length: 4 }, () => time(count)));
    best(500);
    expect(best(5000) / best(500)).toBeLessThan(60);
  });
});
