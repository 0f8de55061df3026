import { withoutJinja } from './masked';

/** A quote of a shell script that nothing closes: where it stands in the script. */
export interface OpenQuote {
  readonly quote: '"' | "'";
  readonly at: number;
}

/**
 * The quote that a script leaves open, as bash reads it. Nothing where that cannot be told: in scripts with here-documents,
 * whose text has rules of its own, with `case` inside of `$( )`, and where Jinja chooses which lines there are. What Jinja or
 * a placeholder puts in place is taken to close what it opens. Linear.
 */
export function openQuote(script: string): OpenQuote | undefined {
  if (script.includes('<<') || script.includes('{%')) return undefined;
  const text = withoutJinja(script, 'x');
  const open = readTo(text);
  if (open === undefined) return undefined;
  const { quote } = open;
  return { quote, at: firstOdd(text, quote) ?? open.at };
}

/** Nobody writes a script in which so much stands in each other. */
const DEEPEST = 50;

type Context = { readonly kind: '"' | '$(' | '(' | '`' | '${'; readonly at: number; readonly quoted: boolean };

/** Reads a script to its end, and says which quote is open there. */
function readTo(text: string): OpenQuote | undefined {
  const stack: Context[] = [];
  let at = 0;
  while (at < text.length) {
    const top = stack.at(-1);
    if (stack.length > DEEPEST) return undefined;
    const here = text[at];
    const isQuoted = top?.kind === '"';
    if (here === '\\') at += 2;
    else if (here === '"') {
      if (isQuoted) stack.pop();
      else stack.push({ kind: '"', at, quoted: true });
      at += 1;
    } else if (here === '`') {
      if (stack.some(({ kind }) => kind === '`')) while (stack.pop()?.kind !== '`');
      else stack.push({ kind: '`', at, quoted: false });
      at += 1;
    } else if (text.startsWith('$(', at)) {
      stack.push({ kind: '$(', at, quoted: false });
      at += 2;
    } else if (text.startsWith('${', at)) {
      stack.push({ kind: '${', at, quoted: top?.quoted === true });
      at += 2;
    } else if (top?.kind === '${' && here === '}') {
      stack.pop();
      at += 1;
    } else if (isQuoted || (top?.kind === '${' && top.quoted)) at += 1;
    else if (here === "'") {
      const isEscaped = text[at - 1] === '$';
      const close = isEscaped ? closeOfEscaped(text, at + 1) : text.indexOf("'", at + 1);
      if (close < 0) return { quote: "'", at };
      at = close + 1;
    } else if (here === '(' && top !== undefined) {
      stack.push({ kind: '(', at, quoted: false });
      at += 1;
    } else if (here === ')' && (top?.kind === '$(' || top?.kind === '(')) {
      stack.pop();
      at += 1;
    } else if (here === '#' && /(?:^|[\s;&|()])$/.test(text.slice(Math.max(0, at - 1), at)) && top?.kind !== '${') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (stack.some(({ kind }) => kind === '$(') && /^case\s/.test(text.slice(at, at + 5))) return undefined;
    else at += 1;
  }
  const open = stack.find(({ kind }) => kind === '"');
  return open === undefined ? undefined : { quote: '"', at: open.at };
}

/** The end of `$'…'`, in which a backslash hides quotes. */
function closeOfEscaped(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") return at;
  }
  return -1;
}

/** The last quote of the first line that has an odd number of them, where the lines behind it are even: there one is missing. */
function firstOdd(text: string, quote: string): number | undefined {
  let start = 0;
  let found: number | undefined;
  let count = 0;
  for (const line of text.split('\n')) {
    const other = quote === '"' ? /\\[\s\S]|'[^']*'|(?:^|\s)#.*/g : /\\[\s\S]|"(?:\\.|[^"\\])*"|(?:^|\s)#.*/g;
    const plain = line.replace(other, (part) => ' '.repeat(part.length));
    const quotes = plain.split(quote).length - 1;
    if (quotes % 2 === 1) {
      count += 1;
      found ??= start + plain.lastIndexOf(quote);
    }
    start += line.length + 1;
  }
  return count === 1 ? found : undefined;
}
