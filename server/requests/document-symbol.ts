import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { LineIndex, Range } from '../../text/range';
import {
  absolute,
  asText,
  type DocumentEntry,
  type DocumentItem,
  itemName,
  type SectionKey,
  valueAt,
  type WorkflowDocument,
} from '../../workflow/read';
import { lspRange } from '../positions';
import { trimmed } from '../trimmed';
import type { OpenDocument } from '../workspace';

/** `textDocument/documentSymbol`: documents, in them their keys and sections, in these their items by name. */
export function documentSymbols(open: OpenDocument): DocumentSymbol[] {
  const { documents, lines, text } = open.file.get();
  return documents.flatMap((document) => documentSymbol(document, lines, text));
}

function documentSymbol(document: WorkflowDocument, lines: LineIndex, text: string): DocumentSymbol[] {
  const children = document.entries.map((entry, index) => entrySymbol(document, entry, index, lines, text));
  const first = document.entries[0];
  if (first === undefined) return [];
  const nameEntry = document.entries.find((entry) => entry.key.text === 'name');
  const selection = absolute(first, nameEntry?.key ?? first.key);
  const range = trimmed({ start: absolute(first, first.key).start, end: document.range.end }, text);
  const selected = nameEntry === undefined ? selection : absolute(nameEntry, nameEntry.value ?? nameEntry.key);
  return [symbol(document.name ?? '(no name)', SymbolKind.Module, range, selected, lines, children)];
}

function entrySymbol(
  document: WorkflowDocument,
  entry: DocumentEntry,
  index: number,
  lines: LineIndex,
  text: string,
): DocumentSymbol {
  const key = absolute(entry, entry.key);
  const next = document.entries[index + 1];
  const end = next === undefined ? document.range.end : absolute(next, next.key).start;
  const range = trimmed({ start: key.start, end }, text);
  const items = document.items.filter((item) => item.section === entry.key.text);
  const kind = items.length > 0 ? SymbolKind.Array : SymbolKind.Property;
  return symbol(
    entry.key.text,
    kind,
    range,
    key,
    lines,
    items.map((item) => itemSymbol(item, lines, text)),
  );
}

const KINDS: Readonly<Record<SectionKey, SymbolKind>> = {
  resources: SymbolKind.Object,
  before: SymbolKind.Function,
  operators: SymbolKind.Function,
  after: SymbolKind.Function,
  generators: SymbolKind.Enum,
  sub_dags: SymbolKind.Namespace,
};

function itemSymbol(item: DocumentItem, lines: LineIndex, text: string): DocumentSymbol {
  const name = itemName(item);
  const range = trimmed(absolute(item, item.map), text);
  const selection = name === undefined ? { start: range.start, end: range.start } : absolute(item, name);
  const type = asText(valueAt(item.map, 'type'))?.text;
  const found = symbol(name?.text || '(no name)', KINDS[item.section], range, selection, lines, []);
  return type === undefined ? found : { ...found, detail: type };
}

/** Editors refuse symbols whose selection is not within their range, and empty names. */
function symbol(
  name: string,
  kind: SymbolKind,
  range: Range,
  selection: Range,
  lines: LineIndex,
  children: DocumentSymbol[],
): DocumentSymbol {
  const whole = { start: Math.min(range.start, selection.start), end: Math.max(range.end, selection.end) };
  return { name, kind, range: lspRange(lines, whole), selectionRange: lspRange(lines, selection), children };
}
