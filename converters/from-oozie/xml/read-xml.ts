import { XMLValidator } from 'fast-xml-parser';
import type { Diagnostic } from '../../../text/diagnostic';
import { indexLines, offsetAt, type Range } from '../../../text/range';

export interface XmlElement {
  readonly kind: 'element';
  /** The name without its prefix. */
  readonly name: string;
  /** From the `<` of the opening tag to the `>` of the closing one. */
  readonly range: Range;
  readonly openingTag: Range;
  readonly attributes: readonly XmlAttribute[];
  /** Elements and non-blank texts, in the order of the source. */
  readonly children: readonly (XmlElement | XmlText)[];
  /** The comments that stand directly before the element, trimmed. */
  readonly comments: readonly string[];
}

export interface XmlAttribute {
  readonly kind: 'attribute';
  /** As written, prefix included. */
  readonly name: string;
  readonly value: string;
  /** Name, `=` and quoted value. */
  readonly range: Range;
}

export interface XmlText {
  readonly kind: 'text';
  /** Entities resolved, white space as written, but for line ends. */
  readonly value: string;
  readonly range: Range;
}

export type XmlPart = XmlElement | XmlAttribute | XmlText;

export interface XmlDocument {
  /** Absent where the text is no XML that we read; a diagnostic says why. */
  readonly root: XmlElement | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Oozie's own limit is 100,000 bytes by default (`WorkflowDefinitionMaxLength`); no definition nests deeper than ten. */
export const xmlLimits = { length: 32_000_000, depth: 64, tagLength: 65_536 } as const;

/**
 * Reads XML with the place of each element, attribute and text. Document type declarations are refused, so no entity is
 * ever defined or fetched; depth and length are bounded; takes linear time. Never throws.
 */
export function readXml(text: string): XmlDocument {
  const problem = tooMuch(text) ?? notWellFormed(text);
  if (problem !== undefined) return { root: undefined, diagnostics: [problem] };
  const scan: Scan = { text, offset: text.startsWith('\ufeff') ? 1 : 0 };
  const result = readDocument(scan);
  return 'problem' in result
    ? { root: undefined, diagnostics: [result.problem] }
    : { root: result.root, diagnostics: [] };
}

interface Scan {
  readonly text: string;
  offset: number;
}

type Outcome = { readonly root: XmlElement } | { readonly problem: Diagnostic };

function diagnostic(message: string, start: number, end: number, help?: string): Diagnostic {
  const base = { rule: 'xml-not-well-formed', severity: 'error', message, range: { start, end } } as const;
  return help === undefined ? base : { ...base, help };
}

function tooMuch(text: string): Diagnostic | undefined {
  if (text.length > xmlLimits.length) {
    return diagnostic(`The file is longer than ${xmlLimits.length} characters; it is not read.`, 0, 0);
  }
  const doctype = /<!DOCTYPE/i.exec(text);
  if (doctype !== null && !insideComment(text, doctype.index)) {
    return diagnostic(
      'A document type declaration can define entities that grow without bound; Oozie refuses it, and so do we.',
      doctype.index,
      doctype.index + doctype[0].length,
      'Remove the <!DOCTYPE …> and write its entities out.',
    );
  }
  return tooLongTag(text);
}

/** The validator matches the attributes of a tag with a backtracking pattern, so a tag must not be of any length. */
function tooLongTag(text: string): Diagnostic | undefined {
  for (let start = text.indexOf('<'); start >= 0; ) {
    const closer = text.startsWith('<!--', start) ? '-->' : text.startsWith('<![CDATA[', start) ? ']]>' : '>';
    const end = text.indexOf(closer, start);
    if (end < 0) return undefined;
    if (closer === '>' && end - start > xmlLimits.tagLength) {
      return diagnostic(
        `A tag is longer than ${xmlLimits.tagLength} characters; the file is not read.`,
        start,
        start + 1,
      );
    }
    start = text.indexOf('<', end);
  }
  return undefined;
}

function insideComment(text: string, offset: number): boolean {
  const opened = text.lastIndexOf('<!--', offset);
  return opened >= 0 && text.indexOf('-->', opened) > offset;
}

function notWellFormed(text: string): Diagnostic | undefined {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const verdict = XMLValidator.validate(body);
  if (verdict === true) return undefined;
  const lines = indexLines(text);
  const start = Math.min(
    offsetAt(lines, { line: verdict.err.line - 1, character: Math.max(0, (verdict.err.col ?? 1) - 1) }),
    Math.max(0, text.length - 1),
  );
  return diagnostic(
    `The file is not well-formed XML: ${verdict.err.msg.slice(0, 160)}`,
    start,
    Math.min(text.length, start + 1),
  );
}

interface Open {
  readonly name: string;
  readonly fullName: string;
  readonly start: number;
  readonly openingTag: Range;
  readonly attributes: readonly XmlAttribute[];
  readonly children: (XmlElement | XmlText)[];
  readonly comments: readonly string[];
}

function readDocument(scan: Scan): Outcome {
  const { text } = scan;
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let comments: string[] = [];
  const finish = (open: Open, end: number): void => {
    const { name, start, openingTag, attributes, children } = open;
    const element = { kind: 'element', name, range: { start, end }, openingTag, attributes, children } as const;
    const done: XmlElement = { ...element, comments: open.comments };
    const parent = stack.at(-1);
    if (parent === undefined) root ??= done;
    else parent.children.push(done);
  };
  while (scan.offset < text.length) {
    const start = scan.offset;
    if (text[start] !== '<') {
      const next = text.indexOf('<', start);
      scan.offset = next < 0 ? text.length : next;
      comments = addText(stack.at(-1), text.slice(start, scan.offset), start, true) ? [] : comments;
    } else if (text.startsWith('<!--', start)) {
      const end = text.indexOf('-->', start + 4);
      if (end < 0) return { problem: diagnostic('The comment does not end.', start, start + 4) };
      comments.push(text.slice(start + 4, end).trim());
      scan.offset = end + 3;
    } else if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start);
      if (end < 0) return { problem: diagnostic('The CDATA section does not end.', start, start + 9) };
      addText(stack.at(-1), text.slice(start + 9, end), start, false, end + 3);
      comments = [];
      scan.offset = end + 3;
    } else if (text.startsWith('<?', start)) {
      const end = text.indexOf('?>', start);
      if (end < 0) return { problem: diagnostic('The processing instruction does not end.', start, start + 2) };
      scan.offset = end + 2;
    } else if (text.startsWith('</', start)) {
      const end = text.indexOf('>', start);
      const open = stack.pop();
      if (end < 0 || open === undefined || text.slice(start + 2, end).trim() !== open.fullName) {
        return { problem: diagnostic('The closing tag does not match an opening one.', start, start + 2) };
      }
      scan.offset = end + 1;
      finish(open, end + 1);
      comments = [];
    } else {
      const open = readOpeningTag(scan, comments);
      if ('problem' in open) return open;
      comments = [];
      if (stack.length >= xmlLimits.depth) {
        return { problem: diagnostic(`Elements are nested deeper than ${xmlLimits.depth}.`, start, start + 1) };
      }
      if (open.empty) finish(open, scan.offset);
      else stack.push(open);
    }
  }
  const unclosed = stack.at(-1);
  if (unclosed !== undefined) {
    const { start, end } = unclosed.openingTag;
    return { problem: diagnostic(`<${unclosed.fullName}> is not closed.`, start, end) };
  }
  return root === undefined ? { problem: diagnostic('The file holds no element.', 0, 0) } : { root };
}

