import { createHash } from 'node:crypto';
import { type SvgElement, svgText } from '../element';
import type { GraphJson, GraphView } from '../graph';
import { layoutGraph } from '../layout';
import { paintGraph } from '../picture';
import type { PageContent, PageData } from './content';
import script from './script/main?script';
import { pageStyle } from './style';

const VIEW_NAMES: Readonly<Record<GraphView, readonly [label: string, title: string]>> = {
  authored: ['As written', 'The nodes of the file'],
  expanded: ['In Airflow', 'The tasks that Airflow runs'],
};

/**
 * A workflow as one HTML file that needs nothing else and asks no network: to be dragged, zoomed, searched and printed. Its
 * policy allows no script but its own, and nothing of the workflow is read as markup. Without scripts it is a picture.
 */
export function drawPage(content: PageContent): string {
  const [first] = content.graphs;
  const title = first?.dagId ?? 'workflow';
  const style = pageStyle();
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash(script)}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1><span class="muted" id="count">${countOf(first)}</span>
${viewButtons(content.graphs)}
<span class="space"></span>
<label class="search"><span id="found" role="status"></span><input id="search" type="search" placeholder="Search: name, type, group" aria-label="Search" autocomplete="off" spellcheck="false"></label>
<span class="set">${tool('smaller', '−', 'Smaller (-)')}${tool('larger', '+', 'Larger (+)')}${tool('fit', 'Fit', 'Show all (0)')}</span>
<span class="set">${tool('theme', '◐', 'Light or dark (t)')}${tool('print', 'Print', 'Print')}${tool('help', '?', 'Keys (?)')}</span>
</header>
${content.problem === undefined ? '' : `<p class="problem">${escaped(content.problem)}</p>\n`}<main id="pane">
${content.graphs.map(pictureOf).join('\n')}
</main>
<aside id="panel" hidden aria-label="Details">
<button type="button" class="close tool" data-tool="close" title="Close (Esc)" aria-label="Close">×</button>
<div class="focus"><span class="set" role="group" aria-label="Focus">${FOCUSES}</span></div>
<div id="details"></div>
</aside>
<section id="help" hidden aria-label="Keys">${HELP}</section>
<script type="application/json" id="data">${jsonText(dataOf(content))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Base64, as a content security policy has it. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function countOf(graph: GraphJson | undefined): string {
  const count = graph?.nodes.length ?? 0;
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}

function viewButtons(graphs: readonly GraphJson[]): string {
  if (graphs.length < 2) return '';
  const order: readonly GraphView[] = ['authored', 'expanded'];
  const buttons = order.map((view) => {
    const [label, title] = VIEW_NAMES[view];
    return `<button type="button" data-view="${view}" title="${title} (v)">${label}</button>`;
  });
  return `<span class="set" role="group" aria-label="View">${buttons.join('')}</span>`;
}

function tool(name: string, label: string, title: string): string {
  return `<button type="button" data-tool="${name}" title="${title}">${label}</button>`;
}

const FOCUSES = [
  ['all', 'All', 'Show all nodes in full'],
  ['upstream', '← Up', 'Only what it waits for (u)'],
  ['downstream', 'Down →', 'Only what waits for it (d)'],
  ['both', 'Both', 'Both (b)'],
]
  .map(([focus, label, title]) => `<button type="button" data-focus="${focus}" title="${title}">${label}</button>`)
  .join('');

const HELP = `<h2>Keys</h2><dl>${(
  [
    ['/', 'search; Enter goes on to the next one found'],
    ['← →', 'along the dependencies'],
    ['↑ ↓', 'to the next node in sight'],
    ['u d b', 'only upstream, downstream, both'],
    ['v', 'the other view'],
    ['+ - 0', 'larger, smaller, all'],
    ['t', 'light or dark'],
    ['Esc', 'back'],
  ] as const
)
  .map(
    ([keys, what]) =>
      `<dt>${keys
        .split(' ')
        .map((key) => `<kbd>${key}</kbd>`)
        .join(' ')}</dt><dd>${what}</dd>`,
  )
  .join('')}</dl>`;

/** All but the first picture are hidden until they are asked for. */
function pictureOf(graph: GraphJson, index: number): string {
  const picture: SvgElement = paintGraph(graph, layoutGraph(graph), { header: false });
  const attributes = index === 0 ? picture.attributes : { ...picture.attributes, hidden: '' };
  return svgText({ ...picture, attributes });
}

function dataOf({ graphs, sources }: PageContent): PageData {
  const used = new Set(graphs.flatMap(({ nodes }) => nodes.map(({ origin }) => origin.path)));
  const entries = Object.entries(sources).filter(([path]) => used.has(path));
  return { graphs, sources: Object.fromEntries(entries.map(([path, text]) => [path, text.split(/\r\n|\n|\r/)])) };
}

/** JSON inside of a script element: nothing in it may end that, or begin a comment in it. */
function jsonText(data: PageData): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
