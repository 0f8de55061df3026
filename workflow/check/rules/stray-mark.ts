import type { Finding } from '../../../text/rules';
import type { YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { scalarsOf } from '../scalars';
import { isNodeList } from './unpaired-verbatim';

export const strayMark: WorkflowRule = {
  id: 'stray-mark',
  category: 'suspicious',
  silencedBy: [
    'unknown-type',
    'yaml-syntax',
    'tab-indentation',
    'unquoted-jinja',
    'unpaired-verbatim',
    'wrong-parameter-type',
    'wrong-key-type',
    'unknown-key',
    'unknown-parameter',
    'invalid-branch',
  ],
  documentation: {
    summary: 'A value ends in a quote, bracket or brace that nothing in it opens, or a template in `}}` without `{{`.',
    why: 'A quote or bracket at its beginning was forgotten. YAML takes the value as it stands, mark and all.',
    bad: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: load --all"
`,
    good: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: load --all
`,
  },
  check: {
    *document({ document }) {
      for (const { value, offset } of document.entries) {
        if (value === undefined || isNodeList(value)) continue;
        for (const scalar of scalarsOf(value)) {
          const finding = check(scalar);
          if (finding !== undefined) yield moveFinding(finding, offset);
        }
      }
    },
    item: ({ scalars, settings }) =>
      scalars().flatMap((scalar) => check(scalar) ?? (settings.placeholders ? singleBraces(scalar) : undefined) ?? []),
  },
};

/** One of the marks that are looked for: most values hold none. */
const MARKS = /[\])}"'“”‘’]/;

const OPENING: Readonly<Record<string, string>> = { ']': '[', '}': '{', ')': '(' };

function check(scalar: YamlScalar): Finding | undefined {
  const { text, plain, type, start, end, from } = scalar;
  if (type !== 'text' || from !== undefined || !MARKS.test(text)) return undefined;
  const last = text.charAt(text.length - 1);
  const isQuote = last === '"' || last === "'";
  const opening = OPENING[last];
  if (plain && /^[“”„‘’][\s\S]*[“”‘’]$/.test(text))
    return {
      message: 'Typographic quotes are letters to YAML, and part of this text.',
      range: { start, end },
      help: 'Write " or \'.',
    };
  const isStray =
    plain && (isQuote ? text.indexOf(last) === text.length - 1 : opening !== undefined && !text.includes(opening));
  const isTemplate = !isStray && text.includes('}}') && !/\{\{|\{%|\$\{|\{[\s\S]*\{/.test(text);
  if (!isStray && !isTemplate && hasSurplusBrace(text))
    return {
      message: 'A "}" stands behind the "}}" that ends a template.',
      range: { start, end },
      help: 'Remove it: the text that is rendered ends in it.',
    };
  const lost = isStray || isTemplate || !closesMore(text) ? null : (LOST_BRACE.exec(text) ?? HALF_TEMPLATE.exec(text));
  if (lost !== null)
    return {
      message: `"${lost[0]}" has one "{" at its beginning and two at its end.`,
      range: { start, end },
      help: lost[0].startsWith('$')
        ? 'What is put in when the DAG is built stands between "${{" and "}}".'
        : 'A template begins with "{{".',
    };
  if (!isStray && !isTemplate) return undefined;
  return {
    message: isStray
      ? `This value ends in ${last}, and nothing in it ${isQuote ? 'begins with one' : `opens with ${opening}`}.`
      : '"}}" ends a template, and nothing before it begins one.',
    range: isStray ? { start: end - 1, end } : { start, end },
    help: isStray ? `Add what is missing at its beginning, or remove it.` : 'A template begins with "{{".',
  };
}

/** A path into the item of a generator between one brace on each side, which is nothing for a shell either. */
function singleBraces({ text, type, start, end, from }: YamlScalar): Finding | undefined {
  const found = type === 'text' && from === undefined ? SINGLE_BRACES.exec(text) : null;
  if (found === null) return undefined;
  return {
    message: `"${found[0]}" has one "{" and one "}", and is not replaced when the DAG is built.`,
    range: { start, end },
    help: `Write "\${{ ${found[1] ?? found[2]} }}" for what the item holds.`,
  };
}

const SINGLE_BRACES = /\$\{[ ]+((?:item|item_name|index)(?:\.\w+)*)[ ]*\}(?!\})|\$\{(item(?:\.\w+)+)\}(?!\})/;

/** `{ ds }}`, where other templates are whole. */
const HALF_TEMPLATE = /(?<![{$%#\w])\{[ ]+[A-Za-z_][\w.]*(?:\([^(){}\n]*\))?[ ]+\}\}(?!\})/;

/** With a blank behind its brace nothing for a shell. */
const LOST_BRACE = /\$\{[ ]+[A-Za-z_][\w.]*[ ]*\}\}(?!\})/;

/** Where as many braces close as open, as in a program of awk, each has its own. */
function closesMore(text: string): boolean {
  return text.split('}').length > text.split('{').length;
}

/** Does a template end in `}}}`, of which nothing before it opens one? In `{"day": {{ day }}}` something does. */
function hasSurplusBrace(text: string): boolean {
  if (!text.includes('}}}')) return false;
  const rest = text.replace(/\{\{(?:(?!\}\})[\s\S])*\}\}/g, '');
  return closesMore(rest);
}
