import type { PlanNodeKind } from '../plan/plan';
import type { BoxContent, Insets } from './geometry';
import type { GraphJson, GraphNode } from './graph';
import { standsIn } from './grouping';
import { shortened, textWidth } from './text-width';

/** Sizes in pixels that layout and picture share. */
export const SIZES = {
  label: 13,
  sublabel: 11,
  boxHeight: 50,
  smallBoxHeight: 32,
  /** Room for the icon, left of the text. */
  icon: 44,
  smallIcon: 30,
  textLimit: 210,
  endPadding: 16,
  groupPadding: 14,
  /** Room for the name of a group, above its nodes. */
  groupTitle: 28,
} as const;

/** The room between the frame of a group and its nodes, in a picture that reads to the right. */
export const FRAME: Insets = {
  left: SIZES.groupPadding,
  top: SIZES.groupTitle,
  right: SIZES.groupPadding,
  bottom: SIZES.groupPadding,
};

const ADDED: ReadonlySet<PlanNodeKind> = new Set([
  'gate',
  'router',
  'veto',
  'collector',
  'guard',
  'result',
  'sentinel',
]);

/** Is it a node that nobody wrote, that the plan adds so that Airflow does what was meant? */
export function isAdded(kind: PlanNodeKind): boolean {
  return ADDED.has(kind);
}

/** What stands in the box of a node, and how large the box is. */
export function boxOf(node: GraphNode, view: GraphJson['view']): BoxContent {
  const name = view === 'expanded' ? node.id : node.name;
  const place = standsIn(node, view);
  if (isAdded(node.kind)) {
    const label = shortened(name, SIZES.sublabel, false, SIZES.textLimit);
    const width = Math.round(SIZES.smallIcon + textWidth(label, SIZES.sublabel) + SIZES.endPadding);
    return { node, ...place, width, height: SIZES.smallBoxHeight, label };
  }
  const label = shortened(name, SIZES.label, true, SIZES.textLimit);
  const sublabel = shortened(subtitle(node), SIZES.sublabel, false, SIZES.textLimit);
  const text = Math.max(textWidth(label, SIZES.label, true), textWidth(sublabel, SIZES.sublabel));
  return {
    node,
    ...place,
    width: Math.round(SIZES.icon + text + SIZES.endPadding),
    height: SIZES.boxHeight,
    label,
    sublabel,
  };
}

/** The type, and the trigger rule where it is not Airflow's default: both decide what a reader wants to know. */
function subtitle(node: GraphNode): string {
  const type = node.type.includes('.') ? node.type.slice(node.type.lastIndexOf('.') + 1) : node.type;
  const own = node.kind === 'task' && node.triggerRule !== 'all_success';
  return own ? `${type} · ${node.triggerRule}` : type;
}
