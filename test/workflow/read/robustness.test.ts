import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { readComposites } from '../../../workflow/composites';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../../../workflow/read';
import { CATALOGUE } from '../check/catalogue';

/** Reads, checks and plans a text, as every command does: whatever it says, none of them throws. */
function checkWhole(text: string): WorkflowFile {
  const file = readWorkflow('x.workflow.yaml', text);
  const diagnostics = checkWorkflow(file, { catalogue: CATALOGUE });
  planWorkflow(file, { catalogue: CATALOGUE });
  for (const { range } of diagnostics) {
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeLessThanOrEqual(text.length);
  }
  return file;
}

const ROOT = new URL('../../../', import.meta.url);
const FILES = ['examples/workflows/', 'test/flows/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.workflow.yaml'))
    .map((name) => [name, readFileSync(new URL(folder + name, ROOT), 'utf8')] as const),
);

const ITEMS = (count: number, item: (index: number) => string): string =>
  `name: x\noperators:\n${Array.from({ length: count }, (_, index) => item(index)).join('')}`;

/** Of each file, prefixes that end at some lines and in the middle of others: a sample that is the same every time. */
function prefixesOf(text: string): readonly string[] {
  const step = Math.max(1, Math.floor(text.length / 40));
  const lengths = Array.from({ length: Math.ceil(text.length / step) }, (_, index) => index * step + (index % 7));
  return lengths.map((length) => text.slice(0, length));
}

describe('what is typed so far is read, checked and planned', () => {
  test.each(FILES)('%s', (_, text) => {
    for (const prefix of prefixesOf(text)) checkWhole(prefix);
  });
});

/** Texts that cost more than they look like, where a reader is careless. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['10,000 operators', ITEMS(10_000, (index) => `- {name: a${index}, type: dummy}\n`)],
  ['1,000 documents', 'name: x\noperators:\n- {name: a, type: dummy}\n---\n'.repeat(1_000)],
  [
    'a hundred thousand unknown names of Jinja',
    `name: x\noperators:\n- {name: a, type: bash, properties: {bash_command: "${'{{ y }} '.repeat(100_000)}"}}\n`,
  ],
  [
    'as many of Python',
    `name: x\noperators:\n- {name: a, type: bash, properties: {bash_command: "${'<<y>> '.repeat(100_000)}"}}\n`,
  ],
  [
    'thousands of unknown names',
    `name: x\noperators:\n${Array.from({ length: 3000 }, (_, index) => `- {name: n${index}, type: dummy, upstream_dependencies: [m${index}]}\n`).join('')}`,
  ],
  ['thousands of marks', '---\n'.repeat(3000)],
  ['deep brackets', `name: x\na: ${'['.repeat(50_000)}`],
  ['deep braces', `name: x\na: ${'{'.repeat(50_000)}`],
  ['deep lists on a line', `name: x\na:\n  ${'- '.repeat(50_000)}x`],
  ['deep indentation', `name: x\n${Array.from({ length: 500 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')}`],
  ['many complex keys', `name: x\n${'? '.repeat(20_000)}`],
  ['a line of 1 MB', `name: x\na: ${'word '.repeat(200_000)}`],
  ['a quoted line of 1 MB', `name: x\na: "${'word '.repeat(200_000)}"`],
  ['a quote that never ends', `name: x\na: "${'word\n'.repeat(100_000)}`],
  ['a line of tabs', `name: x\na: b${'\t'.repeat(500_000)}`],
  ['a line of words and tabs', `name: x\na: b${'\tx'.repeat(50_000)}`],
  ['10,000 open quotes', ITEMS(10_000, () => '- name: "a\n')],
  ['10,000 open brackets', ITEMS(10_000, () => '- name: [a\n')],
  ['10,000 conflicts', `name: x\n${'<<<<<<< a\n=======\n>>>>>>> b\n'.repeat(10_000)}`],
  ['10,000 merge keys', ITEMS(10_000, (index) => `- {name: a${index}, ${index === 0 ? 'b: &b {c: 1}' : '<<: *b'}}\n`)],
  [
    'aliases of aliases',
    `name: x\na0: &a0 {b: 1}\n${Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} {l: *a${index}, r: *a${index}}\n`).join('')}`,
  ],
  ['100,000 markers', '---\n'.repeat(100_000)],
  ['ends of line only', '\r'.repeat(500_000)],
  [
    '20,000 keys in braces',
    `name: x\na: {${Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join(', ')}}\n`,
  ],
  ['20,000 keys', `name: x\na:\n${Array.from({ length: 20_000 }, (_, index) => `  k${index}: 1\n`).join('')}`],
];

describe('every prefix of an example is read, whichever character was typed last', () => {
  test.each(FILES)('%s', (_, text) => {
    let before: WorkflowFile | undefined;
    for (let length = 0; length <= text.length; length++) {
      before = readWorkflow('x.workflow.yaml', text.slice(0, length), before);
      expect(before.problems.length).toBeLessThanOrEqual(101);
    }
  });
});

/** Composites of which each uses the next one, and the last one the first where they go round. */
function nestedComposites(depth: number, goRound: boolean): ReadonlyMap<string, string> {
  return new Map(
    Array.from({ length: depth }, (_, index) => {
      const next = index + 1 < depth ? `c${index + 1}` : goRound ? 'c0' : 'dummy';
      const text = `kind: composite\nname: c${index}\noperators:\n- {name: n, type: ${next}}\n- {name: m, type: dummy}\n`;
      return [`types/c${index}.yaml`, text] as const;
    }),
  );
}

describe('composites in composites', () => {
  test.each<[string, number, boolean, readonly unknown[]]>([
    ['100 deep', 100, false, [[], 101]],
    ['100 deep and round', 100, true, [['reference-cycle'], 100]],
    ['2,000 deep', 2_000, false, [['expansion-too-large'], 150]],
  ])('%s are checked and planned in bounded time', (_, depth, goRound, expected) => {
    const files = nestedComposites(depth, goRound);
    const file = readWorkflow('x.workflow.yaml', 'name: x\nformat: 1\noperators:\n- {name: a, type: c0}\n');
    const started = performance.now();
    const { composites } = readComposites(files);
    const found = checkWorkflow(file, { catalogue: CATALOGUE, composites });
    const { plan } = planWorkflow(file, { catalogue: CATALOGUE, composites });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect([found.map(({ rule }) => rule), plan?.nodes.length]).toEqual(expected);
  });

  test('10,000 operators are checked and planned', () => {
    const text = ITEMS(
      10_000,
      (index) => `- {name: a${index}, type: dummy${index === 0 ? '' : `, upstream_dependencies: [a${index - 1}]`}}\n`,
    );
    const started = performance.now();
    checkWhole(text);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('hostile texts are read in bounded time', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const started = performance.now();
    const file = readWorkflow('x.workflow.yaml', text);
    // Far above what it takes: what is not linear takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(file.problems.length).toBeLessThanOrEqual(101);
  });

  test('and the worst of them are checked and planned', () => {
    for (const [name, text] of HOSTILE) if (/deep|alias|bracket|tabs/.test(name)) checkWhole(text);
  });
});

test('more findings than a call takes arguments', () => {
  const { problems } = readWorkflow('x.workflow.yaml', `a:\n${'  k: 1\n'.repeat(150_000)}`);
  expect(problems).toHaveLength(101);
});
