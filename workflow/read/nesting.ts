import { tokensOf } from './syntax-repair';

/**
 * Is a text nested so deeply that a reader that calls itself for each level may run out of stack? That cannot be left to a
 * `RangeError`: a regular expression that is first used near the end of the stack ends the whole process. One pass; what it takes for
 * brackets may be text, and is looked at again only where there is much of it.
 */
export function isTooDeep(text: string): boolean {
  return deepestIndentation(text) > DEEPEST || (mostBrackets(text) > DEEPEST && deepestBrackets(text) > DEEPEST);
}

/** More than any reader of ours goes down. */
const DEEPEST = 400;

/** How many brackets are open at once, quotes or not; closing ones that are too many do not count. */
function mostBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++open);
    else if ((code === 0x5d || code === 0x7d) && open > 0) open--;
  }
  return most;
}

/** The same without what stands in quotes, comments and blocks. */
function deepestBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (const { source } of tokensOf(text)) {
    if (source === '{' || source === '[') most = Math.max(most, ++open);
    else if ((source === '}' || source === ']') && open > 0) open--;
    if (most > DEEPEST) break;
  }
  return most;
}

/** How many lines, each indented more than the one before, lead to the deepest one; marks of lists and keys in a line count as well. */
function deepestIndentation(text: string): number {
  const levels: number[] = [];
  let most = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let at = start;
    let marks = 0;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x2d || code === 0x3f || code === 0x3a) marks++;
      else if (code !== 0x20) break;
    }
    if (at < end) {
      const indent = at - start;
      while ((levels.at(-1) ?? -1) >= indent) levels.pop();
      levels.push(indent);
      most = Math.max(most, levels.length + marks);
    }
    start = end + 1;
  }
  return most;
}
