import { piecesOf } from '../../workflow/plan';
import type { PlanLoop } from '../../workflow/plan/plan';
import { identifier } from './names';
import { call, type Expression, name, string } from './python/syntax';
import { textPieces } from './python/verbatim';

/**
 * An id as Python: in a loop the part of its item is put in place when the DAG file is parsed, and so is Python that an author
 * gives in `task_id`.
 */
export function idExpression(id: string, loops: readonly PlanLoop[], partOf = partInTask): Expression {
  const operands = piecesOf(id).flatMap(({ kind, text }): readonly Expression[] => {
    const loop = kind === 'loop' ? loops.find((one) => one.id === text) : undefined;
    if (loop !== undefined) return [partOf(loop)];
    return textPieces(text).map((piece) =>
      piece.kind === 'literal' ? string(piece.text) : { kind: 'verbatim', code: piece.code },
    );
  });
  const [first] = operands;
  if (operands.length < 2) return first ?? string(id);
  return { kind: 'chain', operator: '+', operands, parenthesised: false };
}

/** The id of a box: Airflow takes no dots in one, as in those that the plan knows. */
export function boxExpression(id: string, loops: readonly PlanLoop[]): Expression {
  return idExpression(id, loops, ({ variables }) => call(`${variables.part}.replace`, [string('.'), string('__')]));
}

function partInTask({ variables }: PlanLoop): Expression {
  return name(variables.part);
}

/** An id as a Python name, without the parts of items. */
export function identifierOf(id: string): string {
  return identifier(id.replace(/-?(?<!<)<[^<>]+>(?!>)/g, ''));
}
