import { standsAlone } from './fragments';
import { runName } from './given-variables';
import { keptFile, makeKeptFile } from './steps/own-shell';
import { literal, needsShell, plainText, type Template, type TemplatePart } from './template';

/** A piece of the shell script that the steps of a stage become. */
export type ScriptPart =
  /** The text of one `sh` step: a process of its own in Jenkins. `label`: what Jenkins shows for it, in one line. */
  | { readonly kind: 'shell'; readonly script: Template; readonly label?: string }
  /** Lines of ours that run in the shell of the task. */
  | { readonly kind: 'lines'; readonly lines: readonly Template[] }
  /** Steps in a folder or with variables: a subshell that begins with lines of ours. */
  | { readonly kind: 'inside'; readonly begin: readonly Template[]; readonly parts: readonly ScriptPart[] }
  /** Lines of ours and steps by turns: control flow. */
  | { readonly kind: 'flow'; readonly pieces: readonly FlowPiece[] }
  /** A step that a person must write; the task fails before it begins. */
  | { readonly kind: 'by-hand'; readonly line: number; readonly what: string; readonly source: string };

/** With this code a task says that it has skipped itself. Not Airflow's 99, with which scripts of people say that they failed. */
export const skipCode = 199;

export type FlowPiece = { readonly line: Template } | { readonly parts: readonly ScriptPart[] };

/** Everything that a person must decide before the script may run. */
export function blockersOf(parts: readonly ScriptPart[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'by-hand') return [`line ${part.line}: ${part.what}`];
    if (part.kind === 'flow') return part.pieces.flatMap((piece) => ('parts' in piece ? blockersOf(piece.parts) : []));
    return part.kind === 'inside' ? blockersOf(part.parts) : [];
  });
}

/** Whether the shell reads or sets a variable in some part. */
export function mentions(parts: readonly ScriptPart[], name: string): boolean {
  return parts.some((part) => templatesOf(part).some((template) => mentionsIt(template, name)));
}

function mentionsIt(template: Template, name: string): boolean {
  return template.some((part) => {
    if (part.kind === 'variable') return part.name === name;
    if (part.kind === 'arithmetic') return part.expression.includes(name);
    return part.kind === 'literal' && part.text.includes(name);
  });
}

function templatesOf(part: ScriptPart): readonly Template[] {
  switch (part.kind) {
    case 'shell':
      return [part.script];
    case 'lines':
      return part.lines;
    case 'inside':
      return [...part.begin, ...part.parts.flatMap(templatesOf)];
    case 'flow':
      return part.pieces.flatMap((piece) => ('line' in piece ? [piece.line] : piece.parts.flatMap(templatesOf)));
    case 'by-hand':
      return [];
  }
}

/**
 * The script of a task. Each `sh` keeps to itself, as in Jenkins, where it is a process of its own: what it sets and where
 * it goes does not reach the next one. With blockers the script fails at its first line and says why.
 */
export function writeScript(parts: readonly ScriptPart[], blockers: readonly string[]): Template {
  const head = blockers.flatMap((blocker): readonly Template[] => [
    literal(`echo ${quote(`dagport: to be converted by hand: ${blocker}`)} >&2\n`),
  ]);
  const stop = blockers.length === 0 ? [] : [literal('exit 1\n')];
  return [...head, ...stop, ...body(parts)].flat();
}

function body(parts: readonly ScriptPart[]): readonly Template[] {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'shell' && !hasInterpreter(only.script) && standsInShell(only.script)) {
    return [labelled(only), literal('set -xe\n'), ended(only.script)];
  }
  const kept = mentions(parts, keptFile) ? makeKeptFile.map((line) => [...line, ...literal('\n')]) : [];
  return [literal('set -e\n'), ...kept, ...parts.flatMap(writePart)];
}

