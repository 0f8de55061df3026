import { PICTURE_RULES, themeVariables } from '../../theme';

const LIGHT = `color-scheme:light;${themeVariables('light')};--chrome:#f5f7fa;--line:#d6dce4;--press:#e6ebf2;--shadow:0 1px 3px #1c243022,0 8px 24px #1c243018`;
const DARK = `color-scheme:dark;${themeVariables('dark')};--chrome:#13171e;--line:#2c343f;--press:#232b36;--shadow:0 1px 3px #0008,0 8px 24px #0006`;

/** Two themes: the reader's system chooses, and `data-theme` on the page changes that. */
const COLOURS = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
@media print{:root:root{${LIGHT}}}
`;

const PAGE = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html,body{height:100%;margin:0}
body{display:grid;grid-template:auto auto auto 1fr/1fr auto;background:var(--paper);color:var(--text);font:13px/1.45 ui-sans-serif,system-ui,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif}
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;padding:8px 14px;background:var(--chrome);border-bottom:1px solid var(--line)}
h1{font-size:15px;margin:0;overflow-wrap:anywhere}
header .muted,.place,.id,.kind,dt,footer{color:var(--muted)}
.space{flex:1}
.set{display:inline-flex;border:1px solid var(--line);border-radius:7px;overflow:hidden}
.set button{border:0;border-left:1px solid var(--line);border-radius:0}
.set button:first-child{border-left:0}
button,input{font:inherit;color:inherit}
button{background:var(--box);border:1px solid var(--line);border-radius:7px;padding:4px 10px;cursor:pointer;min-width:30px}
button:hover{background:var(--press)}
button[aria-pressed=true]{background:var(--press);font-weight:600;box-shadow:inset 0 -2px 0 var(--task)}
button:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--task);outline-offset:-1px}
.search{display:inline-flex;align-items:center;gap:8px}
.search input{width:min(240px,40vw);padding:4px 10px;background:var(--box);border:1px solid var(--line);border-radius:7px}
#found{min-width:58px;color:var(--muted)}
main{grid-row:4;display:grid;grid-template:1fr/1fr;min-width:0;min-height:0}
.beside main{grid-template:1fr/1fr 1fr}
#legacy{border-right:1px solid var(--line)}
.pane{position:relative;overflow:auto;min-width:0;min-height:0}
.live .pane{overflow:hidden;cursor:grab;touch-action:none}
.live .pane.dragged{cursor:grabbing}
.pane svg.dagport{display:block}
.live .pane svg.dagport{position:absolute;inset:0 auto auto 0;transform-origin:0 0;max-width:none}
@media screen{.far :is(text,.icon,.handle){display:none}.farther :is(.tint,.head){display:none}}
.handle{cursor:pointer}
.handle rect{fill:var(--box);stroke:var(--frameOutline)}
.handle path{fill:none;stroke:var(--muted);stroke-width:1.5}
.handle:hover rect{stroke:var(--text)}.handle:hover path{stroke:var(--text)}
select{font:inherit;color:inherit;background:var(--box);border:1px solid var(--line);border-radius:7px;padding:4px 6px}
#wave{background:var(--task);border-color:var(--task);color:var(--paper);font-weight:600}
html:not(.live) :is(.set,.search,.tool){display:none}
.live .node{cursor:pointer}
.node:focus{outline:none}
.node:focus-visible .shape{stroke:var(--accent);stroke-opacity:1;stroke-width:2.5}
.node.picked .shape{fill:var(--press);stroke:var(--task);stroke-opacity:1;stroke-width:2.5;stroke-dasharray:5 3}
.node.paired .shape{stroke:var(--join);stroke-opacity:1;stroke-width:3}
.live .node:hover .shape{stroke:var(--accent);stroke-opacity:1}
.node.chosen .shape{stroke:var(--accent);stroke-opacity:1;stroke-width:2.5;stroke-dasharray:none}
.edge.into,.edge.out{stroke-opacity:1}
.edge.into .line,.edge.out .line{stroke-width:2.6}
.node,.edge{transition:opacity .15s}
.narrowed .node:not(.kept):not(.chosen){opacity:.18}
.narrowed .edge[data-from]:not(.kept){opacity:.1}
.pane .paper{fill:none}
#panel{grid-row:4;width:min(360px,44vw);overflow:auto;padding:14px 18px 28px;border-left:1px solid var(--line);background:var(--chrome);position:relative}
#panel .close{position:absolute;top:10px;right:12px}
#panel h2{font-size:16px;margin:0 34px 2px 0;overflow-wrap:anywhere}
#panel h3{font-size:11px;letter-spacing:.04em;text-transform:uppercase;color:var(--muted);margin:18px 0 4px}
.kind{font-size:11px;margin:0;letter-spacing:.04em;text-transform:uppercase}
.id,.place{margin:0;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:3px 12px;margin:12px 0}
dd{margin:0;overflow-wrap:anywhere}
#panel ul{margin:0;padding:0;list-style:none}
#panel li{display:flex;flex-wrap:wrap;gap:2px 8px;align-items:baseline;padding:1px 0}
.link{background:none;border:0;padding:1px 0;min-width:0;text-align:left;color:var(--task);overflow-wrap:anywhere}
.link:hover{background:none;text-decoration:underline}
.how{font-size:11px;color:var(--muted)}
.how.failure{color:var(--failure)}.how.branch{color:var(--branch)}.how.resource{color:var(--resource)}
pre{margin:6px 0 0;padding:8px 0;overflow:auto;max-height:50vh;border:1px solid var(--line);border-radius:7px;background:var(--paper);font:12px/1.5 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
.row{display:block;padding-left:50px;text-indent:-50px;white-space:pre-wrap;overflow-wrap:anywhere}
.number{display:inline-block;width:40px;padding-right:10px;text-align:right;text-indent:0;color:var(--muted);user-select:none}
.focus{display:flex;margin:0 40px 14px 0}
#help{position:fixed;right:18px;bottom:18px;z-index:2;padding:14px 18px;background:var(--box);border:1px solid var(--line);border-radius:10px;box-shadow:var(--shadow)}
#help h2{font-size:13px;margin:0 0 8px}
kbd{font:11px ui-monospace,Consolas,monospace;border:1px solid var(--line);border-radius:4px;padding:0 5px;background:var(--chrome)}
.problem{grid-column:1/-1;grid-row:2;margin:0;padding:6px 14px;border-bottom:1px solid var(--line);color:var(--branch)}

.problem.cycle{grid-row:3;color:var(--failure)}
@media (max-width:1100px){.beside #panel{position:fixed;inset:auto 0 0 0;width:auto;max-height:38vh;border-left:0;border-top:1px solid var(--line);box-shadow:var(--shadow)}}
@media (max-width:560px){.beside main{grid-template:1fr 1fr/1fr}.beside #legacy{border-right:0;border-bottom:1px solid var(--line)}}
@media (max-width:700px){#panel{position:fixed;inset:auto 0 0 0;width:auto;max-height:60vh;border-left:0;border-top:1px solid var(--line);box-shadow:var(--shadow)}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{
body{display:block}
header{border:0;padding:0 0 8px;background:none}
header :is(button,.set,.search,.tool),#panel,#help,.handle{display:none!important}
main{display:block}
.pane{overflow:visible!important;position:static}
.pane svg.dagport{position:static!important;transform:none!important;max-width:100%!important;height:auto}
.narrowed .node,.narrowed .edge{opacity:1!important}
@page{size:landscape;margin:12mm}
}
`;

