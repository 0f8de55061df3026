import { type Catalogue, DAG_KEYS } from '../../../schemas';
import { asText, entryOf, textsOf, valueAt, type WorkflowDocument, type YamlMapping, type YamlNode } from '../../read';
import type { Argument, PlanImport } from '../plan';
import type { Value } from '../value';
import { argumentsFrom } from './arguments';
import { toValue } from './values';

/**
 * The arguments of `DAG(…)`. What Airflow 3 takes for granted otherwise than the format is written out: a file without
 * `format` runs daily and catches up (Airflow 1.10), one with it has no schedule and does not. Where nobody says since
 * when, there is nothing to catch up on: the first run is the next one.
 * @param starts the start dates that tasks have for themselves; Airflow 1.10 takes the first of them for the DAG's.
 */
export function dagArguments(
  document: WorkflowDocument,
  format: boolean,
  starts: readonly string[],
): readonly Argument[] {
  const written = entryOf(document, 'dag_args')?.value;
  const pairs = written?.kind === 'mapping' ? written.pairs : [];
  const given = pairs.flatMap(({ key, value }): readonly Argument[] => {
    if (key.text === 'schedule' || key.text === 'schedule_interval') return [];
    return [{ name: key.text, value: dagValue(key.text, value) }];
  });
  const has = (name: string): boolean => given.some((argument) => argument.name === name);
  const defaults = entryOf(document, 'default_task_args')?.value;
  const isDated = has('start_date') || valueAt(defaults, 'start_date') !== undefined;
  const [first] = format || isDated ? [] : [...starts].sort();
  const catchup: Argument = {
    name: 'catchup',
    value: { kind: 'boolean', value: !format && (isDated || first !== undefined) },
  };
  const isCatchup = given.some(({ name, value }) => name === 'catchup' && value.kind === 'boolean' && value.value);
  const since: readonly Argument[] =
    first === undefined ? [] : [{ name: 'start_date', value: { kind: 'moment', iso: first } }];
  const kept =
    format || isDated || first !== undefined || !isCatchup ? given : given.filter(({ name }) => name !== 'catchup');
  const runs: Argument = { name: 'max_active_runs', value: { kind: 'number', source: '1' } };
  return [
    { name: 'schedule', value: schedule(written, format) },
    ...since,
    ...kept,
    ...(kept.some(({ name }) => name === 'catchup') ? [] : [catchup]),
    ...(format || has('max_active_runs') || written === undefined ? [] : [runs]),
  ];
}

function dagValue(name: string, node: YamlNode): Value {
  if (name === 'dagrun_timeout') {
    const seconds = asInteger(toValue(node, undefined));
    return seconds.kind === 'number' ? { kind: 'duration', seconds: seconds.source } : seconds;
  }
  const shape = DAG_KEYS.find((key) => key.name === name)?.shape;
  const value = toValue(node, shape === 'date' ? { kind: 'date' } : undefined);
  if (shape === 'integer') return asInteger(value);
  return shape === 'boolean' ? asBoolean(value) : value;
}

/** As boundary-layer reads integers (marshmallow 2): text is read as a number, fractions are cut off, `true` is 1. */
function asInteger(value: Value): Value {
  if (value.kind === 'boolean') return { kind: 'number', source: value.value ? '1' : '0' };
  const written = value.kind === 'text' ? value.text.trim() : value.kind === 'number' ? value.source : '';
  if (/^[-+]?\d+$/.test(written)) return { kind: 'number', source: written };
  return /^[-+]?\d*\.\d*$/.test(written) ? { kind: 'number', source: String(Math.trunc(Number(written))) } : value;
}

/** As boundary-layer reads truth values: `T` and `1` are true, `F` and `0` false. */
function asBoolean(value: Value): Value {
  const written = value.kind === 'text' ? value.text : value.kind === 'number' ? value.source : '';
  if (/^(?:t|T|true|True|TRUE|1)$/.test(written)) return { kind: 'boolean', value: true };
  return /^(?:f|F|false|False|FALSE|0)$/.test(written) ? { kind: 'boolean', value: false } : value;
}

function schedule(dagArgs: YamlNode | undefined, format: boolean): Value {
  const node = valueAt(dagArgs, 'schedule') ?? valueAt(dagArgs, 'schedule_interval');
  if (node === undefined) return format ? { kind: 'null' } : cronOrText('@daily', 'UTC');
  if (node.kind === 'scalar') return node.type === 'text' ? cronOrText(node.text, 'UTC') : toValue(node, undefined);
  const cron = asText(valueAt(node, 'cron'));
  if (cron !== undefined) return cronOrText(cron.text, asText(valueAt(node, 'timezone'))?.text ?? 'UTC');
  const every = valueAt(node, 'every');
  if (every !== undefined) return toValue(every, { kind: 'duration' });
  const assets = valueAt(node, 'assets');
  if (assets !== undefined) return { kind: 'assets', uris: textsOf(assets).map((uri) => uri.text) };
  const timetable = valueAt(node, 'timetable');
  return timetable === undefined ? { kind: 'null' } : toValue(timetable, undefined);
}

const PRESETS: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@quarterly', '0 0 1 */3 *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

/** Cron with data intervals, explicitly: without, `{{ ds }}` would depend on how Airflow is configured. */
function cronOrText(text: string, timezone: string): Value {
  const trimmed = text.trim();
  const expression = PRESETS.get(trimmed) ?? trimmed;
  if (expression.startsWith('@') || expression.includes('<<')) return { kind: 'text', text: trimmed };
  return { kind: 'cron', expression, timezone };
}

/** `default_task_args` as arguments; the trigger rule is resolved by the plan, and stays for what is added to the DAG. */
export function defaultArguments(catalogue: Catalogue, defaults: YamlMapping | undefined): readonly Argument[] {
  const rule = asText(valueAt(defaults, 'trigger_rule'));
  const ruled: Argument[] =
    rule === undefined ? [] : [{ name: 'trigger_rule', value: { kind: 'text', text: rule.text } }];
  return [...argumentsFrom(catalogue.baseParametersByName, defaults), ...ruled];
}

/** The `imports` of a document. */
export function importsOf(document: WorkflowDocument): readonly PlanImport[] {
  const node = entryOf(document, 'imports')?.value;
  const modules = textsOf(valueAt(node, 'modules')).map((module) => ({ module: module.text }));
  const objects = valueAt(node, 'objects');
  const named = (objects?.kind === 'list' ? objects.items : []).flatMap((entry): readonly PlanImport[] => {
    const module = asText(valueAt(entry, 'module'));
    if (module === undefined) return [];
    return [{ module: module.text, objects: textsOf(valueAt(entry, 'objects')).map((name) => name.text) }];
  });
  return [...modules, ...named];
}
