import { strftimeFormat } from './date-format';
import type { Expression } from './expression';
import { jinjaLiteral } from './jinja-text';
import type { ElScope } from './scope';
import { textTemplate } from './template';
import { describe, fromTemplate, over, problem, type Term, term, tight } from './term';

const minuteFormat = '%Y-%m-%dT%H:%MZ';

function moment(date: string, approximations: readonly string[] = []): Term {
  return term(`${date}.strftime('${minuteFormat}')`, 'text', { moment: date, approximations });
}

type Call = Expression & { readonly kind: 'call' };
type Converter = (arguments_: readonly Term[], scope: ElScope, call: Call) => Term | undefined;

/**
 * The functions of Oozie's expression language by name and number of arguments (Oozie 5.2 workflow specification, §4.2, and
 * coordinator specification, §6.6–6.7). Nothing: this use of it has no conversion.
 */
const functions: Readonly<Record<string, Converter>> = {
  'wf:conf/1': ([name], scope) =>
    name?.constant === undefined ? undefined : fromTemplate(scope.variable(name.constant)),
  'coord:conf/1': ([name], scope) =>
    name?.constant === undefined ? undefined : fromTemplate(scope.variable(name.constant)),
  'wf:id/0': () => term('run_id', 'text'),
  'coord:actionId/0': () => term('run_id', 'text'),
  'wf:name/0': (_, scope) => fromTemplate(scope.workflowName),
  'coord:name/0': (_, scope) => fromTemplate(scope.workflowName),
  'wf:appPath/0': (_, scope) => fromTemplate(scope.applicationPath),
  'wf:user/0': (_, scope) => fromTemplate(scope.user),
  'coord:user/0': (_, scope) => fromTemplate(scope.user),
  'wf:group/0': (_, scope) => fromTemplate(scope.variable('group.name')),
  'wf:run/0': () =>
    term('(ti.try_number - 1)', 'number', {
      tight: true,
      approximations: ['Oozie counts the runs of the job, Airflow the tries of the task.'],
    }),
  'wf:lastErrorNode/0': (_, scope) => lastErrorNode(scope),
  'wf:errorMessage/1': ([action]) => (action === undefined ? undefined : errorText(action)),
  'wf:errorCode/1': ([action]) => (action === undefined ? undefined : errorText(action)),
  'wf:actionData/1': ([action], scope) => actionData(action, scope),
  'timestamp/0': () => moment('macros.datetime.utcnow()'),
  'firstNotNull/2': ([first, second]) =>
    first === undefined || second === undefined ? undefined : firstNotNull(first, second),
  'concat/2': ([first, second]) => (first === undefined || second === undefined ? undefined : concat(first, second)),
  'trim/1': ([text]) =>
    text === undefined ? undefined : (known([text], (value) => value.trim()) ?? filter(text, 'trim')),
  'urlEncode/1': ([text]) => (text === undefined ? undefined : urlEncode(text)),
  'replaceAll/3': ([text, pattern, replacement]) =>
    text === undefined || pattern === undefined || replacement === undefined
      ? undefined
      : replaceAll(text, pattern, replacement),
  'appendAll/3': ([text, addition, delimiter]) =>
    text === undefined || addition === undefined || delimiter === undefined
      ? undefined
      : appendAll(text, addition, delimiter),
  'toJsonStr/1': ([map]) => (map?.type === 'map' ? term(`macros.json.dumps(${map.jinja})`, 'text') : undefined),
  'coord:nominalTime/0': () => moment('data_interval_end'),
  'coord:actualTime/0': () =>
    moment('dag_run.start_date', [
      'Oozie gives the time at which it created the action, Airflow the start of the run.',
    ]),
  'coord:formatTime/2': ([time, format]) =>
    time === undefined || format === undefined ? undefined : formatTime(time, format),
  'coord:dateOffset/3': ([time, count, unit]) =>
    time === undefined || count === undefined || unit === undefined ? undefined : dateOffset(time, count, unit),
};

