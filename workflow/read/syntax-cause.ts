import type { YAMLError } from 'yaml';
import type { Range } from '../../text/range';
import { causeOf } from './syntax-place';
import { LONGEST_REPAIRED, type SyntaxCause, tokensOf, withRepair } from './syntax-repair';

/**
 * What a person did where the parser gave up: at its place, in words that say what to do, with a repair where the text is
 * readable after it. Nothing where the parser says it as well as it can be said. `start` is where the parser noticed.
 */
export function syntaxCause({ code, message }: YAMLError, start: number, text: string): SyntaxCause | undefined {
  const isFlow = IN_FLOW.test(message);
  const joined = joinedMark(text, start);
  if (joined !== undefined) return joined;
  if (code === 'MISSING_CHAR' && message.endsWith('quote')) return openQuote(text);
  if (code === 'MULTILINE_IMPLICIT_KEY') return missingColon(text, start);
  if (code === 'BAD_DQ_ESCAPE') return unknownEscape(text, start);
  if (code === 'BLOCK_IN_FLOW') return missingComma(text, start);
  if (/^Unexpected flow-(?:map|seq)-end/.test(message)) return strayMark(text, start, 'closes nothing');
  if (isFlow && /[}\]]/.test(text.charAt(start))) {
    const stray = strayMark(text, start, 'closes nothing');
    if (stray.repair !== undefined) return stray;
  }
  if (/^Unexpected , in flow/.test(message)) return strayMark(text, start, 'separates nothing');
  if (/^Unexpected block-seq-ind on same line/.test(message)) return listBesideKey(start);
  if (NEEDS_QUOTES.test(code) || AT_NODE_END.test(message)) {
    const unquoted = unquotedText(text, start);
    const cause = unquoted ?? missingCommaBehind(text, start);
    if (cause !== undefined) return cause;
  }
  if (/^A block sequence/.test(message)) {
    const dash = missingDash(text, start);
    if (dash !== undefined) return dash;
  }
  const place = isFlow || OF_INDENTATION.test(message) ? causeOf(text, start, isFlow) : undefined;
  return place ?? (/seq-item-ind/.test(message) ? strayDash(text, start) : undefined);
}

/** Further lines of the item stand as wrongly as its first one, so that no single line is to be moved. */
function strayDash(text: string, start: number): SyntaxCause {
  const range = { start, end: lineEnd(text, start) };
  return { range, message: 'This item is indented in another way than those above it.' };
}

const IN_FLOW = /Flow (?:map|sequence)|must end with a [\]}]/;
const NEEDS_QUOTES = /^(?:BAD_SCALAR_START|BAD_ALIAS|BLOCK_AS_IMPLICIT_KEY)$/;
const AT_NODE_END = /^Not a YAML token|^Unexpected (?:alias|anchor|scalar|flow-\w+-start|tag) at node end/;
/** What the parser says where a line is indented in another way than its neighbours. */
const OF_INDENTATION =
  /^(?:Nested mappings|All (?:mapping|sequence) items|Unexpected (?:scalar|seq-item-ind) at node end|Sequence item without|A block sequence)/;

/** `-name: load` or `imports:{modules: [a]}`: a blank is missing, and nothing else. */
function joinedMark(text: string, noticed: number): SyntaxCause | undefined {
  if (text.length > LONGEST_REPAIRED) return undefined;
  const lineStart = text.lastIndexOf('\n', noticed - 1) + 1;
  const line = text.slice(lineStart, lineEnd(text, noticed));
  const before = JOINED.exec(line)?.[0];
  if (before === undefined) return undefined;
  const indent = before.length - before.trimStart().length;
  const mark = before.endsWith('-') ? 'the "-"' : `the ":" of "${before.trim().replace(/^- +/, '').slice(0, -1)}"`;
  const at = lineStart + before.length;
  const range = { start: lineStart + indent, end: lineStart + line.length };
  const cause = { range, message: `A blank is missing behind ${mark}.` };
  const repaired = withRepair(cause, text, 'Add a blank', [{ range: { start: at, end: at }, text: ' ' }]);
  return repaired.repair === undefined ? undefined : repaired;
}

/** A dash before a key or a bracket, or a key before a bracket or quote. */
const JOINED = /^[ ]*(?:-(?=[A-Za-z_][\w-]*["']?:|\{|["'][A-Za-z_])|(?:- +)?[A-Za-z_][\w-]*:(?=[{["']))/;

