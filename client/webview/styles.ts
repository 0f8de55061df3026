import { styleSheet } from '../../workflow/draw';

const PAGE = `
html,body{height:100%;margin:0;padding:0;overflow:hidden}
body{display:flex;flex-direction:column;background:var(--vscode-editor-background);color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:12px}
.toolbar{display:flex;gap:6px;align-items:center;padding:6px 12px;border-bottom:1px solid var(--vscode-panel-border)}
.toolbar .what{flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;opacity:.85}
.toolbar .what.warning{color:var(--vscode-editorWarning-foreground)}
button{border:1px solid transparent;border-radius:3px;padding:2px 9px;font:inherit;cursor:pointer;color:var(--vscode-button-secondaryForeground);background:var(--vscode-button-secondaryBackground)}
button:hover{background:var(--vscode-button-secondaryHoverBackground)}
button[aria-pressed=true]{color:var(--vscode-button-foreground);background:var(--vscode-button-background)}
.canvas{flex:1;overflow:hidden;cursor:grab;touch-action:none}
.canvas.dragged{cursor:grabbing}
.canvas svg{display:block;transform-origin:0 0}
.node{cursor:pointer}
.node:hover .shape,.node:focus-visible .shape{stroke:var(--accent);stroke-opacity:1;stroke-width:2}
.node:focus{outline:none}
.dagport .paper{fill:none}
`;

/**
 * Style sheets made by script: the page's policy allows no others. Light or dark follows the editor's theme, which VS Code
 * writes on the body.
 */
export function addStyles(page: Document): void {
  const drawing = new CSSStyleSheet();
  const own = new CSSStyleSheet();
  own.replaceSync(PAGE);
  const follow = (): void => {
    const { classList } = page.body;
    const dark = classList.contains('vscode-dark') || classList.contains('vscode-high-contrast');
    drawing.replaceSync(styleSheet(dark ? 'dark' : 'light'));
  };
  follow();
  new MutationObserver(follow).observe(page.body, { attributes: true, attributeFilter: ['class'] });
  page.adoptedStyleSheets = [drawing, own];
}
