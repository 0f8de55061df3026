import type { WorkflowRule } from '../context';
import { placeInText } from '../place-in-text';
import { shellOf, withoutQuoted } from '../shell-text';

export const unquotedTemplate: WorkflowRule = {
  id: 'unquoted-template',
  category: 'suspicious',
  silencedBy: ['invalid-jinja', 'yaml-syntax', 'unquoted-jinja'],
  documentation: {
    summary: 'A shell command removes, moves or copies a path that a template gives, without quotes.',
    why: 'A value with a blank becomes two paths, one with `;` or `$( )` a command of its own, an empty one none at all: `rm -rf {{ params.path }}/*` then empties the root.',
    bad: `name: orders
dag_args: {schedule_interval: null, params: {folder: orders}}
operators:
- {name: tidy, type: bash, properties: {bash_command: "rm -rf /scratch/{{ params.folder }}"}}
`,
    good: `name: orders
dag_args: {schedule_interval: null, params: {folder: orders}}
operators:
- {name: tidy, type: bash, properties: {bash_command: "rm -rf '/scratch/{{ params.folder }}'"}}
`,
  },
  mentions: ['{{'],
  check: {
    *item(input) {
      const command = shellOf(input);
      if (command === undefined || !command.text.includes('{{')) return;
      const open = withoutQuoted(command.text);
      for (const match of open.matchAll(/\b(rm|mv|cp|chmod|chown|rsync|find|rmdir|ln)\b([^;&|\n]*)/g)) {
        const [, program = '', rest = ''] = match;
        const template =
          /\{\{(?:(?!\}\})[\s\S])*\b(?:params|dag_run|var|ti|task_instance|conn)\b(?:(?!\}\})[\s\S])*\}\}/.exec(rest);
        if (template === null) continue;
        const start = match.index + program.length + template.index;
        const end = start + template[0].length;
        yield {
          message: `"${program}" gets ${command.text.slice(start, end)} without quotes: a blank in it makes two paths, and "$( )" a command.`,
          range: placeInText(command, { start, end }, input.item.cellText),
          help: 'Put the path in quotes of the shell, or hand the value over in "env".',
        };
      }
    },
  },
};
