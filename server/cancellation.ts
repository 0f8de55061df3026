import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/**
 * Answers a request unless it was cancelled meanwhile.
 * @throws {ResponseError} `RequestCancelled`, which the connection sends as the answer.
 */
export async function unlessCancelled<T>(token: CancellationToken, answer: () => T): Promise<Awaited<T>> {
  await stopIfCancelled(token);
  return await answer();
}

/** The next turn of the loop; in a browser, too, which has no `setImmediate`. */
const nextTurn: (then: () => void) => void =
  'setImmediate' in globalThis ? (then) => void setImmediate(then) : (then) => void setTimeout(then, 0);

/**
 * Messages are read only between turns of the loop, so this waits for two of them: one in which a cancellation is read,
 * one in which it is handled.
 * @throws {ResponseError} `RequestCancelled`.
 */
export async function stopIfCancelled(token: CancellationToken): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => nextTurn(resolve));
  if (token.isCancellationRequested) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  }
}
