import { DAG_KEYS, DOCUMENT_KEYS, type KeyFacts, NODE_KEYS, type NodeKeyFacts } from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { absolute, type YamlScalar } from '../../read';
import type { ItemInput, WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { listed, rangeOf, renameTo, withFix } from '../suggest';

export const unknownKey: WorkflowRule = {
  id: 'unknown-key',
  category: 'correctness',
  silencedBy: ['unknown-type'],
  documentation: {
    summary: 'A key that the language does not have, or not in this place.',
    why: 'Nothing would read it: a misspelt dependency is a task that starts too early.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependency: [load], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    fixSafety: 'Safe where the key is a single slip away from one that is known; else a proposal.',
  },
  check: {
    *document({ document, outline }) {
      for (const entry of document.entries) {
        for (const finding of checkKey(entry.key, DOCUMENT_KEYS, 'a workflow'))
          yield moveFinding(finding, entry.offset);
        const facts = DOCUMENT_KEYS.find((known) => known.name === entry.key.text);
        if (facts?.primary === true && !outline.primary) yield misplaced(entry.key, absolute(entry, entry.key));
        if (entry.key.text !== 'dag_args' || entry.value?.kind !== 'mapping') continue;
        for (const { key } of entry.value.pairs) {
          for (const finding of checkKey(key, DAG_KEYS, '"dag_args"')) yield moveFinding(finding, entry.offset);
        }
      }
    },
    *item(input) {
      for (const { key } of input.item.map.pairs) yield* checkNodeKey(key, input);
    },
  },
};

function* checkKey(key: YamlScalar, known: readonly KeyFacts[], where: string): Generator<Finding> {
  const names = known.map((facts) => facts.name);
  if (names.includes(key.text)) return;
  yield {
    message: `"${key.text}" is no key of ${where}: nothing would read it.${didYouMean(key.text, names)}`,
    range: rangeOf(key),
    help: `The keys are ${names.join(', ')}.`,
    ...withFix(renameTo(key, names)),
  };
}

function misplaced(key: YamlScalar, range: Finding['range']): Finding {
  return {
    message: `"${key.text}" belongs to the first document of a file; in the others nothing reads it.`,
    range,
    help: 'Move it to the first document, or remove it.',
  };
}

function* checkNodeKey(key: YamlScalar, { node }: ItemInput): Generator<Finding> {
  const facts = NODE_KEYS.find((known) => known.name === key.text);
  const legal = NODE_KEYS.filter((known) => isLegal(known, node.section, node.type?.text));
  const names = legal.map((known) => known.name);
  if (facts === undefined) {
    yield* checkKey(key, legal, `an item of "${node.section}"`);
  } else if (facts.sections !== undefined && !facts.sections.includes(node.section)) {
    yield {
      message: `"${key.text}" has no meaning in "${node.section}"; it belongs to ${listed(facts.sections)}.`,
      range: rangeOf(key),
      help: `The keys here are ${names.join(', ')}.`,
    };
  } else if (node.type !== undefined && !isLegal(facts, node.section, node.type.text)) {
    const why = facts.types === undefined ? '' : `; it is for ${listed(facts.types)}`;
    yield {
      message: `"${key.text}" has no meaning on a node of type "${node.type.text}"${why}.`,
      range: rangeOf(key),
      help: facts.exceptTypes?.includes('join') && node.type.text === 'join' ? 'Use "paths".' : 'Remove it.',
    };
  }
}

function isLegal(facts: NodeKeyFacts, section: ItemInput['node']['section'], type: string | undefined): boolean {
  if (facts.sections !== undefined && !facts.sections.includes(section)) return false;
  if (type === undefined) return true;
  if (facts.exceptTypes?.includes(type)) return false;
  return facts.types === undefined || facts.types.includes(type);
}