/** A call as Jinja; where it has no conversion, a problem that names it. */
export function convertCall(call: Call, parts: readonly Term[], scope: ElScope): Term {
  const name = `${call.name}/${parts.length}`;
  const converted = Object.hasOwn(functions, name) ? functions[name]?.(parts, scope, call) : undefined;
  return over(converted ?? unknownFunction(call), parts);
}

/** Jinja is rendered by the worker of Airflow, which has no client of HDFS in it. */
const asksHdfs = (test: string): string =>
  `Jinja cannot ask HDFS; let a bash task before it print what "${test}" says, and compare its ti.xcom_pull(…) here`;

/** Oozie's own reasons why a function cannot be asked outside of it. */
const explained: ReadonlyMap<string, string> = new Map([
  ['wf:callback', 'there is no server of Oozie to call back'],
  ['wf:transition', 'look at the states of the tasks behind it instead'],
  ['wf:actionExternalId', 'no job of Oozie stands behind the task'],
  ['wf:actionTrackerUri', 'no job of Oozie stands behind the task'],
  ['wf:actionExternalStatus', 'no job of Oozie stands behind the task'],
  ['hadoop:counters', 'read the counters of the job in the task and pass them through XCom'],
  ['fs:exists', asksHdfs('hdfs dfs -test -e PATH')],
  ['fs:isDir', asksHdfs('hdfs dfs -test -d PATH')],
  ['fs:dirSize', asksHdfs('hdfs dfs -du -s PATH')],
  ['fs:fileSize', asksHdfs('hdfs dfs -stat %b PATH')],
  ['fs:blockSize', asksHdfs('hdfs dfs -stat %o PATH')],
  ['hcat:exists', 'Jinja cannot ask the metastore; let a sensor or a task before it do that'],
  ['hadoop:conf', 'write the value of the cluster that it stood for'],
]);

function unknownFunction(call: Call): Term {
  const why = explained.get(call.name) ?? 'write what it stood for as Jinja';
  return problem(`${describe(call)} cannot be converted: ${why}.`);
}

/** The result where all arguments are known now. */
function known(parts: readonly Term[], compute: (...values: readonly string[]) => string): Term | undefined {
  const values = parts.flatMap((part) => part.constant ?? []);
  return values.length === parts.length ? fromTemplate(textTemplate(compute(...values))) : undefined;
}

function filter(text: Term, name: string): Term {
  return term(`${tight(text)} | ${name}`, 'text');
}

function concat(first: Term, second: Term): Term {
  return known([first, second], (a = '', b = '') => a + b) ?? term(`${tight(first)} ~ ${tight(second)}`, 'text');
}

function firstNotNull(first: Term, second: Term): Term {
  if (first.type === 'null') return second;
  if (first.nullable === undefined) return first;
  return term(`${first.nullable} if ${first.nullable} is not none else ${tight(second)}`, 'text');
}

/** Java's form encoding: a blank is `+`, and only letters, digits and `.-*_` stay. */
function urlEncode(text: Term): Term {
  const encode = (value = '') =>
    encodeURIComponent(value)
      .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+');
  const filters = "urlencode | replace('/', '%2F') | replace('%20', '+') | replace('%2A', '*') | replace('~', '%7E')";
  return known([text], encode) ?? filter(text, filters);
}

/** A pattern of Java that stands for itself, escapes resolved; nothing for any other. */
function plainPattern(pattern: string): string | undefined {
  const plain = pattern.replace(/\\([^A-Za-z0-9])|\[([^\\^[\]&])\]/g, (_, escaped, single) => {
    const sign = escaped ?? single;
    return /[.*+?()[\]{}|^$\\]/.test(sign) ? `\u0000${sign.charCodeAt(0)}\u0000` : sign;
  });
  if (/[.*+?()[\]{}|^$\\]/.test(plain)) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it marks signs that were escaped
  return plain.replace(/\u0000(\d+)\u0000/g, (_, code) => String.fromCharCode(Number(code)));
}

