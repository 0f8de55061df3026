import type { Answer, Outcome } from '../compat/cases';

/** Why the two differ, in the words of a row of docs/compatibility.md. */
export type Explanation = string;

export function explanationOf(_theirs: Outcome, _ours: Answer, _text: string): Explanation | undefined {
  return undefined;
}
