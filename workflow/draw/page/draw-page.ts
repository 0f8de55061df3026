import { createHash } from 'node:crypto';
import { type SvgElement, svgText } from '../element';
import type { GraphJson } from '../graph';
import { layoutGraph } from '../layout';
import { paintGraph } from '../picture';
import type { PageContent, PageData } from './parts/content';
import { escaped, pageFrame } from './parts/frame';
import { pageStyle } from './parts/style';
import script from './script/main?script';

/**
 * A workflow as one HTML file that needs nothing else and asks no network: to be dragged, zoomed, searched and printed. Its
 * policy allows no script but its own, and nothing of the workflow is read as markup. Without scripts it is a picture.
 */
export function drawPage(content: PageContent): string {
  const [first] = content.graphs;
  const title = first?.dagId ?? 'workflow';
  const style = pageStyle();
  const pictures = content.graphs.map(pictureOf).join('\n');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash(script)}'; worker-src blob:; img-src blob:`;
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
${pageFrame({ title, first, views: content.graphs.map(({ view }) => view), problem: content.problem, pictures })}
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
