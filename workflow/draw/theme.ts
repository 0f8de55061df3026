import type { PlanEdgeKind, PlanNodeKind } from '../plan/plan';

/** `auto` follows what the reader's browser prefers. */
export type Theme = 'light' | 'dark' | 'auto';

/** Families of nodes that share a colour. */
export type Accent = 'task' | 'branch' | 'join' | 'fail' | 'group' | 'resource' | 'added';

const ACCENTS: Readonly<Record<PlanNodeKind, Accent>> = {
  task: 'task',
  branch: 'branch',
  join: 'join',
  fail: 'fail',
  generator: 'group',
  sub_dag: 'group',
  composite: 'group',
  resource: 'resource',
  setup: 'resource',
  teardown: 'resource',
  gate: 'added',
  router: 'added',
  veto: 'added',
  collector: 'added',
  guard: 'added',
  result: 'added',
  sentinel: 'added',
};

export function accentOf(kind: PlanNodeKind): Accent {
  return ACCENTS[kind];
}

type Palette = Readonly<
  Record<
    Accent | 'paper' | 'box' | 'outline' | 'text' | 'muted' | 'frame' | 'frameOutline' | 'edge' | 'failure',
    string
  >
>;

const LIGHT: Palette = {
  paper: '#ffffff',
  box: '#ffffff',
  outline: '#ccd3dc',
  text: '#1c2430',
  muted: '#66707d',
  frame: '#f5f7fa',
  frameOutline: '#d6dce4',
  edge: '#8b96a5',
  failure: '#d1242f',
  task: '#2563eb',
  branch: '#b45309',
  join: '#15803d',
  fail: '#d1242f',
  group: '#7c3aed',
  resource: '#0f766e',
  added: '#66707d',
};

const DARK: Palette = {
  paper: '#0e1116',
  box: '#181d25',
  outline: '#39424e',
  text: '#e6eaf0',
  muted: '#97a1ae',
  frame: '#151a22',
  frameOutline: '#3a4452',
  edge: '#77828f',
  failure: '#f47067',
  task: '#6ea8ff',
  branch: '#f0a94a',
  join: '#4fc773',
  fail: '#f47067',
  group: '#b794f6',
  resource: '#3fc1b0',
  added: '#97a1ae',
};

/** Edges by what they mean: `undefined` where they look like any dependency. */
export const EDGE_STYLES: Readonly<Record<PlanEdgeKind, { readonly label: string; readonly className: string }>> = {
  authored: { label: 'depends on', className: 'edge' },
  section: { label: 'section', className: 'edge section' },
  resource: { label: 'resource', className: 'edge resource' },
  branch: { label: 'case of a branch', className: 'edge branch' },
  failure: { label: 'on failure', className: 'edge failure' },
  generated: { label: 'added by the plan', className: 'edge generated' },
};

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

const RULES = [
  'text{font-family:ui-sans-serif,system-ui,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif;fill:var(--text)}',
  '.paper{fill:var(--paper)}',
  '.title{font-size:15px;font-weight:600}',
  '.subtitle,.legend text{font-size:11px;fill:var(--muted)}',
  '.frame rect{fill:var(--frame);stroke:var(--frameOutline)}',
  '.frame.section rect{fill:none;stroke-dasharray:2 4;stroke:var(--edge)}.frame.section text{font-weight:400}',
  '.frame text{font-size:11px;font-weight:600;fill:var(--muted)}',
  '.label{font-size:13px;font-weight:600}',
  '.sublabel,.added .label{font-size:11px;font-weight:400;fill:var(--muted)}',
  '.shape{fill:var(--box);stroke:var(--outline);stroke-width:1.2}',
  '.icon{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}',
  '.tint{fill:var(--accent);fill-opacity:.12}',
  '.task{--accent:var(--task)}.branch{--accent:var(--branch)}.join{--accent:var(--join)}.fail{--accent:var(--fail)}',
  '.group{--accent:var(--group)}.resource{--accent:var(--resource)}.added{--accent:var(--added)}',
  '.branch .shape,.join .shape,.fail .shape,.group .shape,.resource .shape{stroke:var(--accent);stroke-opacity:.6}',
  '.added .shape{stroke-dasharray:3 3}',
  '.wave rect{stroke:var(--paper);stroke-width:1.5}',
  '.edge{--stroke:var(--edge)}',
  '.edge path{fill:none;stroke:var(--stroke);stroke-width:1.5}',
  '.edge .head{fill:var(--stroke);stroke:none}',
  '.edge.section{stroke-opacity:.55}.edge.generated{stroke-opacity:.7}',
  '.edge.branch{--stroke:var(--branch)}.edge.failure{--stroke:var(--failure)}.edge.resource{--stroke:var(--resource)}',
  '.edge.cyclic{--stroke:var(--failure);stroke-opacity:1}.edge.cyclic .line{stroke-width:2.4}',
  '.node.cyclic .shape{stroke:var(--failure);stroke-opacity:1;stroke-width:2}',
  '.edge.branch .line,.edge.failure .line{stroke-dasharray:6 4}.edge.resource .line,.edge.section .line{stroke-dasharray:2 3}',
].join('\n');

/** The colours of a theme as CSS variables. */
export function themeVariables(theme: 'light' | 'dark'): string {
  return variables(theme === 'light' ? LIGHT : DARK);
}

/** How pictures look, in the colours of variables that are set elsewhere. */
export const PICTURE_RULES = RULES;

/** The style sheet of a picture. Colours are variables on `.dagport`, so that a page can set others. */
export function styleSheet(theme: Theme): string {
  if (theme === 'light') return `.dagport{${variables(LIGHT)}}\n${RULES}`;
  if (theme === 'dark') return `.dagport{${variables(DARK)}}\n${RULES}`;
  const dark = `@media (prefers-color-scheme:dark){.dagport{${variables(DARK)}}}`;
  return `.dagport{${variables(LIGHT)}}\n${dark}\n${RULES}`;
}
