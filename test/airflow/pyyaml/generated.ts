import fc from 'fast-check';

/** Plain scalars that stand for more than text in YAML 1.1, or look as if they did. */
const NOTABLE = [
  ...'y Y n N yes Yes YES yEs no No NO true True TRUE tRue false False FALSE on On ON oN off Off OFF'.split(' '),
  ...'~ null Null NULL nUll none None NaN nan'.split(' '),
  ...'0 -0 +0 00 01 010 0o10 08 09 0_7 0_ 1_000 1__0 _1 1_ +12 -12 - -- +1_ 0b11 0b 0b_ 0b12 -0b1 0B1'.split(' '),
  ...'0x1f 0x 0x_ -0x1F 0X1f 0xg 1:30 1:60 1:59:59 01:30 -1:30 +1:5 1:5:5:5 0:30 190:20:30 1:3_0'.split(' '),
  ...'9007199254740993 -9007199254740993 123456789012345678901234567890 0777777777777777777777777 1:0:0:0:0:0:0:0:0:0'.split(
    ' ',
  ),
  ...'1. .5 -.5 +.5 . .. ._ ._5 .5_ 1._5 1.5 1e3 1E3 1e+3 1.e3 1.e+3 1.0e3 1.0e+3 1.0E-3 .5e+3 .e+3 1.0e+ 6.8523015e+5'.split(
    ' ',
  ),
  ...'685.230_15e+03 685_230.15 190:20:30.15 1:60.5 0:0.1 -1:30.5 1:30. 1:3.5.5 1.5.5 1_0.0_1 0.1 -0.0 1.7976931348623157e+309'.split(
    ' ',
  ),
  ...'.inf .Inf .INF .iNf -.inf +.inf inf .nan .NaN .NAN -.nan .Nan'.split(' '),
  ...'2020-01-01 2020-1-1 2020-13-01 2020-02-30 0000-01-01 0001-01-01 20-01-01 2020-01-01T00:00:00Z'.split(' '),
  ...'2020-01-01t1:00:00 2020-1-1T1:1:1 2020-01-01T25:00:00 2020-01-01T00:60:00 2020-01-01T00:00:60'.split(' '),
  ...'2020-01-01T00:00:00.123456789 2020-01-01T00:00:00. 2020-01-01T00:00:00+01:00 2020-01-01T00:00:00+1'.split(' '),
  ...'2020-01-01T00:00:00-0130 2020-01-01T00:00:00+24:00 2020-01-01T00:00:00+23:59 2020-01-01T00:00:00+99:99'.split(
    ' ',
  ),
  ...['2020-01-01 00:00:00', '2020-01-01   00:00:00 Z', '2020-01-01 00:00:00 +1:00', '2020-01-01 00:00', '2020-01-01Z'],
  ...['=', '==', '<<', '<< x', '<<x>>', '<<x + 1>>', '@daily', '`x`', '%x', '!', '!x', '&', '*', '|', '>', '|x', '>x'],
  ...[
    '"',
    "'",
    'a"b',
    "a'b",
    'a #b',
    'a#b',
    '#a',
    'a: b',
    'a:b',
    'a:',
    ':',
    ':a',
    ': a',
    '::',
    '- a',
    '-a',
    '?',
    '? a',
  ],
  ...['?a', 'a?', 'a-', '[', ']', '{', '}', ',', 'a,b', 'a, b', '[a', 'a]', 'a[0]', '{a', 'a}', '[]', '{}', '[a, b]'],
  ...[
    '{a: b}',
    '{a}',
    '[a: b]',
    '[a:b]',
    '{a:b}',
    '{"a":b}',
    '["a":b]',
    '[?a]',
    '[a?]',
    '[,]',
    '[a,]',
    '[a,,b]',
    '{,}',
  ],
  ...[
    '[- a]',
    '[-]',
    '{a: }',
    '{a: , b}',
    '{: a}',
    '{? a}',
    '[? a]',
    '[? a : b]',
    '[a #b]',
    '[#b]',
    '[-1]',
    '[:]',
    '[:a]',
  ],
  ...[
    '{{ ds }}',
    '{{ds}}',
    '{{ ds }} x',
    'x {{ ds }}',
    '{% if x %}',
    '{a: {{ ds }}}',
    '[{{ ds }}]',
    '* * * * *',
    '*/5',
  ],
  ...[
    'http://example.com/a?b=c#d',
    'C:\\x',
    'gs://bucket/*.csv',
    '10.0.0.1',
    '1.2.3',
    '12:30:45',
    '00:00',
    'é',
    '日本',
  ],
  ...[
    '🎉',
    '\u00a0',
    'a\u00a0',
    '\u0085',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
    '\ufeff',
    'a\ufeffb',
    '\u0007',
    'a\u0000',
  ],
  ...[
    '\u007f',
    '\u0080',
    '\ufffe',
    '\ud800',
    'a\tb',
    'a \t#b',
    '\ta',
    'a\t',
    '"a"b',
    "'a'b",
    '"a" #b',
    '"a"#b',
    "''",
    '""',
  ],
  ...["'it''s'", "'a\\n'", '"\\n\\t\\x41\\u00e9\\U0001F389\\0\\a\\e\\N\\_\\L\\P\\/\\ "', '"\\q"', '"\\x4"', '"\\\'"'],
  ...[
    '"\\ud83c\\udf89"',
    '"\\U00110000"',
    '"unclosed',
    "'unclosed",
    '!!str 5',
    '!!int 5',
    '!!int "5"',
    '!!int x',
    '! 5',
  ],
  ...[
    '!!float 1',
    '!!bool yes',
    '!!null x',
    '!!timestamp 2020-01-01',
    '!!binary aGk=',
    '!!set {a}',
    '!!foo x',
    '!<x> y',
  ],
  ...[
    '!!map {a: b}',
    '!!seq [a]',
    '!!map x',
    '!!seq x',
    '!!str [a]',
    '!!str',
    '!!int',
    '&a x',
    '&a',
    '&a b: c',
    '*a',
    '&a *a',
  ],
  ...[
    '&a &b x',
    '!!str !!str x',
    '&a !!str x',
    '!!str &a x',
    '&é x',
    '&a-b_1 x',
    '&a.b x',
    '&a: x',
    '"a": b',
    "'a': b",
  ],
];

