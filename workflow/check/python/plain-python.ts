import type { PythonExpression, PythonKeyword, PythonName } from './read-python';

/**
 * Most Python in workflows is a path of names, or one call with plain arguments such as `datetime(2024, 1, 1)` and
 * `timedelta(minutes=5)`: it needs no parser, which takes a hundred times as long. Nothing where it may be more than that.
 */
export function readPlainPython(code: string): PythonExpression | undefined {
  const start = code.length - code.trimStart().length;
  const end = code.trimEnd().length;
  const called = nameAt(code, start);
  if (called === undefined) return undefined;
  const { name, end: nameEnd, path } = called;
  const names: PythonName[] = [{ name, start, end: start + name.length }];
  if (nameEnd === end) return { problem: undefined, names, calls: [], keywords: [] };
  const keywords = code.charAt(nameEnd) === '(' ? argumentsAt(code, nameEnd + 1, end, path, names) : undefined;
  return keywords === undefined
    ? undefined
    : { problem: undefined, names, calls: [{ callee: path, start, end }], keywords };
}

/** The keyword arguments up to the bracket that ends the code; names that are looked up are added. */
function argumentsAt(
  code: string,
  start: number,
  end: number,
  callee: string,
  names: PythonName[],
): readonly PythonKeyword[] | undefined {
  const keywords: PythonKeyword[] = [];
  for (let at = past(code, start); ; ) {
    if (code.charAt(at) === ')') return at + 1 === end ? keywords : undefined;
    const keyword = matchAt(KEYWORD, code, at);
    if (keyword === undefined && keywords.length > 0) return undefined;
    if (keyword !== undefined) {
      const [whole, name = ''] = keyword;
      if (RESERVED.has(name)) return undefined;
      keywords.push({ name, callee, start: at, end: at + name.length });
      at += whole.length;
    }
    const valueEnd = valueAt(code, at, names);
    if (valueEnd === undefined) return undefined;
    at = past(code, valueEnd);
    if (code.charAt(at) === ',') at = past(code, at + 1);
    else if (code.charAt(at) !== ')') return undefined;
  }
}

/** Where a number, a text without escapes, or a path of names ends. */
function valueAt(code: string, start: number, names: PythonName[]): number | undefined {
  const literal = matchAt(LITERAL, code, start)?.[0];
  if (literal !== undefined) return start + literal.length;
  const found = nameAt(code, start);
  if (found === undefined) return undefined;
  names.push({ name: found.name, start, end: start + found.name.length });
  return found.end;
}

interface Path {
  /** The first of its names: the one that is looked up. */
  readonly name: string;
  readonly path: string;
  readonly end: number;
}

function nameAt(code: string, start: number): Path | undefined {
  const [path = '', name = '', rest = ''] = matchAt(PATH, code, start) ?? [];
  if (name === '' || RESERVED.has(name)) return undefined;
  if (rest !== '' && rest.split('.').some((part) => RESERVED.has(part))) return undefined;
  return { name, path, end: start + path.length };
}

function past(code: string, start: number): number {
  let at = start;
  while (code.charAt(at) === ' ') at++;
  return at;
}

function matchAt(pattern: RegExp, code: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(code) ?? undefined;
}

const PATH = /([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)(?![\w"'\u0080-\uffff])/y;
const KEYWORD = /([A-Za-z_]\w*) *=(?!=) */y;
const LITERAL =
  /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w.])|"[^"\\\r\n]*"(?!")|'[^'\\\r\n]*'(?!')|(?:True|False|None)(?![\w.\u0080-\uffff]))/y;

const RESERVED: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);
