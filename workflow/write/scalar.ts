/** Where a scalar stands: `flow` inside `{…}` or `[…]`, where commas and brackets end a plain scalar. */
export type ScalarContext = 'block' | 'flow';

/**
 * Words that some reader takes for null, a boolean, a float, a merge or a default key: PyYAML 6 (YAML 1.1 without `y` and
 * `n`), readers of full YAML 1.1 (with them), YAML 1.2's core schema.
 */
const notText = /^(?:~|null|y|n|yes|no|on|off|true|false|[-+]?\.inf|\.nan|[-+]?\.[0-9_]*|=|<<)$/i;

/** Anything that a reader could take for a number, a sexagesimal one or a date; `yaml` reads `E0` as a 1.1 float. */
const likeNumber = /^[-+]?\.?(?:[0-9]|e[-+]?[0-9])[-+0-9a-foxtz_.:, ]*$/i;

/** What YAML 1.1 and 1.2 both allow unescaped, line breaks left out (YAML 1.1 §5.1; U+0085, U+2028, U+2029 break lines there). */
const printable =
  /^(?:[\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\ud800-\udbff][\udc00-\udfff])*$/;

/** Is every character one that may stand unescaped on one line? */
export function isPrintable(text: string): boolean {
  return printable.test(text);
}

/** May the text stand without quotes, so that YAML 1.1 and YAML 1.2 both read just this text? */
export function isPlain(text: string, context: ScalarContext): boolean {
  if (text === '' || notText.test(text) || likeNumber.test(text)) return false;
  if (!isPrintable(text) || text.includes('\t') || text !== text.trim()) return false;
  if (/^[?:,[\]{}#&*!|>'"%@`]/.test(text) || /^-(?:\s|$)/.test(text) || /^(?:---|\.\.\.)/.test(text)) return false;
  if (/:(?:\s|$)/.test(text) || /\s#/.test(text)) return false;
  return context === 'block' || !/[,[\]{}?]|:$/.test(text);
}

/**
 * A text as a scalar on one line: plain where both YAML versions read it back, else in double quotes, in single quotes
 * where that saves escapes.
 */
export function writeText(text: string, context: ScalarContext): string {
  if (isPlain(text, context)) return text;
  const onOneLine = isPrintable(text);
  if (onOneLine && /["\\]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return `"${escapeDouble(text)}"`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeDouble(text: string): string {
  let result = '';
  for (const character of text) {
    const escaped = escapes.get(character);
    if (escaped !== undefined) result += escaped;
    else if (isPrintable(character)) result += character;
    else result += escapeUnit(character);
  }
  return result;
}

function escapeUnit(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(code < 0x100 ? 2 : 4, '0');
  return code < 0x100 ? `\\x${hex}` : `\\u${hex}`;
}

/**
 * A number. PyYAML reads an exponent only after a decimal point and with a sign: `1e21` would be text there.
 */
export function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = String(value);
  const exponent = text.indexOf('e');
  if (exponent < 0 || text.slice(0, exponent).includes('.')) return text;
  return `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}

/** A literal block: its header (`|-`, `|2`) and its lines, still without the indentation of the place. */
export interface LiteralBlock {
  readonly header: string;
  readonly lines: readonly string[];
}

/**
 * A text of several lines as a literal block, where the block gives back exactly the text; else nothing.
 * Content is to be indented by two more than its parent.
 */
export function writeLiteral(text: string): LiteralBlock | undefined {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!text.includes('\n') || body.endsWith('\n') || body.trim() === '') return undefined;
  const lines = body.split('\n');
  if (!lines.every(isPrintable) || (lines.at(-1) ?? '').trim() === '') return undefined;
  const indicator = /^[\s]/.test(text) ? '2' : '';
  return { header: `|${indicator}${text.endsWith('\n') ? '' : '-'}`, lines };
}
