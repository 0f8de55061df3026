import { didYouMean, indexNames } from '../../../text/nearest';
import { absolute, asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { meantKeys } from '../meant-keys';
import { misnamedFinding, misnamedNodes } from '../misnamed';
import { type DocumentOutline, type FileOutline, titleOf } from '../outline';
import { moveFinding } from '../place';
import { proposeName, withFix } from '../suggest';
import { ownResources, visibleResources } from '../visible-resources';

export const unknownResource: WorkflowRule = {
  id: 'unknown-resource',
  category: 'correctness',
  documentation: {
    summary: 'A node requires a resource that its document does not have.',
    why: 'A document has the resources of its own section, and those that a generator or sub-DAG which stands for it requires itself.',
    bad: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, requires_resources: [scratch], properties: {bash_command: load}}
- {name: publish, type: bash, requires_resources: [scrath], properties: {bash_command: publish}}
`,
    good: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, requires_resources: [scratch], properties: {bash_command: load}}
- {name: publish, type: bash, requires_resources: [scratch], properties: {bash_command: publish}}
`,
    fixSafety: 'A proposal: the nearest name may be another resource.',
  },
  mentions: ['requires_resources'],
  check: {
    *document({ outline, file }) {
      const visible = visibleResources(outline, file);
      if (!outline.primary && passesOnWhat(outline, file)) return;
      const meant = misnamedNodes(outline, 'resource');
      for (const [name, definition] of meant) {
        const node = outline.byName.get(definition)?.[0];
        if (node?.name !== undefined) yield moveFinding(misnamedFinding(node.name, name, 'resource'), node.item.offset);
      }
      const names = lazy(() => indexNames(visible));
      const owners = lazy(() => ownersOfResources(file));
      for (const node of outline.nodes) {
        for (const { role, scalar } of node.references) {
          if (role !== 'resource' || visible.has(scalar.text) || meant.has(scalar.text) || outline.broken) continue;
          const owner = owners().get(scalar.text);
          const isTask = outline.byName.has(scalar.text);
          const hint = isTask
            ? ' It is a task: to wait for it, name it in "upstream_dependencies".'
            : owner === undefined
              ? didYouMean(scalar.text, names())
              : ` It is one of "${owner.document.name ?? ''}"; the node that stands for this document has to require it too.`;
          yield {
            message: `${titleOf(node)} requires "${scalar.text}", which is no resource of this document.${hint}`,
            range: absolute(node.item, scalar),
            // boundary-layer 1.9.18 looks at no such name of a resource, and neither does the plan.
            ...(node.section === 'resources' && file.format === undefined ? { category: 'suspicious' } : {}),
            ...(owner === undefined && !isTask ? withFix(proposeName(scalar, names(), node.item.offset)) : {}),
          };
        }
      }
    },
  },
};

/** By the name of a resource, the first document that has it. */
function ownersOfResources({ documents }: FileOutline): ReadonlyMap<string, DocumentOutline> {
  const owners = new Map<string, DocumentOutline>();
  for (const document of documents)
    for (const name of ownResources(document)) if (!owners.has(name)) owners.set(name, document);
  return owners;
}

/** Has the document no name, does no node stand for it, or one that requires resources by a misspelt key, so that it may pass any of them on? */
function passesOnWhat({ document: { name } }: DocumentOutline, { documents }: FileOutline): boolean {
  if (name === undefined) return true;
  const referrers = documents.flatMap(({ nodes }) =>
    nodes.filter(({ item }) => asText(valueAt(item.map, 'target'))?.text === name),
  );
  return referrers.length === 0 || referrers.some(({ item }) => meantKeys(item.map).has('requires_resources'));
}
