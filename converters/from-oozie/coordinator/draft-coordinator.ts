import type { DraftEntry, DraftItem } from '../../../workflow/write/draft';
import { approximated, converted, dropped, manual, settle, settleShallow, settleTree, type Verdict } from '../account';
import {
  attribute,
  type Conversion,
  childElement,
  childElements,
  convertText,
  idsOf,
  settleText,
  sourceText,
} from '../conversion';
import type { Template } from '../el/template';
import type { JobProperties } from '../properties';
import { quoteText } from '../shell';
import { settleParameters } from '../workflow/settle-sections';
import type { XmlElement, XmlPart } from '../xml/read-xml';
import { draftSchedule, parseFrequency, type Schedule } from './schedule';
import { parseInstant, zoneName } from './time';

/** What a coordinator says about the DAG that runs its workflow. */
export interface DraftedCoordinator {
  readonly dagArguments: readonly DraftEntry[];
  readonly scheduled: boolean;
  /** Tasks that have to run before the workflow. */
  readonly before: readonly DraftItem[];
  /** The properties that it passes to the workflow, made when one is asked for. */
  readonly configuration: ReadonlyMap<string, PassedProperty>;
}

export interface PassedProperty {
  readonly property: XmlElement;
  readonly convert: () => Template;
}

/** Converts a `coordinator-app`, and settles all of it but the properties that it passes on. */
export function draftCoordinator(conversion: Conversion, root: XmlElement): DraftedCoordinator {
  const { ledger } = conversion;
  settle(ledger, root, converted);
  const name = attribute(root, 'name');
  if (name !== undefined) settle(ledger, name, converted);
  const inputs = draftInputs(conversion, root);
  for (const section of childElements(root)) {
    if (section.name === 'parameters') settleParameters(conversion, section);
    else if (section.name === 'info') settleTree(ledger, section, unwatched);
    else if (section.name === 'output-events') settleTree(ledger, section, outputs);
    else if (section.name === 'datasets') settleTree(ledger, section, inputs.length > 0 ? undecidedInputs : outputs);
  }
  const schedule = draftTimes(conversion, root);
  const controls = draftControls(conversion, root, inputs.length > 0);
  return {
    dagArguments: [...schedule.dagArguments, ...controls],
    scheduled: schedule.scheduled,
    before: inputs,
    configuration: readConfiguration(conversion, root),
  };
}

const unwatched = approximated('The workflow runs as before, but nobody watches this service level.');
const outputs = dropped(
  'no-counterpart-needed',
  'It only gives names to places; where one is used, that use is reported.',
);
const undecidedInputs = manual(
  'Waiting for data has no conversion yet; a task in front fails until a sensor stands in its place.',
);

function draftInputs({ ledger }: Conversion, root: XmlElement): DraftItem[] {
  const sections = childElements(root).filter((child) => child.name === 'input-events' || child.name === 'input-logic');
  for (const section of sections) settleTree(ledger, section, undecidedInputs);
  const [events] = sections.filter((section) => section.name === 'input-events');
  if (events === undefined) return [];
  const names = childElements(events, 'data-in').map((input) => attribute(input, 'name')?.value ?? 'input');
  const reason = `Not converted: waiting for ${names.length === 0 ? 'input data' : names.join(', ')}. Put a sensor in the place of this task.`;
  const properties: DraftEntry[] = [{ key: 'bash_command', value: `set -e\necho ${quoteText(reason)} >&2\nexit 1\n` }];
  const task: DraftEntry[] = [
    { key: 'name', value: 'wait-for-input' },
    { key: 'type', value: 'bash' },
    { key: 'properties', value: { kind: 'mapping', layout: 'block', entries: properties } },
  ];
  return [{ value: { kind: 'mapping', layout: 'block', entries: task }, from: [ledger.ids.get(events) ?? ''] }];
}

/** A text with its properties filled in, as far as they are known now. */
export function fillIn(properties: JobProperties, text: string): string {
  let result = text;
  for (let round = 0; round < 20; round++) {
    const next = result.replace(/\$\{\s*([\w.-]+)\s*\}/g, (whole, name) => properties.values.get(name) ?? whole);
    if (next === result || next.length > 65_536) return result;
    result = next;
  }
  return result;
}

function draftTimes(
  conversion: Conversion,
  root: XmlElement,
): { readonly dagArguments: DraftEntry[]; readonly scheduled: boolean } {
  const { ledger, properties } = conversion;
  const [frequency, start, end, timezone] = ['frequency', 'start', 'end', 'timezone'].map((name) =>
    attribute(root, name),
  );
  const text = (part: XmlPart | undefined) => (part === undefined ? '' : fillIn(properties, sourceText(part)));
  const first = parseInstant(text(start));
  const zone = zoneName(text(timezone));
  const last = parseInstant(text(end));
  const how = parseFrequency(text(frequency));
  const schedule =
    how === undefined || first === undefined || zone === undefined
      ? undefined
      : draftSchedule(how, { start: first, end: last, zone });
  const settleTimes = (verdict: Verdict) => {
    for (const part of [frequency, start, timezone]) if (part !== undefined) settle(ledger, part, verdict);
  };
  if (schedule === undefined) {
    const unknown = [frequency, start, timezone].map((part) => part?.value ?? '').join(', ');
    const why = manual(
      `Airflow needs a timetable of its own for this, or a value is missing (${unknown}); the DAG has no schedule until then.`,
    );
    settleTimes(why);
    if (end !== undefined) settle(ledger, end, why);
    const comment = [
      `Not converted: frequency ${frequency?.value}, start ${start?.value}, end ${end?.value}, timezone ${timezone?.value}`,
    ];
    return {
      dagArguments: [
        { key: 'schedule', value: null, comment, from: idsOf(conversion, [frequency]) },
        { key: 'start_date', value: '2020-01-01' },
      ],
      scheduled: false,
    };
  }
  settleTimes(schedule.difference === undefined ? converted : approximated(schedule.difference));
  const endKnown = last !== undefined;
  if (end !== undefined) {
    settle(ledger, end, endKnown ? converted : approximated('The end is not known now, so the schedule has none.'));
  }
  return { dagArguments: timeEntries(conversion, root, schedule, text(start)), scheduled: true };
}

