import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { GRAPH_REQUEST, type GraphAnswer, type GraphParams } from '../server/protocol';
import type { GraphView } from '../workflow/draw/graph';
import type { ToPreview } from './messages';

/** Keeps a preview at what stands in the editor. */
export interface Updates extends vscode.Disposable {
  /** The page has no graph yet. */
  begin(): void;
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
  let known: number | undefined;
  let pages = 0;
  const post = (message: ToPreview): void => {
    if (!ended) void webview.postMessage(message);
  };
  const take = (answer: GraphAnswer | null): void => {
    if (answer === null) {
      post({ kind: 'problems', problems: ['This file is no workflow, and no legacy job.'] });
      return;
    }
    const { graph, change, problems, legacy: beside, keepsLegacy = false } = answer;
    if (!keepsLegacy) legacy = beside === undefined ? undefined : vscode.Uri.parse(beside.uri);
    known = answer.id ?? known;
    const withLegacy = beside === undefined ? {} : { legacy: beside };
    if (change !== undefined) post({ kind: 'change', change, keepsLegacy, ...withLegacy });
    if (graph !== undefined) post({ kind: 'graph', graph, ...withLegacy });
    if ((graph ?? change) === undefined || problems.length > 0) post({ kind: 'problems', problems });
  };
  const ask = async (): Promise<void> => {
    asking = true;
    do {
      stale = false;
      const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
      const params: GraphParams = { textDocument, view, ...(known !== undefined && { known }) };
      try {
        const page = pages;
        const answer = await client.sendRequest<GraphAnswer | null>(GRAPH_REQUEST, params);
        if (page === pages) take(answer); // else it is what became of a graph that the page of now does not have
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
    begin() {
      known = undefined;
      pages++;
      changed();
    },
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
