import { cronExpression, isTimeZone, nextTimes, scheduleInWords } from '../../workflow/check';
import { asText, entryOf, valueAt, type WorkflowDocument, type YamlNode } from '../../workflow/read';
import { paragraphs, plain } from '../markdown';
import type { Place } from '../place';

/** How many of the next runs are told. */
const RUNS = 3;

/** What a schedule means, at its text or its key: in words, and when the next runs start. `now`: milliseconds since 1970. */
export function aboutSchedule({ document, way, isKey, scalar, item }: Place, now: number): string | undefined {
  if (item !== undefined) return undefined;
  const [top, second] = isKey ? [way[0], way[1] ?? scalar.text] : way;
  const isSchedule = second === 'schedule' || second === 'schedule_interval';
  if (top !== 'dag_args' || !isSchedule || way.length > 3) return undefined;
  const args = entryOf(document, 'dag_args')?.value;
  const value = valueAt(args, String(second));
  const written = asText(value) ?? asText(valueAt(value, 'cron'));
  const text = written?.text.trim();
  const words = text === undefined ? undefined : scheduleInWords(text);
  if (text === undefined || words === undefined) return undefined;
  const zone = asText(valueAt(value, 'timezone'))?.text ?? 'UTC';
  const head = `**${plain(text)}** — ${words}`;
  const cron = cronExpression(text);
  if (cron === undefined) return head;
  if (!isTimeZone(zone)) return head;
  return paragraphs(`${head}, ${plain(zone)}`, nextRuns(cron, zone, now, document));
}

/** The starts of the next runs, between the dates that the workflow gives. */
function nextRuns(cron: string, zone: string, now: number, document: WorkflowDocument): string | undefined {
  const start = dateOf(document, 'start_date');
  const end = dateOf(document, 'end_date');
  // A run starts at the end of its period, so the first one does not start at the start date.
  const times = nextTimes(cron, zone, Math.max(now, start ?? now), RUNS).filter(
    (time) => end === undefined || time <= end,
  );
  if (times.length === 0) return 'There are no further runs.';
  const lines = times.map((time) => `* ${inZone(time, zone)}`);
  return `Next runs:\n\n${lines.join('\n')}`;
}

function dateOf(document: WorkflowDocument, key: string): number | undefined {
  const own = valueAt(entryOf(document, 'dag_args')?.value, key);
  const ofTasks = key === 'start_date' ? valueAt(entryOf(document, 'default_task_args')?.value, key) : undefined;
  const time = Date.parse(textOf(own ?? ofTasks));
  return Number.isNaN(time) ? undefined : time;
}

function textOf(node: YamlNode | undefined): string {
  return node?.kind === 'scalar' ? node.text : '';
}

/** `Tue 2026-03-31 03:00 (UTC+2)`: the date and the clock of the zone, whatever the editor's own. */
function inZone(time: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const offset = part('timeZoneName')
    .replace('GMT', 'UTC')
    .replace(/[+-]0$/, '');
  const day = `${part('weekday')} ${part('year')}-${part('month')}-${part('day')}`;
  return `${day} ${part('hour')}:${part('minute')} (${offset})`;
}
