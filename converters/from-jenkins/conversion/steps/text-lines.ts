import type { Argument, Expression } from '../../groovy/index';
import { cutLines, numberLines } from '../outputs';
import { quote } from '../script';
import { literalOf, type Parting, plainPattern } from '../text-methods';

/** What a method does with a text, as lines that change a variable of the shell. */
export interface TextLines {
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/** More signs are not counted out. */
const mostSigns = 64;

const counted = 'What one character is where the text is not ASCII, the locale of the task says.';
const byLines = 'The pattern is looked for in each line on its own.';

type Lines = (target: string, given: readonly (string | number)[]) => TextLines | undefined;

const translate =
  (from: string, to: string): Lines =>
  (target, given) =>
    given.length > 0 ? undefined : plain([`${target}="$(printf '%s' "$${target}" | tr '[:${from}:]' '[:${to}:]')"`]);

const without =
  (lines: (target: string) => readonly string[]): Lines =>
  (target, given) =>
    given.length > 0 ? undefined : plain(lines(target));

/** Methods of `java.lang.String`, and those that Groovy adds. */
const methods: ReadonlyMap<string, Lines> = new Map<string, Lines>([
  ['trim', without((target) => cutLines(target, 'around'))],
  ['strip', without((target) => cutLines(target, 'around'))],
  ['stripTrailing', without((target) => cutLines(target, 'at the end'))],
  ['toLowerCase', translate('upper', 'lower')],
  ['toUpperCase', translate('lower', 'upper')],
  ['toInteger', without(numberLines)],
  ['toLong', without(numberLines)],
  ['length', without((target) => [`${target}="\${#${target}}"`])],
  ['size', without((target) => [`${target}="\${#${target}}"`])],
  [
    'take',
    (target, [count, more]) =>
      isCount(count) && more === undefined ? { lines: take(target, count), notes: [counted] } : undefined,
  ],
  [
    'drop',
    (target, [count, more]) =>
      isCount(count) && more === undefined ? { lines: drop(target, count), notes: [counted] } : undefined,
  ],
  ['substring', substring],
  [
    'replace',
    (target, [from, to, more]) =>
      isText(from) && from !== '' && isText(to) && more === undefined ? plain(replace(target, from, to)) : undefined,
  ],
  ['replaceAll', replaceAll],
  [
    'minus',
    (target, [less, more]) =>
      isText(less) && less !== '' && more === undefined ? plain(minus(target, less)) : undefined,
  ],
  [
    'concat',
    (target, [tail, more]) =>
      isText(tail) && more === undefined ? plain([`${target}="$${target}"${quote(tail)}`]) : undefined,
  ],
  [
    'indexOf',
    (target, [part, more]) =>
      isText(part) && more === undefined ? { lines: indexOf(target, part), notes: [counted] } : undefined,
  ],
  ['capitalize', (target, given) => (given.length > 0 ? undefined : { lines: capitalize(target), notes: [counted] })],
  ['padLeft', (target, given) => padded(target, given, (sign) => `${sign}"$${target}"`)],
  ['padRight', (target, given) => padded(target, given, (sign) => `"$${target}"${sign}`)],
]);

/** The lines of a method with these arguments; nothing for those that no shell has. */
export function linesOf(target: string, name: string, list: readonly Argument[]): TextLines | undefined {
  const values = list.flatMap((argument) => literalOf(argument) ?? []);
  return values.length === list.length ? methods.get(name)?.(target, values) : undefined;
}

/** `text.split(',')[1]`, `text.tokenize('-')[-1]`: a variable that holds the text then holds the part. */
export function partLines(
  target: string,
  { how, by }: Pick<Parting, 'how' | 'by'>,
  index: Expression,
): TextLines | undefined {
  const place = placeOf(index);
  if (place === undefined || place < -1 || place > mostSigns) return undefined;
  return how === 'split' ? splitPart(target, by, place) : tokenPart(target, by, place);
}

/** The place that an index says; the last one is -1. */
function placeOf(index: Expression): number | undefined {
  if (index.kind === 'number' && /^\d{1,3}$/.test(index.text)) return Number(index.text);
  const isLast =
    index.kind === 'unary' && index.operator === '-' && index.operand.kind === 'number' && index.operand.text === '1';
  return isLast ? -1 : undefined;
}

/** The lines that take the empty parts at the end away, which `split` leaves out; without any part at all the task fails. */
export function strippedLines(target: string, by: string, whole: string): readonly string[] {
  const sign = quote(by);
  return [
    `${whole}="$${target}"`,
    `while case "$${target}" in *${sign}) true ;; *) false ;; esac; do ${target}="\${${target}%${sign}}"; done`,
  ];
}

function splitPart(target: string, by: string, place: number): TextLines {
  const sign = quote(by);
  const next = `case "$${target}" in *${sign}*) ${target}="\${${target}#*${sign}}" ;; *) exit 1 ;; esac`;
  return plain([
    ...strippedLines(target, by, '_text'),
    `[ -n "$${target}" ] || [ -z "$_text" ] || exit 1`,
    ...(place < 0
      ? [`${target}="\${${target}##*${sign}}"`]
      : [...repeat(next, place), `${target}="\${${target}%%${sign}*}"`]),
  ]);
}

/** What a method of the parts of a text gives, where a variable holds the text: how many there are, and all of them joined. */
export function listLines(
  target: string,
  { how, by }: Pick<Parting, 'how' | 'by'>,
  name: string,
  list: readonly Argument[],
): TextLines | undefined {
  const [first, more] = list;
  if (more !== undefined) return undefined;
  if ((name === 'size' || name === 'length') && first === undefined)
    return plain(how === 'split' ? countSplit(target, by) : countTokens(target, by));
  const between = first === undefined ? '' : literalOf(first);
  if (name !== 'join' || !isText(between)) return undefined;
  return plain(
    how === 'split'
      ? [...strippedLines(target, by, '_text'), ...replace(target, by, between)]
      : joinTokens(target, by, between),
  );
}

function countSplit(target: string, by: string): readonly string[] {
  const sign = quote(by);
  return [
    ...strippedLines(target, by, '_text'),
    `if [ -n "$${target}" ] || [ -z "$_text" ]; then _text=1; else _text=0; fi`,
    `while case "$${target}" in *${sign}*) true ;; *) false ;; esac; do _text="$((_text + 1))"; ${target}="\${${target}#*${sign}}"; done`,
    `${target}="$_text"`,
  ];
}

/** What is done with each part that `tokenize` finds. */
function eachToken(target: string, by: string, work: readonly string[]): readonly string[] {
  const skip = skipLine(target, by);
  const next = `${target}="\${${target}#"\${${target}%%${signs(by)}*}"}"`;
  return [skip, `while [ -n "$${target}" ]; do`, ...work, next, skip, 'done', `${target}="$_text"`];
}

function countTokens(target: string, by: string): readonly string[] {
  return ['_text=0', ...eachToken(target, by, ['_text="$((_text + 1))"'])];
}

function joinTokens(target: string, by: string, between: string): readonly string[] {
  const add = between === '' ? [] : [`[ -z "$_text" ] || _text="$_text"${quote(between)}`];
  return ['_text=', ...eachToken(target, by, [...add, `_text="$_text\${${target}%%${signs(by)}*}"`])];
}

const nothingThere = 'Where there is no such part, the task fails; in Groovy it is null.';

function tokenPart(target: string, by: string, place: number): TextLines {
  const [skip, sign] = [skipLine(target, by), signs(by)];
  const first = `${target}="\${${target}%%${sign}*}"`;
  const next = `${target}="\${${target}#"\${${target}%%${sign}*}"}"`;
  const last = [`${target}="\${${target}%"\${${target}##*${signs(by, '!')}}"}"`, `${target}="\${${target}##*${sign}}"`];
  const lines = place < 0 ? last : [skip, ...repeat([next, skip], place).flat(), first];
  return { lines: [...lines, `[ -n "$${target}" ] || exit 1`], notes: [nothingThere] };
}

/** The line that takes separators of `tokenize` at the beginning away. */
export function skipLine(target: string, by: string): string {
  return `${target}="\${${target}#"\${${target}%%${signs(by, '!')}*}"}"`;
}

/** One of some signs, or none of them, as a pattern of the shell. */
export function signs(by: string, not: '' | '!' = ''): string {
  if (by === ' \t\n\r\f') return `[${not}[:space:]]`;
  return `[${not}${[...by].map((sign) => (/[\w.,:/]/.test(sign) ? sign : sign === "'" ? "\\'" : `'${sign}'`)).join('')}]`;
}

function plain(lines: readonly string[]): TextLines {
  return { lines, notes: [] };
}

function isText(value: string | number | undefined): value is string {
  return typeof value === 'string';
}

function isCount(value: string | number | undefined): value is number {
  return typeof value === 'number' && value <= mostSigns;
}

function repeat<T>(value: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => value);
}

