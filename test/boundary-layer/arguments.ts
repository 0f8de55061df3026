import { findType, type OperatorType, type Parameter, parametersOf } from '../../schemas';
import { CATALOGUE } from '../workflow/check/catalogue';

/** What a task was given when its DAG file was loaded, as `recording.py` tells it: `default_args` among it. */
export interface Arguments {
  readonly class: string;
  readonly given: Readonly<Record<string, unknown>>;
}

type ByTask = Readonly<Record<string, Arguments>>;

/** What the graph is compared for, and what is the task's place and not its work. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['task_id', 'trigger_rule', 'dag', 'subdag', 'task_group']);

/** How the arguments of tasks that both have differ: those of boundary-layer as they are called and meant today. */
export function argumentDifferences(theirs: ByTask, ours: ByTask): readonly string[] {
  return Object.entries(theirs).flatMap(([id, task]) => {
    const own = ours[id];
    return own === undefined ? [] : differencesOfTask(id, task, own);
  });
}

function differencesOfTask(id: string, theirs: Arguments, ours: Arguments): readonly string[] {
  const type = findType(CATALOGUE, theirs.class);
  const parameters = type === undefined ? CATALOGUE.baseParametersByName : parametersOf(CATALOGUE, type);
  const expected = new Map<string, unknown>();
  const known = new Set<string>();
  for (const [name, value] of Object.entries(theirs.given)) {
    const parameter = parameters.get(name);
    known.add(parameter?.name ?? name);
    if (NOT_COMPARED.has(name) || parameter?.removed === true || isElsewhere(type, parameter)) continue;
    expected.set(parameter?.name ?? name, value);
  }
  const without = [...expected].flatMap(([name, value]) => {
    if (!(name in ours.given)) return [`${id} is not given ${name}`];
    const becomes = parameters.get(name)?.becomes !== undefined;
    return becomes || isSame(value, ours.given[name])
      ? []
      : [`${id} is given ${name} ${JSON.stringify(ours.given[name])} for ${JSON.stringify(value)}`];
  });
  const made = new Set(Object.keys(type?.arguments ?? {}));
  const beside = Object.keys(ours.given).filter(
    (name) =>
      !known.has(name) && !made.has(name) && !NOT_COMPARED.has(name) && (parameters.get(name)?.name ?? name) === name,
  );
  return [...without, ...beside.map((name) => `${id} is also given ${name} ${JSON.stringify(ours.given[name])}`)];
}

/** Is a parameter a part of another argument now? */
function isElsewhere(type: OperatorType | undefined, parameter: Parameter | undefined): boolean {
  if (type?.arguments === undefined || parameter === undefined) return false;
  return JSON.stringify(type.arguments).includes(`\${{ ${parameter.name} }}`);
}

/** Dates without a zone are in UTC; sensors take durations where they took seconds. */
function isSame(theirs: unknown, ours: unknown): boolean {
  if (typeof theirs === 'number' && typeof ours === 'object') return isSame({ $seconds: theirs }, ours);
  return JSON.stringify(sorted(theirs)) === JSON.stringify(sorted(ours));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === '$moment' ? inUtc(inner) : sorted(inner)]));
}

function inUtc(moment: unknown): unknown {
  return typeof moment === 'string' ? moment.replace(/\+00:00$/, '') : moment;
}
