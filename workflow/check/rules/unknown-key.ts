import {
  BACKENDS,
  type Catalogue,
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
import { didYouMean, nearest } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import {
  absolute,
  asText,
  type DocumentEntry,
  valueAt,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from '../../read';
import type { ItemInput, WorkflowRule } from '../context';
import { FOREIGN_DOCUMENT_KEYS } from '../foreign-keys';
import { isNameAsKey, meantByForeign, meantByForeignEntry, wordWithoutColon } from '../meant-keys';
import { isLegalKey, propertiesOf, resolveType } from '../node-type';
import { moveFinding } from '../place';
import { changeTo, listed, proposeName, rangeOf, renameTo, withFix, withoutColon, writtenElsewhere } from '../suggest';

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
    *document({ document, outline, catalogue, file, settings }) {
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
          const meant = isComposite ? undefined : meantByForeignEntry(entry, document);
          const finding =
            moves && meant === undefined
              ? belongsIn(home, key)
              : unknown(key, isKind ? COMPOSITE_KEYS : keys, isComposite ? 'a composite' : 'a workflow', meant);
          yield moveFinding(finding, offset);
        }
        if (key.text === 'images') yield* checkImages(entry, settings.environments);
        if (key.text !== 'dag_args' || value?.kind !== 'mapping') continue;
        for (const { key: argument } of value.pairs) {
          if (DAG_KEYS_BY_NAME.has(argument.text)) continue;
          const home = homeBeside(argument, catalogue);
          if (home !== undefined) {
            yield moveFinding(home, offset);
            continue;
          }
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
        if (facts === undefined || !isLegalKey(facts, section, type?.text)) yield* checkNodeKey(pair, facts, input);
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

function* checkImages({ value, offset }: DocumentEntry, environments: ReadonlySet<string>): Generator<Finding> {
  for (const image of value?.kind === 'mapping' ? value.pairs : []) {
    for (const { key } of image.value.kind === 'mapping' ? image.value.pairs : []) {
      if (!IMAGE_KEY_NAMES.includes(key.text))
        yield moveFinding(unknownAmong(key, IMAGE_KEY_NAMES, 'an image'), offset);
    }
    for (const finding of checkEnvironments(valueAt(image.value, 'environments'), environments))
      yield moveFinding(finding, offset);
  }
}

/** Places of an image for environments that the project does not have. */
function* checkEnvironments(places: YamlNode | undefined, known: ReadonlySet<string>): Generator<Finding> {
  if (places?.kind !== 'mapping' || known.size === 0) return;
  for (const { key } of places.pairs) {
    if (known.has(key.text)) continue;
    yield {
      message: `This project has no environment "${key.text}", so nothing is ever built with this image.${didYouMean(key.text, known)}`,
      range: rangeOf(key),
      help: `Its dagport.yaml names ${[...known].join(', ')}.`,
      category: 'suspicious',
      ...withFix(proposeName(key, known)),
    };
  }
}

const KEYS_OF_COMPOSITE: readonly KeyFacts[] = [
  ...COMPOSITE_KEYS,
  ...DOCUMENT_KEYS.filter((key) => key.primary !== true && key.name !== 'plugin_config'),
];

function unknown(key: YamlScalar, known: readonly KeyFacts[], where: string, meant?: string): Finding {
  return unknownAmong(
    key,
    known.map((facts) => facts.name),
    where,
    meant,
  );
}

/** `meant`: for which of them the key stands in the words of another tool. */
function unknownAmong(key: YamlScalar, names: readonly string[], where: string, meant?: string): Finding {
  const joined = wordWithoutColon(key);
  if (joined !== undefined && names.includes(joined.word)) return withoutColon(key, joined);
  const isNear = nearest(key.text, names).length > 0;
  const hint = isNear || meant === undefined ? didYouMean(key.text, names) : ` Did you mean "${meant}"?`;
  return {
    message: `"${key.text}" is no key of ${where}: nothing would read it.${hint}`,
    range: rangeOf(key),
    ...writtenElsewhere(key),
    help: `The keys are ${names.join(', ')}.`,
    ...withFix(isNear || meant === undefined ? renameTo(key, names) : changeTo(key, meant)),
  };
}

/** `- load:` for `- name: load`. */
function nameAsKey(key: YamlScalar, section: string): Finding {
  return {
    message: `"${key.text}" is no key of an item of "${section}". Is it the name? Write "name: ${key.text}".`,
    range: rangeOf(key),
    fix: {
      title: 'Write "name: " before it, without the colon behind it',
      safety: 'unsafe',
      edits: [{ range: { start: key.start, end: key.end + 1 }, text: `name: ${key.text}` }],
    },
  };
}

/** What of `dag_args` stands beside it in this language: the name of the DAG, the arguments of its tasks, one of them. */
function homeBeside(key: YamlScalar, catalogue: Catalogue): Finding | undefined {
  const meant = FOREIGN_DOCUMENT_KEYS.get(key.text);
  if (meant === 'default_task_args' || key.text === 'dag_id')
    return {
      message: `"${key.text}" is no key of "dag_args": nothing would read it. It is called "${meant}", and stands beside "dag_args".`,
      range: rangeOf(key),
      help: `Move it out of "dag_args", as "${meant}".`,
    };
  return catalogue.baseParameters.has(key.text) ? belongsIn('default_task_args', key) : undefined;
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
    const legal = NODE_KEYS.filter((known) => isLegalKey(known, section, typeName));
    const isProperty = meaning !== undefined && propertiesOf(meaning, settings).has(key.text);
    // What follows an empty "properties" at the same indentation is the slip of one line.
    const before = item.map.pairs.find((pair) => pair.key.text === 'properties' && isEmpty(pair.value));
    if (isProperty && before !== undefined && before.key.start < key.start) return;
    const isName = isNameAsKey(key, value, item.map);
    const foreign = isName ? undefined : meantByForeign({ key, value }, item.map);
    const meant = legal.some(({ name }) => name === foreign) ? foreign : undefined;
    const finding = isName
      ? nameAsKey(key, section)
      : isProperty && meant === undefined
        ? belongsIn('properties', key)
        : unknown(key, legal, `an item of "${section}"`, meant);
    yield { ...finding, covers: { start: key.start, end: Math.max(key.end, value.end) } };
    return;
  }
  if (isLegalKey(facts, section, typeName)) return;
  // Of a branch with another type both keys stand there; one says it.
  if (facts.name === 'otherwise' && item.map.pairs.some((pair) => pair.key.text === 'cases')) return;
  const misplaced = facts.sections !== undefined && !facts.sections.includes(section);
  if (misplaced && settings.torn) return;
  const homes = misplaced ? facts.sections : facts.types;
  yield {
    message: `"${key.text}" has no meaning ${misplaced ? `in "${section}"` : `on a node of type "${type?.text}"`}${homes === undefined ? '' : `; it is for ${listed(homes)}`}.`,
    range: rangeOf(key),
    help:
      type?.text === 'join' && key.text === 'upstream_dependencies'
        ? 'Use "paths".'
        : facts.types === undefined
          ? 'Remove it.'
          : `Remove it, or give the node the type ${facts.types.map((name) => `"${name}"`).join(' or ')}.`,
    covers:
      facts.name === 'cases' || facts.name === 'paths'
        ? rangeOf(item.map)
        : { start: key.start, end: Math.max(key.end, value.end) },
  };
}

function isEmpty(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.type === 'null';
}
