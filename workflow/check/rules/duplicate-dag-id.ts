import { absolute, asText, entryOf, sanitised } from '../../read';
import type { WorkflowRule } from '../context';

export const duplicateDagId: WorkflowRule = {
  id: 'duplicate-dag-id',
  category: 'suspicious',
  documentation: {
    summary: 'Another workflow becomes a DAG of the same id.',
    why: 'Airflow knows one DAG of an id: of two files it shows now this one and now that one, and their runs are mixed up. `dagport build` refuses to build both into one folder.',
    twin: 'sales/orders.workflow.yaml',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: purchase_orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *file({ file, twin }) {
      const [primary] = file.documents;
      const entry = primary === undefined ? undefined : entryOf(primary.document, 'name');
      const name = asText(entry?.value);
      if (twin === undefined || entry === undefined || name === undefined || file.composite !== undefined) return;
      yield {
        message: `"${twin}" becomes the DAG "${sanitised(name.text)}" as well, and Airflow knows one DAG of an id.`,
        range: absolute(entry, name),
        help: 'Give one of them another name, or build them into different folders.',
      };
    },
  },
};
