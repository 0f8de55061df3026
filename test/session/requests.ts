import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  type CancellationToken,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  type Position,
  PrepareRenameRequest,
  type ProtocolConnection,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { GRAPH_REQUEST, MIGRATE_REQUEST, STATUS_REQUEST } from '../../server/protocol';

/** What a request is about: a place in a document that is open, as it was when it was asked. */
export interface Question {
  readonly connection: ProtocolConnection;
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  /** From 0 to 1. */
  readonly chance: number;
  readonly token: CancellationToken;
}

type Ask = (question: Question) => Promise<unknown>;

/** All that can be asked of a server about a place; each is asked as often as any other. */
export const REQUESTS: Readonly<Record<string, Ask>> = {
  completion: (asked) => asked.connection.sendRequest(CompletionRequest.type, asAt(asked), asked.token),
  hover: (asked) => asked.connection.sendRequest(HoverRequest.type, asAt(asked), asked.token),
  definition: (asked) => asked.connection.sendRequest(DefinitionRequest.type, asAt(asked), asked.token),
  references: (asked) =>
    asked.connection.sendRequest(
      ReferencesRequest.type,
      { ...asAt(asked), context: { includeDeclaration: true } },
      asked.token,
    ),
  highlights: (asked) => asked.connection.sendRequest(DocumentHighlightRequest.type, asAt(asked), asked.token),
  prepareRename: (asked) => asked.connection.sendRequest(PrepareRenameRequest.type, asAt(asked), asked.token),
  rename: renameStorm,
  callHierarchy: callsAround,
  selectionRanges: ({ connection, textDocument, position, token }) =>
    connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] }, token),
  symbols: (asked) => asked.connection.sendRequest(DocumentSymbolRequest.type, about(asked), asked.token),
  folding: (asked) => asked.connection.sendRequest(FoldingRangeRequest.type, about(asked), asked.token),
  links: (asked) => asked.connection.sendRequest(DocumentLinkRequest.type, about(asked), asked.token),
  lenses: (asked) => asked.connection.sendRequest(CodeLensRequest.type, about(asked), asked.token),
  tokens: (asked) => asked.connection.sendRequest(SemanticTokensRequest.type, about(asked), asked.token),
  tokensOfRange: (asked) => asked.connection.sendRequest(SemanticTokensRangeRequest.type, before(asked), asked.token),
  hints: (asked) => asked.connection.sendRequest(InlayHintRequest.type, before(asked), asked.token),
  actions,
  formatting: ({ connection, textDocument, token }) =>
    connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options: FORMATTING }, token),
  rangeFormatting: (asked) =>
    asked.connection.sendRequest(
      DocumentRangeFormattingRequest.type,
      { ...before(asked), options: FORMATTING },
      asked.token,
    ),
  workspaceSymbols: ({ connection, chance, token }) =>
    connection.sendRequest(WorkspaceSymbolRequest.type, { query: chance < 0.5 ? 'load' : '' }, token),
  workspaceDiagnostics: ({ connection, token }) =>
    connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] }, token),
  graph: ({ connection, textDocument, chance, token }) =>
    connection.sendRequest(GRAPH_REQUEST, { textDocument, view: chance < 0.5 ? 'authored' : 'expanded' }, token),
  status: (asked) => asked.connection.sendRequest(STATUS_REQUEST, about(asked), asked.token),
  migrate: (asked) => asked.connection.sendRequest(MIGRATE_REQUEST, about(asked), asked.token),
};

const FORMATTING = { tabSize: 2, insertSpaces: true };

function about({ textDocument }: Question) {
  return { textDocument };
}

function asAt({ textDocument, position }: Question) {
  return { textDocument, position };
}

/** From the start of the document to the place. */
function before({ textDocument, position }: Question) {
  return { textDocument, range: { start: { line: 0, character: 0 }, end: position } };
}

/** Several renames of the same place, before the first is answered. */
async function renameStorm(asked: Question): Promise<void> {
  const names = ['other', 'a b', '', 'load'];
  await Promise.all(
    names.map((newName) => asked.connection.sendRequest(RenameRequest.type, { ...asAt(asked), newName }, asked.token)),
  );
}

async function callsAround(asked: Question): Promise<void> {
  const { connection, token } = asked;
  const items = await connection.sendRequest(CallHierarchyPrepareRequest.type, asAt(asked), token);
  for (const item of items ?? []) {
    await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item }, token);
    await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item }, token);
  }
}

/** The actions at a place, and of the first ones what they do. */
async function actions(asked: Question): Promise<void> {
  const { connection, token } = asked;
  const params = { ...before(asked), context: { diagnostics: [] } };
  const offered = await connection.sendRequest(CodeActionRequest.type, params, token);
  for (const action of (offered ?? []).slice(0, 3)) {
    if ('edit' in action || !('kind' in action)) continue;
    await connection.sendRequest(CodeActionResolveRequest.type, action, token);
  }
}
