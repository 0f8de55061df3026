import {
  type Agent,
  asDirective,
  type Directive,
  firstValue,
  literalText,
  type Pipeline,
  type Post,
  type PostCondition,
  type Stage,
  type StageList,
} from '../declarative/index';
import type { CallExpression, Expression, SourceFile, Statement } from '../groovy/index';
import { type JobSettings, listOf, readProperties } from './job-properties';
import { approximated, type Ledger, settle } from './ledger';
import { withoutFailFast } from './options';

/** A scripted pipeline as the model of a Declarative one, and the statements around it. */
export interface ReadScripted {
  readonly pipeline: Pipeline;
  readonly beside: readonly Statement[];
}

/** Steps that pipelines stand in without meaning anything for their stages. */
const plainWrappers = new Set(['timestamps', 'ansiColor', 'script']);

/**
 * Reads a scripted pipeline that runs straight on: `node`, `stage`, `parallel` with branches that are written down, containers, and a
 * `try` around all of it. Its stages become stages; code between them becomes stages of its own. What cannot be taken apart
 * becomes one stage, whose code is converted as steps are. Nothing where the file has no `node` and no `stage`.
 */
export function readScripted(ledger: Ledger, file: SourceFile): ReadScripted | undefined {
  const settings: JobSettings[] = [];
  const beside: Statement[] = [];
  const rest: Statement[] = [];
  for (const statement of file.statements) {
    const properties = readProperties(ledger, statement);
    if (properties !== undefined) settings.push(properties);
    else if (rest.length === 0 ? isBeside(statement) : statement.kind === 'method' || statement.kind === 'import')
      beside.push(statement);
    else rest.push(statement);
  }
  const reader: Reader = { ledger, beside, settings };
  const body = readBody(reader, rest);
  const [first] = rest;
  if (body === undefined || first === undefined || body.stages.length === 0) return undefined;
  const directive = directiveFor(first);
  const list = (pick: (job: JobSettings) => readonly Directive[]) => {
    const entries = settings.flatMap(pick);
    return entries.length === 0 ? undefined : listOf(entries[0] ?? directive, entries);
  };
  const options = list((job) => job.options);
  const parameters = list((job) => job.parameters);
  const triggers = list((job) => job.triggers);
  const pipeline: Pipeline = {
    directive,
    ...(body.agent === undefined ? {} : { agent: body.agent }),
    ...(options === undefined ? {} : { options }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(triggers === undefined ? {} : { triggers }),
    stages: { directive, stages: body.stages },
    ...(body.post === undefined ? {} : { post: body.post }),
  };
  return { pipeline, beside };
}

interface Reader {
  readonly ledger: Ledger;
  /** Variables that all stages see; grows. */
  readonly beside: Statement[];
  /** What calls of `properties` say; grows. */
  readonly settings: JobSettings[];
}

function isBeside(statement: Statement): boolean {
  if (['import', 'package', 'method', 'class'].includes(statement.kind)) return true;
  if (statement.kind === 'declaration') return isPlain(statement);
  return asDirective(statement)?.name === 'library';
}

/** A declaration that needs no agent: without a value, or with a literal. */
function isPlain(statement: Extract<Statement, { kind: 'declaration' }>): boolean {
  if (statement.annotations.length > 0) return true;
  return statement.variables.every(({ initial }) => initial === undefined || isLiteral(initial));
}

function isLiteral(value: Expression): boolean {
  if (value.kind === 'list') return value.items.every((item) => isLiteral(item.value));
  if (value.kind === 'map') return value.entries.every((item) => isLiteral(item.value));
  return ['text', 'interpolated', 'number', 'boolean', 'null', 'closure'].includes(value.kind);
}

interface Body {
  readonly agent?: Agent;
  readonly stages: readonly Stage[];
  readonly post?: Post;
}

/** The stages of statements; nothing where they hold none. */
function readBody(reader: Reader, statements: readonly Statement[]): Body | undefined {
  const [only, more] = statements;
  if (only !== undefined && more === undefined) {
    const whole = readWrapper(reader, only);
    if (whole !== undefined) return whole;
  }
  if (!statements.some(holdsStages)) return undefined;
  return { stages: readStages(reader, statements) };
}

/** One statement around all: an agent, or a `try` whose handlers are post conditions. */
function readWrapper(reader: Reader, statement: Statement): Body | undefined {
  if (statement.kind === 'try') return readTry(reader, statement);
  const step = asDirective(statement);
  if (step?.block !== undefined && plainWrappers.has(step.name)) {
    const inner = readBody(reader, step.block.body);
    if (inner !== undefined)
      settle(reader.ledger, statement, {
        status: 'dropped',
        reason: 'airflow-does-it',
        message: 'Airflow keeps logs with timestamps.',
      });
    return inner;
  }
  const agent = agentOf(statement);
  if (agent === undefined) return undefined;
  const inner = readBody(reader, agent.body);
  if (inner === undefined) return { agent: agent.agent, stages: [plainStage(agent.body, statement)] };
  return { ...inner, agent: inner.agent ?? agent.agent };
}

/** `node('x') { … }`, `podTemplate(…) { … }`, `docker.image('x').inside { … }` */
function agentOf(statement: Statement): { readonly agent: Agent; readonly body: readonly Statement[] } | undefined {
  const step = asDirective(statement);
  if (step?.block !== undefined && step.name === 'node') {
    const value = firstValue(step);
    const isLabel = value?.kind === 'text' && value.value !== '';
    const label = isLabel ? { value } : {};
    return { agent: { directive: step, type: isLabel ? 'label' : 'any', fields: [], ...label }, body: step.block.body };
  }
  if (step?.block !== undefined && step.name === 'podTemplate') {
    const fields = step.arguments.flatMap((argument): readonly Directive[] => {
      if (argument.kind !== 'named' || argument.key.kind !== 'text') return [];
      const { value, range } = argument.key;
      const call: CallExpression = {
        kind: 'call',
        range: argument.range,
        callee: { kind: 'name', range, name: value },
        arguments: [{ kind: 'positional', range: argument.range, value: argument.value }],
      };
      return [{ statement: step.statement, call, name: value, nameRange: range, arguments: call.arguments }];
    });
    const [only, more] = step.block.body;
    const inner = only === undefined || more !== undefined ? undefined : asDirective(only);
    const body = inner?.name === 'node' && inner.block !== undefined ? inner.block.body : step.block.body;
    return { agent: { directive: inner ?? step, type: 'kubernetes', typeDirective: step, fields }, body };
  }
  return insideImage(statement);
}

function insideImage(statement: Statement): { readonly agent: Agent; readonly body: readonly Statement[] } | undefined {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'call') return undefined;
  const { callee, arguments: list } = statement.expression;
  if (callee.kind !== 'property' || callee.name.kind !== 'text' || callee.name.value !== 'inside') return undefined;
  const image = callee.target;
  if (image.kind !== 'call' || image.callee.kind !== 'property' || image.callee.name.kind !== 'text') return undefined;
  const { target, name } = image.callee;
  if (target.kind !== 'name' || target.name !== 'docker' || name.value !== 'image') return undefined;
  const block = list.at(-1)?.value;
  const [value] = image.arguments;
  if (block?.kind !== 'closure' || value?.kind !== 'positional') return undefined;
  const field = (key: string, content: Expression): Directive => ({
    ...directiveFor(statement),
    name: key,
    arguments: [{ kind: 'positional', range: content.range, value: content }],
  });
  const options = list.length > 1 ? list[0] : undefined;
  const reuse: Expression = { kind: 'boolean', range: statement.range, value: true };
  const fields = [
    field('image', value.value),
    ...(options?.kind === 'positional' ? [field('args', options.value)] : []),
    field('reuseNode', reuse),
  ];
  const typeDirective = { ...directiveFor(statement), name: 'docker' };
  return { agent: { directive: typeDirective, type: 'docker', typeDirective, fields }, body: block.body };
}

