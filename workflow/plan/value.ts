/** A value as it is to be written in Python. */
export type Value =
  /** Text; `<<…>>` inside it is Python as it stands (boundary-layer's verbatim strings). */
  | { readonly kind: 'text'; readonly text: string }
  /** A number as written in the YAML, so that no digit is lost: `3.0`, `12345678901234567890`. */
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'mapping'; readonly entries: readonly { readonly key: string; readonly value: Value }[] }
  /** `datetime.timedelta(seconds=…)` */
  | { readonly kind: 'duration'; readonly seconds: string }
  /** ISO 8601 text that becomes a `datetime.datetime`; in UTC where it names no zone. */
  | { readonly kind: 'moment'; readonly iso: string }
  /** A cron expression that fires in a time zone, with data intervals (Airflow's `CronDataIntervalTimetable`). */
  | { readonly kind: 'cron'; readonly expression: string; readonly timezone: string }
  /** Assets, by URI: the DAG runs when all were updated. */
  | { readonly kind: 'assets'; readonly uris: readonly string[] }
  /** The constant of an image: see `PlannedImage`. */
  | { readonly kind: 'image'; readonly constant: string }
  /** A Kubernetes or Docker object: `class(name=value, …)`, imported from where it is defined. */
  | {
      readonly kind: 'construct';
      readonly classPath: string;
      readonly arguments: readonly { readonly name: string; readonly value: Value }[];
    }
  /** A Python expression. */
  | { readonly kind: 'python'; readonly expression: string };
