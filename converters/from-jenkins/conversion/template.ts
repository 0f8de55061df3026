import { isHereDocument } from '../../../text/here-document';

/**
 * Text that Airflow renders when a task runs: literal stretches and Jinja expressions. Kept apart until it is written,
 * so that braces of the source never become templates and templates can also stand inside conditions.
 */
export type Template = readonly TemplatePart[];

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `variable`: the variable of every task's environment that holds the same text. */
  | { readonly kind: 'jinja'; readonly expression: string; readonly variable?: string }
  /** A key of a Kubernetes secret; what does not run there has the same from a connection. */
  | { readonly kind: 'secret'; readonly secret: string; readonly key: string; readonly expression: string }
  /** A value of the item of a generator, set when the DAG is built (`${{ item.X }}`). */
  | { readonly kind: 'item'; readonly name: string }
  /** What a variable of the shell holds that runs the steps: known to that task only, and while it runs. */
  | { readonly kind: 'variable'; readonly name: string }
  /** What the shell of a task computes of numbers that it knows. */
  | { readonly kind: 'arithmetic'; readonly expression: string };

export function literal(text: string): Template {
  return text === '' ? [] : [{ kind: 'literal', text }];
}

export function jinja(expression: string): Template {
  return [{ kind: 'jinja', expression }];
}

export function variable(name: string): Template {
  return [{ kind: 'variable', name }];
}

export function arithmetic(expression: string): Template {
  return [{ kind: 'arithmetic', expression }];
}

/** Whether the value is known only to the shell of a task. */
export function needsShell(template: Template): boolean {
  return template.some((part) => part.kind === 'variable' || part.kind === 'arithmetic');
}

/** The text itself where nothing in it is a template. */
export function plainText(template: Template): string | undefined {
  let text = '';
  for (const part of template) {
    if (part.kind !== 'literal') return undefined;
    text += part.text;
  }
  return text;
}

/** The template as a value of a workflow. */
export function writeTemplate(template: Template): string {
  let text = '';
  const parts = joined(template);
  const plain = parts.map((part) => (part.kind === 'literal' ? part.text : ' ')).join('');
  const isPython = readsAsPython(plain);
  for (const part of parts) {
    const next =
      part.kind === 'jinja' || part.kind === 'secret'
        ? `{{ ${part.expression} }}`
        : part.kind === 'item'
          ? `\${{ item.${part.name} }}`
          : part.kind === 'variable'
            ? `\${${part.name}}`
            : part.kind === 'arithmetic'
              ? `$((${part.expression}))`
              : protect(part.text, isPython);
    // A dollar sign before a template would make it one that is read when the DAG is built.
    text = text.endsWith('$') && next.startsWith('{{') ? `${text.slice(0, -1)}{{ '$' }}${next}` : text + next;
  }
  return text;
}

function joined(template: Template): Template {
  const parts: TemplatePart[] = [];
  for (const part of template) {
    const last = parts.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal') {
      parts[parts.length - 1] = { kind: 'literal', text: last.text + part.text };
    } else parts.push(part);
  }
  return parts;
}

/** Would a `<<` of the text be taken for the beginning of Python? One of a here-document is not, where no `>>` follows. */
function readsAsPython(text: string): boolean {
  const first = text.indexOf('<<');
  return first >= 0 && (text.includes('>>', first + 2) || !isHereDocument(text, first));
}

/** Literal text in which Jinja, build-time templates and, where `isPython`, verbatim Python (`<<…>>`) would otherwise be found. */
function protect(text: string, isPython: boolean): string {
  return text.replace(/\$?\{[{%#]|<<+|\r/g, (found) => {
    // Jinja makes a line break of it.
    if (found === '\r') return "{{ '\\r' }}";
    // No two of these signs may stand side by side, and no dollar sign before two braces.
    if (found.startsWith('<<')) return !isPython ? found : found.replace(/<(?=<)/g, "{{ '<' }}");
    return found === '${{' ? "{{ '$' }}{{ '{{' }}" : `{{ '${found}' }}`;
  });
}

/** The template as one Jinja expression. Whoever asks has made sure that no shell is needed. */
export function asExpression(template: Template): string {
  const parts = joined(template).map((part) => {
    if (part.kind === 'jinja' || part.kind === 'secret')
      return /^[\w.]+$/.test(part.expression) ? part.expression : `(${part.expression})`;
    if (part.kind === 'variable' || part.kind === 'arithmetic') return "''";
    return part.kind === 'item' ? `\${{ item.${part.name} }}` : jinjaText(part.text);
  });
  return parts.length === 0 ? "''" : parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' ~ ')})`;
}

/** Text as a Jinja string. */
export function jinjaText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `'${escaped}'`;
}
