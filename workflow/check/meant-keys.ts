import { DAG_KEYS, DOCUMENT_KEYS, NODE_KEYS } from '../../schemas';
import { nearest } from '../../text/nearest';
import { type DocumentEntry, entryOf, type WorkflowDocument, type YamlMapping, type YamlScalar } from '../read';

const NAMES: readonly string[] = NODE_KEYS.map(({ name }) => name);
const NONE: ReadonlySet<string> = new Set();
const KNOWN: ReadonlySet<string> = new Set(NAMES);

/**
 * The keys that unknown keys of a node stand for, by a slip: `typ` for `type`. What `unknown-key` says of them is the one
 * cause; that `type` is missing is none.
 */
export function meantKeys({ pairs }: YamlMapping): ReadonlySet<string> {
  const unknown = pairs.filter(({ key }) => !KNOWN.has(key.text));
  if (unknown.length === 0) return NONE;
  return new Set(unknown.flatMap(({ key }) => meantBy(wordWithoutColon(key)?.word ?? key.text) ?? []));
}

function meantBy(word: string): string | undefined {
  return KNOWN.has(word) ? word : nearest(word, NAMES)[0];
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
  return entryOf(document, key) ?? document.entries.find((entry) => meantDocumentKey(entry) === key);
}

/** The top-level key that an unknown one stands for, by a slip. */
export function meantDocumentKey({ key: { text } }: DocumentEntry): string | undefined {
  return DOCUMENT_NAMES.includes(text) ? undefined : nearest(text, DOCUMENT_NAMES)[0];
}

const DAG_NAMES: readonly string[] = DAG_KEYS.map(({ name }) => name);

/** The key of `dag_args` that an unknown one stands for, by a slip. */
export function meantDagKey({ text }: YamlScalar): string | undefined {
  return DAG_NAMES.includes(text) ? undefined : nearest(text, DAG_NAMES)[0];
}
