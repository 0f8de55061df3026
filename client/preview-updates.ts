import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { GRAPH_REQUEST, type GraphAnswer, type GraphParams } from '../server/protocol';
import type { GraphView } from '../workflow/draw/graph';
import type { ToPreview } from './messages';

/** Keeps a preview at what stands in the editor. */
export interface Updates extends vscode.Disposable {
  /** The text is another one. */
  changed(): void;
  show(view: GraphView): void;
  /** The cursor went to a line, counted from 1. */
  pointTo(line: number): void;
  /** The file of the legacy job beside the workflow. */
  legacy(): vscode.Uri | undefined;
}

/**
 * Asks the server for the graph and sends it to the page: at once, and while an answer is awaited once more when that has
 * come. So a picture is never older than one answer, however fast somebody types.
 */
export function keepUpdated(webview: vscode.Webview, client: BaseLanguageClient, uri: vscode.Uri): Updates {
  let view: GraphView = 'authored';
  let asking = false;
  let stale = false;
  let ended = false;
  let legacy: vscode.Uri | undefined;
  const post = (message: ToPreview): void => {
    if (!ended) void webview.postMessage(message);
  };
  const take = (answer: GraphAnswer | null): void => {
    if (answer === null) {
      post({ kind: 'problems', problems: ['This file is no workflow, and no legacy job.'] });
      return;
    }
    const { graph, problems } = answer;
    legacy = answer.legacy === undefined ? undefined : vscode.Uri.parse(answer.legacy.uri);
    if (graph !== undefined) {
      const beside = answer.legacy === undefined ? {} : { legacy: answer.legacy };
      post({ kind: 'graph', graph, ...beside });
    }
    if (graph === undefined || problems.length > 0) post({ kind: 'problems', problems });
  };
  const ask = async (): Promise<void> => {
    asking = true;
    do {
      stale = false;
      const params: GraphParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) }, view };
      try {
        take(await client.sendRequest<GraphAnswer | null>(GRAPH_REQUEST, params));
      } catch (error) {
        post({ kind: 'problems', problems: [String(error)] });
      }
    } while (stale && !ended);
    asking = false;
  };
  const changed = (): void => {
    if (asking) stale = true;
    else void ask();
  };
  return {
    changed,
    show(wanted) {
      view = wanted;
      changed();
    },
    pointTo: (line) => post({ kind: 'cursor', line }),
    legacy: () => legacy,
    dispose() {
      ended = true;
    },
  };
}
