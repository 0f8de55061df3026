import type { CancellationToken } from 'vscode-languageserver';
import { unlessCancelled } from '../cancellation';
import type { LegacyDocument } from '../legacy';
import { isConfiguration } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/** Parameters of a request about one document. */
export interface About {
  readonly textDocument: { readonly uri: string };
}

/** Answers requests about open documents; about any other there is nothing to say. */
export interface Answers {
  /** Of a `dagport.yaml` there is nothing to say either. */
  readonly about: <Params extends About, Answer, LegacyAnswer = null>(
    answer: (document: OpenDocument, params: Params, token: CancellationToken) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) => (params: Params, token: CancellationToken) => Promise<Answer | LegacyAnswer | null>;
  readonly aboutOr: <Params extends About, Answer, Nothing, LegacyAnswer = Nothing>(
    nothing: Nothing,
    answer: (document: OpenDocument, params: Params, token: CancellationToken) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) => (params: Params, token: CancellationToken) => Promise<Answer | Nothing | LegacyAnswer>;
}

/**
 * The version that counts is the one that the client had when it asked: its positions are positions of that text, also when
 * it is edited before the answer.
 */
export function answersOf(workspace: Workspace): Answers {
  const aboutOr = <Params extends About, Answer, Nothing, LegacyAnswer = Nothing>(
    nothing: Nothing,
    answer: (document: OpenDocument, params: Params, token: CancellationToken) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) => {
    return async (params: Params, token: CancellationToken) => {
      const document = workspace.documents.get(params.textDocument.uri);
      const legacy = workspace.legacy.get(params.textDocument.uri);
      if (legacy !== undefined) {
        return unlessCancelled(token, async () => (await legacyAnswer?.(legacy, params)) ?? nothing);
      }
      await workspace.projects.ready(params.textDocument.uri);
      return unlessCancelled(token, async () =>
        document === undefined ? nothing : await answer(document, params, token),
      );
    };
  };
  const about = <Params extends About, Answer, LegacyAnswer = null>(
    answer: (document: OpenDocument, params: Params, token: CancellationToken) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) =>
    aboutOr(
      null,
      (document, params: Params, token) => (isConfiguration(document.uri) ? null : answer(document, params, token)),
      legacyAnswer,
    );
  return { about, aboutOr };
}
