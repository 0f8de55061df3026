import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { DraftFile, DraftLayout, DraftMapping, DraftValue } from '../../../workflow/write';
import { list, mapping, writeDraft } from '../../../workflow/write';

/** The plain value that a reader has to give back. */
function plain(value: DraftValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value.kind === 'list') return value.items.map((item) => plain(item.value));
  return new Map(value.entries.map((entry) => [entry.key, plain(entry.value)]));
}

/** What the `yaml` package reads, mappings as Map so that a key `__proto__` is a key. */
function read(text: string, version: '1.1' | '1.2'): unknown[] {
  return parseAllDocuments(text, { version, merge: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS({ mapAsMap: true });
  });
}

function checkRoundTrip(draft: DraftFile): void {
  const written = writeDraft(draft);
  const expected = draft.documents.map(plain);
  for (const version of ['1.1', '1.2'] as const) expect(read(written.text, version), written.text).toEqual(expected);
}

const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      'yes',
      'No',
      'on',
      'OFF',
      'y',
      'n',
      '~',
      'null',
      'Null',
      '',
      '=',
      '<<',
      '010',
      '0o17',
      '0x1F',
      '1_000',
      '1:30',
      '190:20:30.15',
    ],
    ...[
      '1e3',
      '1.5e3',
      '.5',
      '5.',
      '.inf',
      '-.INF',
      '.NaN',
      '.',
      '+._',
      'E0',
      'e-1',
      '2026-01-01',
      '2026-01-01T00:00:00Z',
      '2026-1-1 1:00:00 -5',
      '0b11',
      '08',
    ],
    ...[
      '- a',
      '-',
      '-x',
      '--flag',
      '---',
      '...',
      '? a',
      ': a',
      'a: b',
      'a:',
      'a #b',
      '#b',
      '&a',
      '*a',
      '!a',
      '|',
      '>',
      "it's",
      '"q"',
      '%a',
      '@a',
    ],
    ...[
      '{{ params.x }}',
      '[a]',
      'a, b',
      'a]',
      'a}',
      ' lead',
      'trail ',
      'tab\there',
      'a\nb',
      'a\nb\n',
      '\n',
      'a\n\n',
      ' a\n b',
      '\na',
      'a\n ',
      ' \na\nb',
    ],
    ...[
      'a\r\nb',
      'a\u0085b',
      'a\u2028b',
      '\ufeff',
      '\u0000',
      '\u007f',
      '\ud83d\ude00',
      'é',
      'a\\b',
      '\\n',
      "'",
      '"',
      'a\n\tb',
      '\ta\nb',
    ],
  ),
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.string({
    maxLength: 12,
    unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '0', "'", '"', '\\', '{', ',', '\t', '.'),
  }),
);
const layout = fc.constantFrom<DraftLayout>('block', 'flow');
const comment = fc.option(fc.array(fc.string({ maxLength: 10, unit: 'binary' }), { minLength: 1, maxLength: 2 }), {
  nil: undefined,
});
const withComment = <T extends object>(part: T, lines: string[] | undefined): T =>
  lines === undefined ? part : { ...part, comment: lines };

const { mapping: anyMapping } = fc.letrec<{
  value: DraftValue;
  mapping: DraftMapping;
  list: DraftValue;
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hostile,
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('mapping'),
    tie('list'),
  ),
  mapping: fc
    .tuple(layout, fc.uniqueArray(fc.tuple(hostile, tie('value'), comment), { maxLength: 4, selector: ([key]) => key }))
    .map(([how, entries]) => ({
      kind: 'mapping' as const,
      layout: how,
      entries: entries.map(([key, value, lines]) => withComment({ key, value }, lines)),
    })),
  list: fc.tuple(layout, fc.array(fc.tuple(tie('value'), comment), { maxLength: 4 })).map(([how, items]) => ({
    kind: 'list' as const,
    layout: how,
    items: items.map(([value, lines]) => withComment({ value }, lines)),
  })),
}));
const anyDraft = fc.record({
  header: fc.array(fc.string({ maxLength: 10 }), { maxLength: 2 }),
  documents: fc.array(anyMapping, { minLength: 1, maxLength: 3 }),
});

