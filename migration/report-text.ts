import type { ConstructStatus } from '../converters/contract';
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
    `${total} constructs: ${converted} converted, ${approximated} approximated, ${manual} manual, ${dropped} dropped.`,
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
}

/** A construct and all inside it that has the same explanation are one line. */
function groupItems(items: readonly ReportedConstruct[]): Group[] {
  const groups: Group[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (
      last !== undefined &&
      last.item.message === item.message &&
      last.item.reason === item.reason &&
      isInside(item, last.item)
    ) {
      last.inside++;
    } else groups.push({ item, inside: 0 });
  }
  return groups;
}

function isInside({ source: inner }: ReportedConstruct, { source: outer }: ReportedConstruct): boolean {
  const starts = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const ends = inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return starts && ends;
}

function groupLine(path: string, { item, inside }: Group): string {
  const place = `${path}:${item.source.line}:${item.source.column}`;
  const more = inside === 0 ? '' : ` (and ${inside} in it)`;
  const reason = item.reason === undefined ? '' : ` [${item.reason}]`;
  const target = item.target === undefined ? '' : ` → ${item.target.pointer}`;
  return `- ${place} \`${item.construct}\`${more}${target}${reason}${item.message === undefined ? '' : `: ${item.message}`}`;
}
