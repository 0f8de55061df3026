import { dropped } from '../../../verdict';
import { asDirective } from '../../declarative/index';
import type { AssignmentExpression, CallExpression, Expression, Statement } from '../../groovy/index';
import { settle } from '../ledger';
import { outputOf } from '../outputs';
import type { LocalValue } from '../scope';
import { type FlowPiece, type ScriptPart, shellCommand, wordOf } from '../script';
import { literal, needsShell, type Template, variable } from '../template';
import { resolve } from '../values';
import { attempt } from './block-steps';
import { shellCondition } from './conditions';
import { convertCall } from './method-calls';
import { byHand, done, shellName, type Work } from './work';

/** Groovy code between steps, as control flow of the shell; what has no counterpart is left to a person, statement by statement. */
export function convertCode(work: Work, statement: Statement): readonly ScriptPart[] {
  switch (statement.kind) {
    case 'declaration':
      return convertDeclaration(work, statement);
    case 'if':
      return convertIf(work, statement);
    case 'for-in':
      return unrolled(work, statement, statement.variable.name, statement.values, [statement.body]);
    case 'try':
      return convertTry(work, statement);
    case 'block':
      return work.convert(work, statement.body);
    case 'throw':
      return convertThrow(work, statement);
    case 'expression':
      return convertExpression(work, statement, statement.expression);
    case 'return':
      return statement.value === undefined
        ? byHand(work, statement, 'return')
        : convertLast(work, statement, statement.value);
    default:
      return byHand(work, statement, 'Groovy code');
  }
}

/** `return sh('x')` as the last statement: its value is asked for by nobody. */
function convertLast(work: Work, statement: Statement, value: Expression): readonly ScriptPart[] {
  if (value.kind !== 'call') return byHand(work, statement, 'return');
  return byHand(work, statement, 'return');
}

function convertExpression(work: Work, statement: Statement, expression: Expression): readonly ScriptPart[] {
  if (expression.kind === 'assignment') return convertAssignment(work, statement, expression);
  if (expression.kind === 'call') return convertObjectCall(work, statement, expression);
  // A value alone, as at the end of a block, does nothing.
  if (['text', 'name', 'boolean', 'null', 'number', 'property'].includes(expression.kind)) {
    settle(work.scope.conversion.ledger, statement, dropped('no-counterpart-needed', 'A value that nobody takes.'));
    return [];
  }
  return byHand(work, statement, 'Groovy code');
}

function convertDeclaration(work: Work, statement: Extract<Statement, { kind: 'declaration' }>): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  const notes: string[] = [];
  const [first] = statement.variables;
  if (
    statement.variables.length > 1 &&
    statement.variables.every((each) => each.initial !== undefined && each.initial === first?.initial)
  )
    return byHand(work, statement, 'a declaration of several variables');
  for (const { name, initial } of statement.variables) {
    const set = setVariable(work, name, initial);
    if (typeof set === 'string') {
      work.locals.set(name, { kind: 'unknown', reason: `"${name}" is computed by Groovy` });
      return byHand(work, statement, `def ${name}`, `The value of ${name} is not known before the run: ${set}.`);
    }
    parts.push(...set.parts);
    notes.push(...set.notes);
  }
  done(work, statement, notes);
  return parts;
}

interface SetVariable {
  readonly parts: readonly ScriptPart[];
  readonly notes: readonly string[];
}

/** Gives a variable of Groovy its value: as a constant where it never changes, else as a variable of the shell. Else why not. */
function setVariable(work: Work, name: string, initial: Expression | undefined): SetVariable | string {
  const { scope } = work;
  const changes = scope.conversion.reassigned.has(name);
  if (initial === undefined || initial.kind === 'null') {
    work.locals.set(name, { kind: 'known', value: variable(shellName(name)) });
    return { parts: [{ kind: 'lines', lines: [literal(`${shellName(name)}=`)] }], notes: [] };
  }
  const constant = constantOf(work, initial);
  if (constant !== undefined && !changes) {
    work.locals.set(name, constant);
    return { parts: [], notes: [] };
  }
  const assigned = assignment(work, shellName(name), initial);
  if (typeof assigned === 'string') return assigned;
  work.locals.set(name, { kind: 'known', value: variable(shellName(name)) });
  if (!scope.conversion.globals.has(name)) return assigned;
  const note = 'Later tasks read it from the folder of the run (RUN_FOLDER), which all workers must share.';
  return { parts: [...assigned.parts, line(keep(shellName(name)))], notes: [...assigned.notes, note] };
}

/** Writes a variable down for later tasks of the run. */
function keep(name: string): Template {
  return literal(
    `printf "export %s='%s'\\n" ${name} "$(printf '%s' "$${name}" | sed "s/'/'\\\\\\\\''/g")" >> "$RUN_FOLDER/variables.sh"`,
  );
}

