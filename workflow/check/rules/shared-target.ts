import { absolute, asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import type { NodeOutline } from '../outline';

export const sharedTarget: WorkflowRule = {
  id: 'shared-target',
  category: 'correctness',
  silencedBy: ['unknown-target', 'missing-format'],
  documentation: {
    summary: 'In a file without `format`, a document is the target of both a generator and a sub-DAG.',
    why: 'boundary-layer refuses such a file. With `format: 1` a document may be both.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: [eu, us]}}
sub_dags:
- {name: rest, type: sub_dag, target: one}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
generators:
- {name: each, type: list_generator, target: one, properties: {items: [eu, us]}}
sub_dags:
- {name: rest, type: sub_dag, target: one}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['target'],
  check: {
    *file({ file }) {
      if (file.format !== undefined) return;
      const repeated = new Map<string, NodeOutline>();
      const nodes = file.documents.flatMap((document) => document.nodes);
      for (const node of nodes) {
        const target = node.section === 'generators' ? asText(valueAt(node.item.map, 'target')) : undefined;
        if (target !== undefined) repeated.set(target.text, node);
      }
      for (const node of nodes) {
        const target = node.section === 'sub_dags' ? asText(valueAt(node.item.map, 'target')) : undefined;
        const other = target === undefined ? undefined : repeated.get(target.text);
        if (target === undefined || other === undefined) continue;
        yield {
          message: `"${target.text}" is the target of a generator, too; boundary-layer takes a document for one of the two only.`,
          range: absolute(node.item, target),
          help: 'Add "format: 1", or repeat the document under another name.',
          related: [
            {
              range: absolute(other.item, valueAt(other.item.map, 'target') ?? other.item.map),
              message: 'The generator stands here.',
            },
          ],
        };
      }
    },
  },
};
