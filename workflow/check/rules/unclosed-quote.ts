import { findType } from '../../../schemas';
import type { ItemInput, WorkflowRule } from '../context';
import { openQuote } from '../open-quote';
import { placeInText } from '../place-in-text';
import { shellsOf } from '../shell-text';

export const unclosedQuote: WorkflowRule = {
  id: 'unclosed-quote',
  category: 'suspicious',
  silencedBy: [
    'yaml-syntax',
    'stray-mark',
    'invalid-jinja',
    'unquoted-template',
    'unpaired-verbatim',
    'unknown-type',
    'script-as-template',
  ],
  documentation: {
    summary: 'A quote of a shell script that nothing closes.',
    why: 'The shell looks for its end to the last line and runs nothing, or only what stands before it: `unexpected EOF while looking for matching`.',
    bad: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: |
      set -e
      fetch --day "{{ ds }}
      load --all
`,
    good: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: |
      set -e
      fetch --day "{{ ds }}"
      load --all
`,
  },
  check: {
    *item(input) {
      for (const script of shellsOf(input)) {
        const open = openQuote(script.text);
        // On the other side of a connection an apostrophe may be a letter.
        if (open === undefined || (open.quote === "'" && isRemote(input))) continue;
        const { quote, at } = open;
        yield {
          message: `Nothing closes this ${quote} of the shell, so the command fails with a syntax error.`,
          range: placeInText(script, { start: at, end: lineEnd(script.text, at) }, input.item.cellText),
          help: `Write ${quote} where the text ends; for a ${quote} as a letter, ${quote === '"' ? '\\"' : `"'"`}.`,
        };
      }
    },
  },
};

function isRemote({ node, settings }: Pick<ItemInput, 'node' | 'settings'>): boolean {
  return findType(settings.catalogue, node.type?.text ?? '')?.name === 'ssh';
}

/** Up to the end of the line: a quote alone stands in many places of a block. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
