import type { WorkflowRule } from '../context';
import { placeInText } from '../place-in-text';
import { shellOf, withoutQuoted } from '../shell-text';

export const uncheckedCommand: WorkflowRule = {
  id: 'unchecked-command',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'script-as-template'],
  documentation: {
    summary: 'A shell script of several commands that goes on when one of them fails.',
    why: 'The task ends as its last command does: what failed before is not seen, and what comes after works on what is not there.',
    bad: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: |
      fetch --all
      load --all
`,
    good: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: |
      set -e
      fetch --all
      load --all
`,
  },
  check: {
    *item(input) {
      const script = shellOf(input);
      if (script === undefined || !script.text.includes('\n') || stopsOnFailure(script.text)) return;
      const commands = commandLines(script.text);
      const [first] = commands;
      if (first === undefined || commands.length < 2) return;
      yield {
        message: `The script goes on after "${first.text}" where that fails, and the task succeeds if its last command does.`,
        range: placeInText(script, { start: first.start, end: first.start + first.text.length }, input.item.cellText),
        help: 'Begin it with "set -e", or join the commands with "&&".',
      };
    },
  },
};

/** `set -e` in any of its forms, or the option of the interpreter. */
function stopsOnFailure(script: string): boolean {
  if (/^#!.*\s-[a-zA-Z]*e/.test(script)) return true;
  return script.split('\n').some((line) => {
    const options = /(?:^|[\s;])set\s+(.*)/.exec(line)?.[1];
    return options !== undefined && /(?:^|\s)-[a-zA-Z]*e|(?:^|\s)-o\s+errexit/.test(options);
  });
}

const CONTROL =
  /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function|\{|\}|\(|\)|set\b|export\b|source\b|echo\b|printf\b|:|trap\b|umask\b|[A-Za-z_]\w*=)/;

/** The lines whose failure matters: no settings, no parts of a longer command. */
function commandLines(script: string): readonly { readonly text: string; readonly start: number }[] {
  const found: { readonly text: string; readonly start: number }[] = [];
  const plain = withoutQuoted(script).replace(/\{%(?:(?!%\})[\s\S])*%\}/g, (part) => part.replace(/[^\n]/g, ' '));
  let start = 0;
  let continues = false;
  let depth = 0;
  for (const line of plain.split('\n')) {
    const text = line.trim();
    const opens = /^(?:if|for|while|until|case)\b/.test(text) || /\{$/.test(text);
    const closes = /^(?:fi|done|esac|\})/.test(text);
    if (closes) depth = Math.max(0, depth - 1);
    const isPart = continues || depth > 0 || opens || closes || text === '' || CONTROL.test(text) || /\|\|/.test(text);
    if (!isPart)
      found.push({ text: script.slice(start, start + line.length).trim(), start: start + line.indexOf(text) });
    if (opens && !/\b(?:fi|done|esac)\b/.test(text)) depth++;
    continues = /(?:\\|&&|\|)$/.test(text);
    start += line.length + 1;
  }
  return found;
}
