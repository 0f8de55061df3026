import { DAG_KEYS, DOCUMENT_KEYS, NODE_KEYS } from '../../schemas';
import { nearest } from '../../text/nearest';
import {
  type DocumentEntry,
  entryOf,
  type WorkflowDocument,
  type YamlMapping,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from '../read';
import { FOREIGN_DOCUMENT_KEYS, FOREIGN_NODE_KEYS, meantByForeignKey } from './foreign-keys';

const NAMES: readonly string[] = NODE_KEYS.map(({ name }) => name);
const NONE: ReadonlySet<string> = new Set();
const KNOWN: ReadonlySet<string> = new Set(NAMES);

/**
 * The keys that unknown keys of a node stand for, by a slip or in the words of another tool: `typ` or `operator` for
 * `type`. What `unknown-key` says of them is the one cause; that `type` is missing is none.
 */
export function meantKeys(map: YamlMapping): ReadonlySet<string> {
  const unknown = map.pairs.filter(({ key }) => !KNOWN.has(key.text));
  if (unknown.length === 0) return NONE;
  // What a merge key brings in that lost a mark is not known.
  if (unknown.some(({ key }) => key.text === '<')) return KNOWN;
  return new Set(unknown.flatMap((pair) => meantBySlip(pair.key) ?? meantByForeign(pair, map) ?? []));
}

function meantBySlip(key: YamlScalar): string | undefined {
  const word = wordWithoutColon(key)?.word ?? key.text;
  return KNOWN.has(word) ? word : nearest(word, NAMES)[0];
}

/** The key of a node that another tool's word for it stands for; `- load:` at its beginning stands for its name. */
export function meantByForeign({ key, value }: YamlPair, map: YamlMapping): string | undefined {
  const isGiven = (name: string): boolean => map.pairs.some((pair) => pair.key.text === name);
  if (isNameAsKey(key, value, map)) return 'name';
  return meantByForeignKey(key.text, value, FOREIGN_NODE_KEYS, isGiven);
}

/** Is it a name with a colon behind it, where `name: …` belongs? */
export function isNameAsKey(key: YamlScalar, value: YamlNode, { pairs }: YamlMapping): boolean {
  const isEmpty = value.kind === 'scalar' && value.type === 'null' && value.text === '';
  return isEmpty && pairs[0]?.key === key && pairs.length > 1 && !pairs.some((pair) => pair.key.text === 'name');
}

/** A key that YAML reads together with the beginning of its value. */
export interface JoinedKey {
  readonly word: string;
  /** What is missing behind the word, or behind its colon. */
  readonly missing: ':' | ' ';
}

/** `env {A: b}` is the key `env {A` to YAML, and inside braces `env:"a: b"` the key `env:"a`. */
export function wordWithoutColon({ text, plain }: YamlScalar): JoinedKey | undefined {
  const [, word, colon] = (plain ? /^([A-Za-z_]\w*)(?:(:)|[ \t]+)[{["']/.exec(text) : null) ?? [];
  return word === undefined ? undefined : { word, missing: colon === undefined ? ':' : ' ' };
}

const DOCUMENT_NAMES: readonly string[] = DOCUMENT_KEYS.map(({ name }) => name);

/**
 * The value of a top-level key, also where the key is misspelt. `unknown-key` says so; what the value says holds for all
 * other rules, or one slip would be told again wherever it matters.
 */
export function meantEntryOf(document: WorkflowDocument, key: string): DocumentEntry | undefined {
  return entryOf(document, key) ?? document.entries.find((entry) => meantDocumentKey(entry, document) === key);
}

/** The top-level key that an unknown one stands for, by a slip or in the words of another tool. */
export function meantDocumentKey(entry: DocumentEntry, document: WorkflowDocument): string | undefined {
  const { text } = entry.key;
  if (DOCUMENT_NAMES.includes(text)) return undefined;
  return nearest(text, DOCUMENT_NAMES)[0] ?? meantByForeignEntry(entry, document);
}

/** The top-level key that another tool's word for it stands for. A section holds items with a name or a type. */
export function meantByForeignEntry({ key, value }: DocumentEntry, document: WorkflowDocument): string | undefined {
  const isGiven = (name: string): boolean => document.entries.some((other) => other.key.text === name);
  const meant = meantByForeignKey(key.text, value, FOREIGN_DOCUMENT_KEYS, isGiven);
  if (value?.kind === 'list' && !value.items.every((item) => item.kind === 'mapping')) return undefined;
  return meant === 'format' && !(value?.kind === 'scalar' && value.value === 1) ? undefined : meant;
}

const DAG_NAMES: readonly string[] = DAG_KEYS.map(({ name }) => name);

/** The key of `dag_args` that an unknown one stands for, by a slip. */
export function meantDagKey({ text }: YamlScalar): string | undefined {
  return DAG_NAMES.includes(text) ? undefined : nearest(text, DAG_NAMES)[0];
}
