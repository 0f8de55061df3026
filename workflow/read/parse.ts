import { parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from '../../text/diagnostic';
import { convert, type Reading } from './convert';
import { isTooDeep } from './nesting';
import type { YamlNode } from './node';
import { parsePlainly } from './parse-plainly';
import type { SharedScalars } from './plain-reader';
import { problem } from './problem';
import { syntaxCause } from './syntax-cause';
import { type SyntaxCause, tokensOf } from './syntax-repair';

/** A parsed stretch of YAML. Ranges are relative to its text. */
export interface ParsedCell {
  readonly text: string;
  readonly root: YamlNode | undefined;
  readonly problems: readonly Diagnostic[];
  /** Does it hold anchors, aliases or merge keys? Only such cells need the document's table of anchors. */
  readonly linked: boolean;
  /** Did the text end inside quotes or brackets, so that it may go on in the next cell? */
  readonly unfinished: boolean;
}

/** Parses one cell. It never throws; what cannot be read is left out and reported. */
export function parseCell(text: string, shared: SharedScalars = []): ParsedCell {
  const root = parsePlainly(text, shared);
  return root === undefined ? parseWholly(text) : { text, root, problems: NONE, linked: false, unfinished: false };
}

const NONE: readonly Diagnostic[] = [];

/** The same by the whole language, which takes its time. */
export function parseWholly(text: string): ParsedCell {
  if (isTooDeep(text)) return tooDeep(text);
  const tabs = text.includes('\t') ? misplacedTabs(text) : [];
  return tabs.length === 0 ? parseText(text) : parseWithTabs(text, tabs);
}

function tooDeep(text: string): ParsedCell {
  const start = Math.max(0, text.search(/\S/));
  const found = problem('yaml-syntax', { start, end: lineEndOf(text, start) }, NESTED_TOO_DEEPLY);
  return { text, root: undefined, problems: [found], linked: false, unfinished: false };
}

function lineEndOf(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return Math.max(start + 1, newline < 0 ? Math.min(text.length, start + 80) : Math.min(newline, start + 80));
}

const NESTED_TOO_DEEPLY = 'This is nested too deeply to be read.';

/** Reads on as if each tab were a blank. What then is wrong with the indentation has been said by naming the tab. */
function parseWithTabs(text: string, tabs: readonly Tab[]): ParsedCell {
  const units = text.split('');
  for (const { start, end } of tabs) units.fill(' ', start, end);
  const parsed = parseText(units.join(''));
  const isIndentation = tabs.some(({ indents }) => indents);
  const others = parsed.problems.filter(({ rule }) => !(isIndentation && rule === 'yaml-syntax'));
  return { ...parsed, text, problems: [...tabs.map(tabProblem), ...others], unfinished: false };
}

function parseText(text: string): ParsedCell {
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: false,
  });
  const reading: Reading = { text, problems: [], broken: document.errors.length > 0, linked: false };
  for (const error of document.errors.slice(0, 1)) reading.problems.push(syntaxProblem(error, text));
  const { contents } = document;
  const root = contents === null ? undefined : convert(contents, reading, { depth: 0, inFlow: false, isKey: false });
  const problems = withoutEcho(reading.problems);
  const unfinished = document.errors.some(({ code }) => code === 'MISSING_CHAR' || code === 'BAD_INDENT');
  return { text, root, problems, linked: reading.linked, unfinished };
}

/** Of a value that needs quotes for its Jinja one finding says so, with the repair of the other. */
function withoutEcho(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const syntax = problems.find(({ rule }) => rule === 'yaml-syntax');
  const jinja = problems.find(({ rule, range }) => rule === 'unquoted-jinja' && range.start === syntax?.range.start);
  if (syntax === undefined || jinja === undefined) return problems;
  const { fix } = syntax;
  // Without a repair the parser lost its way there, and what follows from that is to be left out.
  const merged = fix === undefined ? { ...syntax, message: jinja.message } : { ...jinja, range: syntax.range, fix };
  return problems.flatMap((one) => (one === syntax ? [merged] : one === jinja ? [] : [one]));
}

function syntaxProblem(error: YAMLError, text: string): Diagnostic {
  const noticed = Math.min(error.pos[0], Math.max(0, text.length - 1));
  const start = text.charAt(noticed) === '\n' && noticed > 0 ? noticed - 1 : noticed;
  const cause = syntaxCause(error, start, text);
  if (cause !== undefined) return causeProblem(cause);
  const lineEnd = text.indexOf('\n', start);
  const last = lineEnd < 0 ? text.length : lineEnd;
  const end = Math.max(start + 1, Math.min(error.pos[1], last));
  const message =
    error.code === 'RESOURCE_EXHAUSTION' ? NESTED_TOO_DEEPLY : `This is not valid YAML: ${sentence(error.message)}`;
  return problem('yaml-syntax', { start, end }, message);
}

function causeProblem({ range, message, repair }: SyntaxCause): Diagnostic {
  const found = problem('yaml-syntax', range, message);
  return repair === undefined ? found : { ...found, fix: { ...repair, safety: 'unsafe' } };
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

/** A run of tabs and what stands between them, where YAML 1.1 has no place for one. */
interface Tab {
  readonly start: number;
  readonly end: number;
  readonly indents: boolean;
}

const TAB_RUN = /\t(?:[ \t]*\t)?/g;

/** The tabs outside quotes, comments and blocks: PyYAML takes them nowhere, other readers at some places. */
function misplacedTabs(text: string): readonly Tab[] {
  const tabs: Tab[] = [];
  for (const { source, start: offset } of tokensOf(text)) {
    if (!source.includes('\t') || isProtected(source, text, offset)) continue;
    for (const { index, 0: run } of source.matchAll(TAB_RUN)) {
      const start = offset + index;
      tabs.push({ start, end: start + run.length, indents: startsLine(text, start) });
    }
  }
  return tabs;
}

function startsLine(text: string, offset: number): boolean {
  let before = offset - 1;
  while (text.charAt(before) === ' ') before--;
  return before < 0 || text.charAt(before) === '\n';
}

/** Tabs are text in quotes, comments and blocks. */
function isProtected(token: string, text: string, offset: number): boolean {
  if (/^["'#]/.test(token)) return true;
  if (!token.includes('\n')) return false;
  return BLOCK_HEADER.test(text.slice(text.lastIndexOf('\n', offset - 2) + 1, offset));
}

const BLOCK_HEADER = /[|>][-+0-9]*[ \t]*(?:#.*)?\r?\n$/;

function tabProblem({ start, end, indents }: Tab): Diagnostic {
  const message = indents
    ? 'A tab indents this line; YAML allows only blanks there.'
    : 'A tab separates these; YAML 1.1 readers take only blanks there.';
  const found = problem('tab-indentation', { start, end }, message);
  if (indents) return found;
  const edits = [{ range: { start, end }, text: ' ' }];
  return { ...found, fix: { title: 'Replace the tab by a blank', safety: 'unsafe', edits } };
}
