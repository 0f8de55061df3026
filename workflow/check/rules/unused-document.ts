import type { Finding } from '../../../text/rules';
import { absolute, asText, entryOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import type { DocumentOutline, FileOutline } from '../outline';

export const unusedDocument: WorkflowRule = {
  id: 'unused-document',
  category: 'correctness',
  silencedBy: ['unknown-target'],
  documentation: {
    summary: 'A document is the target of no generator and no sub-DAG.',
    why: 'Nothing of it would ever run, and boundary-layer refuses the file.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
---
name: one-region
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
sub_dags:
- {name: region, type: sub_dag, target: one-region}
---
name: one-region
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *file({ file }) {
      if (file.documents.length < 2) return;
      const targets = new Set<string>();
      for (const { nodes } of file.documents) {
        for (const { item, section } of nodes) {
          const target = asText(valueAt(item.map, 'target'));
          if (target !== undefined) targets.add(target.text);
          else if (section === 'generators' || section === 'sub_dags') return; // what is missing may have meant it
        }
      }
      if (file.documents.some((outline) => outline.broken)) return;
      const known = new Set(file.documents.flatMap(({ document }) => document.name ?? []));
      const [primary] = file.documents;
      if (primary?.document.name !== undefined && targets.has(primary.document.name)) return; // told there
      if ([...targets].some((target) => !known.has(target))) return; // a misspelt target may have meant it
      for (const { document } of file.documents.slice(1)) {
        const entry = entryOf(document, 'name');
        if (document.name === undefined || entry?.value === undefined || targets.has(document.name)) continue;
        yield {
          message: `No "target" names the document "${document.name}", so nothing of it ever runs.`,
          range: absolute(entry, entry.value),
          help: 'Use it in "sub_dags" or "generators", or remove it.',
        };
      }
      yield* circlesApart(file, targets);
    },
  },
};

/** Documents that only each other name. boundary-layer 1.9.18 reads them, and then cannot build the file. */
function* circlesApart({ documents }: FileOutline, targets: ReadonlySet<string>): Generator<Finding> {
  const byName = new Map(
    documents.flatMap((one) => (one.document.name === undefined ? [] : [[one.document.name, one] as const])),
  );
  const reached = new Set<DocumentOutline>();
  const reach = (first: DocumentOutline): void => {
    const waiting = [first];
    for (const next of waiting) {
      if (reached.has(next)) continue;
      reached.add(next);
      for (const { item } of next.nodes) {
        const target = byName.get(asText(valueAt(item.map, 'target'))?.text ?? '');
        if (target !== undefined) waiting.push(target);
      }
    }
  };
  documents.filter(({ document }, index) => index === 0 || !targets.has(document.name ?? '')).forEach(reach);
  for (const outline of documents) {
    const entry = entryOf(outline.document, 'name');
    if (reached.has(outline) || outline.document.name === undefined || entry?.value === undefined) continue;
    reach(outline);
    yield {
      message: `Only documents that nothing uses name "${outline.document.name}", so nothing of it ever runs.`,
      range: absolute(entry, entry.value),
      help: 'Use it in "sub_dags" or "generators" of the first document, or remove them.',
    };
  }
}
