import { didYouMean, indexNames } from '../../../text/nearest';
import { absolute, asText, pairOf } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { meantKeys } from '../meant-keys';
import { type FileOutline, placeOf, titleOf } from '../outline';
import { proposeName, withFix } from '../suggest';

export const unknownTarget: WorkflowRule = {
  id: 'unknown-target',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation'],
  documentation: {
    summary: 'The `target` of a generator or sub-DAG is missing, or names no other document of the file.',
    why: 'The target says what is to be repeated or inserted; the first document is the DAG itself and cannot be inserted into itself.',
    bad: `name: orders
generators:
- {name: per-region, type: list_generator, target: on-region, properties: {items: [eu, us]}}
---
name: one-region
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    good: `name: orders
generators:
- {name: per-region, type: list_generator, target: one-region, properties: {items: [eu, us]}}
---
name: one-region
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    fixSafety: 'A proposal: the nearest name may be another document.',
  },
  mentions: ['generators', 'sub_dags'],
  check: {
    *file({ file }) {
      const names = file.documents.slice(1).flatMap(({ document }) => document.name ?? []);
      const broken = file.nameless || file.documents.some((outline) => outline.broken);
      const primary = file.documents[0]?.document.name;
      const lost = lostDocument(file, names);
      const known = new Set(names);
      const near = lazy(() => indexNames(known));
      const merged = lazy(() => mergedDocuments(file));
      const isHidden = (name: string): boolean => name === lost || merged().has(name);
      for (const { nodes, torn } of file.documents) {
        for (const node of nodes) {
          if (node.section !== 'generators' && node.section !== 'sub_dags') continue;
          const pair = pairOf(node.item.map, 'target');
          const target = asText(pair?.value);
          if (pair === undefined) {
            if (torn || meantKeys(node.item.map).has('target')) continue;
            yield {
              message: `${titleOf(node)} has no "target": it says which document is ${node.section === 'generators' ? 'repeated' : 'inserted'}.`,
              range: placeOf(node),
              help: `Add "target: …" with the name of another document of this file${names.length === 0 ? '' : `: ${names.slice(0, 5).join(', ')}`}.`,
            };
          } else if (target !== undefined && !known.has(target.text) && !broken && !isHidden(target.text)) {
            const why =
              target.text === primary
                ? 'is the first document of this file, which cannot be inserted into itself'
                : 'is no document of this file';
            yield {
              message: `The target "${target.text}" ${why}.${didYouMean(target.text, near())}`,
              range: absolute(node.item, target),
              help: 'Targets are documents of their own below the first one, separated by "---".',
              ...withFix(proposeName(target, near(), node.item.offset)),
            };
          }
        }
      }
    },
  },
};

/** The names of documents that run on into the next one, where a line "---" is missing: that is said there. */
function mergedDocuments({ documents }: FileOutline): ReadonlySet<string | undefined> {
  const merged = documents.filter(
    ({ document }) => document.entries.filter(({ key }) => key.text === 'name').length > 1,
  );
  return new Set(
    merged.flatMap(({ document }) =>
      document.entries.flatMap(({ key, value }) => (key.text === 'name' ? [asText(value)?.text] : [])),
    ),
  );
}

/** The one target that no document has, where two documents have one name: one of them took a name that is not its own. */
function lostDocument({ references }: FileOutline, names: readonly string[]): string | undefined {
  if (new Set(names).size === names.length) return undefined;
  const known = new Set(names);
  const missing = [...references().referrers.keys()].filter((name) => name !== undefined && !known.has(name));
  return missing.length === 1 ? missing[0] : undefined;
}
