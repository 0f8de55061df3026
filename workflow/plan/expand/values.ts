import type { DurationUnit, InnerDefaults, Json, ParameterType } from '../../../schemas';
import type { YamlNode, YamlScalar } from '../../read';
import type { Value } from '../value';

/** A YAML value as it is to be written in Python, given the type of the parameter that it is for. */
export function toValue(node: YamlNode, type: ParameterType | undefined, unit: DurationUnit = 'seconds'): Value {
  if (node.kind === 'list') {
    const items = memberOf(type, 'list')?.items;
    return { kind: 'list', items: node.items.map((item) => toValue(item, items, unit)) };
  }
  if (node.kind === 'mapping') {
    const values = memberOf(type, 'mapping')?.values;
    const entries = node.pairs.map(({ key, value }) => ({ key: key.text, value: toValue(value, values, unit) }));
    return { kind: 'mapping', entries };
  }
  return node.kind === 'alias' ? { kind: 'null' } : scalarValue(node, type, unit);
}

function scalarValue(node: YamlScalar, type: ParameterType | undefined, unit: DurationUnit): Value {
  const { value } = node;
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'string') {
    const time = hasKind(type, 'time') ? timeOfDay(value) : undefined;
    if (time !== undefined) return time;
    const date = hasKind(type, 'date') ? withZeros(value) : value;
    const isMoment = node.type === 'timestamp' || (hasKind(type, 'date') && /^\d{4}-\d{2}-\d{2}/.test(date));
    return isMoment ? { kind: 'moment', iso: date } : { kind: 'text', text: value };
  }
  const source = node.type === 'number' && isPythonNumber(node.text) ? node.text : String(value);
  if (!hasKind(type, 'duration')) return { kind: 'number', source };
  return { kind: 'duration', seconds: unit === 'seconds' ? source : String(Number(value) * SECONDS[unit]) };
}

const SECONDS: Readonly<Record<DurationUnit, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** `datetime.time` of `12:30` or `12:30:15`; fractions of seconds are left to text. */
function timeOfDay(text: string): Value | undefined {
  const parts = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  const given = ['hour', 'minute', 'second'].flatMap((name, index) => {
    const source = parts[index];
    return source === undefined ? [] : [{ name, value: { kind: 'number', source: String(Number(source)) } as const }];
  });
  return { kind: 'construct', classPath: 'datetime.time', arguments: given };
}

/** A date as ISO 8601 has it: `2026-01-02` for `2026-1-2`. */
function withZeros(text: string): string {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)?.slice(1);
  return parts === undefined ? text : parts.map((part) => part.padStart(2, '0')).join('-');
}

/** Can the number be written as it stands, so that it keeps its digits? Sexagesimal numbers and `.inf` cannot. */
export function isPythonNumber(source: string): boolean {
  return /^[-+]?[0-9_]*\.?[0-9_]*(?:[eE][-+][0-9]+)?$/.test(source);
}

type Kind = ParameterType['kind'];

function memberOf<Name extends Kind>(
  type: ParameterType | undefined,
  kind: Name,
): Extract<ParameterType, { readonly kind: Name }> | undefined {
  const members = type?.kind === 'union' ? type.members : type === undefined ? [] : [type];
  return members.find((member): member is Extract<ParameterType, { readonly kind: Name }> => member.kind === kind);
}

function hasKind(type: ParameterType | undefined, kind: Kind): boolean {
  return memberOf(type, kind) !== undefined;
}

/** A value of a catalogue file; a text that is exactly a reference gives what `property` finds for it. */
export function jsonValue(data: Json, property: (text: string) => Value | undefined): Value {
  if (data === null) return { kind: 'null' };
  if (typeof data === 'string') return property(data) ?? { kind: 'text', text: data };
  if (typeof data === 'number') return { kind: 'number', source: String(data) };
  if (typeof data === 'boolean') return { kind: 'boolean', value: data };
  if (isList(data)) return { kind: 'list', items: data.map((item) => jsonValue(item, property)) };
  const entries = Object.entries(data).map(([key, value]) => ({ key, value: jsonValue(value, property) }));
  return { kind: 'mapping', entries };
}

/** What a catalogue file has as the value of a parameter, as its type has it in Python: seconds become a duration. */
export function standardValue(data: Json, type: ParameterType, unit: DurationUnit = 'seconds'): Value {
  return asType(
    jsonValue(data, () => undefined),
    type,
    unit,
  );
}

function asType(value: Value, type: ParameterType, unit: DurationUnit): Value {
  if (value.kind === 'text') {
    if (hasKind(type, 'time')) return timeOfDay(value.text) ?? value;
    return hasKind(type, 'date') && /^\d{4}-\d{2}-\d{2}/.test(value.text) ? { kind: 'moment', iso: value.text } : value;
  }
  if (value.kind !== 'number' || !hasKind(type, 'duration')) return value;
  return { kind: 'duration', seconds: String(Number(value.source) * SECONDS[unit]) };
}

/** A value with the defaults inside of it where nothing is given. */
export function withInner(value: Value, inner: InnerDefaults | undefined): Value {
  if (inner === undefined) return value;
  if (value.kind === 'list') return { kind: 'list', items: value.items.map((item) => withInner(item, inner.items)) };
  if (value.kind !== 'mapping') return value;
  const facts = inner.properties ?? {};
  const given = value.entries.map((entry) => ({ ...entry, value: withInner(entry.value, facts[entry.key]?.inner) }));
  const names = new Set(given.map(({ key }) => key));
  const added = Object.entries(facts).flatMap(([key, { default: standard, inner: further }]) =>
    standard === undefined || names.has(key)
      ? []
      : [
          {
            key,
            value: withInner(
              jsonValue(standard, () => undefined),
              further,
            ),
          },
        ],
  );
  return { kind: 'mapping', entries: [...given, ...added] };
}

function isList(data: readonly Json[] | { readonly [key: string]: Json }): data is readonly Json[] {
  return Array.isArray(data);
}
