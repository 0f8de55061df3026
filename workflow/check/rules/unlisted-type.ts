import type { WorkflowRule } from '../context';
import { isForeignClass } from '../node-type';
import { titleOf } from '../outline';
import { rangeOf } from '../suggest';

export const unlistedType: WorkflowRule = {
  id: 'unlisted-type',
  category: 'style',
  documentation: {
    summary: 'The type of a node is a class of a package that the catalogue does not know.',
    why: 'The task is built as it is written, but neither the class nor its arguments can be checked. "dagport types import" reads the package and writes catalogue entries for its operators; a folder of those under "catalogue" in dagport.yaml makes them known.',
    bad: `name: orders
operators:
- {name: load, type: acme.operators.LoadOperator, properties: {table: orders}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *item({ node, type: known }) {
      const { type, section } = node;
      if (type === undefined || known !== undefined) return;
      if (!isForeignClass(type.text, section)) return;
      yield {
        message: `The catalogue does not know "${type.text}", so what ${titleOf(node)} is given is not checked.`,
        range: rangeOf(type),
        help: 'Write catalogue entries for its package with "dagport types import".',
      };
    },
  },
};
