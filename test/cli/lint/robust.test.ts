import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { builtInFiles } from '../../../cli/data';
import { checkLegacy, type LegacyKind } from '../../../migration';
import { loadCatalogue } from '../../../schemas';
import type { Diagnostic } from '../../../text/diagnostic';
import { checkWorkflow } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import '../../random';

const EXAMPLES = path.join(import.meta.dirname, '../../../examples');

function examplesOf(folder: string, pattern: RegExp): readonly string[] {
  const names = readdirSync(path.join(EXAMPLES, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(path.join(EXAMPLES, folder, name), 'utf8'));
}

/** Texts in which nothing is wrong. */
const SOUND: Readonly<Record<'workflow' | 'oozie' | 'jenkins', readonly string[]>> = {
  workflow: examplesOf('workflows', /\.workflow\.yaml$/),
  oozie: examplesOf('oozie', /(?:workflow|coordinator)\.xml$/),
  jenkins: examplesOf('jenkins', /Jenkinsfile$/),
};

const { catalogue } = loadCatalogue(builtInFiles());
// The images of the project of the examples.
const context = { catalogue, projectImages: new Set(['loader', 'tools', 'spark', 'python']) };

function find(kind: LegacyKind | 'workflow', text: string): readonly Diagnostic[] {
  return kind === 'workflow' ? checkWorkflow(readWorkflow('x', text), context) : checkLegacy(kind, text);
}

function check(kind: LegacyKind | 'workflow', text: string): readonly Diagnostic[] {
  const found = find(kind, text);
  for (const { range, message } of found) {
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(text.length);
    expect(message).not.toBe('');
  }
  return found;
}

const PIECES = [
  '',
  '\n',
  '  ',
  '\t',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '#',
  '|\n',
  '&a ',
  '*a',
  '<<: ',
  '<',
  '>',
  '${',
  '{{',
  '🎉',
  '\0',
  '\r',
];

const change = fc.record({ at: fc.nat(), removed: fc.nat(12), added: fc.constantFrom(...PIECES) });

function changed(text: string, { at, removed, added }: { at: number; removed: number; added: string }): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + added + text.slice(start + removed);
}

describe.each(['workflow', 'oozie', 'jenkins'] as const)('%s: whatever the text, lint says what it can', (kind) => {
  const sound = fc.constantFrom(...SOUND[kind]);

  test('one broken spot has few findings', () => {
    fc.assert(
      fc.property(sound, change, (text, one) => {
        const before = check(kind, text).length;
        expect(check(kind, changed(text, one)).length).toBeLessThanOrEqual(before + 20);
      }),
      { numRuns: 100 },
    );
  });

  test('a text that ends anywhere', () => {
    fc.assert(
      fc.property(sound, fc.nat(), (text, at) => {
        const before = check(kind, text).length;
        expect(check(kind, text.slice(0, at % (text.length + 1))).length).toBeLessThanOrEqual(before + 20);
      }),
      { numRuns: 60 },
    );
  });

  test('many changes', () => {
    fc.assert(
      fc.property(sound, fc.array(change, { minLength: 5, maxLength: 40 }), (text, changes) => {
        check(kind, changes.reduce(changed, text));
      }),
      { numRuns: 60 },
    );
  });

  test('random text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...PIECES, 'name', 'operators:', 'type', 'pipeline', '<workflow-app'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        check(kind, pieces.join(''));
      }),
      { numRuns: 100 },
    );
  });
});

test('a broken file takes no longer than 20 bare parses and 50 ms', () => {
  const fastest = (work: () => unknown): number =>
    Math.min(
      ...Array.from({ length: 2 }, () => {
        const started = process.cpuUsage();
        work();
        const { user, system } = process.cpuUsage(started);
        return (user + system) / 1000;
      }),
    );
  const item = (index: number): string => `- {name: t${index}, type: bash, properties: {bash_command: "x {{ ds }}"}}\n`;
  const items = Array.from({ length: 200 }, (_, index) => item(index)).join('');
  const broken = [
    items.replaceAll('bash,', 'bahs,'),
    items.replaceAll('"', ''),
    items.replaceAll('}}\n', '\n'),
    items.replaceAll('- {', '-\t{'),
    items.replaceAll('name: t', 'upstream_dependencies: [t1, t2, nobody], name: u'),
    items.replaceAll(/t\d+/g, 'same'),
    '[{'.repeat(3000),
  ];
  for (const text of broken.map((body) => `name: x\noperators:\n${body}`)) {
    const bare = fastest(() => parseAllDocuments(text, { logLevel: 'silent' }));
    expect(fastest(() => find('workflow', text))).toBeLessThanOrEqual(20 * bare + 50);
  }
}, 60_000);
