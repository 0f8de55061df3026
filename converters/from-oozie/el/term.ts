import type { Expression } from './expression';
import { jinjaLiteral } from './jinja-text';
import { asExpression, constantText, isTight, type Template } from './template';

export type TermType = 'text' | 'number' | 'boolean' | 'null' | 'map';

export interface Term {
  readonly jinja: string;
  readonly type: TermType;
  readonly tight: boolean;
  /** The text, where it is known now. */
  readonly constant?: string;
  /** The same as a date of Python, where the text is one. */
  readonly moment?: string;
  /** The same where a missing value is none, not an empty text. */
  readonly nullable?: string;
  readonly approximations: readonly string[];
  readonly problems: readonly string[];
}

export function term(jinja: string, type: TermType, more: Partial<Term> = {}): Term {
  return { jinja, type, tight: isTight(jinja), approximations: [], problems: [], ...more };
}

export function problem(message: string): Term {
  return term("''", 'text', { problems: [message] });
}

export function tight(part: Term): string {
  return part.tight ? part.jinja : `(${part.jinja})`;
}

/** The term with what its parts had to say. */
export function over(result: Term, parts: readonly Term[]): Term {
  return {
    ...result,
    approximations: [...new Set([...parts, result].flatMap((part) => part.approximations))],
    problems: [...new Set([...parts, result].flatMap((part) => part.problems))],
  };
}

export function fromTemplate(template: Template): Term {
  const constant = constantText(template);
  const { approximations, problems } = template;
  const more = { approximations, problems };
  if (constant !== undefined) return term(jinjaLiteral(constant), 'text', { ...more, constant, tight: true });
  return term(asExpression(template), 'text', more);
}

export function truth(part: Term): string {
  if (part.type === 'boolean') return tight(part);
  return part.type === 'null' ? 'false' : `(${tight(part)} | lower == 'true')`;
}

export function asText(part: Term): string {
  return part.type === 'boolean' ? `${tight(part)} | lower` : part.jinja;
}

/** As a number to compare with, whatever its form. */
export function asComparable(part: Term): string {
  return part.type === 'number' ? tight(part) : `${tight(part)} | float`;
}

/**
 * As a number: a text is one as JSON has it, whole where it has no point (JSP 2.0 §2.3.5.1: a string becomes a Long, with `.` or `e` a
 * Double). Anything else fails, as in Oozie.
 */
export function asNumber(part: Term): string {
  if (part.type === 'number') return tight(part);
  const { constant } = part;
  if (constant !== undefined && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(constant)) return constant;
  return `macros.json.loads(${part.jinja})`;
}

/** What an expression is called in messages. */
export function describe(expression: Expression): string {
  if (expression.kind === 'call') return `${expression.name}()`;
  return expression.kind === 'index' ? `${describe(expression.object)}[…]` : 'The expression';
}
