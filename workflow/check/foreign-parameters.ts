/** Arguments as other tools, and older versions of Airflow, call them, by the name that all tasks take here. */
const FOREIGN: Readonly<Record<string, string>> = {
  retries: 'retry max_retries retry_count attempts max_attempts tries retry_max',
  retry_delay: 'delay retry_interval retry_wait retry_delay_seconds',
  execution_timeout: 'timeout time_limit max_runtime task_timeout timeout_seconds',
  owner: 'author owned_by team',
  trigger_rule: 'run_if rule',
  email: 'mail mail_to',
  priority_weight: 'priority',
  pool_slots: 'slots',
};

const BY_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries(FOREIGN).flatMap(([name, words]) => words.split(' ').map((word) => [word, name])),
);

/** The argument that a word stands for which no type takes: `retries` for `retry`. */
export function meantByForeignParameter(word: string): string | undefined {
  return BY_WORD.get(word);
}
