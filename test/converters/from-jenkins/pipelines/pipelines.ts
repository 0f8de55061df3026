/** A Declarative Pipeline as data, with a command of its own for each place where something runs. */
export interface Pipeline {
  readonly stages: readonly Stage[];
  readonly post: Post;
}

export interface Stage {
  readonly name: string;
  readonly when?: When;
  readonly post: Post;
  readonly body:
    | { readonly kind: 'steps'; readonly command: string; readonly around: Around }
    | { readonly kind: 'stages'; readonly stages: readonly Stage[] }
    | { readonly kind: 'parallel'; readonly stages: readonly Stage[]; readonly failFast: boolean }
    | ({ readonly kind: 'matrix' } & Matrix);
}

/** What `when` asks of boolean parameters. */
export type When =
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'not'; readonly inner: When }
  | { readonly kind: 'anyOf' | 'allOf'; readonly all: readonly When[] };

export interface Matrix {
  readonly axes: readonly Axis[];
  /** One value of each axis: the cell that is left out. */
  readonly excluded: Cell | undefined;
  /** In order; a command of a cell is `command cell`. */
  readonly stages: readonly CellStage[];
  /** Of each cell. */
  readonly post: Post;
  readonly failFast: boolean;
}

export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/** A value for each axis, in their order. */
export type Cell = readonly string[];

export interface CellStage {
  readonly name: string;
  readonly command: string;
  /** The value that `when` asks of the first axis. */
  readonly when: string | undefined;
}

/** The cells of a matrix, without the one that is left out. */
export function cellsOf(axes: readonly Axis[], excluded: Cell | undefined): readonly Cell[] {
  const cells = axes.reduce<readonly Cell[]>(
    (found, { values }) => found.flatMap((cell) => values.map((value) => [...cell, value])),
    [[]],
  );
  return cells.filter((cell) => cell.join() !== excluded?.join());
}

/** A command as one cell of a matrix runs it. */
export function inCell(command: string, cell: Cell): string {
  return `${command} ${cell.join(' ')}`;
}

/** What stands around the command of a stage, by the text of its steps, and how the stage ends where the command fails. */
const AROUND = {
  nothing: { text: (command: string) => `sh '${command}'`, failing: 'failed' },
  retry: { text: (command: string) => `retry(2) { sh '${command}' }`, failing: 'failed' },
  timeout: { text: (command: string) => `timeout(5) { sh '${command}' }`, failing: 'failed' },
  caught: { text: (command: string) => `catchError { sh '${command}' }`, failing: 'caught' },
  result: {
    text: (command: string) =>
      `script {\ntry { sh '${command}' } catch (e) {\necho 'no'\n}\nif (fileExists('failed')) {\ncurrentBuild.result = 'FAILURE'\n}\n}`,
    failing: 'caught',
  },
  forgiven: { text: (command: string) => `catchError(buildResult: 'SUCCESS') { sh '${command}' }`, failing: 'fine' },
  unstable: {
    text: (command: string) => `catchError(buildResult: 'UNSTABLE') { sh '${command}' }`,
    failing: 'unstable',
  },
  warning: { text: (command: string) => `warnError('oh') { sh '${command}' }`, failing: 'unstable' },
  error: { text: (command: string) => `sh '${command}'\nerror 'no'`, failing: 'failed' },
} as const;
export type Around = keyof typeof AROUND;

export const ways = Object.keys(AROUND) as readonly Around[];

export type Ending = 'fine' | 'failed' | 'caught' | 'unstable';

/** How the task of a command ends. */
export function endingOf(around: Around, fails: boolean): Ending {
  return around === 'error' || fails ? AROUND[around].failing : 'fine';
}

/** Commands by condition. */
export type Post = ReadonlyMap<Condition, string>;

