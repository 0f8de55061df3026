import { isAlias, isMap, isPair, isScalar, isSeq, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import type { YamlList, YamlMapping, YamlNode, YamlPair, YamlScalar } from './node';
import { resolvePlain } from './scalar';

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

/** Nesting beyond this is reported and not read: no workflow needs it, and every recursion over the model stays safe. */
const MAXIMUM_DEPTH = 64;

interface Reading {
  readonly text: string;
  readonly problems: Diagnostic[];
  linked: boolean;
}

/** Parses one cell. It never throws; what cannot be read is left out and reported. */
export function parseCell(text: string): ParsedCell {
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: false,
  });
  const reading: Reading = { text, problems: [], linked: false };
  for (const error of document.errors.slice(0, 1)) reading.problems.push(syntaxProblem(error, text));
  const root = document.contents === null ? undefined : convert(document.contents, reading, 0);
  const unfinished = document.errors.some((error) => error.code === 'MISSING_CHAR' || error.code === 'BAD_INDENT');
  return { text, root, problems: reading.problems, linked: reading.linked, unfinished };
}

function syntaxProblem(error: YAMLError, text: string): Diagnostic {
  const start = Math.min(error.pos[0], Math.max(0, text.length - 1));
  const lineEnd = text.indexOf('\n', start);
  const last = lineEnd < 0 ? text.length : lineEnd;
  const end = Math.max(start + 1, Math.min(error.pos[1], last));
  const tab = indentingTab(text, start);
  if (tab !== undefined) {
    const message = 'A tab indents this line; YAML allows only blanks there.';
    return problem('tab-indentation', { start: tab, end: tab + 1 }, message);
  }
  return problem('yaml-syntax', { start, end }, `This is not valid YAML: ${sentence(error.message)}`);
}

/** The tab in the indentation of the line of an offset. */
function indentingTab(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const blanks = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const tab = blanks.indexOf('\t');
  return tab < 0 ? undefined : start + tab;
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

function problem(rule: string, range: Range, message: string, help?: string): Diagnostic {
  return { rule, severity: 'error', message, range, ...(help === undefined ? {} : { help }) };
}

function rangeOf(node: ParsedNode): Range {
  return { start: node.range[0], end: node.range[1] };
}

function convert(node: ParsedNode, reading: Reading, depth: number): YamlNode | undefined {
  const range = rangeOf(node);
  if (depth > MAXIMUM_DEPTH) {
    reading.problems.push(problem('yaml-syntax', range, `Nested more than ${MAXIMUM_DEPTH} levels deep; not read.`));
    return undefined;
  }
  if (isAlias(node)) {
    reading.linked = true;
    return { kind: 'alias', name: node.source, ...range };
  }
  const anchor = node.anchor === undefined ? {} : { anchor: node.anchor };
  if (node.anchor !== undefined) reading.linked = true;
  if (node.tag !== undefined && !/^tag:yaml\.org,2002:(map|seq|str)$/.test(node.tag)) {
    reading.problems.push(problem('yaml-tag', range, `The tag "${node.tag}" is not read: workflows are plain data.`));
  }
  if (isScalar(node)) return { ...convertScalar(node, range, reading), ...anchor };
  if (isSeq(node)) return { ...convertList(node.items as ParsedNode[], range, reading, depth), ...anchor };
  if (isMap(node)) {
    const jinja = unquotedJinja(range, reading);
    if (jinja !== undefined) return jinja;
    return { ...convertMapping(node.items as unknown[], range, reading, depth), ...anchor };
  }
  return undefined;
}

function convertScalar(
  node: { readonly type?: string | null; readonly value: unknown; readonly source?: string },
  range: Range,
  reading: Reading,
): YamlScalar {
  const plain = node.type === undefined || node.type === null || node.type === 'PLAIN';
  const text = typeof node.value === 'string' ? node.value : '';
  if (!plain) return { kind: 'scalar', type: 'text', text, plain, value: text, ...range };
  if (text === '=') {
    reading.problems.push(problem('yaml-syntax', range, 'A plain "=" is refused by YAML 1.1 readers; quote it.'));
  }
  const resolved = resolvePlain(text);
  return { kind: 'scalar', type: resolved.type, text, plain, value: resolved.value, ...range };
}

function convertList(items: readonly ParsedNode[], range: Range, reading: Reading, depth: number): YamlList {
  const converted = items.map((item) => convert(item, reading, depth + 1));
  return { kind: 'list', items: converted.filter((item) => item !== undefined), ...range };
}

function convertMapping(items: readonly unknown[], range: Range, reading: Reading, depth: number): YamlMapping {
  const pairs: YamlPair[] = [];
  const seen = new Map<string, YamlScalar>();
  for (const item of items) {
    if (!isPair(item)) continue;
    const key = convert(item.key as ParsedNode, reading, depth + 1);
    if (key?.kind !== 'scalar') {
      if (key !== undefined) reading.problems.push(problem('yaml-syntax', key, 'A key has to be plain text.'));
      continue;
    }
    if (key.plain && key.text === '<<') reading.linked = true;
    const first = seen.get(key.text);
    if (first !== undefined && key.text !== '<<') reading.problems.push(duplicateKey(key, first));
    seen.set(key.text, key);
    const value = item.value === null ? undefined : convert(item.value as ParsedNode, reading, depth + 1);
    pairs.push({ key, value: value ?? absent(key.end) });
  }
  return { kind: 'mapping', pairs, ...range };
}

function duplicateKey(key: YamlScalar, first: YamlScalar): Diagnostic {
  return {
    ...problem('duplicate-key', key, `The key "${key.text}" stands twice in this mapping; only the last one counts.`),
    help: 'Remove one of them.',
    related: [{ range: { start: first.start, end: first.end }, message: `"${key.text}" first stands here.` }],
  };
}

/** A value that is not there reads as null. */
function absent(at: number): YamlScalar {
  return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start: at, end: at };
}

/** `{{ ds }}` without quotes is a mapping in a mapping to YAML, and never what was meant. */
function unquotedJinja(range: Range, reading: Reading): YamlScalar | undefined {
  const { text } = reading;
  if (!text.startsWith('{{', range.start)) return undefined;
  const close = text.indexOf('}}', range.start);
  if (close < 0 || text.slice(range.start, close).includes('\n')) return undefined;
  const end = close + 2;
  const source = text.slice(range.start, end);
  reading.problems.push({
    ...problem(
      'unquoted-jinja',
      { start: range.start, end },
      `The template ${source} has to stand in quotes: YAML reads braces as a mapping.`,
    ),
    fix: {
      title: 'Put the template in quotes',
      safety: 'safe',
      edits: [{ range: { start: range.start, end }, text: JSON.stringify(source) }],
    },
  });
  return { kind: 'scalar', type: 'text', text: source, plain: true, value: source, start: range.start, end };
}
