import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentFormattingRequest, DocumentRangeFormattingRequest, type TextEdit } from 'vscode-languageserver/node';
import { applyEdits } from '../../text/edit';
import { indexLines, offsetAt, positionAt } from '../../text/range';
import { formatWorkflow } from '../../workflow/format';
import { type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.end());

const textDocument = { uri: URI };
const options = { tabSize: 2, insertSpaces: true };
const UNTIDY = `name:   x # why
operators:
    -   name: a
        type:   bash
    -   {name: b,type: bash}

`;

function applied(text: string, edits: readonly TextEdit[] | null): string {
  const lines = indexLines(text);
  return applyEdits(
    text,
    (edits ?? []).map(({ range, newText }) => ({
      range: { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
      text: newText,
    })),
  );
}

describe('formatting', () => {
  async function formatted(text: string): Promise<string> {
    await session.open(text);
    const edits = await session.connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    await session.close();
    return applied(text, edits);
  }

  test.each([
    ['an untidy file', UNTIDY],
    ['with Windows line ends', UNTIDY.replaceAll('\n', '\r\n')],
    ['with an emoji', UNTIDY.replace('why', '🎉')],
  ])('gives what the command line gives: %s', async (_, text) => {
    const result = formatWorkflow(text);
    expect(result.kind).toBe('formatted');
    if (result.kind !== 'formatted') return;
    expect(result.text).not.toBe(text);
    expect(await formatted(text)).toBe(result.text);
    expect(await formatted(result.text)).toBe(result.text);
  });

  test('leaves alone what cannot be read', async () => {
    expect(await formatted('name: [\n  x')).toBe('name: [\n  x');
  });

  test('of a part changes nothing elsewhere', async () => {
    const range = {
      start: positionAt(indexLines(UNTIDY), 0),
      end: positionAt(indexLines(UNTIDY), UNTIDY.indexOf('operators')),
    };
    await session.open(UNTIDY);
    const edits = await session.connection.sendRequest(DocumentRangeFormattingRequest.type, {
      textDocument,
      range,
      options,
    });
    await session.close();
    expect(applied(UNTIDY, edits).split('\n')[0]).toBe('name: x  # why');
    expect(applied(UNTIDY, edits).split('\n').slice(2)).toEqual(UNTIDY.split('\n').slice(2));
  });
});
