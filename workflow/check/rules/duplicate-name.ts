import type { Finding } from '../../../text/rules';
import { absolute, entryOf, type WorkflowDocument } from '../../read';
import type { WorkflowRule } from '../context';
import { lostNames } from '../lost-names';
import { type DocumentOutline, type FileOutline, placeOf, titleOf } from '../outline';
import { listed } from '../suggest';
import { passedResources } from '../visible-resources';

export const duplicateName: WorkflowRule = {
  id: 'duplicate-name',
  category: 'correctness',
  documentation: {
    summary: 'Two nodes of a document, or two documents of a file, have the same name.',
    why: 'Names become ids of tasks, and dependencies and targets refer to them: which of the two is meant cannot be known.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: load, type: bash, properties: {bash_command: load --again}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: load-again, type: bash, properties: {bash_command: load --again}}
`,
  },
  check: {
    *document({ outline, document, file }) {
      const repeated = repeatedKeys(document);
      const told = new Set<string>();
      const lost = [...lostNames(outline)];
      const wanted =
        lost.length === 0
          ? ''
          : `: ${listed(lost)} ${lost.length === 1 ? 'is' : 'are'} referred to, and no node has that name`;
      for (const [name, nodes] of outline.byName) {
        const [first, ...others] = nodes;
        if (first === undefined) continue;
        for (const node of others) {
          // Where a whole section stands twice, one of its names says it for all.
          if (first.section === node.section && repeated.has(node.section) && told.has(node.section)) continue;
          told.add(node.section);
          yield {
            message: `"${name}" is the name of another node of this document too; names are unique across all its sections.`,
            range: placeOf(node),
            covers: { start: node.item.offset, end: node.item.offset + node.item.cellText.length },
            help: `Give one of them another name${wanted}.`,
            related: [{ range: placeOf(first), message: `"${name}" first stands here, in "${first.section}".` }],
          };
        }
      }
      yield* namesOfPassedResources(outline, file);
    },
    *file({ file }) {
      const first = new Map<string, ReturnType<typeof entryOf>>();
      for (const { document } of file.documents) {
        const entry = entryOf(document, 'name');
        if (document.name === undefined || entry?.value === undefined) continue;
        const before = first.get(document.name);
        if (before?.value === undefined) {
          first.set(document.name, entry);
          continue;
        }
        yield {
          message: `Another document of this file is called "${document.name}" too; which of them a "target" means cannot be known.`,
          range: absolute(entry, entry.value),
          help: 'Give one of them another name.',
          related: [{ range: absolute(before, before.value), message: `"${document.name}" first stands here.` }],
        };
      }
    },
  },
};

/** A resource that is passed on to a document is known in it by its name. */
function* namesOfPassedResources(outline: DocumentOutline, file: FileOutline): Generator<Finding> {
  for (const [name, referrer] of passedResources(outline, file)) {
    for (const node of outline.byName.get(name) ?? []) {
      yield {
        message: `"${name}" is also the name of a resource that ${titleOf(referrer)} passes on to this document.`,
        range: placeOf(node),
        help: 'Give one of them another name.',
        related: [{ range: placeOf(referrer), message: `${titleOf(referrer)} requires the resource "${name}".` }],
      };
    }
  }
}

function repeatedKeys({ entries }: WorkflowDocument): ReadonlySet<string> {
  const seen = new Set<string>();
  const isSecond = (key: string): boolean => seen.size === seen.add(key).size;
  return new Set(entries.map(({ key }) => key.text).filter(isSecond));
}