/** The items of a list of which the first one has no dash: what is noticed is the dash of the second. */
function missingDash(text: string, noticed: number): SyntaxCause | undefined {
  if (text.length > LONGEST_REPAIRED) return undefined;
  const noticedDash = text.lastIndexOf('\n', noticed - 1) + 1;
  const dash = /^( *)- +/.exec(text.slice(noticedDash));
  if (dash === null) return undefined;
  const [{ length: column }, { length: indent }] = [dash[0], dash[1] ?? ''];
  let first: number | undefined;
  for (let end = text.lastIndexOf('\n', noticed - 1); end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const blanks = /^ */.exec(text.slice(start, end))?.[0].length ?? 0;
    if (text.slice(start, end).trim() !== '') {
      if (blanks < column) break;
      if (blanks === column) first = start;
    }
    end = start - 1;
  }
  const key = firstKey(text, noticedDash + column);
  if (first === undefined || key === undefined || firstKey(text, first + column) !== key) return undefined;
  const range = { start: first + column, end: lineEnd(text, first) };
  const cause = { range, message: 'A "-" is missing before this item: the ones below it have one.' };
  const edits = [{ range: { start: first + indent, end: first + indent + 1 }, text: '-' }];
  const repaired = withRepair(cause, text, 'Add "-"', edits);
  return repaired.repair === undefined ? undefined : repaired;
}