const ALPHABET = [...'0123456789_+-.:eExXobTZ ~=<>#?&*!|%@`"\'[]{},\\/yYnN aé日🎉\t'];

/** Scalars in plain style, or what is meant to be one. */
const plain = fc.oneof(
  fc.constantFrom(...NOTABLE),
  fc.string({ unit: fc.constantFrom(...'0123456789_+-.:eExXob'), minLength: 1, maxLength: 9 }),
  fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 1, maxLength: 8 }),
  fc
    .tuple(fc.constantFrom('', '-', '+'), fc.constantFrom('0', '0b', '0x', '', '1:', '12:3'), fc.nat(99_999_999))
    .map(([sign, prefix, digits]) => `${sign}${prefix}${digits}`),
  fc
    .tuple(
      fc.nat(2100),
      fc.nat(14),
      fc.nat(33),
      fc.constantFrom('', 'T1:02:03', ' 01:02:03', ' 01:02:03.5 +2', 't24:00:00'),
    )
    .map(([year, month, day, time]) => `${year}-${String(month).padStart(2, '0')}-${day}${time}`),
);

const word = fc.string({ unit: fc.constantFrom(...ALPHABET.filter((unit) => unit !== '\t')), maxLength: 8 });

const single = fc.array(word, { minLength: 1, maxLength: 3 }).map((lines) => `'${lines.join('\n    ')}'`);
const double = fc
  .array(fc.oneof(word, fc.constantFrom('\\n', '\\\\', '\\"', '\\u263a', '\\x', '\\', 'a\\')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lines) => `"${lines.join('\n    ')}"`);

const blockHeader = fc
  .tuple(
    fc.constantFrom('|', '>'),
    fc.constantFrom('', '', '+', '-', '2', '1', '-2', '2+', '0', '9', '++'),
    fc.constantFrom('', '', ' # c', ' x', '#c'),
  )
  .map((parts) => parts.join(''));
const blockLine = fc
  .tuple(fc.constantFrom('    ', '    ', '    ', '      ', '', '   ', '  '), word)
  .map((parts) => parts.join(''));
const block = fc
  .tuple(blockHeader, fc.array(fc.oneof(blockLine, fc.constant('')), { maxLength: 5 }))
  .map(([header, lines]) => [header, ...lines].join('\n'));

const multiline = fc.array(plain, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n    '));

/** Where a scalar may stand: each place gives a whole document. */
const PLACES: readonly ((scalar: string) => string)[] = [
  (scalar) => `name: x\ndag_args:\n  value: ${scalar}\n  after: 1\n`,
  (scalar) => `name: x\nvalue: ${scalar}\n`,
  (scalar) => `name: x\nvalues:\n- ${scalar}\n- 1\n`,
  (scalar) => `name: x\nvalues: [${scalar}, 1]\n`,
  (scalar) => `name: x\nvalues: {a: ${scalar}, b: 1}\n`,
  (scalar) => `name: x\nvalues:\n  ${scalar}: 1\n`,
  (scalar) => `name: x\nvalues: {${scalar}: 1}\n`,
  (scalar) => `name: x\noperators:\n- name: a\n  value: ${scalar}\n- name: b\n`,
  (scalar) => `name: x\noperators:\n- {name: a, value: ${scalar}}\n- name: b\n`,
];

/** Scalars of every style at every place. */
export const scalarDocuments: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: plain }, single, double, { weight: 2, arbitrary: block }, multiline),
    fc.constantFrom(...PLACES),
  )
  .map(([scalar, place]) => place(scalar));