function take(target: string, count: number): readonly string[] {
  if (count === 0) return [`${target}=`];
  return [`[ "\${#${target}}" -le ${count} ] || ${target}="\${${target}%"\${${target}#${'?'.repeat(count)}}"}"`];
}

function drop(target: string, count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `if [ "\${#${target}}" -le ${count} ]; then ${target}=; else ${target}="\${${target}#${'?'.repeat(count)}}"; fi`,
  ];
}

function substring(target: string, [from, to, more]: readonly (string | number)[]): TextLines | undefined {
  if (!isCount(from) || more !== undefined || (to !== undefined && !isCount(to))) return undefined;
  const end = to ?? from;
  if (end < from) return undefined;
  // Where the text ends before, Java fails.
  const enough = `[ "\${#${target}}" -ge ${end} ] || exit 1`;
  return { lines: [enough, ...(to === undefined ? [] : take(target, end)), ...drop(target, from)], notes: [counted] };
}

function replace(target: string, from: string, to: string): readonly string[] {
  const sign = quote(from);
  return [
    '_text=',
    `while case "$${target}" in *${sign}*) true ;; *) false ;; esac; do`,
    `_text="$_text\${${target}%%${sign}*}"${to === '' ? '' : quote(to)}`,
    `${target}="\${${target}#*${sign}}"`,
    'done',
    `${target}="$_text$${target}"`,
  ];
}

