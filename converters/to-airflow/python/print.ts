import { expressionText, oneLine, spaces } from './expression';
import type { Expression, ImportedName, Statement } from './syntax';
import { lineLength, width } from './width';

/** A Python module as text: the same bytes for the same statements, laid out as `ruff format` lays it out. */
export function printModule(statements: readonly Statement[]): string {
  return printStatements(statements, 0);
}

function printStatements(statements: readonly Statement[], indent: number): string {
  return statements.map((statement) => printStatement(statement, indent)).join('');
}

function printStatement(statement: Statement, indent: number): string {
  const margin = spaces(indent);
  switch (statement.kind) {
    case 'comment':
      return `${margin}${commentText(statement.text)}\n`;
    case 'blank':
      return '\n'.repeat(statement.lines);
    case 'import': {
      const alias = statement.alias === undefined ? '' : ` as ${statement.alias}`;
      return `import ${statement.module}${alias}${unusedMark(statement.unused)}\n`;
    }
    case 'from':
      return fromImport(statement.module, statement.names, statement.unused);
    case 'assign':
      return `${margin}${excused(assignment(statement.target, statement.value, indent), statement.excused)}\n`;
    case 'expression':
      return `${margin}${expressionText(statement.value, { indent, before: indent, after: 0 })}\n`;
    case 'with': {
      const as = statement.as === undefined ? '' : ` as ${statement.as}`;
      const place = { indent, before: indent + 'with '.length, after: as.length + 1 };
      const head = `${margin}with ${expressionText(statement.context, place)}${as}:\n`;
      return head + (bodyText(statement.body, indent + 4) || `${spaces(indent + 4)}pass\n`);
    }
    case 'def': {
      const head = `${margin}def ${statement.name}(${statement.parameters.join(', ')}):\n`;
      return head + (printStatements(statement.body, indent + 4) || `${spaces(indent + 4)}pass\n`);
    }
    case 'for': {
      const lead = `for ${statement.target} in `;
      const items = expressionText(statement.in, { indent, before: indent + lead.length, after: 1 });
      return `${margin}${lead}${items}:\n${bodyText(statement.body, indent + 4)}`;
    }
    case 'unless':
      return `${margin}if not ${statement.name}:\n${printStatements(statement.body, indent + 4)}`;
    case 'foreign':
      return foreignFunction(statement.name, statement.parameters, statement.code);
    case 'helper':
      return statement.source;
  }
}

/** What stands in a `with` or a loop: a function at its beginning has a blank line before it. */
function bodyText(statements: readonly Statement[], indent: number): string {
  return (statements[0]?.kind === 'def' ? '\n' : '') + printStatements(statements, indent);
}

/** Code of an author behind the head of a function. Lines inside of texts are moved with the others, as boundary-layer does. */
function foreignFunction(name: string, parameters: readonly string[], code: string): string {
  const lines = code
    .replace(/\s+$/, '')
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '' : `    ${line}`));
  return `def ${name}(${parameters.join(', ')}):\n${lines.join('\n')}\n`;
}

/** One line, whatever the text holds. */
function commentText(text: string): string {
  const line = text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').trimEnd();
  return line === '' ? '#' : `# ${line}`;
}

function excused(text: string, rule: string | undefined): string {
  if (rule === undefined) return text;
  const [first = '', ...others] = text.split('\n');
  return [`${first}  # noqa: ${rule}`, ...others].join('\n');
}

function unusedMark(unused: boolean): string {
  return unused ? '  # noqa: F401' : '';
}

function fromImport(module: string, names: readonly ImportedName[], unused: boolean): string {
  const texts = names.map(({ name, alias }) => (alias === undefined ? name : `${name} as ${alias}`));
  if (texts.includes('*')) return `from ${module} import *  # noqa: F401, F403\n`;
  const line = `from ${module} import ${texts.join(', ')}`;
  if (width(line) <= lineLength || texts.length === 0) return `${line}${unusedMark(unused)}\n`;
  return `from ${module} import (\n${texts.map((text) => `    ${text},${unusedMark(unused)}\n`).join('')})\n`;
}

/** A value that is too wide is put into parentheses where that makes it fit. */
function assignment(target: string, value: Expression, indent: number): string {
  const lead = `${target} = `;
  const before = indent + width(lead);
  const flat = oneLine(value, lineLength - before);
  if (flat !== undefined) return lead + flat;
  const parenthesised = value.kind === 'string' || value.kind === 'chain';
  const inner = parenthesised ? oneLine(value, lineLength - indent - 4) : undefined;
  if (inner !== undefined) return `${lead}(\n${spaces(indent + 4)}${inner}\n${spaces(indent)})`;
  return lead + expressionText(value, { indent, before, after: 0 });
}
