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
    | { readonly kind: 'steps'; readonly command: string }
    | { readonly kind: 'stages' | 'parallel'; readonly stages: readonly Stage[] }
    | { readonly kind: 'matrix'; readonly values: readonly string[]; readonly command: string };
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

/**
 * What Jenkins runs (pipeline-model-definition's `ModelInterpreter`): stages until one fails, all branches and cells, a stage
 * that `when` leaves out with all that is in it and its post, post conditions in their order by what is known so far.
 */
export function runPipeline({ stages, post }: Pipeline, { failing, wanted }: Assignment): Ended {
  const ran = new Set<string>();
  const run = (command: string): boolean => {
    ran.add(command);
    return !failing.has(command);
  };
  const runPost = (conditions: Post, isFine: boolean): boolean => {
    let fine = isFine;
    for (const condition of CONDITIONS) {
      const command = conditions.get(condition);
      const holds = condition === 'always' || condition === 'cleanup' || (condition === 'success' ? fine : !fine);
      if (command !== undefined && holds && !run(command)) fine = false;
    }
    return fine;
  };
  const runAll = (inner: readonly Stage[]): boolean => inner.every(runStage);
  const runStage = ({ when, body, post: own }: Stage): boolean => {
    if (when !== undefined && !wanted.has(when)) return true;
    switch (body.kind) {
      case 'steps':
        return runPost(own, run(body.command));
      case 'stages':
        return runPost(own, runAll(body.stages));
      case 'parallel':
        return runPost(own, body.stages.map(runStage).every(Boolean));
      case 'matrix':
        return runPost(own, body.values.map((value) => run(`${body.command} ${value}`)).every(Boolean));
    }
  };
  return { failed: !runPost(post, runAll(stages)), ran };
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
  if (body.kind === 'steps') lines.push(`steps { sh '${body.command}' }`);
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
      return { name, ...when, post: postOf(2), body: { kind: 'parallel', stages: stages(3) } };
    if (kind === 5 && !inParallel) {
      const body = { kind: 'matrix', values: ['v1', 'v2', 'v3'].slice(0, 2 + dice(2)), command: next('cell') } as const;
      return { name, ...when, post: new Map(), body };
    }
    return { name, ...when, post: postOf(2), body: { kind: 'steps', command: next('run') } };
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
    return [...inner, ...mayFail(own)];
  };
  return { commands: [...stages.flatMap(commandsOf), ...mayFail(post)], parameters: stages.flatMap(parametersOf) };
}

/**
 * The condition that Jenkins looks at last: that those behind one that fails do not run on Airflow is what the report of a
 * conversion says.
 */
function mayFail(post: Post): readonly string[] {
  const last = CONDITIONS.findLast((condition) => post.has(condition));
  const command = last === undefined ? undefined : post.get(last);
  return command === undefined ? [] : [command];
}
