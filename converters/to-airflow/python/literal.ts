/**
 * A Python string literal: the only way by which text becomes Python. Any text is possible, lone surrogates included;
 * what a reader cannot see (controls, zero-width and direction marks, odd spaces) is written as an escape.
 * The quotes are those that need fewer escapes, double ones where it makes no difference, as `ruff format` has it.
 */
export function stringLiteral(text: string): string {
  if (needsNoEscape.test(text)) return `"${text}"`;
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  let body = '';
  for (const character of text) body += character === quote ? `\\${quote}` : escaped(character);
  return quote + body + quote;
}

/** ASCII that can be seen, without `"` and backslash: nearly every text. */
const needsNoEscape = /^[ !#-[\]-~]*$/;

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/**
 * A number of YAML 1.1 as Python writes it. Python reads neither `010` (8) nor `1:30` (90); the other forms keep their
 * digits, so that none is lost. Undefined for what Python has no literal for: infinity, and what is no number.
 */
export function numberLiteral(source: string): string | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(source.replaceAll('_', '').toLowerCase()) ?? [];
  const value = unsignedNumber(digits);
  return value === undefined ? undefined : (sign === '-' ? '-' : '') + value;
}

function unsignedNumber(digits: string): string | undefined {
  if (/^0b[01]+$/.test(digits)) return digits;
  if (/^0x[0-9a-f]+$/.test(digits)) return `0x${digits.slice(2).toUpperCase()}`;
  if (/^0o?[0-7]+$/.test(digits)) return `0o${digits.replace(/^0o?/, '')}`;
  if (/^[0-9]+$/.test(digits)) return withoutLeadingZeros(digits);
  if (/^[0-9]+(:[0-5]?[0-9])+$/.test(digits)) return sexagesimal(digits).toString();
  if (/^[0-9]+(:[0-5]?[0-9])+\.[0-9]*$/.test(digits)) {
    const [whole = '', fraction = ''] = digits.split('.');
    return `${sexagesimal(whole)}.${fraction || '0'}`;
  }
  return float(digits);
}

function float(digits: string): string | undefined {
  const match = /^([0-9]*)(\.[0-9]*)?(?:e([-+]?)([0-9]+))?$/.exec(digits);
  if (match === null || !/^\.?[0-9]/.test(digits)) return undefined;
  const [, whole = '', point, sign = '', exponent] = match;
  const fraction = point === undefined ? '' : point === '.' ? '.0' : point;
  return (
    withoutLeadingZeros(whole) + fraction + (exponent === undefined ? '' : `e${sign === '-' ? '-' : ''}${exponent}`)
  );
}

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=[0-9])/, '') || '0';
}

function sexagesimal(digits: string): bigint {
  return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}