/** Lists, maps, closures and texts that no shell is needed for. */
export function constantOf(work: Pick<Work, 'scope'>, value: Expression): LocalValue | undefined {
  const { scope } = work;
  if (value.kind === 'closure') return { kind: 'closure', closure: value };
  if (value.kind === 'list') {
    const items = value.items.map((item) => (item.kind === 'positional' ? resolve(scope, item.value) : undefined));
    const known = items.flatMap((item) => (item?.kind === 'known' ? [item.value] : []));
    return known.length === items.length ? { kind: 'list', items: known } : undefined;
  }
  if (value.kind === 'map') {
    const entries = new Map<string, Template>();
    for (const entry of value.entries) {
      const item = entry.kind === 'named' && entry.key.kind === 'text' ? resolve(scope, entry.value) : undefined;
      if (entry.kind !== 'named' || entry.key.kind !== 'text' || item?.kind !== 'known') return undefined;
      entries.set(entry.key.value, item.value);
    }
    return { kind: 'map', entries };
  }
  const resolved = resolve(scope, value);
  return resolved.kind === 'known' && resolved.notes.length === 0 && !needsShell(resolved.value)
    ? { kind: 'known', value: resolved.value }
    : undefined;
}

/** The lines that give a variable of the shell a value; else why there are none. */
function assignment(work: Work, target: string, value: Expression): SetVariable | string {
  const { scope } = work;
  const output = outputOf(scope, value);
  if (output !== undefined)
    return { parts: [line([...literal(`${target}="$(`), ...output.command, ...literal(')"')])], notes: output.notes };
  const status = statusScript(work, value);
  if (status !== undefined)
    return {
      parts: [line(literal(`${target}=0`)), line([...shellCommand(status.script), ...literal(` || ${target}=$?`)])],
      notes: status.notes,
    };
  if (value.kind === 'conditional') {
    const condition = shellCondition(scope, value.condition);
    const yes = assignment(work, target, value.value);
    const no = assignment(work, target, value.otherwise);
    if (condition.kind === 'unknown') return condition.reason;
    if (typeof yes === 'string') return yes;
    if (typeof no === 'string') return no;
    const notes = [...condition.notes, ...yes.notes, ...no.notes];
    return { parts: [choice([{ condition: condition.command, parts: yes.parts }], no.parts)], notes };
  }
  if (value.kind === 'elvis') {
    const condition = shellCondition(scope, value.value);
    const yes = assignment(work, target, value.value);
    const no = assignment(work, target, value.otherwise);
    if (condition.kind === 'unknown') return condition.reason;
    if (typeof yes === 'string') return yes;
    if (typeof no === 'string') return no;
    return {
      parts: [choice([{ condition: condition.command, parts: yes.parts }], no.parts)],
      notes: [...condition.notes, ...yes.notes, ...no.notes],
    };
  }
  const resolved = resolve(scope, value);
  if (resolved.kind === 'known') {
    return { parts: [line([...literal(`${target}=`), ...wordOf(resolved.value)])], notes: resolved.notes };
  }
  const isTest = ['binary', 'unary', 'call'].includes(value.kind);
  const condition = isTest ? shellCondition(scope, value) : undefined;
  if (condition?.kind !== 'known') return resolved.reason;
  work.scope.conversion.flags.add(target.replace(/^_/, ''));
  const set = (text: string) => [line(literal(`${target}=${text}`))];
  return {
    parts: [choice([{ condition: condition.command, parts: set('true') }], set('false'))],
    notes: condition.notes,
  };
}

function statusScript(work: Work, value: Expression) {
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'sh') return undefined;
  const flag = value.arguments.find(
    (argument) => argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'returnStatus',
  );
  const script = value.arguments.find(
    (argument) => argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'script',
  );
  if (flag?.value.kind !== 'boolean' || !flag.value.value || script === undefined) return undefined;
  const resolved = resolve(work.scope, script.value);
  return resolved.kind === 'known' ? { script: resolved.value, notes: resolved.notes } : undefined;
}

function line(template: Template): ScriptPart {
  return { kind: 'lines', lines: [template] };
}

interface Arm {
  readonly condition: Template;
  readonly parts: readonly ScriptPart[];
}

function choice(arms: readonly Arm[], otherwise: readonly ScriptPart[]): ScriptPart {
  const pieces = arms.flatMap(({ condition, parts }, index): readonly FlowPiece[] => [
    { line: [...literal(index === 0 ? 'if ' : 'elif '), ...condition, ...literal('; then')] },
    { parts },
  ]);
  const last: readonly FlowPiece[] = otherwise.length === 0 ? [] : [{ line: literal('else') }, { parts: otherwise }];
  return { kind: 'flow', pieces: [...pieces, ...last, { line: literal('fi') }] };
}

