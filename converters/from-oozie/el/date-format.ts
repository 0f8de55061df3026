/** Letters of `java.text.SimpleDateFormat`, by letter and shortest run, and what `strftime` calls them. */
const letters: ReadonlyMap<string, string> = new Map([
  ['yyyy', '%Y'],
  ['yy', '%y'],
  ['MM', '%m'],
  ['MMM', '%b'],
  ['MMMM', '%B'],
  ['dd', '%d'],
  ['DDD', '%j'],
  ['HH', '%H'],
  ['hh', '%I'],
  ['mm', '%M'],
  ['ss', '%S'],
  ['a', '%p'],
  ['EEE', '%a'],
  ['EEEE', '%A'],
]);

/** A pattern of Java's `SimpleDateFormat` for `strftime`; nothing where it has letters without a counterpart. */
export function strftimeFormat(pattern: string): string | undefined {
  let result = '';
  for (const [run, quoted] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (quoted !== undefined) result += quoted === '' ? "'" : literal(quoted.replaceAll("''", "'"));
    else if (/^[A-Za-z]/.test(run)) {
      const directive = letters.get(run);
      if (directive === undefined) return undefined;
      result += directive;
    } else if (run === "'") return undefined;
    else result += literal(run);
  }
  return result;
}

function literal(text: string): string {
  return text.replaceAll('%', '%%');
}
