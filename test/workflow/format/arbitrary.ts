import fc from 'fast-check';
import { Document, Parser, parseAllDocuments } from 'yaml';

const word = fc.constantFrom(
  'a',
  'load',
  'x y',
  "it's",
  'a: b',
  '- c',
  '# d',
  '',
  'null',
  '1',
  '{{ ds }}',
  'ä 🎉',
  '0o7',
);
const lines = fc.array(fc.constantFrom('one', '  two', '', '\tthree', '# four', '- five', 'six: 6', ' '), {
  minLength: 1,
  maxLength: 5,
});
const text = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: lines.map((some) => some.join('\n')) },
  { weight: 1, arbitrary: lines.map((some) => `${some.join('\n')}\n`) },
  { weight: 1, arbitrary: fc.constant('a long text of many words '.repeat(6).trim()) },
);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'name', 'type', 'x y', 'operators'), tie('value'), { maxKeys: 4 }),
  ),
}));

const layout = fc.record({
  indent: fc.integer({ min: 1, max: 5 }),
  indentSeq: fc.boolean(),
  singleQuote: fc.option(fc.boolean(), { nil: null }),
  collectionStyle: fc.constantFrom<'any' | 'flow' | 'block'>('any', 'flow', 'block'),
  flowCollectionPadding: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  blockQuote: fc.constantFrom<boolean | 'literal' | 'folded'>(true, false, 'literal', 'folded'),
});

/** Where comments and blank lines are put: before which line, and what. */
const disturbance = fc.array(
  fc.record({
    line: fc.nat(30),
    text: fc.constantFrom('', '# note', '  # deeper note', '#', '      # far'),
  }),
  { maxLength: 4 },
);

/** A mapping as YAML in some layout, with comments and blank lines at places where they change nothing. */
export const yamlText: fc.Arbitrary<string> = fc
  .record({
    root: fc.dictionary(fc.constantFrom('name', 'dag_args', 'operators', 'x'), value, { minKeys: 1 }),
    layout,
    disturbance,
    ends: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ root, layout: options, disturbance: wanted, ends }) => {
    let written = new Document(root, { version: '1.1', aliasDuplicateObjects: false }).toString(options);
    for (const { line, text: added } of wanted) written = disturbed(written, line, added);
    return written.replaceAll('\n', ends);
  });

function disturbed(written: string, line: number, added: string): string {
  const all = written.split('\n');
  const place = line % all.length;
  const other = [...all.slice(0, place), added, ...all.slice(place)].join('\n');
  return valuesOf(other) === valuesOf(written) ? other : written;
}

/** What an independent reader makes of a text; the message of its first error where it is no YAML. */
export function valuesOf(source: string): string {
  const documents = parseAllDocuments(source, { version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  const [error] = documents.flatMap((document) => document.errors);
  if (error !== undefined) return error.code;
  return JSON.stringify(
    documents.map((document) => document.toJS({ maxAliasCount: -1 })),
    (_, one) => (typeof one === 'bigint' ? String(one) : one),
  );
}

/** The comments of a text, in order. */
export function commentsOf(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (token: unknown): void => {
    if (Array.isArray(token)) for (const item of token) visit(item);
    else if (typeof token === 'object' && token !== null) {
      if ('type' in token && token.type === 'comment' && 'source' in token) found.push(String(token.source).trimEnd());
      else for (const inner of Object.values(token)) visit(inner);
    }
  };
  visit([...new Parser().parse(source)]);
  return found;
}
