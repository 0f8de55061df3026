import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { mergeFixes } from '../../text/fixes';
import { indexLines } from '../../text/range';
import { applySuppressions, type CommentStart, readSuppressions } from '../../text/suppressions';

const KNOWN = new Set(['bad-word', 'worse-word']);

/** A finding of `bad-word` at each BAD and of `worse-word` at each WORSE. */
function findings(text: string): readonly Diagnostic[] {
  return [...text.matchAll(/BAD|WORSE/g)].map((match) => ({
    rule: match[0] === 'BAD' ? 'bad-word' : 'worse-word',
    severity: 'error',
    message: '',
    range: { start: match.index, end: match.index + match[0].length },
  }));
}

function check(
  text: string,
  comment: CommentStart = '#',
): { readonly left: readonly string[]; readonly fixed: string } {
  const lines = indexLines(text);
  const left = applySuppressions(findings(text), readSuppressions(text, lines, comment), { text, lines }, KNOWN);
  return { left: left.map((one) => one.rule), fixed: applyEdits(text, mergeFixes(left, ['safe']).edits) };
}

describe('what a comment silences', () => {
  test.each([
    ['its own line', 'BAD # dagport-ignore bad-word: why', []],
    ['not another rule', 'WORSE # dagport-ignore bad-word: why', ['worse-word', 'unused-suppression']],
    ['the next line where it stands alone', '  # dagport-ignore bad-word: why\n  BAD\n', []],
    ['over comments and blank lines', '# dagport-ignore bad-word: why\n# more\n\nBAD', []],
    ['not the line after', '# dagport-ignore bad-word\nok\nBAD', ['bad-word', 'unused-suppression']],
    ['several rules', 'BAD WORSE # dagport-ignore bad-word, worse-word: why', []],
    ['several findings', 'BAD BAD # dagport-ignore bad-word: why', []],
    ['the file', 'BAD\nBAD\n# dagport-ignore-file bad-word: why', []],
    ['nothing where it is no comment', 'BAD "dagport-ignore bad-word"', ['bad-word']],
    ['nothing where no rule is named', 'BAD # dagport-ignore', ['bad-word', 'unused-suppression']],
    ['nothing where the word is a slip', 'BAD # dagport-disable bad-word: why', ['bad-word', 'unused-suppression']],
    ['nothing where it is spoken of', 'BAD # what dagport ignores stands here', ['bad-word']],
    ['stacked comments', '# dagport-ignore bad-word: a\n# dagport-ignore worse-word: b\nBAD WORSE', []],
    ['and asks why', 'BAD # dagport-ignore bad-word', ['unexplained-suppression']],
    ['and asks why, behind a colon, too', 'BAD BAD # dagport-ignore bad-word: ', ['unexplained-suppression']],
    ['with CRLF', '# dagport-ignore bad-word: why\r\nBAD\r\n', []],
  ])('%s', (_, text, left) => expect(check(text).left).toEqual(left));

  test.each([
    ['//', 'BAD // dagport-ignore bad-word: why'],
    ['<!--', '<!-- dagport-ignore bad-word: why -->\n<BAD/>'],
  ] as const)('in the comments of other languages: %s', (comment, text) =>
    expect(check(text, comment).left).toEqual([]),
  );
});

describe('what is not used is taken away', () => {
  test.each([
    ['with its line', 'a\n  # dagport-ignore bad-word: why\nb\n', 'a\nb\n'],
    ['at the end of a line', 'ok # dagport-ignore bad-word: why\nb', 'ok\nb'],
    ['one of several', 'BAD # dagport-ignore bad-word, worse-word: why', 'BAD # dagport-ignore bad-word: why'],
    ['with CRLF', 'a\r\n# dagport-ignore bad-word\r\nb', 'a\r\nb'],
    ['in XML', '<a/> <!-- dagport-ignore bad-word: why -->', '<a/>'],
  ])('%s', (_, text, fixed) => expect(check(text, text.startsWith('<') ? '<!--' : '#').fixed).toBe(fixed));
});
