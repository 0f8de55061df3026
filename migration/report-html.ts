import type { MigrationReport, ReportedConstruct, ReportedSource } from './report';

/**
 * The report as one HTML page without scripts: of each source its text and what it became side by side. What is left to
 * decide, differs or was left out is marked in the source, with the reason, and leads to its place in the workflow.
 */
export function reportHtml(
  report: MigrationReport,
  sources: ReadonlyMap<string, string>,
  results: ReadonlyMap<string, string>,
): string {
  const sections = report.sources.map((source, index) => section(source, index, sources, results));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Migration report</title>
<style>
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5em; }
table.counts { border-collapse: collapse; } table.counts td, table.counts th { padding: 0.1em 0.8em; text-align: right; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1em; }
.side { overflow: auto; max-height: 80vh; border: 1px solid #ccc; }
pre { margin: 0; font: 12px/1.5 ui-monospace, monospace; }
pre .n { display: inline-block; width: 4em; color: #888; text-align: right; padding-right: 1em; user-select: none; }
.manual { background: #fdd; } .approximated { background: #fec; } .dropped { color: #777; }
:target { outline: 2px solid #06c; }
.why { color: #555; font-style: italic; }
a { color: inherit; }
</style>
</head>
<body>
<h1>Migration report</h1>
${sections.join('\n')}
</body>
</html>
`;
}

function section(
  source: ReportedSource,
  index: number,
  sources: ReadonlyMap<string, string>,
  results: ReadonlyMap<string, string>,
): string {
  const { total, converted, approximated, manual, dropped } = source.constructs;
  const left = sourceLines(source, index, sources.get(source.path) ?? '');
  const right = source.outputs.map((name, number) => resultLines(name, index, number, results.get(name) ?? ''));
  return `<h2>${escapeHtml(source.path)}</h2>
<table class="counts"><tr><th>constructs</th><th>converted</th><th>approximated</th><th>manual</th><th>dropped</th></tr>
<tr><td>${total}</td><td>${converted}</td><td>${approximated}</td><td>${manual}</td><td>${dropped}</td></tr></table>
<div class="sides"><div class="side"><pre>${left}</pre></div><div class="side">${right.join('') || '<p>Not converted.</p>'}</div></div>`;
}

const order = ['converted', 'dropped', 'approximated', 'manual'] as const;

/** Each line in the colour of what asks most of a person in it; its number leads to where it went. */
function sourceLines(source: ReportedSource, index: number, text: string): string {
  const byLine = new Map<number, ReportedConstruct[]>();
  for (const item of source.items) {
    const known = byLine.get(item.source.line) ?? [];
    byLine.set(item.source.line, known);
    known.push(item);
  }
  return text
    .split('\n')
    .map((line, at) => {
      const items = byLine.get(at + 1) ?? [];
      const worst = items.reduce((most, item) => Math.max(most, order.indexOf(item.status)), 0);
      const target = items.find((item) => item.target !== undefined)?.target;
      const number = source.outputs.indexOf(target?.path ?? '');
      const place = target === undefined || number < 0 ? '' : `#r${index}-${number}-${target.range.start.line}`;
      const shown = place === '' ? String(at + 1) : `<a href="${place}">${at + 1}</a>`;
      const messages = [
        ...new Set(
          items.flatMap(({ status, message }) => (status === 'converted' || message === undefined ? [] : [message])),
        ),
      ];
      const why = messages.length === 0 ? '' : `  <span class="why">${escapeHtml(messages.join(' '))}</span>`;
      return `<span class="${order[worst]}"><span class="n">${shown}</span>${escapeHtml(line.replace(/\r$/, ''))}${why}</span>`;
    })
    .join('\n');
}

function resultLines(name: string, index: number, number: number, text: string): string {
  const lines = text.split('\n').map((line, at) => {
    const id = `r${index}-${number}-${at + 1}`;
    return `<span id="${id}"><span class="n">${at + 1}</span>${escapeHtml(line)}</span>`;
  });
  return `<p>${escapeHtml(name)}</p><pre>${lines.join('\n')}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
