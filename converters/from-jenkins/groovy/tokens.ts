import type { Range } from '../../../text/range';
import type { Comment, Quote, SyntaxProblem } from './syntax';

interface Placed {
  readonly start: number;
  readonly end: number;
  /** Whether a line ends between this token and the one before. */
  readonly newlineBefore: boolean;
}

export type Token =
  /** A name or a keyword. */
  | (Placed & { readonly kind: 'word'; readonly text: string })
  | (Placed & { readonly kind: 'number'; readonly text: string })
  | (Placed & { readonly kind: 'string'; readonly quote: Quote; readonly parts: readonly TokenPart[] })
  /** An operator or a bracket; `>` always stands alone, because it also closes type arguments. */
  | (Placed & { readonly kind: 'sign'; readonly text: string })
  | (Placed & { readonly kind: 'end' });

/** A stretch of a string. Code ends with an `end` token. */
export type TokenPart =
  | { readonly kind: 'text'; readonly range: Range; readonly value: string }
  | { readonly kind: 'code'; readonly range: Range; readonly tokens: readonly Token[] };

export interface TokenList {
  /** The last one is the only `end`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}
