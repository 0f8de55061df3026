import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { ServerData } from '../../server/protocol';
import { run } from '../run';

/** The extension where there is no Node: the server is a worker, and is given the catalogue that it cannot read itself. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  return run(context, async (options) => {
    const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
    const bytes = (name: string): Thenable<Uint8Array> => vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name));
    const [catalogue, providers, blocks] = await Promise.all(
      ['catalogue.json', 'providers.json', 'providers.txt'].map(bytes),
    );
    if (catalogue === undefined || providers === undefined || blocks === undefined) throw new Error('no catalogue');
    const worker = new Worker(vscode.Uri.joinPath(dist, 'server-web.js').toString(true));
    worker.postMessage({ catalogue, providers, blocks } satisfies ServerData);
    return new LanguageClient('dagport', 'dagport', worker, options);
  });
}
