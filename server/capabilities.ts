import {
  type ClientCapabilities,
  CodeActionKind,
  InsertTextMode,
  PositionEncodingKind,
  ResourceOperationKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { FIX_ALL } from './actions/fixes';
import { MIGRATE } from './requests/migrate';
import { TOKENS_LEGEND } from './requests/semantic-tokens';

/** What of the client's abilities matters here, found out once. */
export interface ClientAbilities {
  /** Does it ask for diagnostics? Then they are not sent unasked. */
  readonly pullsDiagnostics: boolean;
  readonly snippets: boolean;
  /** Does it ask for what is written about a completion when it is looked at? */
  readonly resolvesDocumentation: boolean;
  /** Does it apply edits that create files? */
  readonly createsFiles: boolean;
  /** Can it show edits before it applies them? */
  readonly annotatesChanges: boolean;
  /** Does it have the command that a lens offers for migrating? */
  readonly migrates: boolean;
  /** Can it be told which files are to be formatted? */
  readonly registersFormatting: boolean;
  /** Does it insert several lines as they are, where it is asked to? */
  readonly keepsIndentation: boolean;
  /** Can it be asked to tell when files change? */
  readonly watchesFiles: boolean;
  /** Can it be asked for its settings? */
  readonly givesSettings: boolean;
  /** Can it be asked to tell when they change? Others tell unasked, or never. */
  readonly tellsSettings: boolean;
  /** Can it be told that hints are to be asked for again? */
  readonly refreshesHints: boolean;
  /** Can it be told that diagnostics are to be asked for again? */
  readonly refreshesDiagnostics: boolean;
}

export function abilitiesOf({ textDocument, workspace, experimental }: ClientCapabilities): ClientAbilities {
  const edits = workspace?.workspaceEdit;
  return {
    createsFiles:
      edits?.documentChanges === true && edits.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    annotatesChanges: edits?.changeAnnotationSupport !== undefined,
    migrates: experimental?.dagport?.migrates === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    resolvesDocumentation:
      textDocument?.completion?.completionItem?.resolveSupport?.properties.includes('documentation') === true,
    registersFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true,
    keepsIndentation:
      textDocument?.completion?.completionItem?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    givesSettings: workspace?.configuration === true,
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
  };
}

/** What the server offers. Texts are UTF-16 in JavaScript, so that is the encoding, also where the client prefers others. */
export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: {
      triggerCharacters: [' ', '[', ',', '-', '.', '{', '|', '<', "'", '"', '@'],
      resolveProvider: true,
    },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, CodeActionKind.RefactorExtract, MIGRATE],
      resolveProvider: true,
    },
    ...(client.migrates ? { codeLensProvider: {} } : {}),
    callHierarchyProvider: true,
    definitionProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    hoverProvider: true,
    inlayHintProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    selectionRangeProvider: true,
    typeDefinitionProvider: true,
    semanticTokensProvider: { legend: TOKENS_LEGEND, full: true, range: true },
    workspaceSymbolProvider: true,
    ...(client.registersFormatting ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true }),
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'dagport', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
  };
}
