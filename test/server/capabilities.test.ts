import { expect, test, vi } from 'vitest';
import { RegistrationRequest } from 'vscode-languageserver/node';
import { startSession } from './session';

/** Any change of what the server offers is to be seen in a review. */
const OFFERED = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: 2 },
  completionProvider: {
    triggerCharacters: [' ', '[', ',', '-', '.', '{', '|', '<', "'", '"', '@'],
    resolveProvider: true,
  },
  codeActionProvider: {
    codeActionKinds: ['quickfix', 'source.fixAll.dagport', 'refactor.extract', 'refactor.rewrite'],
    resolveProvider: true,
  },
  callHierarchyProvider: true,
  definitionProvider: true,
  documentFormattingProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  documentRangeFormattingProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  hoverProvider: true,
  inlayHintProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  selectionRangeProvider: true,
  typeDefinitionProvider: true,
  semanticTokensProvider: {
    legend: {
      tokenTypes: ['function', 'variable', 'namespace', 'enumMember', 'type'],
      tokenModifiers: ['declaration', 'defaultLibrary'],
    },
    full: true,
    range: true,
  },
  workspaceSymbolProvider: true,
};

test('what the server offers to a client that can nothing special', async () => {
  const session = await startSession();
  expect(session.initialized).toEqual({ capabilities: OFFERED, serverInfo: { name: 'dagport', version: 'test' } });
  await session.end();
});

test('what it offers to a client that asks for diagnostics', async () => {
  const session = await startSession({ textDocument: { diagnostic: {} } });
  const diagnosticProvider = { identifier: 'dagport', interFileDependencies: true, workspaceDiagnostics: true };
  expect(session.initialized.capabilities).toEqual({ ...OFFERED, diagnosticProvider });
  await session.end();
});

test('a client that can be told which files to format is told, once', async () => {
  const registered: string[] = [];
  const capabilities = { dynamicRegistration: true };
  const session = await startSession(
    { textDocument: { formatting: capabilities, rangeFormatting: capabilities } },
    {},
    (connection) => {
      connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
        registered.push(
          ...registrations.map(({ method, registerOptions }) => `${method} ${JSON.stringify(registerOptions)}`),
        );
      });
    },
  );
  await vi.waitFor(() => expect(registered).not.toEqual([]));
  expect(session.initialized.capabilities.documentFormattingProvider).toBeUndefined();
  const selector = '{"documentSelector":[{"language":"dagport-workflow"}]}';
  expect(registered).toEqual([`textDocument/formatting ${selector}`, `textDocument/rangeFormatting ${selector}`]);
  await session.end();
});

test('the encoding is UTF-16 whatever the client prefers', async () => {
  const session = await startSession({ general: { positionEncodings: ['utf-8', 'utf-16'] } });
  expect(session.initialized.capabilities.positionEncoding).toBe('utf-16');
  await session.end();
});
