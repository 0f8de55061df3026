/** Brackets inside brackets that Python takes (CPython, `MAXLEVEL` of its tokenizer), less those that the DAG file puts around them. */
const MAXIMUM_DEPTH = 190;

/** The offset of the bracket from which on Python refuses to count; nothing where all are within its limit. Linear. */
export function tooDeepAt(code: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    if (character === '(' || character === '[' || character === '{') {
      if (++depth > MAXIMUM_DEPTH) return at;
    } else if (character === ')' || character === ']' || character === '}') depth--;
    else if (character === '#') at = orEnd(code, code.indexOf('\n', at));
    else if (character === '"' || character === "'") at = endOfString(code, at);
  }
  return undefined;
}

/** The offset of the last quote of a string; the end of the code where it is never closed. */
function endOfString(code: string, start: number): number {
  const quote = code.charAt(start);
  const triple = quote.repeat(3);
  const closing = code.startsWith(triple, start) ? triple : quote;
  for (let at = start + closing.length; at < code.length; at++) {
    if (code.charAt(at) === '\\') at++;
    else if (code.startsWith(closing, at)) return at + closing.length - 1;
  }
  return code.length;
}

function orEnd(code: string, at: number): number {
  return at < 0 ? code.length : at;
}
