import type { Finding } from '../../../text/rules';
import { entryOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';

export const invalidEmail: WorkflowRule = {
  id: 'invalid-email',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type'],
  documentation: {
    summary: 'An `email` that is no address of mail.',
    why: 'Airflow loads the DAG and finds out only when a task has failed: the message about the failure then fails, too.',
    bad: `name: orders
default_task_args: {email: [data-team]}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
default_task_args: {email: [data-team@example.com]}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['email'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'default_task_args');
      for (const finding of checkAddresses(valueAt(entry?.value, 'email')))
        yield moveFinding(finding, entry?.offset ?? 0);
    },
    *item({ item }) {
      yield* checkAddresses(valueAt(valueAt(item.map, 'properties'), 'email'));
    },
  },
};

function* checkAddresses(value: YamlNode | undefined): Generator<Finding> {
  const nodes = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
  for (const node of nodes) if (node.kind === 'scalar' && node.type === 'text') yield* checkAddress(node);
}

/** One text holds several addresses with commas or semicolons between (airflow.utils.email, `get_email_address_list`). */
function* checkAddress(scalar: YamlScalar): Generator<Finding> {
  if (/<<|\{\{|\{%/.test(scalar.text)) return;
  const wrong = scalar.text.split(/\s*[,;]\s*/).find((address) => !/^[^\s@]+@[^\s@]+$/.test(address.trim()));
  if (wrong === undefined) return;
  yield {
    message: `"${wrong}" is no address of mail.`,
    range: rangeOf(scalar),
    help: 'An address has a name, an "@" and a host.',
  };
}
