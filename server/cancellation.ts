import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/**
 * Answers a request unless it was cancelled meanwhile.
 * @throws {ResponseError} `RequestCancelled`, which the connection sends as the answer.
 */
export async function unlessCancelled<T>(token: CancellationToken, answer: () => T): Promise<Awaited<T>> {
  await stopIfCancelled(token);
  return await answer();
}

/**
 * Node reads messages only between turns of its loop, so this waits for two of them: one in which a cancellation is read,
 * one in which it is handled.
 * @throws {ResponseError} `RequestCancelled`.
 */
export async function stopIfCancelled(token: CancellationToken): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (token.isCancellationRequested) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  }
}
