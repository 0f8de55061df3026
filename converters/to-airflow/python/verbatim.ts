/** A piece of a text: quoted text, or Python that stands between `<<` and `>>`. */
export type TextPiece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'verbatim'; readonly code: string };

/**
 * The pieces of a text, none of them empty, as boundary-layer 1.9.18 finds them: from left to right, a block ends at the
 * first `>>`, and a `>>` outside a block is text. Where boundary-layer refuses the text (a block that is not closed, or
 * one that begins inside another: `cat <<EOF`), all of it is one literal, which is what its author meant.
 */
export function textPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let done = 0;
  for (let open = text.indexOf('<<'); open !== -1; open = text.indexOf('<<', done)) {
    const close = text.indexOf('>>', open + 2);
    const nested = text.indexOf('<<', open + 2);
    if (close === -1 || (nested !== -1 && nested < close)) return text === '' ? [] : [{ kind: 'literal', text }];
    if (open > done) pieces.push({ kind: 'literal', text: text.slice(done, open) });
    if (close > open + 2) pieces.push({ kind: 'verbatim', code: text.slice(open + 2, close) });
    done = close + 2;
  }
  if (done < text.length) pieces.push({ kind: 'literal', text: text.slice(done) });
  return pieces;
}

/**
 * The names that Python code may look up: its identifiers, but not those behind a dot or inside plain strings.
 * It may name too many, never too few.
 */
export function namesUsed(code: string): ReadonlySet<string> {
  const searched = /"""|'''/.test(code)
    ? code
    : code.replace(stringToken, (token) => (isFormatted(token) ? token : '""'));
  return new Set(searched.match(/(?<![\w.])[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
}

const stringToken = /(?<!\w)[A-Za-z]{0,2}("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g;

/** Whether a string may hold expressions: f-strings and, from Python 3.14 on, t-strings. */
function isFormatted(token: string): boolean {
  return /^[A-Za-z]*[fFtT]/.test(token);
}
