import type { Range } from '../../text/range';

/** Which commas are missing around a word in a flow collection, and where the one before it has to stand. */
export interface Commas {
  readonly before: boolean;
  readonly after: boolean;
  /** Behind what stands before the word. */
  readonly place: number;
}

/** What would be missing if the word were an entry of `{…}` or `[…]`. */
export function commasAround(text: string, word: Range): Commas {
  let place = word.start;
  while (place > 0 && isBlank(text.charAt(place - 1))) place--;
  let next = word.end;
  while (next < text.length && isBlank(text.charAt(next))) next++;
  const [last, following] = [text.charAt(place - 1), text.charAt(next)];
  // Directly behind a word the cursor is in that word.
  return {
    before: place < word.start && !'{[,:'.includes(last),
    after: following !== '' && !',]}:#'.includes(following),
    place,
  };
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** No line is looked at for its indentation that is further up than this. */
const FARTHEST = 100;

/**
 * Blanks before a word that begins its line, from the line's start on, without which it would stand below a line above it:
 * the fewest first.
 */
export function surplusBlanks(text: string, word: Range): readonly Range[] {
  const start = text.lastIndexOf('\n', word.start - 1) + 1;
  if (!/^ +$/.test(text.slice(start, word.start))) return [];
  let column = word.start - start;
  const found: Range[] = [];
  const above = text
    .slice(0, start)
    .split('\n')
    .slice(-FARTHEST - 1, -1)
    .toReversed();
  for (const line of above) {
    const [, blanks = '', dashes = ''] = /^( *)((?:- +)*)[^\s#]/.exec(line) ?? [];
    if (blanks === '' && !/^[^\s#]/.test(line)) continue;
    for (const indentation of [blanks.length + dashes.length, blanks.length]) {
      if (indentation >= column) continue;
      column = indentation;
      found.push({ start, end: start + (word.start - start - indentation) });
    }
    if (column === 0) break;
  }
  return found;
}
