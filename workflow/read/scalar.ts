import type { ScalarType } from './node';

/** A plain scalar as PyYAML's safe loader resolves it (YAML 1.1, `yaml/resolver.py` and `yaml/constructor.py`). */
export interface ResolvedScalar {
  readonly type: ScalarType;
  readonly value: string | number | bigint | boolean | null;
}

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const TRUE = /^(?:yes|true|on)$/i;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(?:\d{4}-\d{2}-\d{2}|\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?)$/;

/** What a plain scalar means. Text that no other type claims is text. */
export function resolvePlain(source: string): ResolvedScalar {
  if (NULL.test(source)) return { type: 'null', value: null };
  const first = source.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber) {
    return BOOLEAN.test(source) ? { type: 'boolean', value: TRUE.test(source) } : { type: 'text', value: source };
  }
  if (INTEGER.test(source)) return { type: 'integer', value: narrowed(integerOf(source)) };
  if (FLOAT.test(source)) return { type: 'number', value: floatOf(source) };
  if (TIMESTAMP.test(source)) return { type: 'timestamp', value: source };
  return { type: 'text', value: source };
}

function integerOf(source: string): bigint {
  const digits = source.replaceAll('_', '').replace(/^[-+]/, '');
  const sign = source.startsWith('-') ? -1n : 1n;
  if (digits.includes(':')) return sign * sexagesimal(digits.split(':'));
  if (/^0[0-7]/.test(digits)) return sign * BigInt(`0o${digits.slice(1)}`);
  return sign * BigInt(digits === '' ? '0' : digits);
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
  if (digits.includes(':')) return sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return sign * Number(digits);
}
