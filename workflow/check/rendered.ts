/** A text with an example of what Jinja makes of it, or the bracket that is left open. */
export type Rendered =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unfinished'; readonly bracket: string };

const DAY = '2026-01-31';
const MOMENT = '2026-01-31T00:00:00+00:00';

/** Names of Airflow's context of which it is known how they look. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ...['ds', 'yesterday_ds', 'tomorrow_ds', 'next_ds', 'prev_ds'].flatMap((name) => [
    [name, DAY] as const,
    [`${name}_nodash`, DAY.replaceAll('-', '')] as const,
  ]),
  ['ts', MOMENT],
  ['ts_nodash', '20260131T000000'],
]);

/** Names that stand for the id of the task. */
const NAMES_OF_ID: ReadonlySet<string> = new Set(['task.task_id', 'ti.task_id', 'task_instance.task_id']);

/**
 * What a text looks like when the task runs; `taskId` is its id, where that is known. Nothing where that is not known: other names, filters, statements of Jinja,
 * Python in `<< >>`, placeholders.
 */
export function rendered(written: string, taskId?: string): Rendered | undefined {
  const text = written.replaceAll('<<>>', ''); // Python of nothing is nothing
  if (/<<.*>>|\$\{\{/s.test(text)) return undefined;
  let left = text;
  let whole = '';
  for (let open = /\{[{%#]/.exec(left); open !== null; open = /\{[{%#]/.exec(left)) {
    const [bracket] = open;
    const close = CLOSING[bracket] ?? '';
    const end = left.indexOf(close, open.index + 2);
    if (end < 0) return { kind: 'unfinished', bracket };
    const inner = left
      .slice(open.index + 2, end)
      .replace(/^-|-$/g, '')
      .trim();
    const value =
      bracket === '{#'
        ? ''
        : bracket === '{{'
          ? (EXAMPLES.get(inner) ?? (NAMES_OF_ID.has(inner) ? taskId : undefined))
          : undefined;
    if (value === undefined) return undefined;
    whole += left.slice(0, open.index) + value;
    left = left.slice(end + 2);
  }
  return { kind: 'text', text: whole + left };
}

const CLOSING: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };
