import { counted } from '../../text/counted';

/** What a stage of a pipeline is for. */
export interface AuditedStage {
  readonly path: string;
  /** The names of the stages around it, then its own. */
  readonly stage: readonly string[];
  /** From 1. */
  readonly line: number;
  readonly class: string;
  readonly group: string;
  readonly reason: string;
}

/** More names are not listed. */
const mostNames = 40;
/** More places of one name are not named. */
const mostPlaces = 2;

/** What the stages are for: those of data one by one, those of which nothing is known by their names, those of CI by number. */
export function stagesText(stages: readonly AuditedStage[]): string {
  if (stages.length === 0) return '';
  const of = (group: string) => stages.filter((stage) => stage.group === group);
  const rows = of('data').map(
    ({ path, stage, line, class: kind, reason }) =>
      `  ${kind.padEnd(10)} ${path}:${line}: ${stage.join(' › ')} (${reason})\n`,
  );
  const head = `\nStages: ${of('ci').length} of CI, ${of('data').length} that work on data, ${of('unknown').length} that do not say\n`;
  return `${head}${rows.join('')}${unknownText(of('unknown'))}`;
}

/** Stages of one name in one line: neither their names nor their commands say what they are for. */
function unknownText(stages: readonly AuditedStage[]): string {
  if (stages.length === 0) return '';
  const byName = new Map<string, AuditedStage[]>();
  for (const stage of stages) {
    const key = (stage.stage.at(-1) ?? '').trim().toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), stage]);
  }
  const groups = [...byName.values()].sort((a, b) => b.length - a.length);
  const lines = groups.slice(0, mostNames).map((group) => {
    const places = group.slice(0, mostPlaces).map(({ path, line }) => `${path}:${line}`);
    const left = group.length > mostPlaces ? `, and ${group.length - mostPlaces} more` : '';
    const number = counted(group.length, 'stage');
    return `  ${number.padStart(10)}  ${group[0]?.stage.at(-1)?.trim() || '(no name)'}: ${places.join(', ')}${left}\n`;
  });
  const more = groups.length - mostNames;
  const rest = more <= 0 ? '' : `  ${counted(more, 'more name')}: --format json has all of them.\n`;
  return `Stages that do not say what they are for, by name\n${lines.join('')}${rest}`;
}
