import type { Measured } from './measure';

/** The figures as text: the judged ones first, then what most of the rest says. */
export function figures(measured: readonly Measured[]): string {
  const sum = (pick: (one: Measured) => number) => measured.reduce((total, one) => total + pick(one), 0);
  const accepted = measured.filter((one) => one.crash === undefined && one.refused.length === 0);
  const clean = accepted.filter(
    (one) => one.lint.length === 0 && one.outputs.some((output) => output.dag !== undefined),
  );
  const times = measured.map((one) => one.milliseconds).sort((a, b) => a - b);
  const share = (part: number, whole: number) =>
    `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %)`;
  return [
    `files                     ${measured.length}`,
    `crashes                   ${measured.filter((one) => one.crash !== undefined).length}`,
    `refused by its own rules  ${measured.filter((one) => one.refused.length > 0).length}`,
    `silent losses             ${sum((one) => one.lost)}`,
    `lint clean and built      ${share(clean.length, accepted.length)}`,
    ...kinds(accepted),
    `files without manual      ${share(accepted.filter((one) => one.statuses.manual === 0).length, accepted.length)}`,
    `same bytes twice          ${share(measured.filter((one) => one.stable).length, measured.length)}`,
    `ms a file, warm           median ${at(times, 0.5)}, 95 % ${at(times, 0.95)}, worst ${at(times, 1)}`,
    ...verified(measured),
    ...top(
      'Crashes',
      measured.flatMap((one) => (one.crash === undefined ? [] : [`${one.path}: ${one.crash}`])),
      10,
    ),
    ...top(
      'Losses',
      measured.flatMap((one) => (one.lost === 0 ? [] : [`${one.path}: ${one.lost}`])),
      10,
    ),
    ...top(
      'Refused',
      measured.flatMap((one) => one.refused.map((why) => `${one.path}: ${why}`)),
      60,
    ),
    ...top(
      'Lint errors',
      measured.flatMap((one) => one.lint.map((why) => `${one.path}: ${why}`)),
      30,
    ),
    ...top(
      'Lint warnings',
      measured.flatMap((one) => one.warnings),
      15,
    ),
    ...top(
      'Manual',
      measured.flatMap((one) => one.manual),
      40,
    ),
    ...top(
      'Approximated',
      measured.flatMap((one) => one.approximated),
      60,
    ),
    '',
  ].join('\n');
}

function verified(measured: readonly Measured[]): string[] {
  const all = measured.flatMap((one) => one.verified.map((result) => ({ path: one.path, result })));
  if (all.length === 0) return [];
  const different = all.filter(({ result }) => !result.equivalent);
  const unnamed = different.filter(({ result }) => result.differences.some((difference) => !difference.named));
  const slowest = Math.max(...measured.map((one) => one.verifyMilliseconds));
  const share = ((100 * (all.length - different.length)) / all.length).toFixed(1);
  return [
    `verified                  ${all.length - different.length} of ${all.length} equivalent (${share} %), ${different.length - unnamed.length} differences named, ${unnamed.length} not`,
    `  assignments             ${all.reduce((sum, { result }) => sum + result.scenarios, 0)}, ${all.filter(({ result }) => !result.exhaustive).length} workflows sampled, slowest ${slowest.toFixed(0)} ms`,
    ...top(
      'Differences',
      different.map(
        ({ path, result }) =>
          `${path}: ${result.differences[0]?.message} ${JSON.stringify(result.differences[0]?.assignment)}`,
      ),
      30,
    ),
  ];
}

/** The shares of each kind of source, of files that were not refused. */
function kinds(accepted: readonly Measured[]): string[] {
  const of = new Map<string, Measured[]>();
  for (const one of accepted) of.set(one.kind, [...(of.get(one.kind) ?? []), one]);
  return [...of].map(([kind, files]) => {
    const sum = (pick: (one: Measured) => number) => files.reduce((total, one) => total + pick(one), 0);
    const total = sum((one) => one.total);
    const part = (status: keyof Measured['statuses']) => sum((one) => one.statuses[status]);
    const fine = part('converted') + part('dropped');
    return (
      `${kind.padEnd(25)} ${files.length} files, converted + dropped ${fine} of ${total} (${((100 * fine) / total).toFixed(1)} %): ` +
      `${part('converted')} converted, ${part('approximated')} approximated, ${part('manual')} manual, ${part('dropped')} dropped`
    );
  });
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

function top(heading: string, texts: readonly string[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const short = text.replace(/\s+/g, ' ').slice(0, 220);
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, limit);
  if (sorted.length === 0) return [];
  return [
    '',
    `${heading} (${texts.length})`,
    ...sorted.map(([text, count]) => `${String(count).padStart(6)}  ${text}`),
  ];
}
