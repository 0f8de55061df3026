import type { Dice } from '../workflow/plan/random-flow';

/** A Declarative Pipeline as data, with a command of its own for each place where something runs. */
export interface Pipeline {
  readonly stages: readonly Stage[];
  readonly post: Post;
}

export interface Stage {
  readonly name: string;
  /** The boolean parameter that `when` asks for. */
  readonly when?: string;
  readonly post: Post;
  readonly body:
    | { readonly kind: 'steps'; readonly command: string; readonly around: Around }
    | { readonly kind: 'stages'; readonly stages: readonly Stage[] }
    | { readonly kind: 'parallel'; readonly stages: readonly Stage[]; readonly failFast: boolean }
    | { readonly kind: 'matrix'; readonly values: readonly string[]; readonly command: string };
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

export type Ending = 'fine' | 'failed' | 'caught' | 'unstable';

/** How the task of a command ends. */
export function endingOf(around: Around, fails: boolean): Ending {
  return around === 'error' || fails ? AROUND[around].failing : 'fine';
}

/** Commands by condition. */
export type Post = ReadonlyMap<Condition, string>;

/** In the order in which Jenkins looks at them. */
export const CONDITIONS = ['always', 'success', 'unsuccessful', 'failure', 'cleanup'] as const;
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
  const runAll = (inner: readonly Stage[]): boolean => inner.every(runStage);
  const runStage = ({ when, body, post: own }: Stage): boolean => {
    if (when !== undefined && !wanted.has(when)) return true;
    switch (body.kind) {
      case 'steps':
        return ownPost(own, runSteps(body.command, body.around));
      case 'stages':
        return ownPost(own, runAll(body.stages));
      case 'parallel':
        return ownPost(own, body.stages.map(runStage).every(Boolean));
      case 'matrix':
        return ownPost(own, body.values.map((value) => run(`${body.command} ${value}`)).every(Boolean));
    }
  };
  const fine = runPost(post, runAll(stages), true);
  return { failed: !fine || build.result === 'FAILURE', ran };
}

function holds(condition: Condition, result: string): boolean {
  if (condition === 'always' || condition === 'cleanup') return true;
  if (condition === 'failure') return result === 'FAILURE';
  return (condition === 'success') === (result === 'SUCCESS');
}

/** All that a person writes of a pipeline. */
export function jenkinsfileOf({ stages, post }: Pipeline): string {
  const parameters = [...new Set(stages.flatMap(parametersOf))];
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

function parametersOf({ when, body }: Stage): readonly string[] {
  const inner = 'stages' in body ? body.stages.flatMap(parametersOf) : [];
  return when === undefined ? inner : [when, ...inner];
}

function stageText({ name, when, body, post }: Stage): string {
  const lines = [`stage('${name}') {`];
  if (when !== undefined) lines.push(`when { expression { params.${when} } }`);
  if (body.kind === 'parallel' && body.failFast) lines.push('failFast true');
  if (body.kind === 'steps') lines.push(`steps {\n${AROUND[body.around].text(body.command)}\n}`);
  else if (body.kind === 'matrix') {
    const values = body.values.map((value) => `'${value}'`).join(', ');
    lines.push(`matrix { axes { axis { name 'CELL'\n values ${values} } }`);
    lines.push(`stages { stage('in ${name}') { steps { sh '${body.command}' } } } }`);
  } else lines.push(`${body.kind} {`, ...body.stages.map(stageText), '}');
  // What stands after a matrix would be each cell's: post of the stage around it is written in the stage.
  return [...lines, postText(post), '}'].join('\n');
}

function postText(post: Post): string {
  if (post.size === 0) return '';
  return `post {\n${[...post].map(([condition, command]) => `${condition} { sh '${command}' }`).join('\n')}\n}`;
}

const ways = Object.keys(AROUND) as readonly Around[];

/** A random pipeline. */
export function randomPipeline(dice: Dice): Pipeline {
  let count = 0;
  const next = (prefix: string): string => `${prefix}_${count++}`;
  const postOf = (most: number): Post => {
    const chosen = dice(3) === 0 ? CONDITIONS.filter(() => dice(most) === 0) : [];
    return new Map(chosen.map((condition) => [condition, next('post')]));
  };
  const stageOf = (depth: number, inParallel: boolean): Stage => {
    const name = next('stage');
    const when = dice(4) === 0 ? { when: next('W') } : {};
    const kind = depth > 0 ? dice(6) : 0;
    const stages = (most: number): Stage[] =>
      Array.from({ length: 1 + dice(most) }, () => stageOf(depth - 1, kind === 4 || inParallel));
    if (kind === 3) return { name, ...when, post: postOf(2), body: { kind: 'stages', stages: stages(3) } };
    if (kind === 4 && !inParallel)
      return { name, ...when, post: postOf(2), body: { kind: 'parallel', stages: stages(3), failFast: dice(2) === 0 } };
    if (kind === 5 && !inParallel) {
      const body = { kind: 'matrix', values: ['v1', 'v2', 'v3'].slice(0, 2 + dice(2)), command: next('cell') } as const;
      return { name, ...when, post: new Map(), body };
    }
    const around = dice(2) === 0 ? 'nothing' : (ways[dice(ways.length)] ?? 'nothing');
    return { name, ...when, post: postOf(2), body: { kind: 'steps', command: next('run'), around } };
  };
  return { stages: Array.from({ length: 1 + dice(4) }, () => stageOf(2, false)), post: postOf(2) };
}

/** Commands, cells one by one, and parameters of a pipeline. */
export function decisionsOf({ stages, post }: Pipeline): {
  readonly commands: readonly string[];
  readonly parameters: readonly string[];
} {
  const commandsOf = ({ body, post: own }: Stage): readonly string[] => {
    const inner =
      'stages' in body
        ? body.stages.flatMap(commandsOf)
        : body.kind === 'matrix'
          ? body.values.map((value) => `${body.command} ${value}`)
          : [body.command];
    return [...inner, ...own.values()];
  };
  return { commands: [...stages.flatMap(commandsOf), ...post.values()], parameters: stages.flatMap(parametersOf) };
}

/** What stands around each command of a stage. */
export function waysOf({ stages }: Pick<Pipeline, 'stages'>): ReadonlyMap<string, Around> {
  return new Map(
    stages.flatMap(({ body }): readonly (readonly [string, Around])[] => {
      if (body.kind === 'steps') return [[body.command, body.around]];
      return 'stages' in body ? [...waysOf(body)] : [];
    }),
  );
}

/** Whether branches of the pipeline are to be stopped where another fails. */
export function failsFast({ stages }: Pick<Pipeline, 'stages'>): boolean {
  return stages.some(
    ({ body }) => (body.kind === 'parallel' && body.failFast) || ('stages' in body && failsFast(body)),
  );
}
