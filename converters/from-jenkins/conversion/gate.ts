import type { ConvertedWhen } from './conditions';
import { type Flow, following, type NodeDraft } from './document';
import { idOf } from './ledger';
import type { Scope } from './scope';
import { draftTask } from './task';

/** The task that asks a condition in the place where the stage runs, and skips itself where it does not hold. */
export function gateNode(
  scope: Scope,
  name: string,
  gate: Extract<ConvertedWhen, { kind: 'task' }>,
  flow: Flow,
): Partial<NodeDraft> & Pick<NodeDraft, 'name' | 'type'> {
  const from = gate.statements.map((statement) => idOf(scope.conversion.ledger, statement));
  const draft = draftTask({ ...scope, ...scope.outside, skips: true }, gate.parts, gate.environment, from);
  const { upstream, rule } = following(flow);
  return {
    name,
    type: draft.type,
    entries: draft.entries,
    upstream,
    properties: [...draft.properties, ...rule],
    from,
  };
}