describe('any draft', () => {
  test('is read back by YAML 1.1 and 1.2', () => {
    fc.assert(fc.property(anyDraft, checkRoundTrip), { numRuns: 2000 });
  });

  test('keeps every comment', () => {
    const item = { value: list(['a']), comment: ['outer'] };
    const inner = { kind: 'list' as const, layout: 'flow' as const, items: [{ value: 'x', comment: ['inner'] }] };
    const draft = {
      header: [],
      documents: [mapping({ l: { kind: 'list', layout: 'block', items: [item, { value: inner }] } })],
    };
    expect(writeDraft(draft).text).toBe('l:\n# outer\n- - a\n-\n  # inner\n  - x\n');
  });

  test('has a place for every entry and item, and each holds its own text', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { text, places } = writeDraft(draft);
        for (const range of places.values()) {
          expect(range.start).toBeLessThan(range.end);
          expect(range.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  const python = spawnSync('python3', ['-c', 'import yaml'], { stdio: 'ignore' }).status === 0;
  test.skipIf(!python)('is read back by PyYAML', () => {
    const drafts = fc.sample(anyDraft, { numRuns: 300, seed: 11 });
    // Lone surrogates have no UTF-8, so they cannot be handed to another process.
    const texts = drafts.map((draft) => ({ text: writeDraft(draft).text, expected: draft.documents.map(pairs) }));
    const sound = texts.filter((item) => !/\\ud[89a-f]/i.test(JSON.stringify(item)));
    expect(sound.length).toBeGreaterThan(200);
    const run = spawnSync('python3', ['-c', pyYaml], { input: JSON.stringify(sound), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual([]);
  });
});

/** Mappings as lists of pairs, which JSON keeps apart from lists. */
function pairs(value: DraftValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value.kind === 'list') return { list: value.items.map((item) => pairs(item.value)) };
  return { mapping: value.entries.map((entry) => [entry.key, pairs(entry.value)]) };
}

const pyYaml = `
import json, sys, yaml
class Pairs(yaml.SafeLoader): pass
def mapping(loader, node): return {"mapping": [[loader.construct_object(k, deep=True), loader.construct_object(v, deep=True)] for k, v in node.value]}
def sequence(loader, node): return {"list": [loader.construct_object(v, deep=True) for v in node.value]}
Pairs.add_constructor("tag:yaml.org,2002:map", mapping)
Pairs.add_constructor("tag:yaml.org,2002:seq", sequence)
def same(a, b):
    if isinstance(a, (dict, list)) and type(a) is type(b):
        return (a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)) if isinstance(a, dict) else len(a) == len(b) and all(map(same, a, b))
    return a == b and (isinstance(a, str), isinstance(a, bool)) == (isinstance(b, str), isinstance(b, bool))
wrong = []
for item in json.load(sys.stdin):
    try: got = list(yaml.load_all(item["text"], Pairs))
    except Exception as error: got = repr(error)
    if not same(got, item["expected"]): wrong.append([item["text"], repr(got)])
json.dump(wrong, sys.stdout)
`;

describe('the written text', () => {
  test('is laid out as a person would', () => {
    const draft: DraftFile = {
      header: ['Converted from workflow.xml'],
      documents: [
        mapping({
          name: 'nightly',
          format: 1,
          dag_args: mapping({ schedule: mapping({ cron: '0 3 * * *', timezone: 'UTC' }, 'flow') }),
          operators: {
            kind: 'list',
            layout: 'block',
            items: [
              {
                comment: ['first'],
                from: ['a'],
                value: mapping({
                  name: 'load',
                  type: 'bash',
                  properties: mapping({
                    bash_command: 'set -e\nload "$x"\n',
                    env: mapping({ x: '{{ params.x }}' }, 'flow'),
                  }),
                }),
              },
              { value: mapping({ name: 'end', type: 'dummy', upstream_dependencies: list(['load'], 'flow') }, 'flow') },
            ],
          },
        }),
        mapping({ name: 'inner', operators: list([]) }),
      ],
    };
    const written = writeDraft(draft);
    expect(written.text).toBe(`# Converted from workflow.xml
name: nightly
format: 1
dag_args:
  schedule: {cron: 0 3 * * *, timezone: UTC}
operators:
# first
- name: load
  type: bash
  properties:
    bash_command: |
      set -e
      load "$x"
    env: {x: "{{ params.x }}"}
- {name: end, type: dummy, upstream_dependencies: [load]}
---
name: inner
operators: []
`);
    const at = (pointer: string) => {
      const range = written.places.get(pointer);
      return range && written.text.slice(range.start, range.end);
    };
    expect(at('operators/load/properties/env/x')).toBe('x: "{{ params.x }}"');
    expect(at('operators/load/type')).toBe('type: bash');
    expect(at('operators/end')).toBe('- {name: end, type: dummy, upstream_dependencies: [load]}');
    expect(at('operators/end/upstream_dependencies/0')).toBe('load');
    expect(at('inner/operators')).toBe('operators: []');
    expect(written.origins.map((origin) => [origin.pointer, origin.from])).toEqual([['operators/load', ['a']]]);
  });

  test.each([
    ['plain words', 'plain words'],
    ['0 3 * * *', '0 3 * * *'],
    ['yes', '"yes"'],
    ['010', '"010"'],
    ['1:30', '"1:30"'],
    ['a: b', '"a: b"'],
    ['- it\'s "so"', `'- it''s "so"'`],
    ['--flag', '--flag'],
    ['hdfs://host:8020/x', 'hdfs://host:8020/x'],
  ])('%j is written %s', (text, expected) => {
    expect(writeDraft({ header: [], documents: [mapping({ key: text })] }).text).toBe(`key: ${expected}\n`);
  });
});
