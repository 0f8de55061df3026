import { childrenOf, type Statement, type TreeNode } from '../../groovy/index';
import type { ScriptPart } from '../script';
import { literal, type Template } from '../template';
import { line } from './variables';
import { byHand, done, type Work } from './work';

/** `break` and `continue` of the loop around them. */
export function convertJump(work: Work, statement: Extract<Statement, { kind: 'jump' }>): readonly ScriptPart[] {
  if (work.inLoop !== true || statement.label !== undefined) return byHand(work, statement, statement.jump);
  done(work, statement);
  return [line(literal(statement.jump))];
}

/** Whether a statement holds a `break` or `continue` of the loop that it stands in. */
export function holdsJump(statement: Statement): boolean {
  const waiting: TreeNode[] = [statement];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'jump') return true;
    if (node.kind === 'closure' || node.kind === 'for' || node.kind === 'for-in' || node.kind === 'while') continue;
    waiting.push(...childrenOf(node));
  }
  return false;
}

/** Whether a `break` or `continue` of ours stands in a shell of its own, where it means nothing. */
export function leavesShell(parts: readonly ScriptPart[], isApart = false): boolean {
  const isJump = (text: Template) =>
    text.length === 1 && text[0]?.kind === 'literal' && (text[0].text === 'break' || text[0].text === 'continue');
  const opens = (text: Template) => text[0]?.kind === 'literal' && text[0].text === '(';
  const closes = (text: Template) => text[0]?.kind === 'literal' && text[0].text.startsWith(')');
  const isLoop = (text: Template) => text[0]?.kind === 'literal' && /^(?:for|while|until) /.test(text[0].text);
  return parts.some((part) => {
    if (part.kind === 'lines') return isApart && part.lines.some(isJump);
    if (part.kind === 'inside') return leavesShell(part.parts, true);
    if (part.kind !== 'flow') return false;
    let depth = 0;
    // A loop inside has its own.
    if (part.pieces.some((piece) => 'line' in piece && isLoop(piece.line))) return false;
    return part.pieces.some((piece) => {
      if ('parts' in piece) return leavesShell(piece.parts, isApart || depth > 0);
      if (opens(piece.line)) depth++;
      if (closes(piece.line)) depth--;
      return false;
    });
  });
}
