import type { ConstructStatus } from '../converters/contract';
import { counted } from '../text/counted';
import type { ConstructCounts, MigrationReport, ReportedConstruct, ReportedSource } from './report';
import { REPORT_STYLE } from './report-style';

/** From what asks nothing of a person to what asks most. */
const STATUSES: readonly ConstructStatus[] = ['converted', 'dropped', 'approximated', 'manual'];

/**
 * The report as one HTML page without scripts. First what there is to do; then of each source its text and what it became, side by
 * side. What is left to decide, differs or was left out is marked in the source, with the reason below the line; the number
 * of a line leads to its counterpart on the other side.
 */
export function reportHtml(
  report: MigrationReport,
  sources: ReadonlyMap<string, string>,
  results: ReadonlyMap<string, string>,
): string {
  const shown = report.sources.map((source, index) => section(source, index, sources, results));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Migration report</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<h1>Migration report</h1>
${overview(report)}
${toDo(report)}
${shown.join('\n')}
</body>
</html>
`;
}

function overview({ sources }: MigrationReport): string {
  const all = sumOf(sources.map(({ constructs }) => constructs));
  const workflows = new Set(sources.flatMap(({ outputs }) => outputs)).size;
  const tiles = [...STATUSES].map((status) => {
    const share = all.total === 0 ? '' : ` <small>${percent(all[status], all.total)}</small>`;
    return `<li><b class="${status}">${all[status].toLocaleString('en')}${share}</b>${status}</li>`;
  });
  const rows = sources.map(
    ({ path, constructs }, index) =>
      `<tr><td><a href="#s${index}">${escapeHtml(path)}</a></td><td>${constructs.total}</td>${[...STATUSES].map((status) => `<td>${constructs[status]}</td>`).join('')}<td class="bars">${bar(constructs)}</td></tr>`,
  );
  return `<p class="lead">${counted(sources.length, 'source')} became ${counted(workflows, 'workflow')}; ${all.total.toLocaleString('en')} elements, attributes and texts or steps are accounted for.</p>
<ul class="tiles">${tiles.join('')}</ul>
<table><tr><th>source</th><th>constructs</th>${STATUSES.map((status) => `<th>${status}</th>`).join('')}<th></th></tr>
${rows.join('\n')}</table>`;
}

function sumOf(counts: readonly ConstructCounts[]): ConstructCounts {
  const sum = (name: keyof ConstructCounts): number => counts.reduce((total, one) => total + one[name], 0);
  return {
    total: sum('total'),
    converted: sum('converted'),
    approximated: sum('approximated'),
    manual: sum('manual'),
    dropped: sum('dropped'),
  };
}

function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return `${share > 0 && share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}

function bar(counts: ConstructCounts): string {
  const parts = STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `<i class="${status}" style="flex:${counts[status]}" title="${counts[status]} ${status}"></i>`,
  );
  return `<div class="bar">${parts.join('')}</div>`;
}

/** What a person has to decide, each matter once with the places where it stands. */
function toDo({ sources }: MigrationReport): string {
  const places = new Map<string, string[]>();
  for (const [index, { path, items }] of sources.entries()) {
    for (const { status, message = '', construct, source } of items) {
      if (status !== 'manual') continue;
      const key = message === '' ? `${construct} is left to you.` : message;
      const link = `<a href="#s${index}-${source.line}">${escapeHtml(path)}:${source.line}</a>`;
      const known = places.get(key) ?? [];
      places.set(key, known.includes(link) ? known : [...known, link]);
    }
  }
  if (places.size === 0) return '<p class="lead">Nothing is left to do by hand.</p>';
  const items = [...places].map(([message, links]) => {
    const further = links.length > MOST_PLACES ? ` and ${links.length - MOST_PLACES} more` : '';
    return `<li>${escapeHtml(message)}<br><code>${links.slice(0, MOST_PLACES).join(', ')}${further}</code></li>`;
  });
  return `<h2>To do by hand</h2>\n<ul class="todo">${items.join('\n')}</ul>`;
}

const MOST_PLACES = 8;

