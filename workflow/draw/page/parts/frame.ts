import type { GraphJson, GraphView } from '../../graph';

const VIEW_NAMES: Readonly<Record<GraphView, readonly [label: string, title: string]>> = {
  authored: ['As written', 'The nodes of the file'],
  expanded: ['In Airflow', 'The tasks that Airflow runs'],
};

/** What stands around the pictures of a page. */
export interface PageFrame {
  readonly title: string;
  /** The first graph, for the count that stands in a page without scripts. */
  readonly first: GraphJson | undefined;
  readonly views: readonly GraphView[];
  readonly problem: string | undefined;
  /** The pictures that stand in the page, as markup. */
  readonly pictures: string;
}

/** The elements of a page's body. All that its script needs is among them. */
export function pageFrame({ title, first, views, problem, pictures }: PageFrame): string {
  return `<header>
<h1 id="title">${escaped(title)}</h1><span class="muted" id="count">${countOf(first)}</span>
${viewButtons(views)}
<span class="space"></span>
<button type="button" id="wave" class="tool" data-tool="wave" title="Nodes are picked with Shift and a click, or with w" hidden></button>
<label class="search"><span id="found" role="status"></span><input id="search" type="search" placeholder="Search: name, type, group" aria-label="Search" autocomplete="off" spellcheck="false"></label>
<span class="set">${tool('smaller', '−', 'Smaller (-)')}${tool('larger', '+', 'Larger (+)')}${tool('fit', 'Fit', 'Show all (0)')}${tool('groups', 'Groups', 'Close all groups, or open them')}</span>
<select id="save" class="tool" aria-label="Save as" title="Save the picture"><option value="" selected>Save…</option><option value="svg">SVG</option><option value="png">PNG</option><option value="mermaid">Mermaid</option></select>
<span class="set">${tool('theme', '◐', 'Light or dark (t)')}${tool('print', 'Print', 'Print')}${tool('help', '?', 'Keys (?)')}</span>
</header>
<p class="problem" id="problem" role="status"${problem === undefined ? ' hidden' : ''}>${escaped(problem ?? '')}</p>
<p class="problem cycle" id="cycle" role="alert" hidden></p>
<main><div class="pane" id="legacy" aria-label="The legacy job" hidden></div><div class="pane" id="pane">
${pictures}
</div></main>
<aside id="panel" hidden aria-label="Details">
<button type="button" class="close tool" data-tool="close" title="Close (Esc)" aria-label="Close">×</button>
<div class="focus"><span class="set" role="group" aria-label="Focus">${FOCUSES}</span></div>
<div id="details"></div>
</aside>
<section id="help" hidden aria-label="Keys">${HELP}</section>`;
}

function countOf(graph: GraphJson | undefined): string {
  const count = graph?.nodes.length ?? 0;
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}

function viewButtons(views: readonly GraphView[]): string {
  if (views.length < 2) return '';
  const buttons = ORDER.map((view) => {
    const [label, title] = VIEW_NAMES[view];
    return `<button type="button" data-view="${view}" title="${title} (v)">${label}</button>`;
  });
  return `<span class="set" role="group" aria-label="View">${buttons.join('')}</span>`;
}

function tool(name: string, label: string, title: string): string {
  return `<button type="button" data-tool="${name}" title="${title}">${label}</button>`;
}

const ORDER: readonly GraphView[] = ['authored', 'expanded'];

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
    ['c', 'close or open the group of a node'],
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

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
