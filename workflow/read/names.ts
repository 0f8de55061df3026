/**
 * A name as Airflow takes it for a task or DAG: all but ASCII letters, digits and `_` becomes `_`
 * (boundary-layer 1.9.18, `sanitize`).
 */
export function sanitised(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/gu, '_');
}