/** Every notable scalar at every place: the part of the comparison that does not depend on chance. */
export const notableDocuments: readonly string[] = NOTABLE.flatMap((scalar) => PLACES.map((place) => place(scalar)));

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

const leaf = fc.oneof(
  fc.constantFrom(
    'a',
    '1',
    '1.5',
    'yes',
    '~',
    '',
    '010',
    "'q'",
    '"\\u00e9🎉"',
    '2020-01-01',
    'x y',
    '<<e>>',
    '*one',
    '*two',
  ),
  fc.constantFrom('|\n  text\n', '[]', '{}', '&one x', '&two {p: 1, q: 2}', '&three [1, 2]', '*three', 'a # comment'),
  fc.constantFrom('[*one, &one 2]', '{a: *two, b: {<<: *two, r: 3}}', '>-\n  folded\n  text\n', "'a\n  b'", 'a\n  b'),
);

/** What a merge key may bring in. */
const MERGED = ['*two', '{q: 3, a: 4}', '[*two, {a: 5, b: 6}]', '&two {a: 7}', '[]'] as const;

const key = fc.constantFrom('a', 'b', 'c', 'd', "'e'", '1', 'no', '<<', 'long key', '&one g');

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 4 }),
  ),
}));

const filler = fc.constantFrom('', '', '', '\n', '# comment\n', '   # far\n', '\n\n', ' \n');

/** A tree in block style; comments and blank lines between, indentation as chance has it. */
function rendered(node: Tree, indent: number, step: number, fill: readonly string[]): string {
  const blanks = ' '.repeat(indent);
  const between = fill[indent % Math.max(1, fill.length)] ?? '';
  if (typeof node === 'string') return ` ${node.replaceAll('\n', `\n${blanks}`)}\n`;
  if (Array.isArray(node)) {
    return `\n${node.map((item) => `${between}${blanks}-${rendered(item, indent + step, step, fill)}`).join('')}`;
  }
  const pairs = Object.entries(node).map(([name, value], index): [string, Tree] => [
    name,
    name === '<<' ? (MERGED[(index + indent + fill.length) % MERGED.length] ?? '{}') : value,
  ]);
  return `\n${pairs.map(([name, value]) => `${between}${blanks}${name}:${rendered(value, indent + step, step, fill)}`).join('')}`;
}

/** Anchors with a name each, and no alias without an anchor above it: PyYAML refuses both. */
function named(text: string): string {
  const counts = new Map<string, number>();
  return text.replace(/([&*])(one|two|three)\b/g, (_, sign: string, name: string) => {
    const count = (counts.get(name) ?? 0) + (sign === '&' ? 1 : 0);
    counts.set(name, count);
    if (count === 0) return name === 'two' ? '{}' : 'nothing';
    return `${sign}${name}${count}`;
  });
}

const entryKey = fc.constantFrom('name', 'dag_args', 'default_task_args', 'imports', 'plugin_config', 'x', "'y z'");
const item = fc.dictionary(fc.constantFrom('name', 'type', 'properties', '<<'), tree, { minKeys: 1, maxKeys: 3 });

const document = fc
  .tuple(
    fc.dictionary(entryKey, tree, { minKeys: 1, maxKeys: 3 }),
    fc.array(item, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('images', 'z'), tree, { maxKeys: 1 }),
    fc.array(filler, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(2, 2, 4, 1),
  )
  .map(([head, operators, tail, fill, step]) => {
    const parts: Tree = { ...head, ...(operators.length === 0 ? {} : { operators }), ...tail };
    return named(rendered(parts, 0, step, fill).replace(/^\n/, ''));
  });

/** Whole files: several documents with markers, comments, anchors, merge keys, every line end, with and without a BOM. */
export const files: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(document, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('---\n', '--- # next\n', '...\n---\n', '---\n# comment\n'),
    fc.constantFrom('', '', '---\n', '# head\n', '%YAML 1.1\n---\n', '\n'),
    fc.constantFrom('', '', '...\n', '# end', '\n\n'),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([documents, separator, head, tail, lineEnd, mark]) => {
    const text = head + documents.join(separator) + tail;
    return (mark ? '\uFEFF' : '') + text.replaceAll('\n', lineEnd);
  });

const slip = fc.constantFrom(
  '',
  ' ',
  '\n',
  ':',
  '"',
  "'",
  '#',
  '- ',
  ': ',
  ' #',
  '{',
  ']',
  ',',
  '&',
  '|',
  '?',
  '\t',
  'x',
);

/** Files in which one place was mistyped. */
export const slips: fc.Arbitrary<string> = fc
  .tuple(files, fc.nat(), fc.nat(2), slip)
  .map(([text, place, removed, inserted]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + inserted + text.slice(at + removed);
  });
