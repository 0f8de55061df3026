import { piecesOf } from '../../workflow/plan';
import type { PlanLoop } from '../../workflow/plan/plan';
import { identifier } from './names';
import { type Expression, name, string } from './python/syntax';

/** An id as Python: in a loop the part of its item is put in place when the DAG file is parsed. */
export function idExpression(id: string, loops: readonly PlanLoop[]): Expression {
  const operands = piecesOf(id).map(({ kind, text }): Expression => {
    const loop = kind === 'loop' ? loops.find((one) => one.id === text) : undefined;
    return loop === undefined ? string(text) : name(loop.variables.part);
  });
  const [first] = operands;
  if (operands.length < 2) return first ?? string(id);
  return { kind: 'chain', operator: '+', operands, parenthesised: false };
}

/** An id as a Python name, without the parts of items. */
export function identifierOf(id: string): string {
  return identifier(id.replace(/-?(?<!<)<[^<>]+>(?!>)/g, ''));
}
