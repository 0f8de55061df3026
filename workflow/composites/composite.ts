import type { Diagnostic } from '../../text/diagnostic';
import { nearest } from '../../text/nearest';
import {
  absolute,
  asText,
  type DocumentEntry,
  entryOf,
  readWorkflow,
  type WorkflowDocument,
  type WorkflowFile,
} from '../read';
import { type SchemaCompiler, schemaCompiler } from './schema-check';
import { type Signature, signatureOf } from './signature';

/** A workflow with parameters, which other workflows use as a type (format.md, "Composites"). */
export interface Composite {
  readonly name: string;
  /** 0 where its file names none. */
  readonly version: number;
  /** What it is for, in one line. */
  readonly summary: string | undefined;
  readonly file: WorkflowFile;
  /** The document that stands for a node of its type. */
  readonly document: WorkflowDocument;
  /** The further documents of its file, by name: targets of its own sub-DAGs and generators. */
  readonly targets: ReadonlyMap<string, WorkflowDocument>;
  readonly signature: Signature;
}

/** The look-up over the composites of a project. */
export interface Composites {
  /** By `name`, which is the highest version, or by `name@version`. */
  find(type: string): Composite | undefined;
  /** All names, without versions, sorted. */
  readonly names: readonly string[];
  /** In the order of their files. */
  readonly all: readonly Composite[];
}

/** What stands in the way of using a file as a composite. */
export interface CompositeProblem {
  readonly file: WorkflowFile;
  readonly diagnostic: Diagnostic;
}

const KIND_LINE = /^kind[ \t]*:[ \t]*(["']?)composite\1[ \t]*(?:#.*)?\r?$/m;

const PARAMETERS_LINE = /^parameters_jsonschema[ \t]*:/m;
const SECTION_LINE = /^(?:before|operators|after|sub_dags|generators)[ \t]*:/m;

/**
 * Is a text the file of a composite, by the line `kind: composite`? One with parameters and tasks is meant as one; that it does
 * not say so is an error of its own.
 */
export function holdsComposite(text: string): boolean {
  return KIND_LINE.test(text) || (PARAMETERS_LINE.test(text) && SECTION_LINE.test(text));
}

/** Is a file that of a composite? */
export function isComposite(file: WorkflowFile): boolean {
  const [document] = file.documents;
  if (document === undefined) return false;
  const isMeant =
    entryOf(document, 'parameters_jsonschema') !== undefined &&
    document.items.some(({ section }) => section !== 'resources');
  return isMeant || asText(entryOf(document, 'kind')?.value)?.text === 'composite';
}

/**
 * The composites of a set of files (path → text). Never throws: what is none, or has a name that is taken, is reported.
 * `yielding`: files of packages, whose composites give way to others of the same name.
 */
export function readComposites(
  files: ReadonlyMap<string, string>,
  yielding: ReadonlySet<string> = new Set(),
): {
  readonly composites: Composites;
  readonly problems: readonly CompositeProblem[];
} {
  const problems: CompositeProblem[] = [];
  const byKey = new Map<string, Composite>();
  const compile = schemaCompiler();
  for (const [path, text] of files) {
    const file = readWorkflow(path, text);
    const composite = compositeOf(file, compile);
    if (composite === undefined) {
      const message = 'This file is no composite: it needs "kind: composite" and a "name".';
      problems.push(problemAt(file, undefined, message));
      continue;
    }
    const key = keyOf(composite);
    const other = byKey.get(key);
    if (other === undefined || (yielding.has(other.file.path) && !yielding.has(path))) byKey.set(key, composite);
    else if (!yielding.has(path)) {
      const message = `"${other.file.path}" has a composite "${key}" already; give one of them another name or version.`;
      problems.push(problemAt(file, entryOf(composite.document, 'name'), message));
    }
  }
  return { composites: lookup(byKey), problems };
}

/** No composites at all. */
export const NO_COMPOSITES: Composites = lookup(new Map());

/** A file as a composite; nothing where it is none or has no name. */
export function compositeOf(file: WorkflowFile, compile: SchemaCompiler = schemaCompiler()): Composite | undefined {
  const [document, ...others] = file.documents;
  const name = document === undefined ? undefined : (document.name ?? misspeltName(document));
  if (document === undefined || name === undefined || !isComposite(file)) return undefined;
  const version = entryOf(document, 'version')?.value;
  return {
    name,
    version: version?.kind === 'scalar' && typeof version.value === 'number' ? version.value : 0,
    summary: asText(entryOf(document, 'summary')?.value)?.text,
    file,
    document,
    targets: new Map(others.flatMap((target) => (target.name === undefined ? [] : [[target.name, target]]))),
    signature: signatureOf(document, compile),
  };
}

/** The name under a key that is a slip, which is told of that key. */
function misspeltName({ entries }: WorkflowDocument): string | undefined {
  const entry = entries.find(({ key }) => nearest(key.text, ['name']).length > 0);
  return asText(entry?.value)?.text;
}

function lookup(byKey: ReadonlyMap<string, Composite>): Composites {
  const newest = new Map<string, Composite>();
  for (const composite of byKey.values()) {
    const known = newest.get(composite.name);
    if (known === undefined || known.version < composite.version) newest.set(composite.name, composite);
  }
  return {
    find: (type) => newest.get(type) ?? byKey.get(type),
    names: [...newest.keys()].sort(),
    all: [...byKey.values()],
  };
}

function keyOf({ name, version }: Composite): string {
  return version === 0 ? name : `${name}@${version}`;
}

function problemAt(file: WorkflowFile, entry: DocumentEntry | undefined, message: string): CompositeProblem {
  const range = entry === undefined ? { start: 0, end: Math.min(1, file.text.length) } : absolute(entry, entry.key);
  return { file, diagnostic: { rule: 'unusable-composite', severity: 'error', message, range } };
}
