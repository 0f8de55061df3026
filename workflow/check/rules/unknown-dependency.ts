import { didYouMean, indexNames, type NameIndex, withoutName } from '../../../text/nearest';
import { onceFor } from '../../../text/once-for';
import { absolute, asText, SECTIONS, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { lostNames } from '../lost-names';
import { misnamedFinding, misnamedNodes } from '../misnamed';
import type { Reference } from '../node-facts';
import {
  type DocumentOutline,
  type FileOutline,
  type NodeOutline,
  type Part,
  partOf,
  placeOf,
  titleOf,
} from '../outline';
import { moveFinding } from '../place';
import { proposeName, withFix } from '../suggest';

export const unknownDependency: WorkflowRule = {
  id: 'unknown-dependency',
  category: 'correctness',
  documentation: {
    summary: 'A node refers to a node that does not exist, or not in its part of the document.',
    why: 'Dependencies, cases and handlers stay within one document, and within its `before`, its `after` or all the rest: `before` and `after` run as a whole before and after the others.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [laod], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    fixSafety: 'A proposal: the nearest name may be another task.',
  },
  check: {
    *document({ outline, file }) {
      let left = MOST_SUGGESTIONS;
      const meant = misnamedNodes(outline, 'node');
      for (const [name, definition] of meant) {
        const node = outline.byName.get(definition)?.[0];
        if (node?.name !== undefined) yield moveFinding(misnamedFinding(node.name, name, 'node'), node.item.offset);
      }
      const lost = new Set([...lostNames(outline), ...meant.keys()]);
      const namesIn = onceFor((part: Part) => namesOf(outline, part));
      const isMixed = outline.torn && outline.nodes.some(({ item }) => INDENTED_SECTION.test(item.cellText));
      for (const node of outline.nodes) {
        for (const reference of node.references) {
          if (reference.role === 'resource') continue;
          const targets = outline.byName.get(reference.scalar.text);
          const target = targets?.[0];
          if (target?.section === node.section) continue;
          if (targets?.some(({ section }) => partOf(section) === partOf(node.section)) === true) continue;
          if (target === undefined ? outline.broken || lost.has(reference.scalar.text) : isMixed) continue;
          if (target !== undefined) yield crossing(node, reference, target);
          else if (left-- > 0) yield missing(node, reference, { outline, file, names: namesIn(partOf(node.section)) });
          else yield { message: saysMissing(node, reference), range: absolute(node.item, reference.scalar) };
        }
      }
    },
  },
};

/** In a file where so many names lead nowhere, a slip in each of them is not what happened. */
const MOST_SUGGESTIONS = 200;

function saysMissing(node: NodeOutline, { scalar }: Reference): string {
  return `${titleOf(node)} refers to "${scalar.text}", which is no node of this document.`;
}

/** A section whose key is indented goes on with the items of the one above it. */
const INDENTED_SECTION = new RegExp(`^ +(?:${SECTIONS.join('|')}):`, 'm');

/** The names of the nodes of a part of a document. */
function namesOf({ nodes }: DocumentOutline, part: Part): NameIndex {
  return indexNames(
    nodes.flatMap(({ name, section }) => (name !== undefined && partOf(section) === part ? name.text : [])),
  );
}

/** Where a name is looked for. */
interface Surroundings {
  readonly outline: DocumentOutline;
  readonly file: FileOutline;
  readonly names: NameIndex;
}

function missing(node: NodeOutline, reference: Reference, { outline, file, names: all }: Surroundings) {
  const { scalar } = reference;
  const names = withoutName(all, node.name?.text);
  const elsewhere = file.documents.find((document) => document.byName.has(scalar.text));
  const standIn = outline.nodes.find(
    ({ item }) => elsewhere !== undefined && asText(valueAt(item.map, 'target'))?.text === elsewhere.document.name,
  )?.name?.text;
  const hint =
    elsewhere === undefined
      ? didYouMean(scalar.text, names)
      : ` It is a node of "${elsewhere.document.name ?? 'another document'}"; dependencies do not cross documents.`;
  return {
    message: `${saysMissing(node, reference)}${hint}`,
    range: absolute(node.item, scalar),
    ...(standIn === undefined ? {} : { help: `Depend on "${standIn}", which stands for that document.` }),
    ...(elsewhere === undefined ? withFix(proposeName(scalar, names, node.item.offset)) : {}),
  };
}

function crossing(node: NodeOutline, { scalar }: Reference, target: NodeOutline) {
  return {
    message: `${titleOf(node)} refers to "${scalar.text}", which stands in "${target.section}"; dependencies do not cross from "${node.section}" to "${target.section}".`,
    range: absolute(node.item, scalar),
    help:
      target.section === 'resources'
        ? 'Name resources in "requires_resources".'
        : 'All of "before" runs before the others and all of "after" after them; remove this, or move one of the two.',
    related: [{ range: placeOf(target), message: `"${scalar.text}" stands here, in "${target.section}".` }],
  };
}
