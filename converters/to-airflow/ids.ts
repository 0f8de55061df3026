import { piecesOf } from '../../workflow/plan';
import type { PlanLoop } from '../../workflow/plan/plan';
import { identifier } from './names';
import { type Expression, name, string } from './python/syntax';
import { textPieces } from './python/verbatim';

/**
 * An id as Python: in a loop the part of its item is put in place when the DAG file is parsed, and so is Python that an author
 * gives in `task_id`.
 */
export function idExpression(id: string, loops: readonly PlanLoop[]): Expression {
  const operands = piecesOf(id).flatMap(({ kind, text }): readonly Expression[] => {
    const loop = kind === 'loop' ? loops.find((one) => one.id === text) : undefined;
    if (loop !== undefined) return [name(loop.variables.part)];
    return textPieces(text).map((piece) =>
      piece.kind === 'literal' ? string(piece.text) : { kind: 'verbatim', code: piece.code },
    );
  });
  const [first] = operands;
  if (operands.length < 2) return first ?? string(id);
  return { kind: 'chain', operator: '+', operands, parenthesised: false };
}

/** An id as a Python name, without the parts of items. */
export function identifierOf(id: string): string {
  return identifier(id.replace(/-?(?<!<)<[^<>]+>(?!>)/g, ''));
}