/** Signs of which one is looked for, as many as there are: what both Java and `sed -E` read alike. */
const classPattern = /^(?:\[\^?(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_., /:@-])+\]|\\[dsw.])\+?$/;

function replaceAll(target: string, [from, to, more]: readonly (string | number)[]): TextLines | undefined {
  if (!isText(from) || !isText(to) || more !== undefined || /[\\$&\n]/.test(to)) return undefined;
  const text = plainPattern(from);
  if (text !== undefined) return plain(replace(target, text, to));
  if (!classPattern.test(from)) return undefined;
  const pattern = from.replace('\\d', '[0-9]').replace('\\w', '[A-Za-z0-9_]').replace('\\s', '[[:space:]]');
  const script = `s/${pattern.replaceAll('/', '\\/')}/${to.replaceAll('/', '\\/')}/g`;
  return {
    lines: [`${target}="$(printf '%s\\n' "$${target}" | LC_ALL=C.UTF-8 sed -E ${quote(script)})"`],
    notes: [byLines],
  };
}

function minus(target: string, less: string): readonly string[] {
  const sign = quote(less);
  return [`case "$${target}" in *${sign}*) ${target}="\${${target}%%${sign}*}\${${target}#*${sign}}" ;; esac`];
}

function indexOf(target: string, part: string): readonly string[] {
  if (part === '') return [`${target}=0`];
  const sign = quote(part);
  return [
    `case "$${target}" in *${sign}*) ${target}="\${${target}%%${sign}*}"; ${target}="\${#${target}}" ;; *) ${target}=-1 ;; esac`,
  ];
}

function capitalize(target: string): readonly string[] {
  return [
    `_text="\${${target}#?}"`,
    `${target}="$(printf '%s' "\${${target}%"$_text"}" | tr '[:lower:]' '[:upper:]')$_text"`,
  ];
}

function padded(
  target: string,
  [size, filling, more]: readonly (string | number)[],
  set: (sign: string) => string,
): TextLines | undefined {
  const sign = filling ?? ' ';
  if (!isCount(size) || !isText(sign) || sign.length !== 1 || more !== undefined) return undefined;
  return {
    lines: [`while [ "\${#${target}}" -lt ${size} ]; do ${target}=${set(quote(sign))}; done`],
    notes: [counted],
  };
}
