/** The style of the report page: light or dark as the reader's system is, and fit for printing. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fff, #16181d); --panel: light-dark(#f7f8fa, #1d2026); --line: light-dark(#d8dce3, #343943);
  --ink: light-dark(#1d2129, #dfe3ea); --soft: light-dark(#667080, #939cab); --link: light-dark(#0b61c4, #74b0ff);
  --manual: light-dark(#c5221f, #ff8a80); --manual-ground: light-dark(#fdecea, #3b2022);
  --approximated: light-dark(#8a5a00, #f3bf5c); --approximated-ground: light-dark(#fff5dc, #362c18);
  --converted: light-dark(#1d7f45, #6dd394); --dropped: light-dark(#8a92a0, #6f7887);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 120rem; padding: 1.5rem 2rem 6rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 0.2rem; } h2 { font-size: 1.1rem; margin: 0; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
.lead { color: var(--soft); margin: 0 0 1.2rem; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.8rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.tiles li { min-width: 8.5rem; padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.3; }
.bar { display: flex; height: 0.6rem; border-radius: 4px; overflow: hidden; background: var(--line); }
.bar i { display: block; }
.bar .converted { background: var(--converted); } .bar .dropped { background: var(--dropped); }
.bar .approximated { background: var(--approximated); } .bar .manual { background: var(--manual); }
b.converted { color: var(--converted); } b.dropped { color: var(--dropped); } b.approximated { color: var(--approximated); } b.manual { color: var(--manual); }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 1.5rem; }
th, td { padding: 0.35rem 0.8rem; border-bottom: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 500; } th:first-child, td:first-child { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
td.bars { width: 22%; min-width: 8rem; }
.todo { margin: 0 0 1.5rem; padding: 0; list-style: none; border: 1px solid var(--line); border-left: 4px solid var(--manual); border-radius: 6px; background: var(--panel); }
.todo li { padding: 0.4rem 0.9rem; border-bottom: 1px solid var(--line); } .todo li:last-child { border: 0; }
.todo code { color: var(--soft); }
details { margin: 0 0 1.5rem; border: 1px solid var(--line); border-radius: 8px; overflow: clip; }
summary { position: sticky; top: 0; z-index: 1; display: flex; gap: 1.5rem; align-items: center; padding: 0.6rem 1rem; background: var(--panel); border-bottom: 1px solid var(--line); cursor: pointer; }
summary h2 { flex: 1; overflow-wrap: anywhere; } summary .bar { flex: 0 0 12rem; } summary span { color: var(--soft); white-space: nowrap; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.side { overflow: auto; max-height: 82vh; scroll-padding-top: 30vh; } .side + .side { border-left: 1px solid var(--line); }
.side > p { position: sticky; left: 0; margin: 0; padding: 0.35rem 1rem; color: var(--soft); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
pre { margin: 0; padding: 0.5rem 0; font: 12.5px/1.55 ui-monospace, monospace; width: max-content; min-width: 100%; tab-size: 4; }
pre > span { display: block; padding-right: 1.5rem; white-space: pre; scroll-margin: 30vh 0; }
.n { display: inline-block; width: 4.5em; padding-right: 1.2em; color: var(--soft); text-align: right; user-select: none; }
.n a { color: inherit; } .n a:hover { color: var(--link); }
pre .manual { background: var(--manual-ground); } pre .approximated { background: var(--approximated-ground); } pre .dropped { color: var(--dropped); }
pre .why { display: block; margin: 0 1rem 0.2rem 4.5em; padding: 0.1rem 0.7rem 0.3rem; max-width: 64em; white-space: normal; font: 13px/1.45 system-ui, sans-serif; border-left: 3px solid var(--dropped); color: var(--soft); }
pre .manual .why { border-color: var(--manual); color: var(--manual); } pre .approximated .why { border-color: var(--approximated); color: var(--approximated); }
.tag { color: var(--link); } .key { color: var(--link); } .comment { color: var(--soft); font-style: italic; }
:target { outline: 2px solid var(--link); outline-offset: -2px; border-radius: 3px; }
@media (max-width: 70rem) { .sides { grid-template-columns: 1fr; } .side + .side { border-left: 0; border-top: 1px solid var(--line); } }
@media (max-width: 50rem) { body { padding: 1rem 1rem 4rem; } th, td { padding: 0.3rem 0.4rem; } th:first-child, td:first-child { min-width: 9rem; } th:nth-child(2), td:nth-child(2), th:last-child, td.bars, summary .bar { display: none; } }
@media print { body { max-width: none; padding: 0; } .side { max-height: none; overflow: visible; } pre > span, pre { white-space: pre-wrap; width: auto; } summary { position: static; } }
`;