function convertIf(work: Work, statement: Extract<Statement, { kind: 'if' }>): readonly ScriptPart[] {
  const arms: Arm[] = [];
  const notes: string[] = [];
  let next: Statement | undefined = statement;
  while (next?.kind === 'if') {
    const condition = shellCondition(work.scope, next.condition);
    if (condition.kind === 'unknown')
      return byHand(work, statement, 'if', `The condition is not known to a shell: ${condition.reason}.`);
    notes.push(...condition.notes);
    if (next !== statement) done(work, next);
    arms.push({ condition: condition.command, parts: branch(work, next.body) });
    next = next.otherwise;
  }
  done(work, statement, notes);
  return [choice(arms, next === undefined ? [] : branch(work, next))];
}

/** The statements of a branch; a constant that is set in it is not known behind it. */
function branch(work: Work, body: Statement): readonly ScriptPart[] {
  const locals = new Map(work.locals);
  const scope = { ...work.scope, locals };
  return work.convert({ ...work, locals, scope }, body.kind === 'block' ? body.body : [body]);
}

/** More repetitions are not written out. */
const mostRepetitions = 50;

/** A loop over values that are written in the file: once for each. */
export function unrolled(
  work: Work,
  statement: Statement,
  name: string,
  values: Expression,
  body: readonly Statement[],
): readonly ScriptPart[] {
  const local = values.kind === 'name' ? work.scope.locals.get(values.name) : constantOf(work, values);
  const items = local?.kind === 'list' ? local.items : rangeItems(values);
  if (items === undefined || items.length > mostRepetitions)
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  done(work, statement);
  return items.flatMap((item) => {
    const locals = new Map(work.locals).set(name, { kind: 'known', value: item });
    const statements = body.flatMap((each) => (each.kind === 'block' ? each.body : [each]));
    return work.convert({ ...work, locals, scope: { ...work.scope, locals } }, statements);
  });
}

function rangeItems(values: Expression): readonly Template[] | undefined {
  if (values.kind !== 'binary' || (values.operator !== '..' && values.operator !== '..<')) return undefined;
  if (values.left.kind !== 'number' || values.right.kind !== 'number') return undefined;
  const [first, last] = [Number(values.left.text), Number(values.right.text) - (values.operator === '..<' ? 1 : 0)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > mostRepetitions || last < first)
    return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => literal(String(first + index)));
}

const anyException = /^(?:Exception|Throwable|err|ex|e|java\.lang\.(?:Exception|Throwable)|hudson\.AbortException)$/;

/** `try { … } catch (e) { … } finally { … }`: variables that are set inside are lost behind it. */
function convertTry(work: Work, statement: Extract<Statement, { kind: 'try' }>): readonly ScriptPart[] {
  const inner: Work = { ...work, inSubshell: true };
  const [clause, second] = statement.catches;
  if (second !== undefined || clause?.types.some((type) => !anyException.test(type.text)) === true)
    return byHand(work, statement, 'try', 'Which exception it was, is not known to a shell.');
  done(work, statement);
  const tried = work.convert(inner, statement.body.body);
  const locals = new Map(work.locals);
  if (clause !== undefined) locals.set(clause.name, { kind: 'known', value: variable('_status') });
  const caught =
    clause === undefined ? [] : work.convert({ ...inner, locals, scope: { ...work.scope, locals } }, clause.body.body);
  const handled: readonly FlowPiece[] =
    clause === undefined
      ? attempt(tried)
      : [
          ...attempt(tried),
          { line: literal('if [ "$_status" -ne 0 ]; then') },
          { parts: caught.length === 0 ? [line(literal(':'))] : caught },
          { line: literal('fi') },
        ];
  if (statement.last === undefined) return [{ kind: 'flow', pieces: handled }];
  const last = work.convert(inner, statement.last.body);
  const whole: ScriptPart = {
    kind: 'flow',
    pieces: clause === undefined ? [...handled, { line: literal('[ "$_status" -eq 0 ] || exit "$_status"') }] : handled,
  };
  return [
    {
      kind: 'flow',
      pieces: [
        ...attempt([whole]),
        { line: literal('_end=$_status') },
        { parts: last },
        { line: literal('[ "$_end" -eq 0 ] || exit "$_end"') },
      ],
    },
  ];
}

/** `throw e` in a `catch`: the task fails as before. */
function convertThrow(work: Work, statement: Extract<Statement, { kind: 'throw' }>): readonly ScriptPart[] {
  const { value } = statement;
  if (value.kind === 'name') {
    const local = work.scope.locals.get(value.name);
    if (local?.kind === 'known' && local.value[0]?.kind === 'variable') {
      done(work, statement);
      return [line(literal('exit "$_status"'))];
    }
  }
  const message =
    value.kind === 'new' && value.arguments[0]?.kind === 'positional'
      ? resolve(work.scope, value.arguments[0].value)
      : undefined;
  if (message?.kind !== 'known') return byHand(work, statement, 'throw');
  done(work, statement, message.notes);
  return [
    {
      kind: 'lines',
      lines: [[...literal("printf '%s\\n' "), ...wordOf(message.value), ...literal(' >&2')], literal('exit 1')],
    },
  ];
}

