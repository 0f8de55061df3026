import { findType } from '../../../schemas';
import { absolute, sanitised } from '../../read';
import type { WorkflowRule } from '../context';
import { titleOf } from '../outline';
import { propertyText } from '../texts';

export const selfTrigger: WorkflowRule = {
  id: 'self-trigger',
  category: 'suspicious',
  silencedBy: ['unknown-type', 'wrong-parameter-type'],
  documentation: {
    summary: 'A workflow starts itself, or waits for a run of itself.',
    why: 'Each run would start another one, without end; a sensor on its own run waits for what cannot happen before it ends.',
    bad: `name: orders
operators:
- {name: again, type: trigger_dag_run, properties: {trigger_dag_id: orders}}
`,
    good: `name: orders
operators:
- {name: again, type: trigger_dag_run, properties: {trigger_dag_id: reports}}
`,
  },
  mentions: ['trigger_dag_id'],
  check: {
    *document({ outline, file, catalogue }) {
      const name = file.documents[0]?.document.name;
      if (name === undefined || file.composite !== undefined || !file.file.text.includes(PROPERTY)) return;
      for (const node of outline.nodes) {
        const dag = propertyText(node, PROPERTY);
        if (dag === undefined || dag.text !== sanitised(name)) continue;
        if (findType(catalogue, node.type?.text ?? '')?.name !== 'trigger_dag_run') continue;
        yield {
          message: `${titleOf(node)} starts another run of this workflow, and that run one more.`,
          range: absolute(node.item, dag),
          help: 'For runs without end use the schedule "@continuous".',
        };
      }
    },
  },
};

const PROPERTY = 'trigger_dag_id';
