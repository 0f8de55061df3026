import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { SourceConstruct } from '../../converters/contract';
import { constructsOf, type LegacyDocument } from '../legacy';
import { lspRange } from '../positions';

/** `textDocument/documentSymbol` of a legacy definition: the job, and in it its actions and stages by name. */
export async function legacySymbols(document: LegacyDocument): Promise<DocumentSymbol[]> {
  const { result } = await document.conversion.get();
  const lines = document.lines.get();
  const open: { readonly symbol: DocumentSymbol; readonly end: number }[] = [];
  const top: DocumentSymbol[] = [];
  for (const construct of constructsOf(result)) {
    const name = nameOf(construct, document.text);
    if (name === undefined) continue;
    const range = lspRange(lines, construct.range);
    const symbol: DocumentSymbol = {
      ...name,
      range,
      selectionRange: { start: range.start, end: range.start },
      children: [],
    };
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) < construct.range.end) open.pop();
    (open.at(-1)?.symbol.children ?? top).push(symbol);
    open.push({ symbol, end: construct.range.end });
  }
  return top;
}

type Named = Pick<DocumentSymbol, 'name' | 'kind' | 'detail'>;

const OOZIE_KINDS: ReadonlyMap<string, SymbolKind> = new Map([
  ['action', SymbolKind.Function],
  ['decision', SymbolKind.Operator],
  ['fork', SymbolKind.Enum],
  ['join', SymbolKind.Enum],
  ['kill', SymbolKind.Event],
  ['end', SymbolKind.Event],
]);

/** What to call a construct in an outline; nothing where it has no place there. */
function nameOf({ construct, range }: SourceConstruct, text: string): Named | undefined {
  const stage = /^stage "(.*)"$/s.exec(construct)?.[1];
  if (stage !== undefined) return { name: stage || 'stage', kind: SymbolKind.Function, detail: 'stage' };
  if (construct === 'pipeline') return { name: 'pipeline', kind: SymbolKind.Module };
  const element = /^(?:[\w-]+\/)?([\w-]+)$/.exec(construct)?.[1];
  const isRoot = element !== undefined && /^(?:workflow|coordinator|bundle)-app$/.test(element);
  const kind = isRoot ? SymbolKind.Module : OOZIE_KINDS.get(element ?? '');
  if (element === undefined || kind === undefined) return undefined;
  const start = text.slice(range.start, range.end).split('>', 1)[0] ?? '';
  const name = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(start);
  return { name: (name?.[1] ?? name?.[2]) || element, kind, detail: element };
}
