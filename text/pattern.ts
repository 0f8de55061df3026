/** Does a name match a pattern as a whole? `*` stands for any text, `?` for one character, `[ab]` for one of several. */
export function patternTest(pattern: string): (name: string) => boolean {
  if (!isPattern(pattern)) return (name) => name === pattern;
  const pieces = pattern.match(/\[[^\]]+\]|\*+|[\s\S]/gu) ?? [];
  // Most names end or begin otherwise, which is seen at once.
  const head = headOf(pattern);
  const tail = /[^*?[\]]*$/u.exec(pattern)?.[0] ?? '';
  return (name) => name.startsWith(head) && name.endsWith(tail) && matchPieces(pieces, [...name]);
}

/** What all names begin with that a pattern matches. */
export function headOf(pattern: string): string {
  return /^[^*?[]*/u.exec(pattern)?.[0] ?? '';
}

/** Does it stand for more than one name? */
export function isPattern(text: string): boolean {
  return /[*?[]/u.test(text);
}

/** Takes time in proportion to both lengths: after a `*` only the last one is ever tried again. */
function matchPieces(pieces: readonly string[], name: readonly string[]): boolean {
  let piece = 0;
  let star = -1;
  let retry = 0;
  for (let at = 0; at < name.length; ) {
    const current = pieces[piece];
    if (current?.startsWith('*')) {
      star = piece++;
      retry = at;
    } else if (current !== undefined && matchesOne(current, name[at] ?? '')) {
      piece++;
      at++;
    } else if (star >= 0) {
      piece = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return pieces.slice(piece).every((rest) => rest.startsWith('*'));
}

function matchesOne(piece: string, character: string): boolean {
  if (piece === '?') return true;
  if (piece.length === 1 || !piece.startsWith('[')) return piece === character;
  const negated = piece.startsWith('[!');
  return [...piece.slice(negated ? 2 : 1, -1)].includes(character) !== negated;
}

/**
 * Does a path match a pattern, both with `/` between their parts? `**` stands for any number of parts, `*`, `?` and `[ab]`
 * for text within one, `{a,b}` for one of several. A pattern without a slash is meant for the last part of a path,
 * one that ends with a slash for all that is below a folder. In both a leading `./` counts for nothing.
 */
export function globTest(pattern: string): (path: string) => boolean {
  const tests = alternatives(pattern.replace(/^\.\//, '')).map((one) => partsTest(partsOf(one)));
  return (path) => {
    const parts = path.replace(/^\.\//, '').split('/');
    return tests.some((test) => test(parts));
  };
}

function partsOf(pattern: string): readonly string[] {
  if (pattern.endsWith('/')) return [...pattern.slice(0, -1).split('/'), '**'];
  return pattern.includes('/') ? pattern.split('/') : ['**', pattern];
}

/** A pattern is written by a person; more than this many is a mistake, and the rest stays text. */
const MAXIMUM_ALTERNATIVES = 64;

/** `a/{b,c}` as `a/b` and `a/c`. Braces within braces are text. */
function alternatives(pattern: string): readonly string[] {
  let found: readonly string[] = [''];
  for (const piece of pattern.match(/\{[^{}]*\}|[^{]+|\{/gu) ?? []) {
    const choices = piece.length > 2 && piece.startsWith('{') ? piece.slice(1, -1).split(',') : [piece];
    const next = found.flatMap((start) => choices.map((choice) => start + choice));
    found = next.length > MAXIMUM_ALTERNATIVES ? found.map((start) => start + piece) : next;
  }
  return found;
}

/** Takes time in proportion to both lengths, as `matchPieces` does: after a `**` only the last one is tried again. */
function partsTest(pattern: readonly string[]): (parts: readonly string[]) => boolean {
  const tests = pattern.map((part) => (part === '**' ? undefined : patternTest(part)));
  return (parts) => {
    let at = 0;
    let star = -1;
    let retry = 0;
    for (let index = 0; index < parts.length; ) {
      const test = tests[at];
      if (at < tests.length && test === undefined) {
        star = at++;
        retry = index;
      } else if (test?.(parts[index] ?? '') === true) {
        at++;
        index++;
      } else if (star >= 0) {
        at = star + 1;
        index = ++retry;
      } else {
        return false;
      }
    }
    return tests.slice(at).every((rest) => rest === undefined);
  };
}
