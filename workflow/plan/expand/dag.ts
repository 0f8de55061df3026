import { type Catalogue, DAG_KEYS } from '../../../schemas';
import { asText, entryOf, textsOf, valueAt, type WorkflowDocument, type YamlMapping, type YamlNode } from '../../read';
import type { Argument, PlanImport } from '../plan';
import type { Value } from '../value';
import { argumentsFrom } from './arguments';
import { toValue } from './values';

/**
 * The arguments of `DAG(…)`. What Airflow 3 takes for granted otherwise than the format is written out: a file without
 * `format` runs daily and catches up (Airflow 1.10), one with it has no schedule and does not.
 */
export function dagArguments(document: WorkflowDocument, format: boolean): readonly Argument[] {
  const written = entryOf(document, 'dag_args')?.value;
  const pairs = written?.kind === 'mapping' ? written.pairs : [];
  const given = pairs.flatMap(({ key, value }): readonly Argument[] => {
    if (key.text === 'schedule' || key.text === 'schedule_interval') return [];
    return [{ name: key.text, value: dagValue(key.text, value) }];
  });
  const has = (name: string): boolean => given.some((argument) => argument.name === name);
  const catchup: Argument = { name: 'catchup', value: { kind: 'boolean', value: !format } };
  const runs: Argument = { name: 'max_active_runs', value: { kind: 'number', source: '1' } };
  return [
    { name: 'schedule', value: schedule(written, format) },
    ...given,
    ...(has('catchup') ? [] : [catchup]),
    ...(format || has('max_active_runs') || written === undefined ? [] : [runs]),
  ];
}

function dagValue(name: string, node: YamlNode): Value {
  if (name === 'dagrun_timeout') return toValue(node, { kind: 'duration' });
  const shape = DAG_KEYS.find((key) => key.name === name)?.shape;
  return toValue(node, shape === 'date' ? { kind: 'date' } : undefined);
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
  return [...argumentsFrom(catalogue.baseParameters, defaults), ...ruled];
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
