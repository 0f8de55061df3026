/** A number with its word, which takes an "s" for all numbers but one: `1 file`, `2 files`, `0 files`. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