function section(
  source: ReportedSource,
  index: number,
  sources: ReadonlyMap<string, string>,
  results: ReadonlyMap<string, string>,
): string {
  const left = sourceLines(source, index, sources.get(source.path) ?? '');
  const back = new Map<string, number>();
  for (const { target, source: from } of source.items) {
    const key = target === undefined ? undefined : `${target.path}:${target.range.start.line}`;
    if (key !== undefined && !back.has(key)) back.set(key, from.line);
  }
  const right = source.outputs.map((name, number) =>
    resultLines({ name, index, number }, results.get(name) ?? '', back),
  );
  return `<details open id="s${index}"><summary><h2>${escapeHtml(source.path)}</h2><span>${counted(source.constructs.total, 'construct')}</span>${bar(source.constructs)}</summary>
<div class="sides"><div class="side"><p>${escapeHtml(source.path)}</p><pre>${left}</pre></div>
<div class="side">${right.join('\n') || '<p>Not converted.</p>'}</div></div></details>`;
}

/** Each line in the colour of what asks most of a person in it; its number leads to where it went. */
function sourceLines(source: ReportedSource, index: number, text: string): string {
  const byLine = new Map<number, ReportedConstruct[]>();
  for (const item of source.items) {
    const known = byLine.get(item.source.line) ?? [];
    byLine.set(item.source.line, known);
    known.push(item);
  }
  const paint = source.kind.startsWith('oozie') || source.kind === 'jenkins-config' ? paintXml : escapeHtml;
  return text
    .split('\n')
    .map((line, at) => {
      const items = byLine.get(at + 1) ?? [];
      const worst = items.reduce((most, { status }) => Math.max(most, STATUSES.indexOf(status)), 0);
      const target = items.find((item) => item.target !== undefined)?.target;
      const number = source.outputs.indexOf(target?.path ?? '');
      const place = target === undefined || number < 0 ? '' : `#r${index}-${number}-${target.range.start.line}`;
      const shown = place === '' ? String(at + 1) : `<a href="${place}">${at + 1}</a>`;
      const grave = items.filter(({ status }) => STATUSES.indexOf(status) === worst && status !== 'converted');
      const messages = [...new Set(grave.flatMap(({ message }) => message ?? []))];
      const why = messages.length === 0 ? '' : `<span class="why">${messages.map(escapeHtml).join('<br>')}</span>`;
      const content = paint(line.replace(/\r$/, ''));
      return `<span id="s${index}-${at + 1}" class="${STATUSES[worst]}"><span class="n">${shown}</span>${content}${why}</span>`;
    })
    .join('');
}

function resultLines(
  { name, index, number }: { readonly name: string; readonly index: number; readonly number: number },
  text: string,
  back: ReadonlyMap<string, number>,
): string {
  const lines = text.split('\n').map((line, at) => {
    const from = back.get(`${name}:${at + 1}`);
    const shown = from === undefined ? String(at + 1) : `<a href="#s${index}-${from}">${at + 1}</a>`;
    return `<span id="r${index}-${number}-${at + 1}"><span class="n">${shown}</span>${paintYaml(line)}</span>`;
  });
  return `<p>${escapeHtml(name)}</p><pre>${lines.join('')}</pre>`;
}

/** A line of XML with its tags and comments in colour; one in the middle of a comment of several lines stays plain. */
function paintXml(line: string): string {
  return line
    .split(/(<[?].*?[?]>|<!--.*?-->|<!--.*$|<[^<>]*>?)/)
    .map((part) => {
      const shown = escapeHtml(part);
      if (part.startsWith('<!--') || part.startsWith('<?')) return `<span class="comment">${shown}</span>`;
      return part.startsWith('<') ? shown.replace(/^(&lt;\/?[\w:.-]*)/, '<span class="tag">$1</span>') : shown;
    })
    .join('');
}

/** A line of YAML with its key and comment in colour. */
function paintYaml(line: string): string {
  const [, indent = '', key = '', rest = ''] = /^([\s-]*)((?:"[^"]*"|[\w.-]+):(?=\s|$))?(.*)$/.exec(line) ?? [];
  const value = /^\s*#/.test(rest) ? `<span class="comment">${escapeHtml(rest)}</span>` : escapeHtml(rest);
  return `${indent}${key === '' ? '' : `<span class="key">${escapeHtml(key)}</span>`}${value}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
