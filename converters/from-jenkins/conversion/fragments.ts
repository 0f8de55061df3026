/**
 * Whether the text of a script can stand between lines of others in one shell, and means the same there. It cannot where it is not finished
 * (a here-document, quotes, brackets), goes on behind its end, lets `echo` read backslashes, which each shell does in its own way, or
 * speaks of its own process.
 */
export function standsAlone(text: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text.trimEnd())) return false;
  if (/\becho\b[^\n]*\\[^\n"'`$\\]/.test(text) || /\becho\b[^\n]*\\\\/.test(text)) return false;
  return !needsOwnProcess(text) && hereDocumentsEnd(text) && bracketsMatch(text);
}

/** `$$`, `return` outside of functions, and `alias`, which bash minds only where a person types. */
function needsOwnProcess(text: string): boolean {
  if (text.includes('$$') || /(?:^|[;&|\n])[ \t]*alias[ \t]/.test(text)) return true;
  return /(?:^|[;&|\n])[ \t]*return\b/.test(text) && !/\w[ \t]*\([ \t]*\)|\bfunction\b/.test(text);
}

const mostDocuments = 50;

/** Each here-document has the line that ends it. */
function hereDocumentsEnd(text: string): boolean {
  const lines = text.split('\n');
  const documents = [...text.matchAll(/<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z_]\w*))/g)];
  // Each is looked for among all lines.
  if (documents.length > mostDocuments) return false;
  return documents.every((match) => {
    const end = match[2] ?? match[3] ?? match[4] ?? '';
    const first = text.slice(0, match.index).split('\n').length;
    return lines.slice(first).some((line) => (match[1] === '-' ? line.replace(/^\t+/, '') : line) === end);
  });
}

const closing: Readonly<Record<string, string>> = { ')': '(', '}': '{' };

/** Quotes and brackets outside of comments are closed; of a `case`, whose patterns end with a bracket, nothing is said. */
function bracketsMatch(text: string): boolean {
  const opened: string[] = [];
  const patterns = /\bcase\b/.test(text);
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const before = text.charAt(index - 1);
    if (character === '\\' && quote !== "'") index++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (character === '#' && (index === 0 || /[\s;&|(]/.test(before))) index = endOfLine(text, index);
    else if (character === '(' || character === '{') opened.push(character);
    else if (character in closing && opened.pop() !== closing[character] && !patterns) return false;
  }
  return quote === '' && (patterns || opened.length === 0);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