/** A `try` around stages: `finally` always runs, and last, `catch` after a failure that it throws again. */
function readTry(reader: Reader, statement: Extract<Statement, { kind: 'try' }>): Body | undefined {
  const inner = readBody(reader, statement.body.body);
  const [clause, second] = statement.catches;
  if (inner === undefined || inner.post !== undefined || second !== undefined) return undefined;
  const handled = clause === undefined ? [] : clause.body.body.filter((each) => !failsAgain(each));
  if (clause !== undefined && handled.length === clause.body.body.length) return undefined;
  for (const each of clause?.body.body ?? []) {
    if (failsAgain(each))
      settle(reader.ledger, each, {
        status: 'dropped',
        reason: 'airflow-does-it',
        message: 'A run with a failed task fails.',
      });
  }
  const directive = directiveFor(statement);
  const setsResult = clause?.body.body.some((each) => failsAgain(each) && each.kind !== 'throw') === true;
  const condition = (name: string, steps: readonly Statement[]): readonly PostCondition[] =>
    steps.length === 0 ? [] : [{ directive: { ...directive, name }, name, steps, setsResult }];
  const conditions = [...condition('failure', handled), ...condition('cleanup', statement.last?.body ?? [])];
  settle(reader.ledger, statement, { status: 'converted' });
  return conditions.length === 0 ? inner : { ...inner, post: { directive, conditions } };
}

/** `throw e`, `currentBuild.result = 'FAILURE'`, `error 'why'` */
function failsAgain(statement: Statement): boolean {
  if (statement.kind === 'throw') return true;
  if (statement.kind !== 'expression' || statement.expression.kind !== 'assignment') return false;
  const { target, value } = statement.expression;
  return (
    target.kind === 'property' &&
    target.target.kind === 'name' &&
    target.target.name === 'currentBuild' &&
    value.kind === 'text' &&
    value.value === 'FAILURE'
  );
}

