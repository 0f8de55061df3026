const letter = /[\p{L}\p{Nl}_$]/u;
const letterOrDigit = /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}_$]/u;

/** May this UTF-16 unit begin a name? (Groovy: a Java letter, `_` or `$`.) */
export function beginsName(unit: number): boolean {
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || unit === 36;
  return letter.test(String.fromCharCode(unit));
}

/** May this UTF-16 unit stand inside a name? */
export function continuesName(unit: number): boolean {
  if (unit < 128) return beginsName(unit) || isDigit(unit);
  return letterOrDigit.test(String.fromCharCode(unit));
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isHexDigit(unit: number): boolean {
  return isDigit(unit) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70);
}
