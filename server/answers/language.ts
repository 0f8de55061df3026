import type { Connection } from 'vscode-languageserver';
import { offsetAt } from '../../text/range';
import { unlessCancelled } from '../cancellation';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../requests/call-hierarchy';
import { complete, resolveCompletion } from '../requests/completion';
import { definitions, references, typeDefinitions } from '../requests/definition';
import { documentHighlights } from '../requests/document-highlight';
import { documentLinks } from '../requests/document-link';
import { documentSymbols } from '../requests/document-symbol';
import { foldingRanges } from '../requests/folding-range';
import { formatDocument, formatRange } from '../requests/formatting';
import { hover } from '../requests/hover';
import { inlayHints } from '../requests/inlay-hint';
import { legacyFolds } from '../requests/legacy-folding-range';
import { legacyHover } from '../requests/legacy-hover';
import { legacySymbols } from '../requests/legacy-symbol';
import { prepareRename, rename } from '../requests/rename';
import { selectionRanges } from '../requests/selection-range';
import { semanticTokens } from '../requests/semantic-tokens';
import { workspaceSymbols } from '../requests/workspace-symbol';
import type { Answers } from './about';
import type { Sources } from './sources';

/** What editors ask about the text: what stands there, what could, where it is named, and how it is laid out. */
export function answerLanguageRequests(
  connection: Connection,
  { workspace, client, library }: Sources,
  { about, aboutOr }: Answers,
): void {
  connection.onCompletion(aboutOr(null, (document, { position }) => complete(workspace, document, position, client)));
  connection.onCompletionResolve((item, token) => unlessCancelled(token, () => resolveCompletion(workspace, item)));
  connection.onHover(
    aboutOr(
      null,
      (document, { position }) => hover(workspace, document, position, Date.now()),
      (legacy, { position }) => legacyHover(legacy, position),
    ),
  );
  connection.onDefinition(
    aboutOr(null, (document, { position }, token) => definitions(workspace, { library, token }, document, position)),
  );
  connection.onTypeDefinition(
    about((document, { position }, token) => typeDefinitions(workspace, { library, token }, document, position)),
  );
  connection.onReferences(
    aboutOr(null, (document, { position, context }, token) =>
      references(workspace, { library, token }, document, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentSymbol(about(documentSymbols, legacySymbols));
  connection.onDocumentHighlight(about((document, { position }) => documentHighlights(document, position)));
  connection.onPrepareRename(aboutOr(null, (document, { position }) => prepareRename(workspace, document, position)));
  connection.onRenameRequest(
    aboutOr(null, (document, { position, newName }, token) =>
      rename(workspace, { library, token }, document, position, newName),
    ),
  );
  connection.onDocumentLinks(about((document) => documentLinks(workspace, document)));
  connection.languages.inlayHint.on(about((document, { range }) => inlayHints(workspace, document, range)));
  connection.languages.semanticTokens.on(aboutOr({ data: [] }, (document) => semanticTokens(workspace, document)));
  connection.languages.semanticTokens.onRange(
    aboutOr({ data: [] }, (document, { range }) => {
      const { lines } = document.file.get();
      const offsets = { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
      return semanticTokens(workspace, document, offsets);
    }),
  );
  connection.onDocumentFormatting(about(formatDocument));
  connection.onDocumentRangeFormatting(about((document, { range }) => formatRange(document, range)));
  connection.onFoldingRanges(about(foldingRanges, legacyFolds));
  connection.onSelectionRanges(about((document, { positions }) => selectionRanges(document, positions)));
  connection.languages.callHierarchy.onPrepare(
    about((document, { position }) => prepareCallHierarchy(document, position)),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    unlessCancelled(token, () => incomingCalls(workspace, item)),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    unlessCancelled(token, () => outgoingCalls(workspace, item)),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    unlessCancelled(token, () => workspaceSymbols(workspace, { library, token }, query)),
  );
}
