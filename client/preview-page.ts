import type { Uri, Webview } from 'vscode';

/**
 * The page of the graph preview. It runs one script of ours and nothing else: no inline script or style, no network. It
 * holds nothing from the workflow; the script builds that as DOM.
 */
export function previewPage(webview: Webview, script: Uri): string {
  const policy = `default-src 'none'; script-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Graph</title>
</head>
<body>
<script src="${webview.asWebviewUri(script)}"></script>
</body>
</html>
`;
}
