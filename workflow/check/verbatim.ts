/** Does a text hold Python, between `<<` and `>>`? Linear. */
export function holdsVerbatim(text: string): boolean {
  const open = text.indexOf('<<');
  return open >= 0 && text.includes('>>', open + 2);
}
