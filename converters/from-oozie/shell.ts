import { escapeForJinja, guardEnding } from './el/jinja-text';
import type { Template, TemplatePiece } from './el/template';

/**
 * The shell variables of one script: values that are known only at run time reach it through the environment, so that no
 * value of theirs can be taken for shell syntax.
 */
export interface ShellVariables {
  /** The Jinja expression of each variable, by name, in the order of their first use. */
  readonly byName: Map<string, string>;
  /** Some value is split into words by the shell, which then must not take parts of it for names of files. */
  split: boolean;
}

export function noVariables(): ShellVariables {
  return { byName: new Map(), split: false };
}

/** Names that the shell or the programs which it starts listen to. */
const listenedTo = /^(?:[A-Z0-9_]*|(?:https?|ftp|no|all)_proxy|_.*)$/;

/** The name of the shell variable for a value; the same expression has the same name. */
function variableFor(variables: ShellVariables, expression: string, label: string): string {
  for (const [name, known] of variables.byName) if (known === expression) return name;
  const plain = label.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_');
  const base = listenedTo.test(plain) ? `oozie_${plain.replace(/^_+/, '')}` : plain;
  let name = base;
  for (let count = 2; variables.byName.has(name); count++) name = `${base}_${count}`;
  variables.byName.set(name, expression);
  return name;
}

/** The environment of the script: the rendered values by name. */
export function environment(variables: ShellVariables): [name: string, value: string][] {
  return [...variables.byName].map(([name, expression]) => [name, `{{ ${expression} }}`]);
}

/** One word of a command line, quoted so that the shell hands on exactly the template's text. */
export function shellWord(template: Template, variables: ShellVariables): string {
  const { pieces } = template;
  if (pieces.every((piece) => piece.kind === 'text')) return quoteText(pieces.map((piece) => piece.text).join(''));
  const inner = pieces.map((piece, index) => {
    if (piece.kind === 'text') return escapeForJinja(piece.text.replace(/[\\"$`]/g, '\\$&'));
    const name = variableFor(variables, piece.expression, piece.label);
    const next = pieces[index + 1];
    const bare = next?.kind !== 'text' || !/^[A-Za-z0-9_[]/.test(next.text);
    return bare ? `$${name}` : `\${${name}}`;
  });
  return `"${inner.join('')}"`;
}

/** A text that is known now as one word. */
export function quoteText(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `'${escapeForJinja(text.replaceAll("'", "'\\''"))}'`;
}

/**
 * A text that Oozie splits into several words itself. A word that is one value and nothing else stays without quotes,
 * for its value is split too. `quotes`: double quotes keep words together, as in Oozie's Spark options.
 */
export function shellWords(template: Template, variables: ShellVariables, quotes: boolean): string[] {
  return splitWords(template, quotes).map((word) => {
    const [only] = word.pieces;
    if (word.pieces.length > 1 || only?.kind !== 'value') return shellWord(word, variables);
    variables.split = true;
    return `$${variableFor(variables, only.expression, only.label)}`;
  });
}

/** A text that Oozie splits at each single space, so that two of them make an empty word (its Sqoop action). */
export function spacedWords(template: Template, variables: ShellVariables): string[] {
  return splitAtSpaces(template).map((word) => {
    const [only] = word.pieces;
    if (word.pieces.length > 1 || only?.kind !== 'value') return shellWord(word, variables);
    variables.split = true;
    return `$${variableFor(variables, only.expression, only.label)}`;
  });
}

/** The words between single spaces, empty ones included. */
export function splitAtSpaces(template: Template): Template[] {
  const words: TemplatePiece[][] = [[]];
  for (const piece of template.pieces) {
    const [first = '', ...rest] = piece.kind === 'text' ? piece.text.split(' ') : [''];
    if (piece.kind === 'value') words.at(-1)?.push(piece);
    else {
      if (first !== '') words.at(-1)?.push({ kind: 'text', text: first });
      for (const text of rest) words.push(text === '' ? [] : [{ kind: 'text', text }]);
    }
  }
  return words.map((pieces) => ({ pieces, approximations: [], problems: [] }));
}

/** A word that a second shell behind the first reads, as that of `ssh`. */
export function remoteWord(template: Template, variables: ShellVariables): string {
  const known = template.pieces.every((piece) => piece.kind === 'text');
  if (!known) return `"$(printf %q ${shellWord(template, variables)})"`;
  const text = template.pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  if (/^[A-Za-z0-9_@%+=:,./ -]*$/.test(text) && !/^[^ ]+$/.test(text)) return `"'${text}'"`;
  return quoteText(/^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
}

function splitWords(template: Template, quotes: boolean): Template[] {
  const words: Template['pieces'][number][][] = [];
  let word: Template['pieces'][number][] | undefined;
  let quoted = false;
  const current = (): Template['pieces'][number][] => {
    if (word === undefined) {
      word = [];
      words.push(word);
    }
    return word;
  };
  for (const piece of template.pieces) {
    if (piece.kind === 'value') {
      current().push(piece);
      continue;
    }
    for (const [part] of piece.text.matchAll(quotes ? /\s+|"|[^\s"]+/g : /\s+|[^\s]+/g)) {
      if (quotes && part === '"') {
        quoted = !quoted;
        current();
      } else if (/^\s/.test(part) && !quoted) word = undefined;
      else current().push({ kind: 'text', text: part });
    }
  }
  return words.map((pieces) => ({ pieces, approximations: [], problems: [] }));
}

/** Command lines as one script that stops at the first failure, in a form that Airflow runs as it stands. */
export function asScript(lines: readonly string[], variables: ShellVariables): string {
  const [only, ...others] = lines;
  if (only !== undefined && others.length === 0 && !only.includes('\n') && !variables.split) return guardEnding(only);
  return [variables.split ? 'set -ef' : 'set -e', ...lines, ''].join('\n');
}

/** A command from its parts; a long one on several lines, a part on each. */
export function commandLine(parts: readonly string[]): string {
  const line = parts.join(' ');
  return line.length <= 100 ? line : parts.join(' \\\n  ');
}
