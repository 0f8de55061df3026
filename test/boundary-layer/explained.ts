import type { Answer, Outcome } from '../compat/cases';

/** Why the two differ, in words that stand in docs/compatibility.md. */
export type Explanation = string;

interface Explained {
  readonly why: Explanation;
  readonly fits: (one: Difference) => boolean;
}

interface Difference {
  readonly theirs: Outcome;
  readonly ours: Answer;
  readonly text: string;
  /** What is other in the graph, see `difference`. */
  readonly differences: readonly string[];
  /** boundary-layer's error; empty where it accepts. */
  readonly error: string;
  /** The rules by which dagport refuses; empty where it accepts. */
  readonly rules: readonly string[];
}

/** What Airflow 1.10 says, too, once it loads the DAG file: the operators that are compared with do not look. */
const REFUSED_BY_AIRFLOW: readonly string[] = [
  'unknown-weight-rule',
  'unknown-trigger-rule',
  'exclusive-parameters',
  'parameter-combination',
];

/** Each `why` is a piece of a line of docs/compatibility.md; a test looks for it there. Of the verdict, or of the whole graph. */
export const EXPLANATIONS: readonly Explained[] = [
  {
    why: 'the DAG file does not load',
    fits: ({ theirs, rules }) => theirs.accepted && theirs.broken !== undefined && rules.length > 0,
  },
  { why: 'two names with one id', fits: refusedBy('task-id-collision', 'duplicate-item') },
  { why: 'a key that stands twice', fits: refusedBy('duplicate-key') },
  { why: 'a name or id that is too long', fits: refusedBy('too-long') },
  { why: 'Some names cannot be used', fits: refusedBy('unusable-type') },
  {
    why: 'a text that is no name where a function is expected',
    fits: ({ theirs, ours }) =>
      theirs.accepted &&
      !ours.accepted &&
      ours.errors.every(({ message }) => /takes a Python expression in << >>/.test(message)),
  },
  {
    why: 'a number with a fraction for a duration',
    fits: acceptedDespite(
      /^ValidationError: [\d.]+ is not of type 'integer'[\s\S]*\['(?:retry_delay|sla|execution_timeout|execution_delta|wait)'\]/,
    ),
  },
  { why: 'a fixed `task_id` in the target of a generator', fits: refusedBy('fixed-task-id') },
  { why: 'a pattern in `regex_blocklist` that is none', fits: refusedBy('invalid-pattern') },
  { why: '`max_retry_delay` as a number', fits: acceptedDespite(/max_retry_delay/) },
  {
    why: 'a null for a property that is not required',
    fits: acceptedDespite(/^ValidationError: None is not (?:of type|valid under any)/),
  },
  {
    why: 'Python in `<< >>` where a number is expected',
    fits: acceptedDespite(/^ValidationError: '[^']*<<.*>>[^']*' is not of type/),
  },
  {
    why: '`start_date` with a time or an unquoted date',
    fits: acceptedDespite(/date_string_to_datetime|datetime\.date\(|does not match format/),
  },
  {
    why: 'a text as the only address of `email`',
    fits: acceptedDespite(/is not of type 'array'[\s\S]*\['(?:email|to|cc|bcc)'\]/),
  },
  {
    why: 'a list of functions where one is called',
    fits: acceptedDespite(/^ValidationError: \[[\s\S]*\['on_\w+_callback'\]/),
  },
  {
    why: '`data` of `http_operator` that is no text',
    fits: acceptedDespite(/On instance\['data'\]/),
  },
  {
    why: 'Airflow itself refuses',
    fits: ({ theirs, rules }) =>
      theirs.accepted &&
      rules.length > 0 &&
      rules.every((rule) => REFUSED_BY_AIRFLOW.includes(rule) || rule === 'wrong-parameter-type') &&
      rules.some((rule) => REFUSED_BY_AIRFLOW.includes(rule)),
  },
  {
    why: 'a value that boundary-layer leaves open',
    fits: ({ theirs, ours }) =>
      theirs.accepted &&
      !ours.accepted &&
      ours.errors.every(
        ({ rule, message }) =>
          rule === 'wrong-parameter-type' &&
          /"(?:destination_cloud_storage_uris|ssh_hook|execution_date_fn)"/.test(message),
      ),
  },
  {
    why: 'properties that Airflow has and boundary-layer does not know',
    fits: acceptedDespite(/Additional properties are not allowed/),
  },
  { why: 'a message of `gcp_pubsub_publish` without data', fits: acceptedDespite(/\['messages'\]/) },
  { why: 'a required property of boundary-layer that is not given', fits: acceptedDespite(/is a required property/) },
  {
    why: 'a wrong value in `default_task_args` that no task takes',
    fits: ({ theirs, ours }) =>
      theirs.accepted &&
      (theirs.tasks ?? []).length === 0 &&
      !ours.accepted &&
      ours.errors.every(({ rule }) => rule === 'wrong-parameter-type'),
  },
  {
    why: 'trigger rules and other values that Airflow has gained since',
    fits: acceptedDespite(
      /is not one of|default_view|\['(?:retry_exponential_backoff|dest_verify|command|time_partitioning)'\]/,
    ),
  },
  {
    why: 'a number as `poll_sleep`, what is no text in `op_args`',
    fits: acceptedDespite(/On instance\['(?:poll_sleep|op_args)'\]/),
  },
  { why: 'a mistake in a type that no workflow uses', fits: refusedBy('project-catalogue') },
  {
    why: 'what stands wrong in the target of a generator without items',
    fits: ({ ours, error, text }) =>
      ours.accepted && /Multiple available resources provide/.test(error) && holdsEmptyGroup(text),
  },
  {
    why: 'a resource that provides a duration or date',
    fits: acceptedDespite(
      /^ValidationError: datetime\.(?:timedelta|datetime)\(.*?\) is not of type '(?:integer|string)'/,
    ),
  },
  { why: 'a name that templates do not have', fits: refusedBy('unknown-jinja-name') },
  {
    why: 'other Python as the `task_id` of what a generator in a generator repeats',
    fits: refusedBy('dynamic-generator'),
  },
  { why: '`<<` without `>>`', fits: acceptedDespite(/Unpaired verbatim|nested verbatim/) },
  {
    why: 'classes of Airflow as types',
    fits: acceptedDespite(/^Exception: Lookup failed for registry `operator`/),
  },
];

/** The same of single facts of a graph and of arguments: a graph is explained where each of its differences is. */
export const LINE_EXPLANATIONS: readonly {
  readonly why: Explanation;
  readonly fits: (line: string, text: string) => boolean;
}[] = [
  {
    why: 'what destroys a resource gets the project',
    fits: (line) => /_destroy(?:-\S+)? is also given project_id /.test(line),
  },
  {
    why: 'a resource that an empty sub-DAG or generator requires',
    fits: (line, text) => requiredByEmptyGroup(text) && /^with(?:out)? (?:\S+ before )?\S+$/.test(line),
  },
  {
    why: '`flow_control` beside a `dummy` of a plugin',
    fits: (line, text) => isFlowControl(/^(\S+) is not given /.exec(line)?.[1], text),
  },
  {
    why: 'a generator without items between two nodes',
    fits: (line, text) => holdsEmptyGroup(text) && line.startsWith('with '),
  },
  {
    why: '`before` and `after` without main nodes',
    fits: (line, text) => holdsSectionsAlone(text) && /^with(?:out)? \S+ before \S+$/.test(line),
  },
  {
    why: 'a resource that requires another one',
    fits: (line, text) =>
      text.split(/^---\r?\n/m).some((document) => /^resources:.*(?:\n- .*)*?"requires_resources"/m.test(document)) &&
      /^with(?:out)? \S+ before \S+$/.test(line),
  },
  {
    why: 'also rules the task that destroys a resource',
    fits: (line, text) => /default_task_args:.*trigger_rule/.test(text) && /_destroy\S* is all_done$/.test(line),
  },
  {
    why: 'a type of a plugin that destroys',
    fits: (line, text) => /"type": "acme_resource"/.test(text) && /_destroy\S* is all_done$/.test(line),
  },
  {
    why: 'a generator among the first or last nodes of the target of a generator',
    fits: concernsNestedGenerator,
  },
];

/** The rows of docs/compatibility.md that a difference is one of; nothing where a part of it is none. */
export function explanationOf(
  theirs: Outcome,
  ours: Answer,
  text: string,
  differences: readonly string[],
): Explanation | undefined {
  const error = theirs.accepted ? '' : theirs.error;
  const rules = ours.accepted ? [] : ours.errors.map(({ rule }) => rule);
  const whole = EXPLANATIONS.find(({ fits }) => fits({ theirs, ours, text, differences, error, rules }))?.why;
  if (whole !== undefined) return whole;
  const found = new Set<Explanation>();
  for (const line of differences) {
    const why = LINE_EXPLANATIONS.find(({ fits }) => fits(line, text))?.why;
    if (why === undefined) return undefined;
    found.add(why);
  }
  return [...found].sort().join('; ');
}

/** Is there a document without nodes, or a generator without items? */
function holdsEmptyGroup(text: string): boolean {
  const [, ...secondary] = text.split(/^---\r?\n/m);
  return (
    /"items": (?:\[\]|\{\})|"regex_blocklist"/.test(text) || secondary.some((document) => !document.includes('"type"'))
  );
}

/** Is one of two tasks named like a generator in a document that a generator repeats, or like a task that it repeats? */
function concernsNestedGenerator(line: string, text: string): boolean {
  const [primary = '', ...secondary] = text.split(/^---\r?\n/m);
  const nameOf = (document: string): string => /^name: "?(.*?)"?\r?$/m.exec(document)?.[1] ?? '';
  const generatorsIn = (document: string): readonly (readonly [string, string])[] =>
    [...document.matchAll(/"name": "?([^",]*)"?, "type": "?\w+_generator"?, "target": "?([^",}]*)/g)].map(
      ([, name = '', target = '']) => [name, target],
    );
  const repeated = new Set([primary, ...secondary].flatMap(generatorsIn).map(([, target]) => target));
  const nested = secondary.filter((document) => repeated.has(nameOf(document))).flatMap(generatorsIn);
  const targets = new Set(nested.map(([, target]) => target));
  const inside = secondary.filter((document) => targets.has(nameOf(document)));
  const names = [
    ...nested.map(([name]) => name),
    ...inside.flatMap((document) => [...document.matchAll(/"name": "([^"]*)"/g)].map(([, name = '']) => name)),
  ].map((name) => name.replace(/\W/g, '_'));
  const [, ...ids] = /^with(?:out)? (\S+) before (\S+)$/.exec(line) ?? [];
  return ids.some((id) => names.some((name) => id === name || id.startsWith(`${name}-`)));
}

/** Is the task with this id, of a document or for an item, of the type `flow_control`? */
function isFlowControl(id: string | undefined, text: string): boolean {
  const names = [...text.matchAll(/"name": "([^"]*)",\s*"type": "flow_control"/g)].map(([, name = '']) => name);
  const own = id?.split('.').at(-1) ?? '';
  return names.map((name) => name.replace(/[^\w-]/g, '_')).some((name) => own === name || own.startsWith(`${name}-`));
}

/** Does a generator without items, or of a document without tasks, or a sub-DAG of one, require resources? */
function requiredByEmptyGroup(text: string): boolean {
  const documents = text.split(/^---\r?\n/m);
  const empty = documents
    .filter((document) => !document.includes('"type"'))
    .map((document) => /^name: (.*?)\r?$/m.exec(document)?.[1]);
  const references = text
    .split(/(?=\{"name": "[^"]*", "type": "(?:sub_dag|\w+_generator)")/)
    .slice(1)
    .map((one) => one.split('\n')[0] ?? '');
  return references.some(
    (one) =>
      one.includes('"requires_resources"') &&
      (/"items": (?:\[\]|\{\})|"regex_blocklist"/.test(one) ||
        empty.some((name) => name !== undefined && one.includes(`"target": ${name}`))),
  );
}

/** Is there a document with tasks before or after, and nothing between? */
function holdsSectionsAlone(text: string): boolean {
  return text
    .split(/^---\r?\n/m)
    .some(
      (document) =>
        /^(?:before|after):/m.test(document) &&
        !/^(?:sub_dags|generators):/m.test(document) &&
        !/^operators:\s*(?:\[\{|\n-)/m.test(document),
    );
}

/** Only dagport refuses, and for nothing but this. */
function refusedBy(...these: readonly string[]): (one: Difference) => boolean {
  return ({ theirs, rules }) => theirs.accepted && rules.length > 0 && rules.every((found) => these.includes(found));
}

/** Only boundary-layer refuses, with this error. */
function acceptedDespite(pattern: RegExp): (one: Difference) => boolean {
  return ({ ours, error }) => ours.accepted && pattern.test(error);
}