function writePart(part: ScriptPart): readonly Template[] {
  switch (part.kind) {
    case 'shell':
      if (hasInterpreter(part.script)) return [labelled(part), ...interpreted(part.script)];
      // Jenkins puts values into the text before a shell reads it: so the text is made first, and then run.
      return standsInShell(part.script)
        ? [labelled(part), literal('(\nset -x\n'), ended(part.script), literal(')\n')]
        : [labelled(part), [...shellCommand(part.script), ...literal('\n')]];
    case 'lines':
      return part.lines.flatMap((line) => [line, literal('\n')]);
    case 'inside':
      return [
        literal('(\n'),
        ...part.begin.flatMap((line) => [line, literal('\n')]),
        ...(part.begin.length > 0 ? part.parts.flatMap(writePart) : writeBranch(part.parts)),
        literal(')\n'),
      ];
    case 'flow':
      return part.pieces.flatMap((piece) => ('line' in piece ? [piece.line, literal('\n')] : writeBranch(piece.parts)));
    case 'by-hand':
      return [
        literal(
          part.source
            .split(/\r\n?|\n/)
            .map((line) => `# ${line.trim()}\n`)
            .join(''),
        ),
      ];
  }
}

/** The label of a step, as a comment. */
function labelled({ label }: Extract<ScriptPart, { kind: 'shell' }>): Template {
  return label === undefined ? [] : literal(`# ${label}\n`);
}

/** Parts where the shell wants a command, and comments are none: a person may take away what stands before them. */
function writeBranch(parts: readonly ScriptPart[]): readonly Template[] {
  const isEmpty = parts.every(({ kind }) => kind === 'by-hand');
  return [...parts.flatMap(writePart), ...(isEmpty ? [literal(':\n')] : [])];
}

/** Whether the lines of a script can stand in that of the task. */
function standsInShell(script: Template): boolean {
  if (needsShell(script)) return false;
  return standsAlone(script.map((part) => (part.kind === 'literal' ? part.text : 'x')).join(''));
}

/** The script with a line break at its end, without blank lines around it and without the indentation of the Jenkinsfile. */
function ended(script: Template): Template {
  const trimmed = withoutIndentation(script).map((part, index) => {
    if (part.kind !== 'literal') return part;
    const first = index === 0 ? part.text.replace(/^(?:[ \t]*\r?\n)+/, '') : part.text;
    return { ...part, text: index === script.length - 1 ? withoutEnd(first) : first };
  });
  return [...trimmed, ...literal('\n')];
}

/** Without empty lines and blanks at the end; a carriage return is part of a word, and so is a blank behind a backslash. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\n'.includes(text.charAt(end - 1))) end--;
  const isEscaped = text.charAt(end - 1) === '\\' && end < text.length && text.charAt(end) !== '\n';
  return text.slice(0, isEscaped ? end + 1 : end);
}

/**
 * Takes the blanks away that all lines begin with. Only where they mean nothing to the shell: not with a here-document,
 * nor where a quoted text goes over a line break.
 */
function withoutIndentation(script: Template): Template {
  const text = script.map((part) => (part.kind === 'literal' ? part.text : 'x')).join('');
  if (text.includes('<<') || quotesAcrossLines(text)) return script;
  const indents = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents.slice(0, 10_000));
  const begins = new RegExp(`(?<=^|\\n)[ \\t]{0,${common}}`, 'g');
  return script.map((part, index) => {
    if (part.kind !== 'literal') return part;
    // A stretch after a template begins in the middle of a line.
    const keep = index > 0 && !part.text.startsWith('\n') ? part.text.search(/\n|$/) : 0;
    return { ...part, text: part.text.slice(0, keep) + part.text.slice(keep).replace(begins, '') };
  });
}

/** Whether some line ends inside quotes, or seems to: an apostrophe in a comment is taken for one. */
function quotesAcrossLines(text: string): boolean {
  let open = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\n' && open !== '') return true;
    if (character === '\\' && open !== "'") index++;
    else if (open === '' && (character === "'" || character === '"' || character === '`')) open = character;
    else if (character === open) open = '';
  }
  return open !== '';
}