/** Adds a text to its element, joined to the one that it touches; tells whether it was more than white space. */
function addText(
  parent: Open | undefined,
  raw: string,
  start: number,
  decode: boolean,
  end = start + raw.length,
): boolean {
  if (raw.trim() === '' || parent === undefined) return raw.trim() !== '';
  // Line ends are read as one line feed each (XML 1.0, §2.11).
  const plain = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  const value = decode ? decodeEntities(plain) : plain;
  const before = parent.children.at(-1);
  if (before?.kind === 'text' && before.range.end === start) {
    parent.children[parent.children.length - 1] = {
      kind: 'text',
      value: before.value + value,
      range: { start: before.range.start, end },
    };
  } else {
    parent.children.push({ kind: 'text', value, range: { start, end } });
  }
  return true;
}

function readOpeningTag(
  scan: Scan,
  comments: readonly string[],
): (Open & { readonly empty: boolean }) | { readonly problem: Diagnostic } {
  const { text } = scan;
  const start = scan.offset;
  const fullName = matchAt(/[^\s/>=]+/y, text, start + 1);
  let offset = start + 1 + fullName.length;
  const attributes: XmlAttribute[] = [];
  for (;;) {
    offset += matchAt(/\s*/y, text, offset).length;
    const closing = text.startsWith('/>', offset) ? 2 : text[offset] === '>' ? 1 : 0;
    if (closing > 0 && fullName !== '') {
      scan.offset = offset + closing;
      const openingTag = { start, end: scan.offset };
      const name = localName(fullName);
      return {
        name,
        fullName,
        start,
        openingTag,
        attributes,
        children: [],
        comments: [...comments],
        empty: closing === 2,
      };
    }
    const attribute = readAttribute(text, offset);
    if (attribute === undefined) return { problem: diagnostic('The tag is not well-formed.', start, start + 1) };
    attributes.push(attribute);
    offset = attribute.range.end;
  }
}

function readAttribute(text: string, start: number): XmlAttribute | undefined {
  const name = matchAt(/[^\s/>=<]+/y, text, start);
  const equals = matchAt(/\s*=\s*/y, text, start + name.length);
  const quoteAt = start + name.length + equals.length;
  const quote = text[quoteAt];
  if (name === '' || equals === '' || (quote !== '"' && quote !== "'")) return undefined;
  const end = text.indexOf(quote, quoteAt + 1);
  if (end < 0) return undefined;
  // White space that is no character reference is a blank in an attribute (XML 1.0, §3.3.3).
  const value = decodeEntities(text.slice(quoteAt + 1, end).replace(/\r\n|[\r\n\t]/g, ' '));
  return { kind: 'attribute', name, value, range: { start, end: end + 1 } };
}

function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Resolves the five predefined entities and character references; anything else stays as written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
