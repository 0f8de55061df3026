import type { YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { shellsOf } from '../shell-text';

export const foldedScript: WorkflowRule = {
  id: 'folded-script',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'unknown-type', 'script-as-template'],
  documentation: {
    summary: 'A shell script of several commands behind `>`, which makes one line of them.',
    why: 'YAML joins the lines of such a text with blanks: the second command becomes arguments of the first. `cd /data` and `load` become `cd /data load`, which fails; behind `set -e` nothing runs at all, and the task succeeds.',
    bad: `name: orders
operators:
- name: load
  type: bash
  properties:
    bash_command: >
      set -e
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
    fixSafety: 'A proposal: the lines may be meant as one.',
  },
  check: {
    *item(input) {
      for (const script of shellsOf(input)) {
        const mark = foldedMark(script, input.item.cellText);
        if (mark === undefined) continue;
        const lines = input.item.cellText.slice(script.start, script.end).split('\n').slice(1);
        const first = lines.findIndex((line, index) => isWhole(line) && beginsCommand(line, lines[index + 1]));
        if (first < 0) continue;
        const range = { start: script.start, end: script.start + mark.length };
        yield {
          message: `">" makes one line of this script: "${lines[first]?.trim()} ${lines[first + 1]?.trim()}".`,
          range,
          help: 'Write "|", which keeps the lines.',
          fix: {
            title: 'Write "|" in place of ">"',
            safety: 'unsafe',
            edits: [{ range: { start: range.start, end: range.start + 1 }, text: '|' }],
          },
        };
      }
    },
  },
};

/** The mark of a folded text, with what follows it on its line; nothing of other texts. */
function foldedMark(script: YamlScalar, source: string): string | undefined {
  return script.from === undefined ? /^>[-+0-9]*/.exec(source.slice(script.start, script.start + 4))?.[0] : undefined;
}

/** Commands that take nothing more than what stands with them on their line. */
const WHOLE =
  /^\s*(?:#!.*|set [-+]\S+(?: pipefail)?|cd (?:\{\{[^}]*\}\}|[^\s;&|\\])+|export [A-Za-z_]\w*=[^\s;&|\\]*)\s*$/;

function isWhole(line: string): boolean {
  return WHOLE.test(line);
}

/** Is a line at the same indentation as the one before it the begin of a command? Else its break is kept, or it goes on with it. */
function beginsCommand(before: string, line: string | undefined): boolean {
  if (line === undefined || indentation(line) !== indentation(before)) return false;
  const isExport = /^\s*export /.test(before);
  return /^\s*[A-Za-z_.$/][^\s]*(?:\s|$)/.test(line) && !(isExport && /^\s*[A-Za-z_]\w*(?:=|\s*$)/.test(line));
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
