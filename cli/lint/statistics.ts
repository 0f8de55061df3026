import type { Severity } from '../../text/diagnostic';
import type { LintReport } from '../reporters';

interface Count {
  readonly severity: Severity;
  count: number;
  fixable: number;
}

/** How often each rule found something, the most frequent first; `[*]`: `--fix` changes some of it. */
export function statistics({ files }: LintReport): string {
  const counts = new Map<string, Count>();
  for (const { diagnostics } of files) {
    for (const { rule, severity, fix } of diagnostics) {
      const known = counts.get(rule) ?? { severity, count: 0, fixable: 0 };
      known.count++;
      if (fix?.safety === 'safe') known.fixable++;
      counts.set(rule, known);
    }
  }
  const rows = [...counts].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  const width = String(rows[0]?.[1].count ?? 0).length;
  return rows
    .map(([rule, { count, severity, fixable }]) => {
      const mark = fixable === 0 ? '   ' : '[*]';
      return `${String(count).padStart(width)}  ${severity.padEnd(7)} ${mark} ${rule}\n`;
    })
    .join('');
}
