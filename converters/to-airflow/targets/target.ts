import type { Helper } from '../helpers';
import type { Keyword } from '../python/syntax';

/** A Python object and the module that it is imported from. */
export interface ObjectPath {
  readonly module: string;
  readonly name: string;
}

/** What differs between the versions of Airflow that DAG files are written for. */
export interface AirflowTarget {
  readonly version: '3.3' | '2.11';
  readonly dag: ObjectPath;
  readonly taskGroup: ObjectPath;
  /** The argument of a TaskGroup that shows its label. */
  readonly groupLabel: string;
  readonly asset: ObjectPath;
  readonly variable: ObjectPath;
  readonly cronTimetable: ObjectPath;
  readonly failException: ObjectPath;
  readonly branchOperator: ObjectPath;
  readonly pythonOperator: ObjectPath;
  readonly emptyOperator: ObjectPath;
  /** How a router learns the state of another task. */
  readonly stateOfTask: Helper;
  /** Arguments of `DAG(…)` that have another name in this version; undefined: they are gone and mean nothing. */
  readonly dagArguments: ReadonlyMap<string, string | undefined>;
  /** Arguments of tasks that this version takes without effect: they are left out. */
  readonly withoutEffect: ReadonlySet<string>;
  /** Does it refuse a DAG of which nobody says since when it runs? */
  readonly needsStartDate: boolean;
  /** What a node of the plan's own must not take from the default arguments, and the value that keeps it from doing so. */
  readonly neutralDefaults: readonly Keyword[];
}
