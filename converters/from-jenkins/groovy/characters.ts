/**
 * May this UTF-16 unit begin a name? (Groovy 2.4: an ASCII letter, `_`, `$`, and everything from U+00C0 on but two signs and
 * U+FFFF, surrogates included.)
 */
export function beginsName(unit: number): boolean {
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || unit === 36;
  return unit >= 0xc0 && unit !== 0xd7 && unit !== 0xf7 && unit !== 0xffff;
}

/** May this UTF-16 unit stand inside a name? */
export function continuesName(unit: number): boolean {
  return beginsName(unit) || isDigit(unit);
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isHexDigit(unit: number): boolean {
  return isDigit(unit) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70);
}
