import { expect, test } from 'vitest';
import { namesUsed, textPieces } from '../../../converters/to-airflow/python/verbatim';

/** The pieces of a text: quoted where literal, in parentheses where verbatim. */
function checkPieces(text: string, ...expected: readonly string[]): void {
  const shown = textPieces(text).map((piece) => (piece.kind === 'literal' ? `'${piece.text}'` : `(${piece.code})`));
  expect(shown).toEqual(expected);
}

test('verbatim blocks are found as boundary-layer 1.9.18 finds them', () => {
  checkPieces('');
  checkPieces('plain', "'plain'");
  checkPieces('<<x>>', '(x)');
  checkPieces('a<<x>>b', "'a'", '(x)', "'b'");
  checkPieces('<<>>');
  checkPieces('a<<>>b', "'a'", "'b'");
  checkPieces('<<a >> b>>', '(a )', "' b>>'");
  checkPieces('a >> b', "'a >> b'");
  checkPieces('<<a>><<b>>', '(a)', '(b)');
});

test('what boundary-layer refuses is literal text', () => {
  checkPieces('cat <<EOF\nx\nEOF', "'cat <<EOF\nx\nEOF'");
  checkPieces('<<a<<b>>', "'<<a<<b>>'");
  checkPieces('<<a>> then <<b', "'<<a>> then <<b'");
});

test.each([
  ['os.environ["re"]', ['os']],
  ['x.os + re.escape(y)', ['x', 're', 'y']],
  [`f"{os.sep}" + 'a' + re`, ['f', 'os', 're']],
  [`'Variable' + "it's" + Variable`, ['Variable']],
  ['"""a " os"""', ['a', 'os']],
])('names in %s', (code, names) => {
  const used = namesUsed(code);
  for (const name of names) expect(used).toContain(name);
});

test('names that only stand in plain strings or behind a dot are not used', () => {
  expect([...namesUsed(`x.os + "re" + 'Variable' + r'datetime'`)]).toEqual(['x']);
});
