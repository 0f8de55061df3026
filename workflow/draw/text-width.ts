/**
 * How wide a text is, without a browser: the widths of DejaVu Sans by class of character, in hundredths of the font size.
 * It is the widest of the fonts that a picture may be shown in, so a text fits its box everywhere.
 */
const CLASSES: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[ijlI|'.,:;!]/, 33],
  [/[-frt()[\]{}/\\" ]/, 42],
  [/[mwMW%@]/, 95],
  [/[A-Z&]/, 72],
  [/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\ud800-\udfff]/, 100],
];

const BOLD = 1.1;

function widthOf(character: string): number {
  return CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? 64;
}

/** Those of the characters that most names are made of. */
const ASCII: readonly number[] = Array.from({ length: 128 }, (_, code) => widthOf(String.fromCharCode(code)));

/** The width of a text in pixels, rather too large than too small. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let hundredths = 0;
  for (const character of text) hundredths += ASCII[character.codePointAt(0) ?? 0] ?? widthOf(character);
  return ((hundredths * fontSize) / 100) * (bold ? BOLD : 1);
}

/** The text itself where it fits, else its beginning and end around an ellipsis: names often differ at their ends. */
export function shortened(text: string, fontSize: number, bold: boolean, limit: number): string {
  if (textWidth(text, fontSize, bold) <= limit) return text;
  const characters = [...text];
  let kept = Math.min(characters.length - 1, Math.floor(limit / (fontSize * 0.3)));
  for (; kept > 1; kept--) {
    const head = Math.ceil(kept / 2);
    const tail = kept - head;
    const shorter = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`;
    if (textWidth(shorter, fontSize, bold) <= limit) return shorter;
  }
  return '…';
}
