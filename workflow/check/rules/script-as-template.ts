import { findType } from '../../../schemas';
import { contentRange } from '../../read';
import type { WorkflowRule } from '../context';
import { shellOf } from '../shell-text';
import { rangeOf } from '../suggest';

export const scriptAsTemplate: WorkflowRule = {
  id: 'script-as-template',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type', 'yaml-syntax'],
  documentation: {
    summary: 'A shell command that ends in `.sh` or `.bash`.',
    why: 'Airflow takes such a text for the name of a template file beside the DAG, and fails with `TemplateNotFound` where there is none. With a blank at its end it is a command.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: /opt/jobs/load.sh}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: '/opt/jobs/load.sh '}}
`,
    fixSafety: 'Unsafe: perhaps a template file is meant.',
  },
  mentions: ['.sh', '.bash'],
  check: {
    *item(input) {
      const command = shellOf(input);
      if (command === undefined || !/\.(?:sh|bash)$/.test(command.text)) return;
      if (
        findType(input.settings.catalogue, input.node.type?.text ?? '')?.name === 'ssh' &&
        command.text.endsWith('.bash')
      )
        return;
      const range = contentRange(command);
      const quoted = command.plain ? `'${command.text} '` : `${command.text} `;
      yield {
        message: `Airflow takes "${command.text}" for the name of a template file, because it ends so.`,
        range: rangeOf(command),
        help: 'Put a blank at its end, inside quotes, to make it a command.',
        ...(range === undefined || command.text.includes("'")
          ? {}
          : { fix: { title: 'Add a blank at the end', safety: 'unsafe', edits: [{ range, text: quoted }] } }),
      };
    },
  },
};