/** Items of a list begin alike, whatever stands above a list whose key is missing. */
function firstKey(text: string, start: number): string | undefined {
  return /^\{?[ ]*["']?([\w-]+)["']?[ ]*:/.exec(text.slice(start, lineEnd(text, start)))?.[1];
}

/** Inside brackets, between a value that ends in a bracket or quote and what follows it. */
function missingCommaBehind(text: string, noticed: number): SyntaxCause | undefined {
  const before = text.slice(0, noticed).trimEnd().length;
  const word = /^["']?[\w-]+["']?(?=[ \t]*:)|^[{["'\w][^\s,[\]{}]*/.exec(text.slice(noticed))?.[0];
  if (word === undefined || !/[\]}"']/.test(text.charAt(before - 1))) return undefined;
  const cause = {
    range: { start: noticed, end: noticed + word.length },
    message: `Before ${inOwnQuotes(word)} a "," is missing.`,
  };
  const repaired = withRepair(cause, text, 'Add ","', [{ range: { start: before, end: before }, text: ',' }]);
  return repaired.repair === undefined ? undefined : repaired;
}

function inOwnQuotes(word: string): string {
  return /^["']/.test(word) ? word : `"${word}"`;
}

/** The parser notices it at the end of the text; a person looks for where it opens. */
function openQuote(text: string): SyntaxCause | undefined {
  let last: Range | undefined;
  for (const { source, start, end } of tokensOf(text)) {
    if (!/^["']/.test(source)) continue;
    last = { start, end };
    if (source.length === 1 || !source.endsWith(source.charAt(0))) break;
  }
  if (last === undefined) return undefined;
  const end = lineEnd(text, last.start);
  const mark = text.charAt(last.start);
  const cause = { range: { start: last.start, end }, message: `The quote ${mark} that opens here is never closed.` };
  return withRepair(cause, text, 'Close it at the end of the line', [{ range: { start: end, end }, text: mark }]);
}

/** A key without its colon reads on into the next line. */
function missingColon(text: string, start: number): SyntaxCause | undefined {
  const line = text.slice(start, lineEnd(text, start));
  const joined = /^([A-Za-z_][\w-]*):(?=[^\s:/])/.exec(line);
  if (joined?.[1] !== undefined) {
    const at = start + joined[0].length;
    const message = `A blank is missing behind the ":" of "${joined[1]}".`;
    const cause = { range: { start, end: start + line.length }, message };
    return withRepair(cause, text, 'Add a blank', [{ range: { start: at, end: at }, text: ' ' }]);
  }
  const dash = /^-(?=[A-Za-z_])/.exec(line);
  const word = /^-?([A-Za-z_][\w-]*)(?=[ \t]|$)/.exec(line)?.[1];
  if (dash !== null || word === undefined) return undefined;
  const at = start + word.length;
  const cause = { range: { start, end: start + line.length }, message: `A ":" is missing behind "${word}".` };
  const equals = /^[ \t]*=[ \t]*/.exec(line.slice(word.length))?.[0];
  if (equals !== undefined)
    return withRepair(cause, text, 'Write ":" for "="', [
      { range: { start: at, end: at + equals.length }, text: ': ' },
    ]);
  return withRepair(cause, text, 'Add ":"', [{ range: { start: at, end: at }, text: ':' }]);
}

function unknownEscape(text: string, start: number): SyntaxCause {
  const at = text.lastIndexOf('\\', start + 1);
  const written = text.slice(at, at + 2);
  const cause = {
    range: { start: at, end: at + 2 },
    message: `In double quotes "${written}" means nothing to YAML: write "\\${written}", or use single quotes.`,
  };
  return withRepair(cause, text, `Write "\\${written}"`, [{ range: { start: at, end: at }, text: '\\' }]);
}

/** Inside brackets `a b: c` is a key with a value where only a value can be. */
function missingComma(text: string, start: number): SyntaxCause | undefined {
  const inner = /^[^\n{}[\]]*?(?=:\s)/.exec(text.slice(start))?.[0];
  if (inner === undefined) return undefined;
  const key = /[^\s;,]+$/.exec(inner)?.[0] ?? inner;
  const message = `Before "${key}:" a "," is missing, or quotes around the text in which it stands.`;
  return { range: { start, end: start + inner.length + 1 }, message };
}

function strayMark(text: string, start: number, does: string): SyntaxCause {
  const range = { start, end: start + 1 };
  const mark = text.charAt(start);
  return withRepair({ range, message: `This "${mark}" ${does}.` }, text, `Remove "${mark}"`, [{ range, text: '' }]);
}

function listBesideKey(start: number): SyntaxCause {
  const range = { start, end: start + 1 };
  return { range, message: 'A list with dashes begins on the line below its key, or stands in brackets.' };
}

/** The value of a key that is text to a person and something else to YAML: `@daily`, `echo a: b`, `"a" and "b"`. */
function unquotedText(text: string, noticed: number): SyntaxCause | undefined {
  if (text.length > LONGEST_REPAIRED) return undefined;
  const lineStart = text.lastIndexOf('\n', noticed - 1) + 1;
  const line = text.slice(lineStart, lineEnd(text, noticed));
  const key = /^\s*(?:- +)*[A-Za-z_][\w.-]*[ \t]*:[ \t]+/.exec(line)?.[0];
  if (key === undefined) return markInBrackets(text, noticed);
  const start = lineStart + key.length;
  const value = withoutComment(line.slice(key.length));
  const inBrackets = /^[{[]/.test(value) && noticed > start;
  if (start > noticed || (inBrackets && /^[@`%*]/.test(text.charAt(noticed)))) return markInBrackets(text, noticed);
  if (inBrackets && !isBracketedText(value)) return undefined;
  const why = reasonForQuotes(value);
  if (why === undefined) return undefined;
  const range = { start, end: start + value.length };
  const edits = [{ range, text: inQuotes(value) }];
  const repaired = withRepair({ range, message: why }, text, 'Put the text in quotes', edits);
  return repaired.repair === undefined ? undefined : repaired;
}

/** What stands before a comment at the end of a line; behind a quote a "#" may be text. */
function withoutComment(value: string): string {
  const first = /[ \t]+#/.exec(value);
  if (first === null) return value.trimEnd();
  const isPlain = !/["']/.test(value.slice(0, first.index));
  return isPlain ? value.slice(0, first.index) : value.replace(/[ \t]+#[^"']*$/, '').trimEnd();
}

/** The same inside brackets: `{ schedule: @daily }`. */
function markInBrackets(text: string, start: number): SyntaxCause | undefined {
  const value = /^[@`%*][^,[\]{}\n]*/.exec(text.slice(start))?.[0].trimEnd();
  if (value === undefined) return undefined;
  const range = { start, end: start + value.length };
  const message = `Text that begins with "${value.charAt(0)}" has to stand in quotes.`;
  return withRepair({ range, message }, text, 'Put the text in quotes', [{ range, text: inQuotes(value) }]);
}

/** `[[ -f x ]] && load`, `{{ ds }}/x`, `[a] b`: a bracket that closes before the line ends. */
function isBracketedText(value: string): boolean {
  return /[\]}]+\s*[^\s\]},#:]/.test(value) && !/[\]}]\s*$/.test(value.replace(/\s+#.*$/, ''));
}

function reasonForQuotes(value: string): string | undefined {
  const first = value.charAt(0);
  if (first === '"' || first === "'")
    return `The quotes end before the text does: ${first} inside of ${first} closes them.`;
  if (/^[@`%*&!|>[{]/.test(first)) return `Text that begins with "${first}" has to stand in quotes.`;
  return /:(?:\s|$)/.test(value) ? 'Text that holds ": " has to stand in quotes: YAML takes it for a key.' : undefined;
}

/** The text in quotes that change nothing of it. */
function inQuotes(value: string): string {
  const first = value.charAt(0);
  const isQuoted = (first === '"' || first === "'") && value.length > 1 && value.endsWith(first);
  const text = isQuoted ? value.slice(1, -1) : value;
  return /["\\]/.test(text) || text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** The end of the line of an offset, without what ends it. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline;
  return text.charAt(end - 1) === '\r' ? end - 1 : end;
}
