/**
 * Is a text exactly one Jinja expression, `{{ … }}`, with nothing around it? Quotes and brackets inside are read as
 * Jinja's lexer reads them: a `}}` in a string, or one that closes two braces of a mapping, does not end it.
 */
export function isOneExpression(text: string): boolean {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{{')) return false;
  let braces = 0;
  for (let at = 2; at < trimmed.length; at++) {
    const character = trimmed.charAt(at);
    if (character === '"' || character === "'") {
      at = endOfString(trimmed, at);
    } else if (character === '{') {
      braces++;
    } else if (character === '}') {
      if (braces === 0)
        return trimmed.startsWith('}}', at) && at + 2 === trimmed.length && trimmed.slice(2, at).trim() !== '';
      braces--;
    }
  }
  return false;
}

/** The offset of the quote that ends a string; the last offset where none does. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return text.length;
}