const labels = new Set(['displayName', 'description']);

function convertAssignment(
  work: Work,
  statement: Statement,
  { operator, target, value }: AssignmentExpression,
): readonly ScriptPart[] {
  if (operator !== '=') return byHand(work, statement, 'Groovy code');
  if (target.kind === 'name') {
    if (work.inSubshell && work.locals.has(target.name))
      return byHand(work, statement, target.name, 'It is set in a block whose variables are lost behind it.');
    const set = setVariable(work, target.name, value);
    if (typeof set === 'string') {
      work.locals.set(target.name, { kind: 'unknown', reason: `"${target.name}" is computed by Groovy` });
      return byHand(work, statement, target.name, `The value of ${target.name} is not known before the run: ${set}.`);
    }
    done(work, statement, set.notes);
    return set.parts;
  }
  if (target.kind !== 'property' || target.target.kind !== 'name' || target.name.kind !== 'text')
    return byHand(work, statement, 'Groovy code');
  const name = target.name.value;
  if (target.target.name === 'env') return setEnvironment(work, statement, name, value);
  if (target.target.name === 'currentBuild' && labels.has(name)) {
    settle(
      work.scope.conversion.ledger,
      statement,
      dropped('no-counterpart-needed', 'Runs of Airflow have ids, and notes that people write.'),
    );
    return [];
  }
  if (target.target.name === 'currentBuild' && name === 'result') return setResult(work, statement, value);
  return byHand(work, statement, 'Groovy code');
}

/** `env.X = value`: for the steps behind it, and for later tasks through the folder of the run. */
function setEnvironment(work: Work, statement: Statement, name: string, value: Expression): readonly ScriptPart[] {
  if (work.inSubshell)
    return byHand(work, statement, `env.${name}`, 'It is set in a block whose variables are lost behind it.');
  const assigned = assignment(work, name, value);
  if (typeof assigned === 'string')
    return byHand(work, statement, `env.${name}`, `The value of ${name} is not known before the run: ${assigned}.`);
  done(work, statement, [
    ...assigned.notes,
    'Later tasks read it from the folder of the run (RUN_FOLDER), which all workers must share.',
  ]);
  return [...assigned.parts, { kind: 'lines', lines: [literal(`export ${name}`), keep(name)] }];
}

function setResult(work: Work, statement: Statement, value: Expression): readonly ScriptPart[] {
  const result = resolve(work.scope, value);
  const text = result.kind === 'known' && result.value[0]?.kind === 'literal' ? result.value[0].text : undefined;
  const { ledger } = work.scope.conversion;
  if (text === 'SUCCESS') {
    settle(ledger, statement, dropped('airflow-does-it', 'A run without a failed task succeeds.'));
    return [];
  }
  if (text === 'FAILURE' && !work.inSubshell) {
    done(work, statement, [
      'The task fails when its steps have ended, so the stages behind it do not run; in Jenkins they do, and the build fails.',
    ]);
    return [line(literal('_failed=1'))];
  }
  return byHand(work, statement, 'currentBuild.result', 'Airflow knows success and failure of a task only.');
}

/** `list.each { … }` and calls that only look things up; other methods of objects are left to a person. */
function convertObjectCall(work: Work, statement: Statement, call: CallExpression): readonly ScriptPart[] {
  const { callee } = call;
  if (callee.kind === 'name')
    return convertCall(work, statement, call) ?? byHand(work, statement, `the step ${callee.name}`);
  const last = call.arguments.at(-1);
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return byHand(work, statement, 'Groovy code');
  const method = callee.name.value;
  if (
    method === 'each' &&
    last?.kind === 'positional' &&
    last.value.kind === 'closure' &&
    call.arguments.length === 1
  ) {
    const { parameters, body } = last.value;
    if ((parameters?.length ?? 1) === 1)
      return unrolled(work, statement, parameters?.[0]?.name ?? 'it', callee.target, body);
  }
  // `docker.image('x').inside { … }`, `steps.sh 'x'` in a shared library
  if (
    callee.target.kind === 'name' &&
    (callee.target.name === 'steps' || callee.target.name === 'this' || callee.target.name === 'script')
  ) {
    const plainCall: Statement = {
      kind: 'expression',
      range: statement.range,
      expression: { ...call, callee: { kind: 'name', range: callee.name.range, name: method } },
    };
    const step = asDirective(plainCall);
    if (step !== undefined) return byHand(work, statement, `the step ${method}`);
  }
  return byHand(work, statement, 'Groovy code');
}