function replaceAll(text: Term, pattern: Term, replacement: Term): Term | undefined {
  const plain = pattern.constant === undefined ? undefined : plainPattern(pattern.constant);
  const other = replacement.constant;
  if (other !== undefined && /[\\$]/.test(other)) return undefined;
  if (plain !== undefined && plain !== '') {
    const all = known([text, replacement], (value = '', by = '') => value.split(plain).join(by));
    return all ?? term(`${tight(text)} | replace(${jinjaLiteral(plain)}, ${replacement.jinja})`, 'text');
  }
  const signs = /^\[(-?[^\\^[\]&-]*-?)\]$/.exec(pattern.constant ?? '')?.[1];
  if (signs === undefined || signs === '' || other === undefined || [...signs].some((sign) => other.includes(sign)))
    return undefined;
  const steps = [...signs].map((sign) => `replace(${jinjaLiteral(sign)}, ${replacement.jinja})`);
  return term(`${tight(text)} | ${steps.join(' | ')}`, 'text');
}

/** Java's `split` takes the delimiter for a pattern and leaves empty parts at the end out. */
function appendAll(text: Term, addition: Term, delimiter: Term): Term | undefined {
  const sign = delimiter.constant === undefined ? undefined : plainPattern(delimiter.constant);
  if (sign === undefined || sign.length !== 1) return undefined;
  const literal = jinjaLiteral(sign);
  const end = tight(addition);
  return term(`${tight(text)}.rstrip(${literal}).replace(${literal}, ${end} ~ ${literal}) ~ ${end}`, 'text');
}

function actionData(action: Term | undefined, scope: ElScope): Term | undefined {
  if (action?.constant === undefined) return undefined;
  const output = scope.output?.(action.constant);
  if (output !== undefined) return term(output, 'map', { tight: true });
  // An action that does not say `capture-output`, or is not there, has left nothing: every entry is null.
  return term('dict()', 'map', { tight: true });
}

function lastErrorNode({ lastFailure }: ElScope): Term {
  const { actions, certain } = lastFailure;
  const [only, ...others] = actions;
  // Nothing has failed on any way here: null, which is no text.
  if (only === undefined) return fromTemplate(textTemplate(''));
  if (others.length === 0 && certain) return fromTemplate(textTemplate(only));
  const difference =
    others.length === 0
      ? 'Oozie gives an empty text where nothing has failed.'
      : 'Oozie names the action that failed; here all that may have failed are named.';
  const text = others.length === 0 ? only : `one of ${actions.join(', ')}`;
  return { ...fromTemplate(textTemplate(text)), approximations: [difference] };
}

function errorText(action: Term): Term {
  if (action.constant === undefined) return problem('wf:errorMessage() of a computed name cannot be converted.');
  if (action.constant === '') return fromTemplate(textTemplate(''));
  // A name with an approximation stands for several actions, or for none.
  const which = action.approximations.length > 0 ? 'the task that failed' : action.constant;
  const text = `see the log of ${which}`;
  return {
    ...fromTemplate(textTemplate(text)),
    approximations: ['Oozie gives the error itself; here the text says in which log it is.'],
  };
}

function formatTime(time: Term, format: Term): Term {
  const directives = format.constant === undefined ? undefined : strftimeFormat(format.constant);
  if (time.moment === undefined || directives === undefined) {
    return problem('coord:formatTime() is converted for nominal and actual times and plain formats only.');
  }
  return over(term(`${time.moment}.strftime(${jinjaLiteral(directives)})`, 'text'), [time, format]);
}

const units: ReadonlyMap<string, string> = new Map([
  ['YEAR', 'years'],
  ['MONTH', 'months'],
  ['DAY', 'days'],
  ['HOUR', 'hours'],
  ['MINUTE', 'minutes'],
]);

function dateOffset(time: Term, count: Term, unit: Term): Term {
  const parameter = units.get(unit.constant ?? '');
  if (time.moment === undefined || parameter === undefined || !/^-?\d+$/.test(count.constant ?? '')) {
    return problem('coord:dateOffset() is converted for nominal and actual times and literal offsets only.');
  }
  return over(moment(`${time.moment}.add(${parameter}=${count.constant})`), [time, count, unit]);
}
