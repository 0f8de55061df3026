import {
  BACKENDS,
  COMPOSITE_KEYS,
  DAG_KEYS,
  DAG_KEYS_BY_NAME,
  DOCUMENT_KEYS,
  IMAGE_KEYS,
  type KeyFacts,
  NODE_KEYS,
  NODE_KEYS_BY_NAME,
  type NodeKeyFacts,
} from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { absolute, asText, type DocumentEntry, type YamlNode, type YamlPair, type YamlScalar } from '../../read';
import type { ItemInput, WorkflowRule } from '../context';
import { wordWithoutColon } from '../meant-keys';
import { propertiesOf, resolveType } from '../node-type';
import { moveFinding } from '../place';
import { listed, rangeOf, renameTo, withFix, withoutColon } from '../suggest';

export const unknownKey: WorkflowRule = {
  id: 'unknown-key',
  category: 'correctness',
  silencedBy: ['unknown-type', 'yaml-syntax', 'tab-indentation'],
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
    *document({ document, outline, catalogue, file }) {
      const isComposite = outline.primary && file.composite !== undefined;
      const keys = isComposite ? KEYS_OF_COMPOSITE : DOCUMENT_KEYS;
      for (const entry of document.entries) {
        const { key, value, offset } = entry;
        const facts = keys.find((known) => known.name === key.text);
        if (facts?.primary === true && !outline.primary) {
          yield {
            message: `"${key.text}" belongs to the first document of a file; in the others nothing reads it.`,
            range: absolute(entry, key),
            help: 'Move it to the first document, or remove it.',
          };
        }
        if (facts === undefined) {
          const home = DAG_KEYS_BY_NAME.has(key.text) ? 'dag_args' : 'default_task_args';
          const moves = !isComposite && (home === 'dag_args' || catalogue.baseParameters.has(key.text));
          // Of a slip in its first line a composite is read as a workflow.
          const isKind = asText(value)?.text === 'composite';
          const finding = moves
            ? belongsIn(home, key)
            : unknown(key, isKind ? COMPOSITE_KEYS : keys, isComposite ? 'a composite' : 'a workflow');
          yield moveFinding(finding, offset);
        }
        if (key.text === 'images') yield* checkImages(entry);
        if (key.text !== 'dag_args' || value?.kind !== 'mapping') continue;
        for (const { key: argument } of value.pairs) {
          if (DAG_KEYS_BY_NAME.has(argument.text)) continue;
          const finding = moveFinding(unknown(argument, DAG_KEYS, '"dag_args"'), offset);
          // In a file with "format: 1" the old names are understood, and not what should stand there.
          const isOld = file.format !== undefined && OLD_NAMES.has(finding.fix?.edits[0]?.text ?? '');
          yield isOld && finding.fix !== undefined
            ? { ...finding, fix: { ...finding.fix, safety: 'unsafe' } }
            : finding;
        }
      }
    },
    *item(input) {
      const { section, type } = input.node;
      for (const pair of input.item.map.pairs) {
        const facts = NODE_KEYS_BY_NAME.get(pair.key.text);
        if (facts === undefined || !isLegal(facts, section, type?.text)) yield* checkNodeKey(pair, facts, input);
        if (pair.key.text !== 'backends' || pair.value.kind !== 'mapping') continue;
        for (const { key } of pair.value.pairs)
          if (!BACKEND_NAMES.includes(key.text)) yield unknownAmong(key, BACKEND_NAMES, '"backends"');
      }
    },
  },
};

const OLD_NAMES: ReadonlySet<string> = new Set(['schedule_interval', 'concurrency']);

const BACKEND_NAMES: readonly string[] = BACKENDS.map(({ name }) => name);
const IMAGE_KEY_NAMES: readonly string[] = IMAGE_KEYS.map(({ name }) => name);

function* checkImages({ value, offset }: DocumentEntry): Generator<Finding> {
  for (const image of value?.kind === 'mapping' ? value.pairs : []) {
    for (const { key } of image.value.kind === 'mapping' ? image.value.pairs : []) {
      if (!IMAGE_KEY_NAMES.includes(key.text))
        yield moveFinding(unknownAmong(key, IMAGE_KEY_NAMES, 'an image'), offset);
    }
  }
}

const KEYS_OF_COMPOSITE: readonly KeyFacts[] = [
  ...COMPOSITE_KEYS,
  ...DOCUMENT_KEYS.filter((key) => key.primary !== true && key.name !== 'plugin_config'),
];

function unknown(key: YamlScalar, known: readonly KeyFacts[], where: string): Finding {
  return unknownAmong(
    key,
    known.map((facts) => facts.name),
    where,
  );
}

function unknownAmong(key: YamlScalar, names: readonly string[], where: string): Finding {
  const joined = wordWithoutColon(key);
  if (joined !== undefined && names.includes(joined.word)) return withoutColon(key, joined);
  return {
    message: `"${key.text}" is no key of ${where}: nothing would read it.${didYouMean(key.text, names)}`,
    range: rangeOf(key),
    help: `The keys are ${names.join(', ')}.`,
    ...withFix(renameTo(key, names)),
  };
}

function belongsIn(home: string, key: YamlScalar): Finding {
  return {
    message: `"${key.text}" belongs in "${home}"; here nothing would read it.`,
    range: rangeOf(key),
    help: `Move it into "${home}".`,
  };
}

/** What to say of a key that is not known, or that has no meaning on this node. */
function* checkNodeKey(
  { key, value }: YamlPair,
  facts: NodeKeyFacts | undefined,
  { node, item, settings }: ItemInput,
): Generator<Finding> {
  const { section, type } = node;
  const meaning = type === undefined ? undefined : resolveType(type.text, section, settings);
  // A class is the same type as its short name.
  const typeName = meaning?.kind === 'operator' ? meaning.type.name : type?.text;
  if (facts === undefined) {
    const legal = NODE_KEYS.filter((known) => isLegal(known, section, typeName));
    const isProperty = meaning !== undefined && propertiesOf(meaning, settings).has(key.text);
    // What follows an empty "properties" at the same indentation is the slip of one line.
    const before = item.map.pairs.find((pair) => pair.key.text === 'properties' && isEmpty(pair.value));
    if (isProperty && before !== undefined && before.key.start < key.start) return;
    const finding = isProperty ? belongsIn('properties', key) : unknown(key, legal, `an item of "${section}"`);
    yield { ...finding, covers: { start: key.start, end: Math.max(key.end, value.end) } };
    return;
  }
  if (isLegal(facts, section, typeName)) return;
  const misplaced = facts.sections !== undefined && !facts.sections.includes(section);
  if (misplaced && settings.torn) return;
  const homes = misplaced ? facts.sections : facts.types;
  yield {
    message: `"${key.text}" has no meaning ${misplaced ? `in "${section}"` : `on a node of type "${type?.text}"`}${homes === undefined ? '' : `; it is for ${listed(homes)}`}.`,
    range: rangeOf(key),
    help: type?.text === 'join' && key.text === 'upstream_dependencies' ? 'Use "paths".' : 'Remove it.',
    covers: { start: key.start, end: Math.max(key.end, value.end) },
  };
}

function isEmpty(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}

function isLegal(facts: NodeKeyFacts, section: ItemInput['node']['section'], type: string | undefined): boolean {
  if (facts.sections !== undefined && !facts.sections.includes(section)) return false;
  if (type === undefined) return true;
  if (facts.exceptTypes?.includes(type)) return false;
  return facts.types === undefined || facts.types.includes(type);
}
