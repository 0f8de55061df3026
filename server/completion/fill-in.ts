import type { Range } from '../../text/range';
import { readWorkflow, type WorkflowDocument, type WorkflowFile } from '../../workflow/read';
import { type Place, placeAt } from '../place';

/** A text with something in place of a word. */
export interface FilledIn {
  readonly place: Place;
  /** It can be read no longer, where it could without. */
  readonly breaks: boolean;
}

/** What stands around a filler, so that it can be read: blanks, commas. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

export const NOTHING: Around = { before: '', after: '' };

/**
 * The place of a filler that stands in place of a word, in the text as it would be with it. What surrounds it counts as
 * far as its own cell goes, so that the size of the file does not matter; where aliases need the rest, all is read.
 */
export function fillIn(
  file: WorkflowFile,
  word: Range,
  filler: string,
  { before, after }: Around = NOTHING,
): FilledIn | undefined {
  const part = partAround(file, word);
  const filling = before + filler + after;
  if (part === undefined) {
    const text = file.text.slice(0, word.start) + filling + file.text.slice(word.end);
    const filled = readWorkflow(file.path, text, file);
    const place = placeAt(filled, word.start + before.length);
    return place === undefined ? undefined : { place, breaks: isBroken(filled) && !isBroken(file) };
  }
  const { start, end, head } = part;
  const by = start - head.length;
  const filled = readWorkflow(
    file.path,
    head + file.text.slice(start, word.start) + filling + file.text.slice(word.end, end),
  );
  const place = placeAt(filled, word.start + before.length - by);
  if (place === undefined) return undefined;
  const breaks = isBroken(filled) && !isBroken(readWorkflow(file.path, head + file.text.slice(start, end)));
  return { place: placeInFile(place, part), breaks };
}

function isBroken({ problems }: WorkflowFile): boolean {
  return problems.some(({ rule }) => rule === 'yaml-syntax');
}

/** A place in a stretch that was read alone, as one of the file. */
function placeInFile(place: Place, { document, start, head, index }: Part): Place {
  const by = start - head.length;
  const { item, way, range, around } = place;
  const [section, number, ...rest] = way;
  return {
    ...place,
    document,
    range: { start: range.start + by, end: range.end + by },
    around: around === undefined ? undefined : around + by,
    ...(item === undefined || section === undefined || typeof number !== 'number'
      ? {}
      : {
          item: { ...item, offset: item.offset + by, index: item.index + index },
          way: [section, number + index, ...rest],
        }),
  };
}

/** A stretch of a document that can be read alone. */
interface Part extends Range {
  readonly document: WorkflowDocument;
  /** What has to stand before it: the key of its section. */
  readonly head: string;
  /** Which item of its section the first of the stretch is. */
  readonly index: number;
}

/** An alias or a merge key means something of another cell; an anchor may be meant there. */
const NEEDS_OTHERS = /(?:^|[\s,[{:-])[*&][^\s,\]}]|<<[ \t]*:/;

/** The cell around a word, or nothing where its text alone is not enough, or the word reaches over its ends. */
function partAround({ documents, text }: WorkflowFile, word: Range): Part | undefined {
  const document = documents.findLast(({ range }) => range.start <= word.start);
  if (document === undefined || word.end > document.range.end) return undefined;
  let [start, end] = [-1, document.range.end];
  let head = '';
  let index = 0;
  for (const item of document.items) {
    if (item.offset > word.start) end = Math.min(end, item.offset);
    else if (item.offset > start) [start, head, index] = [item.offset, `${item.section}:\n`, item.index];
  }
  for (const { offset } of document.entries) {
    if (offset > word.start) end = Math.min(end, offset);
    else if (offset > start) [start, head, index] = [offset, '', 0];
  }
  const isWhole = start >= 0 && word.end <= end && (start === 0 || text.charAt(start - 1) === '\n');
  if (!isWhole || NEEDS_OTHERS.test(text.slice(start, end))) return undefined;
  return { document, start, end, head, index };
}