function timeEntries(conversion: Conversion, root: XmlElement, schedule: Schedule, start: string): DraftEntry[] {
  const source = (name: string) => idsOf(conversion, [attribute(root, name)]);
  const from = [...source('frequency'), ...source('timezone')];
  const comment = [`The run due at ${start.trim()} is the first: its data interval starts one period earlier.`];
  const entries: DraftEntry[] = [
    { key: 'schedule', value: schedule.value, from },
    { key: 'start_date', value: schedule.startDate, comment, from: source('start') },
  ];
  if (schedule.endDate !== undefined) entries.push({ key: 'end_date', value: schedule.endDate, from: source('end') });
  return entries;
}

/** `controls` (Oozie 5.2 coordinator specification, §6.3): Oozie catches up unless told to take only the last run. */
function draftControls(conversion: Conversion, root: XmlElement, hasInputs: boolean): DraftEntry[] {
  const { ledger, properties } = conversion;
  const controls = childElement(root, 'controls');
  if (controls !== undefined) settle(ledger, controls, converted);
  const [timeout, concurrency, execution, throttle] = ['timeout', 'concurrency', 'execution', 'throttle'].map((name) =>
    controls === undefined ? undefined : childElement(controls, name),
  );
  const text = (element: XmlElement | undefined) =>
    element === undefined ? '' : fillIn(properties, sourceText(element)).trim();
  if (timeout !== undefined) {
    const unused = dropped('no-counterpart-needed', 'It limits the wait for input data; there is none to wait for.');
    settleShallow(ledger, timeout, hasInputs ? undecidedInputs : unused);
  }
  if (throttle !== undefined) {
    settleShallow(
      ledger,
      throttle,
      dropped('airflow-does-it', 'Airflow makes runs when they can start, not in advance.'),
    );
  }
  const order = text(execution).toUpperCase();
  const onlyLast = order === 'LAST_ONLY' || order === 'NONE';
  if (execution !== undefined) {
    settleShallow(ledger, execution, executionVerdict(order));
  }
  const parallel = /^[1-9]\d{0,4}$/.test(text(concurrency)) ? Number(text(concurrency)) : 1;
  if (concurrency !== undefined) {
    const exact = text(concurrency) === String(parallel);
    settleText(
      conversion,
      concurrency,
      exact
        ? converted
        : approximated('Not a number that is known now; one run at a time, as Oozie has it by default.'),
    );
  }
  return [
    { key: 'catchup', value: !onlyLast, from: idsOf(conversion, [execution]) },
    { key: 'max_active_runs', value: parallel, from: idsOf(conversion, [concurrency]) },
  ];
}

function executionVerdict(order: string): Verdict {
  if (order === 'FIFO') return converted;
  if (order === 'LAST_ONLY')
    return approximated('Airflow leaves out runs that were missed, but not those that wait for a slot.');
  if (order === 'NONE')
    return approximated('Airflow leaves out runs that were missed; Oozie also those that are a minute late.');
  return approximated('Airflow starts the oldest run first.');
}

/** What the coordinator passes to its workflow. A property that the workflow does not use is settled by `settleUnused`. */
function readConfiguration(conversion: Conversion, root: XmlElement): Map<string, PassedProperty> {
  const { ledger } = conversion;
  const passed = new Map<string, PassedProperty>();
  const action = childElement(root, 'action');
  const workflow = action === undefined ? undefined : childElement(action, 'workflow');
  if (action === undefined || workflow === undefined) return passed;
  for (const element of [action, workflow]) settle(ledger, element, converted);
  for (const info of childElements(action, 'info')) settleTree(ledger, info, unwatched);
  const configuration = childElement(workflow, 'configuration');
  if (configuration === undefined) return passed;
  settle(ledger, configuration, converted);
  for (const property of childElements(configuration, 'property')) {
    const name = childElement(property, 'name');
    const value = childElement(property, 'value');
    if (name === undefined) continue;
    const convert = once(() => {
      settleShallow(ledger, property, converted);
      settleShallow(ledger, name, converted);
      return value === undefined ? { pieces: [], approximations: [], problems: [] } : convertText(conversion, value);
    });
    passed.set(sourceText(name).trim(), { property, convert });
  }
  return passed;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Settles the properties that the workflow did not ask for. */
export function settleUnused({ ledger }: Conversion, configuration: ReadonlyMap<string, PassedProperty>): void {
  for (const { property } of configuration.values()) {
    settleTree(ledger, property, dropped('no-counterpart-needed', 'The workflow does not use this property.'));
  }
}
