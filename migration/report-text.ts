import type { ConstructStatus } from '../converters/contract';
import { counted } from '../text/counted';
import type { MigrationReport, ReportedConstruct, ReportedSource } from './report';

const headings: readonly { readonly status: ConstructStatus; readonly heading: string }[] = [
  { status: 'manual', heading: 'Manual: the task fails until you have decided' },
  { status: 'approximated', heading: 'Approximated: works, but differs' },
  { status: 'dropped', heading: 'Dropped: means nothing on Airflow' },
];

/** The report as Markdown, for people: what has to be decided first, then what differs, then what was left out. */
export function reportText(report: MigrationReport): string {
  return `${['# Migration report', ...report.sources.flatMap(sourceSection)].join('\n')}\n`;
}

function sourceSection(source: ReportedSource): string[] {
  const { total, converted, approximated, manual, dropped } = source.constructs;
  return [
    '',
    `## ${source.path}`,
    '',
    source.outputs.length === 0 ? 'Not converted.' : `Converted into ${source.outputs.join(', ')}.`,
    '',
    `${counted(total, 'construct')}: ${converted} converted, ${approximated} approximated, ${manual} manual, ${dropped} dropped.`,
    ...headings.flatMap(({ status, heading }) => statusSection(source, status, heading)),
  ];
}

function statusSection(source: ReportedSource, status: ConstructStatus, heading: string): string[] {
  const groups = groupItems(source.items.filter((item) => item.status === status));
  if (groups.length === 0) return [];
  return ['', `### ${heading}`, '', ...groups.map((group) => groupLine(source.path, group))];
}

interface Group {
  readonly item: ReportedConstruct;
  /** How many more constructs inside it share its fate. */
  inside: number;
  /** Further places with the same construct and explanation. */
  readonly others: ReportedConstruct[];
}

/** A construct and all inside it that has the same explanation are one line, and so are several alike. */
function groupItems(items: readonly ReportedConstruct[]): Group[] {
  const groups = new Map<string, Group>();
  let last: Group | undefined;
  let outer: ReportedConstruct | undefined;
  for (const item of items) {
    const same = outer?.message === item.message && outer?.reason === item.reason;
    if (last !== undefined && outer !== undefined && same && isInside(item, outer)) {
      if (last.item === outer) last.inside++;
      continue;
    }
    const key = JSON.stringify([item.reason === 'namespace' ? '' : item.construct, item.reason, item.message]);
    last = groups.get(key);
    outer = item;
    if (last !== undefined) last.others.push(item);
    else {
      last = { item, inside: 0, others: [] };
      groups.set(key, last);
    }
  }
  return [...groups.values()];
}

function isInside({ source: inner }: ReportedConstruct, { source: outer }: ReportedConstruct): boolean {
  const starts = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const ends = inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return starts && ends;
}

function groupLine(path: string, { item, inside, others }: Group): string {
  const place = `${path}:${item.source.line}:${item.source.column}`;
  const further = others.slice(0, 4).map(({ source }) => `, ${source.line}:${source.column}`);
  const left = others.length > 4 ? ` and ${others.length - 4} more` : '';
  const more = inside === 0 ? '' : ` (and ${inside} in it)`;
  const reason = item.reason === undefined ? '' : ` [${item.reason}]`;
  const target = item.target === undefined || others.length > 0 ? '' : ` → ${item.target.pointer}`;
  const message = item.message === undefined ? '' : `: ${item.message}`;
  return `- ${place}${further.join('')}${left} \`${item.construct}\`${more}${target}${reason}${message}`;
}
