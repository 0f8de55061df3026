import { jinjaText } from './template';

/**
 * The test of a value against a pattern of `when`, as Jinja; nothing where Jinja has no counterpart. Facts: a GLOB is Ant's and
 * ignores case, a REGEXP has to match the whole value (pipeline-model-definition, `Comparator`).
 */
export function patternTest(value: string, pattern: string, comparator: string): string | undefined {
  switch (comparator) {
    case 'EQUALS':
      return `${value} == ${jinjaText(pattern)}`;
    case 'GLOB':
      return globTest(`(${value} | lower)`, pattern.toLowerCase());
    case 'REGEXP':
      return regexTest(value, pattern);
    default:
      return undefined;
  }
}

/** One `*`, which stays within a part of a path, or one `**`, which does not, anywhere; `?` has no counterpart. */
function globTest(value: string, glob: string): string | undefined {
  if (glob === '**' || glob === '**/*') return `${value} != ''`;
  const match = /^([^*?]*)(\*{1,2})([^*?]*)$/.exec(glob);
  if (match === null) return /[*?]/.test(glob) ? undefined : `${value} == ${jinjaText(glob)}`;
  const [, start = '', stars = '', end = ''] = match;
  // `a/**` is also `a` itself, and `**/b` also `b`.
  const alone = stars === '**' ? [start.replace(/\/$/, '') + end.replace(/^\//, '')] : [];
  const isWhole = stars === '**' && (start === '' || start.endsWith('/')) && (end === '' || end.startsWith('/'));
  const between = middleTest(value, start, end, stars === '*');
  return isWhole && alone[0] !== '' ? `${value} == ${jinjaText(alone[0] ?? '')} or ${between}` : between;
}

function middleTest(value: string, start: string, end: string, inOnePart: boolean): string {
  const tests: string[] = [];
  if (start !== '') tests.push(`${value}.startswith(${jinjaText(start)})`);
  if (end !== '') tests.push(`${value}.endswith(${jinjaText(end)})`);
  if (start !== '' && end !== '') tests.push(`${value} | length >= ${start.length + end.length}`);
  const middle = `${value}[${start.length}:${end === '' ? '' : -end.length}]`;
  if (inOnePart) tests.push(`'/' not in ${start === '' && end === '' ? value : middle}`, `${value} != ''`);
  return tests.join(' and ');
}

/** Alternatives of plain text, each with `.*` at its ends at most: what Jinja can say without a search. */
function regexTest(value: string, pattern: string): string | undefined {
  const whole = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(whole)?.[1] ?? whole;
  const tests = inner.split('|').map((alternative) => alternativeTest(value, alternative));
  if (tests.some((test) => test === undefined)) return undefined;
  return tests.length === 1 ? tests[0] : tests.map((test) => `(${test})`).join(' or ');
}

function alternativeTest(value: string, alternative: string): string | undefined {
  const match = /^(\.[*+])?((?:[\w/ @:=,-]|\\[./\-_])*)(\.[*+])?$/.exec(alternative);
  if (match === null) return undefined;
  const [, before, escaped = '', after] = match;
  const text = escaped.replaceAll('\\', '');
  const least = [before, after].filter((part) => part === '.+').length;
  const enough = least === 0 ? '' : ` and ${value} | length >= ${text.length + least}`;
  if (before === undefined && after === undefined) return `${value} == ${jinjaText(text)}`;
  if (text === '') return least === 0 ? 'true' : `${value} != ''`;
  if (before === undefined) return `${value}.startswith(${jinjaText(text)})${enough}`;
  if (after === undefined) return `${value}.endswith(${jinjaText(text)})${enough}`;
  return least === 0 ? `${jinjaText(text)} in ${value}` : undefined;
}
