import type { Expression } from '../groovy/index';
import { jinja, type Template } from './template';

type Call = Extract<Expression, { kind: 'call' }>;

export const ofStart =
  'The time is that at which the run began, in UTC, and the same for all tasks; in Jenkins it is that of the line, in the time zone of the controller.';

/** Java's letters (java.text.SimpleDateFormat) that mean the same everywhere, as Python writes them. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  MM: '%m',
  dd: '%d',
  HH: '%H',
  mm: '%M',
  ss: '%S',
  DDD: '%j',
};

/** `new Date().format('yyyy-MM-dd')` as a text that Airflow renders; nothing for others, and for names of days and months. */
export function dateText(call: Call): Template | undefined {
  const { callee } = call;
  if (callee.kind !== 'property' || callee.name.kind !== 'text' || callee.name.value !== 'format') return undefined;
  const { target } = callee;
  if (target.kind !== 'new' || !/^(?:java\.util\.)?Date$/.test(target.type.text) || target.arguments.length > 0)
    return undefined;
  const [pattern, ...more] = call.arguments;
  if (pattern?.kind !== 'positional' || pattern.value.kind !== 'text' || more.length > 0) return undefined;
  const directives = directivesOf(pattern.value.value);
  return directives === undefined ? undefined : jinja(`dag_run.start_date.strftime('${directives}')`);
}

/** A pattern of Java as one of Python: runs of letters are fields, text in apostrophes is itself. */
function directivesOf(pattern: string): string | undefined {
  let written = '';
  for (const [part] of pattern.matchAll(/([A-Za-z])\1*|'[^']+'|[^A-Za-z]/gu)) {
    const next = /^[A-Za-z]/.test(part) ? DIRECTIVES[part] : part.replaceAll("'", '').replaceAll('%', '%%');
    if (next === undefined || /['\\\n]/.test(next) || next === '') return undefined;
    written += next;
  }
  return written === '' ? undefined : written;
}