/** `#!` at the very start names the interpreter: Jenkins runs the script as a file then. */
function hasInterpreter(script: Template): boolean {
  const [first] = script;
  return first?.kind === 'literal' && first.text.startsWith('#!');
}

function interpreted(script: Template): readonly Template[] {
  const text = script.map((part) => (part.kind === 'literal' ? part.text : '')).join('\n');
  let end = 'SCRIPT';
  while (text.includes(end)) end += '_';
  const run = 'chmod +x "$script"\n"$script"\nrm -f "$script"\n';
  if (needsShell(script)) {
    return [literal("script=$(mktemp)\nprintf '%s' "), wordOf(ended(script)), literal(` > "$script"\n${run}`)];
  }
  const open = `script=$(mktemp)\ncat > "$script" <<'${end}'\n`;
  return [literal(open), ended(script), literal(`${end}\n${run}`)];
}

/** The command that runs a script as Jenkins does, in a process of its own; for conditions and `$(…)`, where `set -e` means nothing. */
export function shellCommand(script: Template): Template {
  const lines = ended(script);
  if (hasInterpreter(script)) {
    const made = literal('(script=$(mktemp); trap \'rm -f "$script"\' EXIT; printf %s ');
    return [...made, ...wordOf(lines), ...literal(' > "$script"; chmod +x "$script"; "$script")')];
  }
  const last = lines.at(-1);
  const trimmed =
    last?.kind === 'literal' ? [...lines.slice(0, -1), { ...last, text: last.text.replace(/\n+$/, '') }] : lines;
  return [...literal('sh -xec '), ...wordOf(trimmed)];
}

/** Text as one word of the shell, quoted only where it has to be. */
export function wordOf(value: Template): Template {
  const text = plainText(value);
  return text === undefined ? quoteTemplate(value) : literal(quote(text));
}

/** Text as one word of the shell. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Values that Airflow makes and that hold no quotes. */
const tame =
  /^(?:run_id|dag\.dag_id|ti\.log_url|dag_run\.run_type|dag_run\.start_date\.strftime\('[^']*'\)|dag\.dag_id ~ '[ -]' ~ run_id|params\.\w+ \| lower)$/;

function isTame(part: Extract<TemplatePart, { kind: 'jinja' | 'secret' }>): boolean {
  return part.expression === runName || tame.test(part.expression);
}

/** A part as it stands between single quotes: what a rendered value may hold does not end them. */
function quotedPart(part: TemplatePart): TemplatePart {
  if (part.kind === 'literal') return { ...part, text: part.text.replaceAll("'", "'\\''") };
  if ((part.kind !== 'jinja' && part.kind !== 'secret') || isTame(part)) return part;
  return { ...part, expression: `(${part.expression}) | replace("'", "'\\\\''")` };
}

/** How the shell itself names a value. */
function heldByShell(part: TemplatePart): string | undefined {
  if (part.kind === 'arithmetic') return `$((${part.expression}))`;
  const variable = part.kind === 'variable' ? part.name : part.kind === 'jinja' ? part.variable : undefined;
  return variable === undefined ? undefined : `$${variable}`;
}

/** Text with templates as one word of the shell: rendered values are inside the quotes. */
export function quoteTemplate(template: Template): Template {
  // Runs of text and Jinja are in single quotes, values of the shell in double ones.
  const pieces: Template[] = [];
  let quoted: TemplatePart[] = [];
  const close = () => {
    if (quoted.length > 0) pieces.push([...literal("'"), ...quoted, ...literal("'")]);
    quoted = [];
  };
  for (const part of template) {
    const held = heldByShell(part);
    if (held === undefined) quoted.push(quotedPart(part));
    else {
      close();
      pieces.push(literal(`"${held}"`));
    }
  }
  close();
  return pieces.length === 0 ? literal("''") : pieces.flat();
}
