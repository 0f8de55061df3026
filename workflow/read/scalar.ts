import type { ScalarType } from './node';

/** A plain scalar as PyYAML's safe loader resolves it (YAML 1.1, `yaml/resolver.py` and `yaml/constructor.py`). */
export interface ResolvedScalar {
  readonly type: ScalarType;
  readonly value: string | number | bigint | boolean | null;
  /** Why PyYAML refuses it: text that looks like a number or date and is none. */
  readonly refused?: string;
}

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const TRUE = /^(?:yes|true|on)$/i;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
/** Those of them that a number holds, and that are written as in any language: nearly all. */
const SMALL = /^(?:0|-?[1-9]\d{0,14})$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.\d*)?(?:[ \t]*(?:Z|[-+](\d{1,2})(?::(\d{2}))?))?)?$/;

/** What a plain scalar means. Text that no other type claims is text. */
export function resolvePlain(source: string): ResolvedScalar {
  if (NULL.test(source)) return { type: 'null', value: null };
  const first = source.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber) {
    return BOOLEAN.test(source) ? { type: 'boolean', value: TRUE.test(source) } : { type: 'text', value: source };
  }
  if (SMALL.test(source)) return { type: 'integer', value: Number(source) };
  if (INTEGER.test(source)) return integer(source);
  if (FLOAT.test(source)) return { type: 'number', value: floatOf(source) };
  const timestamp = TIMESTAMP.exec(source);
  if (timestamp === null || (timestamp[4] === undefined && !DATE.test(source))) return { type: 'text', value: source };
  return isTime(timestamp) ? { type: 'timestamp', value: source } : refused('timestamp', source, 'a date');
}

function refused(type: ScalarType, source: string, what: string): ResolvedScalar {
  return { type, value: source, refused: `"${source}" looks like ${what} and is none; quote it where text is meant.` };
}

/** Is there such a day, time and offset from UTC? */
function isTime([, year, month, day, hour, minute, second, zoneHour, zoneMinute]: RegExpExecArray): boolean {
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const isDay = Number(year) > 0 && inRange(month, 1, 12) && inRange(day, 1, days);
  const isClock = inRange(hour, 0, 23) && inRange(minute, 0, 59) && inRange(second, 0, 59);
  const isZone = Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0) < 24 * 60;
  return isDay && isClock && isZone;
}

function inRange(digits: string | undefined, least: number, most: number): boolean {
  const value = Number(digits ?? least);
  return value >= least && value <= most;
}

function integer(source: string): ResolvedScalar {
  const value = integerOf(source);
  return value === undefined ? refused('integer', source, 'a number') : { type: 'integer', value: narrowed(value) };
}

function integerOf(source: string): bigint | undefined {
  const digits = source.replaceAll('_', '').replace(/^[-+]/, '');
  const sign = source.startsWith('-') ? -1n : 1n;
  if (digits.includes(':')) return sign * sexagesimal(digits.split(':'));
  if (/^0[0-7]/.test(digits)) return sign * BigInt(`0o${digits.slice(1)}`);
  if (/^0[bx]$/.test(digits)) return undefined;
  return sign * BigInt(digits);
}

function sexagesimal(parts: readonly string[]): bigint {
  return parts.reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function narrowed(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function floatOf(source: string): number {
  const text = source.replaceAll('_', '').toLowerCase();
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '');
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return sign * (digits.includes(':') ? sexagesimalFloat(digits.split(':')) : Number(digits));
}

/** Summed from the right, as PyYAML does: the order decides about the last bit. */
function sexagesimalFloat(parts: readonly string[]): number {
  return parts.reduceRight((sum, part, index) => sum + Number(part) * 60 ** (parts.length - 1 - index), 0);
}
