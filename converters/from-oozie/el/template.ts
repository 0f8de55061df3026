import { jinjaLiteral } from './jinja-text';

/** A text for Airflow with values that are known only when a task runs. */
export interface Template {
  readonly pieces: readonly TemplatePiece[];
  /** How the result differs from what Oozie gave; empty where it does not. */
  readonly approximations: readonly string[];
  /** What could not be converted; where there is any, the pieces are not to be used as they are. */
  readonly problems: readonly string[];
}

export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  /** A Jinja expression that gives a text, and a short name for it, usable as an identifier. */
  | { readonly kind: 'value'; readonly expression: string; readonly label: string };

export function textTemplate(text: string): Template {
  return { pieces: text === '' ? [] : [{ kind: 'text', text }], approximations: [], problems: [] };
}

export function valueTemplate(expression: string, label: string, approximations: readonly string[] = []): Template {
  return { pieces: [{ kind: 'value', expression, label }], approximations, problems: [] };
}

export function problemTemplate(problem: string): Template {
  return { pieces: [], approximations: [], problems: [problem] };
}

/** One after the other. */
export function concatTemplates(templates: readonly Template[]): Template {
  const [only] = templates;
  if (only !== undefined && templates.length === 1) return only;
  const pieces: TemplatePiece[] = [];
  const approximations: string[] = [];
  const problems: string[] = [];
  for (const template of templates) {
    for (const piece of template.pieces) pieces.push(piece);
    addNew(approximations, template.approximations);
    addNew(problems, template.problems);
  }
  return { pieces, approximations, problems };
}

function addNew(known: string[], texts: readonly string[]): void {
  for (const text of texts) if (!known.includes(text)) known.push(text);
}

/** The text, where no part of it waits for the run. */
export function constantText(template: Template): string | undefined {
  if (template.problems.length > 0) return undefined;
  let result = '';
  for (const piece of template.pieces) {
    if (piece.kind === 'value') return undefined;
    result += piece.text;
  }
  return result;
}

/** The template with its literal texts changed; values stay. */
export function mapText(template: Template, change: (text: string) => string): Template {
  const pieces = template.pieces.map((piece) =>
    piece.kind === 'text' ? { kind: 'text' as const, text: change(piece.text) } : piece,
  );
  return { ...template, pieces };
}

/** White space at both ends removed, as Oozie does with most texts. */
export function trimTemplate(template: Template): Template {
  const pieces = [...template.pieces];
  const first = pieces[0];
  if (first?.kind === 'text') pieces[0] = { kind: 'text', text: first.text.trimStart() };
  const last = pieces.at(-1);
  if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text.trimEnd() };
  return { ...template, pieces: pieces.filter((piece) => piece.kind === 'value' || piece.text !== '') };
}

/** The whole as one Jinja expression that gives a text. */
export function asExpression(template: Template): string {
  const parts = template.pieces.map((piece) =>
    piece.kind === 'text'
      ? jinjaLiteral(piece.text)
      : isTight(piece.expression)
        ? piece.expression
        : `(${piece.expression})`,
  );
  return parts.length === 0 ? "''" : parts.join(' ~ ');
}

/** Needs no parentheses beside an operator: names, members, calls and literals only. */
export function isTight(expression: string): boolean {
  return (
    /^[\w.]+(?:\['[^'\\]*'\])?(?:\.\w+\((?:'[^'\\]*'|[\w=, -]*)\))*$/.test(expression) || /^'[^'\\]*'$/.test(expression)
  );
}