/** What a stage is called here: the name of a variable, where it is called by what that holds. */
function labelOf(step: Directive): string | undefined {
  const value = firstValue(step);
  return value?.kind === 'name' ? value.name : literalText(value);
}

/** Does a statement hold stages that can be told apart? */
function holdsStages(statement: Statement): boolean {
  const step = asDirective(statement);
  if (step?.name === 'stage') return step.block !== undefined && labelOf(step) !== undefined;
  return step?.name === 'node' || step?.name === 'podTemplate'
    ? step.block !== undefined
    : insideImage(statement) !== undefined;
}

/** Stages one after the other; statements between them are stages too. */
function readStages(reader: Reader, statements: readonly Statement[]): readonly Stage[] {
  const stages: Stage[] = [];
  let between: Statement[] = [];
  const close = () => {
    const [first] = between;
    if (first !== undefined) stages.push(plainStage(between, first));
    between = [];
  };
  for (const statement of statements) {
    const properties = readProperties(reader.ledger, statement);
    if (properties !== undefined) reader.settings.push(properties);
    else if (statement.kind === 'declaration' && isPlain(statement)) reader.beside.push(statement);
    else if (holdsStages(statement)) {
      close();
      stages.push(readStage(reader, statement));
    } else between.push(statement);
  }
  close();
  return stages;
}

function plainStage(steps: readonly Statement[], owner: Statement): Stage {
  const directive = directiveFor(owner);
  const first = steps[0] === undefined ? undefined : asDirective(steps[0]);
  return { directive, name: first?.name ?? 'steps', body: { kind: 'steps', directive, steps } };
}

function readStage(reader: Reader, statement: Statement): Stage {
  const step = asDirective(statement);
  const directive = directiveFor(statement);
  const isStage = step?.name === 'stage' && step.block !== undefined;
  const name = isStage && step !== undefined ? (labelOf(step) ?? 'stage') : (step?.name ?? 'inside');
  const inner = isStage ? step?.block?.body : undefined;
  const whole = inner === undefined ? readWrapper(reader, statement) : wrapped(reader, inner);
  const agent = whole?.agent === undefined ? {} : { agent: whole.agent };
  if (whole !== undefined) {
    const [only, more] = whole.stages;
    // The steps of a stage in a node of its own.
    if (only?.body.kind === 'steps' && more === undefined && whole.post === undefined)
      return { directive, name, ...agent, body: only.body };
    const list: StageList = { directive, stages: whole.stages };
    return {
      directive,
      name,
      ...agent,
      body: { kind: 'stages', list },
      ...(whole.post === undefined ? {} : { post: whole.post }),
    };
  }
  const body = inner ?? [];
  const branches = branchesOf(reader, body);
  if (branches !== undefined) return { directive, name, body: { kind: 'parallel', list: branches } };
  return { directive, name, body: { kind: 'steps', directive, steps: body } };
}

function wrapped(reader: Reader, statements: readonly Statement[]): Body | undefined {
  const [only, more] = statements;
  const isAgent = only !== undefined && more === undefined && agentOf(only) !== undefined;
  return isAgent || statements.some(holdsStages) ? readBody(reader, statements) : undefined;
}

/** `parallel a: { … }, b: { … }` as the only statement, with branches that are written down. */
function branchesOf(reader: Reader, statements: readonly Statement[]): StageList | undefined {
  const [only, more] = statements;
  const step = only === undefined || more !== undefined ? undefined : asDirective(only);
  if (step?.name !== 'parallel') return undefined;
  const stages: Stage[] = [];
  for (const argument of step.call.arguments) {
    if (argument.kind !== 'named' || argument.key.kind !== 'text') return undefined;
    if (argument.key.value === 'failFast' && argument.value.kind === 'boolean') {
      if (argument.value.value) settle(reader.ledger, step.statement, approximated(withoutFailFast));
      continue;
    }
    if (argument.value.kind !== 'closure') return undefined;
    const whole = wrapped(reader, argument.value.body);
    const name = argument.key.value;
    const steps: Stage['body'] = { kind: 'steps', directive: step, steps: argument.value.body };
    if (whole === undefined) stages.push({ directive: step, name, body: steps });
    else
      stages.push({
        directive: step,
        name,
        ...(whole.agent === undefined ? {} : { agent: whole.agent }),
        body: { kind: 'stages', list: { directive: step, stages: whole.stages } },
      });
  }
  return stages.length === 0 ? undefined : { directive: step, stages };
}

/** A statement as a directive, also where it is no call. */
function directiveFor(statement: Statement): Directive {
  const own = asDirective(statement);
  if (own !== undefined) return own;
  const callee: Expression = {
    kind: 'name',
    range: { start: statement.range.start, end: statement.range.start },
    name: '',
  };
  const call: CallExpression = { kind: 'call', range: statement.range, callee, arguments: [] };
  return { statement, call, name: '', nameRange: callee.range, arguments: [] };
}
