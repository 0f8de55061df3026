import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import { indexLines } from '../../text/range';
import { stopIfCancelled } from '../cancellation';
import { lazy } from '../lazy';
import { type Definition, definitionsOf, type Elsewhere } from '../library';
import { lspRange } from '../positions';
import type { Workspace } from '../workspace';

/** More than these nobody reads; a longer query finds fewer. */
const MOST_SYMBOLS = 1_000;

/** `workspace/symbol`: DAGs, tasks, resources and images of all workflows whose names hold the letters of a query in order. */
export async function workspaceSymbols(
  workspace: Workspace,
  { library, token }: Elsewhere,
  query: string,
): Promise<WorkspaceSymbol[]> {
  const held = [...workspace.documents.values()].filter(({ uri }) => library.mayHold(uri));
  const open = held.map((document) => ({
    uri: document.uri,
    text: document.text,
    definitions: lazy(() => definitionsOf(document)),
  }));
  const symbols: WorkspaceSymbol[] = [];
  for (const { uri, text, definitions } of [...open, ...(await library.closed(workspace))]) {
    await stopIfCancelled(token); // to read a file takes some time, the first time
    const found = definitions.get().filter(({ name }) => holdsInOrder(name.toLowerCase(), query.toLowerCase()));
    if (found.length === 0) continue;
    const lines = indexLines(text);
    for (const definition of found) {
      if (symbols.length === MOST_SYMBOLS) return symbols;
      const { name, kind, container } = definition;
      const location = { uri, range: lspRange(lines, definition) };
      symbols.push({ name, kind: KINDS[kind], location, ...(container === '' ? {} : { containerName: container }) });
    }
  }
  return symbols;
}

const KINDS: Readonly<Record<Definition['kind'], SymbolKind>> = {
  document: SymbolKind.Module,
  node: SymbolKind.Function,
  resource: SymbolKind.Object,
  image: SymbolKind.Constant,
};

/** Editors match so, and better; sending less keeps them fast. */
function holdsInOrder(name: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = name.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