/** In the order in which Jenkins looks at them. */
export const CONDITIONS = ['always', 'success', 'unsuccessful', 'unstable', 'failure', 'cleanup'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Assignment {
  /** Commands that fail; that of a cell is `command value`. */
  readonly failing: ReadonlySet<string>;
  /** Parameters that are true. */
  readonly wanted: ReadonlySet<string>;
}

export interface Ended {
  readonly ran: ReadonlySet<string>;
  readonly failed: boolean;
}

/** What the report of a conversion says of a task: a failure that it catches is a skip, and does not stop what is behind it. */
export type Skips = (command: string) => boolean;

/**
 * What Jenkins runs (pipeline-model-definition's `ModelInterpreter`): stages until one fails, all branches and cells, a stage
 * that `when` leaves out with all that is in it and its post, post conditions in their order by what is known so far: one that fails does
 * not stop those behind it. `reported`: what runs on Airflow instead, as the report of the conversion says it.
 */
export function runPipeline({ stages, post }: Pipeline, { failing, wanted }: Assignment, reported?: Skips): Ended {
  const ran = new Set<string>();
  const build: { result: 'SUCCESS' | 'UNSTABLE' | 'FAILURE' } = { result: 'SUCCESS' };
  const run = (command: string): boolean => {
    ran.add(command);
    return !failing.has(command);
  };
  const runSteps = (command: string, around: Around): boolean => {
    const ending = endingOf(around, !run(command));
    if (ending === 'caught') {
      if (reported?.(command) === false) return false;
      build.result = 'FAILURE';
    }
    if (ending === 'unstable' && reported === undefined && build.result === 'SUCCESS') build.result = 'UNSTABLE';
    return ending !== 'failed';
  };
  const runPost = (conditions: Post, isFine: boolean, sees: boolean): boolean => {
    let fine = isFine;
    for (const condition of CONDITIONS) {
      const command = conditions.get(condition);
      const seen = sees ? build.result : 'SUCCESS';
      const now = fine ? seen : 'FAILURE';
      if (command !== undefined && holds(condition, now) && !run(command)) fine = false;
    }
    return fine;
  };
  const ownPost = (conditions: Post, isFine: boolean) => runPost(conditions, isFine, reported === undefined);
  const runCell = ({ stages: inner, post: own }: Matrix, cell: Cell): boolean => {
    const runs = inner.filter(({ when }) => when === undefined || when === cell[0]);
    const fine = runs.every(({ command }) => run(inCell(command, cell)));
    return ownPost(new Map([...own].map(([condition, command]) => [condition, inCell(command, cell)])), fine);
  };
  const runAll = (inner: readonly Stage[]): boolean => inner.every(runStage);
  const runStage = ({ when, body, post: own }: Stage): boolean => {
    if (when !== undefined && !isMet(when, wanted)) return true;
    switch (body.kind) {
      case 'steps':
        return ownPost(own, runSteps(body.command, body.around));
      case 'stages':
        return ownPost(own, runAll(body.stages));
      case 'parallel':
        return ownPost(own, body.stages.map(runStage).every(Boolean));
      case 'matrix':
        return ownPost(
          own,
          cellsOf(body.axes, body.excluded)
            .map((cell) => runCell(body, cell))
            .every(Boolean),
        );
    }
  };
  const fine = runPost(post, runAll(stages), true);
  return { failed: !fine || build.result === 'FAILURE', ran };
}

/** Whether what `when` asks for holds for the parameters that are true. */
export function isMet(when: When, wanted: ReadonlySet<string>): boolean {
  switch (when.kind) {
    case 'parameter':
      return wanted.has(when.name);
    case 'not':
      return !isMet(when.inner, wanted);
    case 'anyOf':
      return when.all.some((one) => isMet(one, wanted));
    case 'allOf':
      return when.all.every((one) => isMet(one, wanted));
  }
}

function holds(condition: Condition, result: string): boolean {
  if (condition === 'always' || condition === 'cleanup') return true;
  if (condition === 'failure') return result === 'FAILURE';
  if (condition === 'unstable') return result === 'UNSTABLE';
  return (condition === 'success') === (result === 'SUCCESS');
}

/** All that a person writes of a pipeline. */
export function jenkinsfileOf({ stages, post }: Pipeline): string {
  const parameters = [...new Set(parametersIn(stages))];
  const asked = parameters.map((name) => `booleanParam(name: '${name}', defaultValue: true, description: '')`);
  return [
    'pipeline {',
    'agent any',
    ...(asked.length > 0 ? [`parameters { ${asked.join('\n')} }`] : []),
    'stages {',
    ...stages.map(stageText),
    '}',
    postText(post),
    '}\n',
  ].join('\n');
}

function stageText({ name, when, body, post }: Stage): string {
  const lines = [`stage('${name}') {`];
  if (when !== undefined) lines.push(`when { ${whenText(when)} }`);
  if ((body.kind === 'parallel' || body.kind === 'matrix') && body.failFast) lines.push('failFast true');
  if (body.kind === 'steps') lines.push(`steps {\n${AROUND[body.around].text(body.command)}\n}`);
  else if (body.kind === 'matrix') lines.push(...matrixLines(body));
  else lines.push(`${body.kind} {`, ...body.stages.map(stageText), '}');
  return [...lines, postText(post), '}'].join('\n');
}

function whenText(when: When): string {
  if (when.kind === 'parameter') return `expression { params.${when.name} }`;
  if (when.kind === 'not') return `not { ${whenText(when.inner)} }`;
  return `${when.kind} {\n${when.all.map(whenText).join('\n')}\n}`;
}

function matrixLines({ axes, excluded, stages, post }: Matrix): readonly string[] {
  const axisText = ({ name }: Axis, values: readonly string[]): string =>
    `axis { name '${name}'\n values ${values.map((value) => `'${value}'`).join(', ')} }`;
  const left = axes.map((axis, index) => axisText(axis, [excluded?.[index] ?? '']));
  const cellStages = stages.map(({ name, command, when }) => {
    const condition = when === undefined ? '' : `when { environment name: '${axes[0]?.name}', value: '${when}' }\n`;
    return `stage('${name}') {\n${condition}steps { sh '${command}' }\n}`;
  });
  return [
    'matrix {',
    `axes { ${axes.map((axis) => axisText(axis, axis.values)).join('\n')} }`,
    ...(excluded === undefined ? [] : [`excludes { exclude { ${left.join('\n')} } }`]),
    `stages {\n${cellStages.join('\n')}\n}`,
    postText(post),
    '}',
  ];
}

function postText(post: Post): string {
  if (post.size === 0) return '';
  return `post {\n${[...post].map(([condition, command]) => `${condition} { sh '${command}' }`).join('\n')}\n}`;
}

/** Commands, cells one by one, and parameters of a pipeline. */
export function decisionsOf({ stages, post }: Pipeline): {
  readonly commands: readonly string[];
  readonly parameters: readonly string[];
} {
  const commandsOf = ({ body, post: own }: Stage): readonly string[] => {
    const inner =
      body.kind === 'matrix'
        ? cellsOf(body.axes, body.excluded).flatMap((cell) => commandsOfCell(body, cell))
        : 'stages' in body
          ? body.stages.flatMap(commandsOf)
          : [body.command];
    return [...inner, ...own.values()];
  };
  return { commands: [...stages.flatMap(commandsOf), ...post.values()], parameters: parametersIn(stages) };
}

/** What stands around each command of a stage. */
export function waysOf({ stages }: Pick<Pipeline, 'stages'>): ReadonlyMap<string, Around> {
  return new Map(
    stages.flatMap(({ body }): readonly (readonly [string, Around])[] => {
      if (body.kind === 'steps') return [[body.command, body.around]];
      return body.kind !== 'matrix' && 'stages' in body ? [...waysOf(body)] : [];
    }),
  );
}

/** Whether branches of the pipeline are to be stopped where another fails. */
export function failsFast({ stages }: Pick<Pipeline, 'stages'>): boolean {
  return stages.some(
    ({ body }) =>
      ((body.kind === 'parallel' || body.kind === 'matrix') && body.failFast) ||
      (body.kind !== 'matrix' && 'stages' in body && failsFast(body)),
  );
}

function commandsOfCell({ stages, post }: Matrix, cell: Cell): readonly string[] {
  const runs = stages.filter(({ when }) => when === undefined || when === cell[0]);
  return [...runs.map(({ command }) => command), ...post.values()].map((command) => inCell(command, cell));
}

/** The conditions of stages, each with the parameters that it alone asks for. */
export function whensOf(stages: readonly Stage[]): readonly When[] {
  return stages.flatMap(({ when, body }) => [
    ...(when === undefined ? [] : [when]),
    ...(body.kind !== 'matrix' && 'stages' in body ? whensOf(body.stages) : []),
  ]);
}

/** The parameters that a condition asks for. */
export function namesIn(when: When): readonly string[] {
  if (when.kind === 'parameter') return [when.name];
  return when.kind === 'not' ? namesIn(when.inner) : when.all.flatMap(namesIn);
}

function parametersIn(stages: readonly Stage[]): readonly string[] {
  return whensOf(stages).flatMap(namesIn);
}
