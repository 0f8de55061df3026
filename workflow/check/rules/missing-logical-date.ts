import type { WorkflowRule } from '../context';
import { within } from '../jinja';
import { placeInText } from '../place-in-text';

export const missingLogicalDate: WorkflowRule = {
  id: 'missing-logical-date',
  category: 'migration',
  silencedBy: ['yaml-syntax', 'invalid-jinja', 'removed-context-name'],
  documentation: {
    summary: 'A workflow that is started by assets uses the logical date.',
    why: 'In Airflow 3 a run that assets start may have no logical date: `ds`, `ts` and `logical_date` are then undefined, and the task fails when its template is rendered.',
    bad: `name: orders
format: 1
dag_args: {schedule: {assets: ["s3://lake/orders"]}}
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ ds }}"}}
`,
    good: `name: orders
format: 1
dag_args: {schedule: {assets: ["s3://lake/orders"]}}
operators:
- {name: load, type: bash, properties: {bash_command: "load --day {{ dag_run.run_after | ds }}"}}
`,
    targets: 'Airflow 3.',
  },
  mentions: ['{{', '{%', '{#'],
  check: {
    *item({ templates, settings, item }) {
      if (!settings.dag.byAssets || settings.airflow === '2.11') return;
      for (const { scalar, reading } of templates()) {
        if (!('template' in reading)) continue;
        for (const part of reading.template.expressions.flatMap((expression) => [...within(expression)])) {
          if (part.kind !== 'name' || !DATES.has(part.name) || reading.template.bound.has(part.name)) continue;
          yield {
            message: `A run that assets start may have no logical date, and so no "${part.name}".`,
            range: placeInText(scalar, part, item.cellText),
            help: 'Use "dag_run.run_after", or the events in "triggering_asset_events".',
          };
        }
      }
    },
  },
};

/** What Airflow leaves out of the context where there is no logical date. */
const DATES: ReadonlySet<string> = new Set([
  'logical_date',
  'ds',
  'ds_nodash',
  'ts',
  'ts_nodash',
  'ts_nodash_with_tz',
  'data_interval_start',
  'data_interval_end',
]);
