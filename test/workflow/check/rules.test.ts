import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../../text/diagnostic';
import { renderRulePage } from '../../../text/rule-page';
import { type RuleDocumentation, severityOf } from '../../../text/rules';
import { checkWorkflow, dagIdIn, RULE_FACTS, RULE_SOURCES } from '../../../workflow/check';
import { RULES } from '../../../workflow/check/rules';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';
import { COMPOSITES, compositesOf } from './composites';
import { describeFindings } from './describe';

const ROOT = new URL('../../../', import.meta.url);
const FIXTURES = new URL('fixtures/', import.meta.url);

function idsOf(text: string, { composite, plugins = [], twin }: RuleDocumentation): readonly string[] {
  const file = readWorkflow('x.workflow.yaml', text);
  const catalogue = { ...CATALOGUE, plugins: new Set(plugins) };
  const context = { catalogue, composites: compositesOf(composite), ...(twin === undefined ? {} : { twin }) };
  const isTwin = dagIdIn(text) === 'orders';
  return checkWorkflow(file, isTwin ? context : { catalogue, composites: context.composites }).map(
    (diagnostic) => diagnostic.rule,
  );
}

describe.each(RULE_FACTS.map((rule) => [rule.id, rule] as const))('%s', (id, { category, documentation }) => {
  test('finds what its page says, and nothing else finds anything', () =>
    expect(idsOf(documentation.bad, documentation)).toEqual([id]));
  test('finds nothing in what its page advises', () => expect(idsOf(documentation.good, documentation)).toEqual([]));

  test('has fixes exactly if its page says how safe they are', () => {
    const composites = documentation.composite === undefined ? COMPOSITES : compositesOf(documentation.composite);
    const files = [documentation.bad, ...fixturesOf(id).map(([, text]) => text)];
    const found = files.flatMap((text) =>
      checkWorkflow(readWorkflow('x.yaml', text), { catalogue: CATALOGUE, composites }),
    );
    const fixes = found.filter((diagnostic) => diagnostic.rule === id && diagnostic.fix !== undefined);
    expect(fixes.length > 0).toBe(documentation.fixSafety !== undefined);
    expect(found.filter((one) => one.rule === id).every((one) => isAtMost(one.severity, severityOf(category)))).toBe(
      true,
    );
  });
});

/** A finding may weigh less than its rule: in files without `format`, what boundary-layer takes. */
function isAtMost(severity: Severity, most: Severity): boolean {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  return order.indexOf(severity) <= order.indexOf(most);
}

function fixturesOf(id: string): readonly (readonly [string, string])[] {
  const folder = new URL(`${id}/`, FIXTURES);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);
}

describe('what is found in a fixture is what stands beside it', () => {
  const all = RULE_FACTS.flatMap(({ id }) =>
    fixturesOf(id).map(([name, text]) => [`${id}/${name}`, id, text] as const),
  );
  test.each(all)('%s', (path, id, text) => {
    const golden = new URL(path.replace(/\.yaml$/, '.txt'), FIXTURES);
    const found = describeFindings(text);
    if (process.env.UPDATE_FIXTURES !== undefined) writeFileSync(golden, found);
    expect(found).toBe(readFileSync(golden, 'utf8'));
    expect(found).toContain(` ${id}\n`);
  });
});

describe('one name for the rule, its source, its page and its fixtures', () => {
  const ids = RULE_FACTS.map((rule) => rule.id);
  const checked = RULES.map((rule) => rule.id);
  const namesIn = (folder: string, end: string): readonly string[] =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith(end))
      .map((name) => name.slice(0, name.length - end.length));

  test('source files', () => expect(namesIn('workflow/check/rules', '.ts').toSorted()).toEqual(checked.toSorted()));
  test('pages', () => expect(namesIn('docs/rules', '.md')).toEqual(expect.arrayContaining(ids)));
  test('fixture folders', () => expect(namesIn('test/workflow/check/fixtures', '').toSorted()).toEqual(ids));
  test('a source', () => expect([...RULE_SOURCES.keys()].toSorted()).toEqual(ids));
  test('ids are kebab-case and unique', () => {
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('rules are silenced by rules that exist', () => {
    expect(RULE_FACTS.flatMap((rule) => rule.silencedBy ?? []).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('a page says what its rule says', () => {
  const pageOf = (name: string): string => readFileSync(new URL(`docs/rules/${name}.md`, ROOT), 'utf8');
  test.each(RULE_FACTS.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    expect(pageOf(id), 'run "node tools/rule-pages.mjs"').toBe(renderRulePage(rule));
  });
});
