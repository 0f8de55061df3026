import type { Template } from './template';

/** A text as a literal of Jinja's expression language; backslash escapes are Python's. */
export function jinjaLiteral(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
}

/**
 * A literal text for a field that Airflow renders: what Jinja or the workflow format (`<<…>>`, Python as it stands) would
 * take for theirs is wrapped, so that the text arrives as it is.
 */
export function escapeForJinja(text: string): string {
  const guarded = text.replace(/\{(?=[{%#])/g, "{{ '{' }}");
  return guarded.includes('<<') && guarded.includes('>>') ? guarded.replace(/<(?=<)/g, "{{ '<' }}") : guarded;
}

/** Airflow takes a rendered text with such an end for the name of a template file, and fails when there is none. */
const fileEnding = /\.(?:sh|bash|html|sql|hql)$/;

/** A template as the text of a rendered field: literals escaped, values in `{{ }}`. */
export function asJinjaText(template: Template, escapeText: (text: string) => string = (text) => text): string {
  return guardEnding(
    template.pieces
      .map((piece) => (piece.kind === 'text' ? escapeForJinja(escapeText(piece.text)) : `{{ ${piece.expression} }}`))
      .join(''),
  );
}

/** Keeps a rendered text from being taken for the name of a template file. */
export function guardEnding(text: string): string {
  return text.replace(fileEnding, (ending) => `{{ '${ending}' }}`);
}
