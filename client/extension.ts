import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { run } from './run';

/** VS Code calls it when a workflow is first opened; the server is a process of its own. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const transport = TransportKind.ipc;
  const debug = { module, transport, options: { execArgv: ['--nolazy', '--inspect=6011'] } };
  return run(
    context,
    (options) => new LanguageClient('dagport', 'dagport', { run: { module, transport }, debug }, options),
  );
}
