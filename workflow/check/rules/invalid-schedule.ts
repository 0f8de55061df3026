import { SCHEDULE_KEYS } from '../../../schemas';
import type { Fix } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, entryOf, type WorkflowDocument, type YamlMapping, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { secondsOf } from '../durations';
import { FOREIGN_SCHEDULE_KEYS, meantByForeignKey } from '../foreign-keys';
import { lazy } from '../lazy';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { cronOf, PRESETS, writtenSchedule } from '../schedule';
import { changeTo, rangeOf, renameTo, withFix } from '../suggest';

export const invalidSchedule: WorkflowRule = {
  id: 'invalid-schedule',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'two-schedules', 'yaml-syntax'],
  documentation: {
    summary: 'A schedule that Airflow cannot read: no cron expression, no preset, no time zone, no duration.',
    why: 'Airflow refuses to load the DAG. In a file without `format`, which boundary-layer takes, it is a warning.',
    bad: `name: orders
format: 1
dag_args: {schedule: "0 24 * * *"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: "0 0 * * *"}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    fixSafety: 'Safe where a preset or key is a single slip away; else a proposal.',
  },
  mentions: ['schedule'],
  check: {
    *document({ document, file }) {
      const entry = entryOf(document, 'dag_args');
      if (entry?.value?.kind !== 'mapping') return;
      const source = file.file.text.slice(entry.offset, entry.offset + entry.value.end);
      // boundary-layer hands on whatever stands there; Airflow does not.
      const weight = file.format === undefined ? ({ category: 'suspicious' } as const) : {};
      for (const finding of checkText(document, source)) yield { ...moveFinding(finding, entry.offset), ...weight };
      for (const { key, value } of entry.value.pairs) {
        if (key.text !== 'schedule' || value.kind !== 'mapping') continue;
        for (const finding of checkMapping(value, key)) yield moveFinding(finding, entry.offset);
      }
    },
  },
};

function* checkText(document: WorkflowDocument, source: string): Generator<Finding> {
  const written = writtenSchedule(document);
  if (written === undefined) return;
  const { scalar } = written;
  const preset = scalar.text.trim();
  if (preset.startsWith('@')) {
    if (PRESETS.includes(preset)) return;
    yield {
      message: `"${preset}" is no preset of Airflow.${didYouMean(preset, PRESETS)}`,
      range: rangeOf(scalar),
      help: `The presets are ${PRESETS.join(', ')}.`,
      ...withFix(renameTo(scalar, PRESETS)),
    };
    return;
  }
  const cron = cronOf(written);
  if (cron === undefined || !('message' in cron)) return;
  const isPreset = PRESETS.includes(`@${preset.toLowerCase()}`);
  if (isPreset) {
    const meant = `@${preset.toLowerCase()}`;
    yield {
      message: `"${scalar.text}" is no cron expression. Did you mean the preset "${meant}"?`,
      range: rangeOf(scalar),
      help: `The presets are ${PRESETS.join(', ')}.`,
      ...withFix(scalar.plain ? quotedAs(scalar, meant) : changeTo(scalar, meant)),
    };
    return;
  }
  yield {
    message: `"${scalar.text}" is no cron expression. ${cron.message}`,
    range: placeInText(scalar, cron, source),
    help: `Five fields: minute, hour, day of the month, month, day of the week. Or a preset: "@daily".${QUARTZ.test(scalar.text.trim()) ? ' The seconds, which Quartz puts first, and its years are none of them.' : ''}`,
  };
}

/** In quotes: YAML lets no plain text begin with "@". */
function quotedAs(scalar: YamlScalar, text: string): Fix | undefined {
  const fix = changeTo(scalar, text);
  return fix === undefined ? undefined : { ...fix, edits: fix.edits.map((edit) => ({ ...edit, text: `'${text}'` })) };
}

/** Six or seven fields, as Quartz and Spring have them. */
const QUARTZ = /^\S+(?:\s+\S+){5,6}$/;

const KEYS = SCHEDULE_KEYS.map(({ name }) => name);
const KINDS = ['cron', 'every', 'assets', 'timetable'];

function* checkMapping(mapping: YamlMapping, schedule: YamlScalar): Generator<Finding> {
  const kinds = mapping.pairs.filter(({ key }) => KINDS.includes(key.text));
  for (const { key } of mapping.pairs) {
    if (KEYS.includes(key.text)) continue;
    const isGiven = (name: string): boolean => mapping.pairs.some((pair) => pair.key.text === name);
    const meant = meantByForeignKey(key.text, undefined, FOREIGN_SCHEDULE_KEYS, isGiven);
    yield {
      message: `"${key.text}" is no key of a schedule.${meant === undefined ? didYouMean(key.text, KEYS) : ` Did you mean "${meant}"?`}`,
      range: rangeOf(key),
      help: `The keys are ${KEYS.join(', ')}.`,
      covers: rangeOf(mapping),
      ...withFix(meant === undefined ? renameTo(key, KEYS) : changeTo(key, meant)),
    };
  }
  const hasUnknown = mapping.pairs.some(({ key }) => !KEYS.includes(key.text));
  if (kinds.length !== 1 && !hasUnknown) {
    const message =
      kinds.length === 0
        ? `This schedule says nothing about when: it needs one of ${KINDS.join(', ')}.`
        : `A schedule is one of ${KINDS.join(', ')}; this is ${kinds.map(({ key }) => `"${key.text}"`).join(' and ')}.`;
    yield { message, range: rangeOf(kinds[1]?.key ?? schedule) };
  }
  const zone = mapping.pairs.find(({ key }) => key.text === 'timezone');
  const [kind] = kinds;
  if (zone !== undefined && kinds.length === 1 && kind !== undefined && kind.key.text !== 'cron') {
    yield {
      message: `"timezone" belongs to "cron"; beside "${kind.key.text}" nothing reads it.`,
      range: rangeOf(zone.key),
      help: 'Remove it.',
    };
  }
  for (const { key, value } of mapping.pairs) {
    const wrong = wrongValue(key.text, value);
    const seconds = key.text === 'every' ? secondsOf(asText(value)?.text ?? '') : undefined;
    if (wrong === undefined) continue;
    const range = rangeOf(value.start === value.end ? key : value);
    if (seconds === undefined) yield { message: wrong, range };
    else
      yield {
        message: `${wrong} In seconds that is ${seconds}.`,
        range,
        fix: { title: `Write ${seconds} seconds`, safety: 'unsafe', edits: [{ range, text: String(seconds) }] },
      };
  }
}

function wrongValue(key: string, value: YamlMapping['pairs'][number]['value']): string | undefined {
  const text = asText(value)?.text;
  const isPython = text?.includes('<<') === true;
  if (key === 'cron') return text === undefined ? '"cron" is a cron expression in quotes.' : undefined;
  if (key === 'timezone') {
    if (text === undefined) return '"timezone" is the name of a time zone: Europe/Paris.';
    return isTimeZone(text) ? undefined : `"${text}" is no time zone.${zoneMeant(text)}`;
  }
  if (key === 'every' && !isPython) {
    const isNumber = value.kind === 'scalar' && (value.type === 'integer' || value.type === 'number');
    return isNumber && Number(value.value) > 0 ? undefined : '"every" is a number of seconds above 0.';
  }
  if (key === 'assets' && !isPython) {
    const uris = value.kind === 'list' ? value.items.map(asText) : [];
    return uris.length > 0 && uris.every((uri) => uri !== undefined)
      ? undefined
      : '"assets" is a list of the URIs of assets.';
  }
  return key === 'timetable' && !isPython ? '"timetable" is Python in << >> that gives a timetable.' : undefined;
}

/** Intl knows further names, such as "US/Eastern", and takes a tenth of a millisecond to say so. */
const commonZones = lazy((): ReadonlySet<string> => new Set(Intl.supportedValuesOf('timeZone')));

function isTimeZone(name: string): boolean {
  if (name === 'UTC' || commonZones().has(name)) return true;
  if (/^[-+]/.test(name)) return false;
  // Intl takes them in any case, the files of Python's time zones have one.
  if (sameZone(name) !== undefined || !ZONE.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a name that there is not
  }
}

/** How each part of a name begins, in all the zones that there are; `utc` is one that pendulum knows besides. */
const ZONE = /^(?:utc|[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*)$/;

/** A common zone of the same letters. */
function sameZone(name: string): string | undefined {
  const wanted = name.toLowerCase();
  return [...commonZones()].find((zone) => zone.toLowerCase() === wanted);
}

/** What may be meant: `Europe/Berlin` by `Berlin` and by `europe/berlin`. */
function zoneMeant(text: string): string {
  const wanted = text.toLowerCase().replaceAll(' ', '_');
  const zones = ['UTC', ...commonZones()];
  const found = zones.filter((zone) => zone.toLowerCase() === wanted || zone.toLowerCase().endsWith(`/${wanted}`));
  return found.length === 0 ? didYouMean(text, zones) : ` Did you mean "${found.slice(0, 3).join('" or "')}"?`;
}
