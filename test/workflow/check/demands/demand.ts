/** What a linter of Airflow workflows is asked for, and the rule that answers; where none does, why. */
export type Demand = Answered | Declined;

interface Answered {
  readonly what: string;
  readonly rule: string;
  /** A file in which the rule finds it; absent, the one on the page of the rule. */
  readonly text?: string;
  /** What the finding has to say. */
  readonly says?: string;
  readonly airflow?: '2.11';
}

interface Declined {
  readonly what: string;
  readonly why: string;
}

export const bash = (name: string, more = ''): string =>
  `- {name: ${name}, type: bash${more}, properties: {bash_command: x}}`;
export const workflow = (...lines: readonly string[]): string => ['name: orders', 'format: 1', ...lines, ''].join('\n');
export const tasks = (...lines: readonly string[]): string => workflow('operators:', ...lines);
export const withProperty = (property: string): string =>
  tasks(`- {name: load, type: bash, properties: {bash_command: x, ${property}}}`);
export const target = (name: string, ...lines: readonly string[]): string =>
  ['---', `name: ${name}`, ...lines, ''].join('\n');
