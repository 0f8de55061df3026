import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtInFiles } from '../../../cli/data';
import { type LintFormat, type LintReport, REPORTERS } from '../../../cli/reporters';
import { ALL_RULES } from '../../../cli/rules';
import { loadCatalogue } from '../../../schemas';
import { checkWorkflow, RULE_FACTS } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';

/** All that the examples of all rules bring about, in files whose names are not easy. */
function reportOfAllRules(): LintReport {
  const { catalogue } = loadCatalogue(builtInFiles());
  const files = RULE_FACTS.map(({ id, documentation }, index) => {
    const path = index % 2 === 0 ? `flows/${id}.yaml` : `my flows/ä & "${id}", 100%.yaml`;
    const file = readWorkflow(path, documentation.bad);
    return { path, text: file.text, lines: file.lines, diagnostics: checkWorkflow(file, { catalogue }) };
  });
  return { files, rules: ALL_RULES, toolVersion: '1.2.3' };
}

let report: LintReport;
beforeAll(() => {
  report = reportOfAllRules();
}, 60_000);

const printed = (format: LintFormat): string => REPORTERS[format](report, false);
const all = () => report.files.flatMap((file) => file.diagnostics.map((diagnostic) => ({ file, diagnostic })));

describe('sarif', () => {
  test('follows the standard', () => {
    const schema = JSON.parse(readFileSync(new URL('sarif.schema.json', import.meta.url), 'utf8'));
    const follows = new Ajv({ allErrors: true, formats: { uri: isUri, 'uri-reference': isUriReference } }).compile(
      schema,
    );
    follows(JSON.parse(printed('sarif')));
    expect(follows.errors).toBeNull();
  });

  test('is what the official schema describes', () => {
    const text = readFileSync(new URL('sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8');
    const { id: _, $schema: __, ...schema } = JSON.parse(text); // of draft 4, whose words mean here what later drafts say
    const isMoment = (): boolean => true;
    const options = {
      strict: false,
      allErrors: true,
      unicodeRegExp: false,
      formats: { uri: isUri, 'uri-reference': isUriReference, 'date-time': isMoment },
    };
    const follows = new Ajv(options).compile(schema);
    follows(JSON.parse(printed('sarif')));
    expect(follows.errors).toBeNull();
    expect(follows({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  test('names each rule once, and each result its rule', () => {
    const [{ tool, results }] = JSON.parse(printed('sarif')).runs;
    const ids: string[] = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(results).toHaveLength(all().length);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
  });

  test('its fixes are those of the findings', () => {
    const [{ results }] = JSON.parse(printed('sarif')).runs;
    expect(results.filter((result: { fixes?: unknown }) => result.fixes !== undefined)).toHaveLength(
      all().filter(({ diagnostic }) => diagnostic.fix !== undefined).length,
    );
  });
});

function isUri(text: string): boolean {
  return URL.canParse(text);
}

function isUriReference(text: string): boolean {
  return URL.canParse(text, 'file:///x/') && !/[\s"<>\\^`{|}]|%(?![0-9a-f]{2})/i.test(text);
}

describe('gitlab', () => {
  /** What GitLab reads of an issue (docs.gitlab.com, "Code Quality report format"). */
  interface Issue {
    readonly description: string;
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }

  test('has what GitLab needs of each finding', () => {
    const issues: Issue[] = JSON.parse(printed('gitlab'));
    expect(issues).toHaveLength(all().length);
    for (const [index, { description, check_name, severity, location }] of issues.entries()) {
      const found = all()[index];
      expect(description).toBe(found?.diagnostic.message);
      expect(check_name).toBe(found?.diagnostic.rule);
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
      expect(location.path).toBe(found?.file.path);
      expect(location.path.startsWith('./')).toBe(false);
      expect(location.lines.begin).toBeGreaterThan(0);
    }
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test('knows a finding again when lines moved', () => {
    const prints = (text: string): readonly string[] => {
      const file = readWorkflow('x.yaml', text);
      const { catalogue } = loadCatalogue(builtInFiles());
      const files = [{ path: 'x.yaml', text, lines: file.lines, diagnostics: checkWorkflow(file, { catalogue }) }];
      const issues: Issue[] = JSON.parse(REPORTERS.gitlab({ ...report, files }, false));
      return issues.map(({ fingerprint }) => fingerprint);
    };
    const text = 'name: x\noperators:\n- {name: a, type: bahs}\n- {name: b, type: bahs}\n';
    expect(prints(`# moved\n\n${text}`)).toEqual(prints(text));
    expect(prints(text)).toHaveLength(2);
  });
});

describe('junit', () => {
  test('is well-formed, and counts what it holds', () => {
    const xml = printed('junit');
    expect(XMLValidator.validate(xml)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false, isArray: (name) => name.startsWith('test') }).parse(
      xml,
    );
    let failures = 0;
    for (const suite of testsuites[0].testsuite) {
      expect(Number(suite['@_tests'])).toBe(suite.testcase.length);
      expect(Number(suite['@_failures'])).toBe(suite.testcase.filter((one: object) => 'failure' in one).length);
      failures += Number(suite['@_failures']);
    }
    expect(failures).toBe(all().length);
  });
});

describe('github', () => {
  /** Reads a command as the runner does (actions/runner, `ActionCommand.TryParseV2`): properties are cut at commas, then unescaped. */
  function readCommand(line: string) {
    const { command, list, message } = /^::(?<command>\w+) (?<list>.*?)::(?<message>.*)$/.exec(line)?.groups ?? {};
    const unescaped = (text: string): string =>
      text
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%');
    const entries = (list ?? '')
      .split(',')
      .map((entry) => [entry.split('=')[0], unescaped(entry.slice(entry.indexOf('=') + 1))]);
    return { command, properties: Object.fromEntries(entries), message: unescaped(message ?? '') };
  }

  test('is read back by the runner', () => {
    const commands = printed('github').trimEnd().split('\n').map(readCommand);
    expect(commands).toHaveLength(all().length);
    for (const [index, { command, properties, message }] of commands.entries()) {
      const { file, diagnostic } = all()[index] ?? {};
      expect(command).toBe({ error: 'error', warning: 'warning', info: 'notice' }[diagnostic?.severity ?? 'error']);
      expect(properties).toMatchObject({ file: file?.path, title: diagnostic?.rule });
      expect(message.startsWith(diagnostic?.message ?? '-')).toBe(true);
    }
  });
});

test('concise has one line a finding', () => {
  const lines = printed('concise').trimEnd().split('\n');
  expect(lines).toHaveLength(all().length);
  for (const line of lines) expect(line).toMatch(/^.+:\d+:\d+: (?:error|warning|info): .+ \([a-z0-9-]+\)(?: \[\*\])?$/);
});

test('pretty shows of each finding its place, its line with marks, and its fix', () => {
  const text = printed('pretty');
  for (const { file, diagnostic } of all()) {
    expect(text).toContain(`${file.path}:`);
    expect(text).toContain(`  ${diagnostic.message}\n`);
    if (diagnostic.fix !== undefined) expect(text).toContain(`  fix: ${diagnostic.fix.title}`);
  }
  expect(text.split('\n').filter((line) => /^ +\| +\^+$/.test(line))).toHaveLength(all().length);
});

test('colours are only what is added', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const plain = REPORTERS.pretty(report, true).replace(/\u001b\[\d+m/g, '');
  expect(plain).toBe(printed('pretty'));
});
