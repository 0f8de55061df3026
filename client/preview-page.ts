import type { Uri, Webview } from 'vscode';
import { pageFrame } from '../workflow/draw/page/parts/frame';

/**
 * The page of the graph preview. It runs one script of ours, and what that makes itself: no inline script or style, no
 * network. It holds nothing from the workflow; the script builds that as DOM.
 */
export function previewPage(webview: Webview, script: Uri): string {
  const policy = `default-src 'none'; script-src ${webview.cspSource}; worker-src blob:; img-src blob:`;
  const frame = { title: 'Graph', first: undefined, views: ['authored', 'expanded'] as const };
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Graph</title>
</head>
<body>
${pageFrame({ ...frame, problem: undefined, pictures: '' })}
<script src="${webview.asWebviewUri(script)}"></script>
</body>
</html>
`;
}