/** The style sheet of a page that is a file. */
export function pageStyle(): string {
  return `${COLOURS}${PICTURE_RULES}\n${PAGE}`;
}

/**
 * In an editor what surrounds the picture has the editor's colours, and the picture those of its kind: light, dark, or as
 * few as a person asked for who needs contrast.
 */
const IN_EDITOR = `
:root:root{--paper:var(--vscode-editor-background);--text:var(--vscode-foreground);--chrome:var(--vscode-sideBar-background,var(--vscode-editor-background));--line:var(--vscode-panel-border,var(--vscode-contrastBorder));--press:var(--vscode-toolbar-hoverBackground,var(--vscode-list-hoverBackground))}
:root[data-contrast]{--box:var(--vscode-editor-background);--frame:var(--vscode-editor-background);--chrome:var(--vscode-editor-background);--outline:var(--vscode-contrastBorder);--frameOutline:var(--vscode-contrastBorder);--line:var(--vscode-contrastBorder);--muted:var(--vscode-foreground);--edge:var(--vscode-foreground);--press:var(--vscode-editor-background)}
:root[data-contrast] :is(.shape,.edge,.edge.section,.edge.generated){stroke-opacity:1!important}
:root[data-contrast] :is(button,select,input):is(:hover,[aria-pressed=true]){outline:2px solid var(--vscode-contrastActiveBorder,var(--vscode-focusBorder));outline-offset:-2px}
:root[data-contrast] .node.chosen .shape{stroke:var(--vscode-focusBorder);stroke-width:4}
body{font-family:var(--vscode-font-family);padding:0;font-size:12px}
header{padding:5px 10px;gap:6px 8px}
h1{font-size:13px}
button,.search input,select{padding:2px 8px;border-radius:4px}
.set{border-radius:4px}
.search input{width:150px}
[data-tool=theme],[data-tool=print]{display:none}
`;

/** The style sheet of a page in an editor. */
export function editorPageStyle(): string {
  return `${COLOURS}${PICTURE_RULES}\n${PAGE}${IN_EDITOR}`;
}
