import type { CancellationToken } from 'vscode-languageserver';
import { dagIdIn } from '../workflow/check';
import { isExcluded } from '../workflow/project';
import { type Lazy, lazy } from './lazy';
import { type Files, schemeOf } from './project';
import { readingOf, type WorkflowReading, type Workspace } from './workspace';

/**
 * The workflows in the editor's folders that are not open, without those that configurations exclude. What is known of a
 * file holds until the file changes.
 */
export interface Library {
  /** In order of their URIs. */
  closed(workspace: Workspace): Promise<readonly LibraryFile[]>;
  /** Can an open document be a file of the editor's folders, and no mere view of one? */
  mayHold(uri: string): boolean;
  /** Of what changed, what was known is to be read again. */
  forget(): void;
}

/** A workflow as it stands in its file. */
export interface LibraryFile {
  readonly uri: string;
  readonly text: string;
  /** Each text that was ever read has another one. */
  readonly revision: number;
  /** What it defines; little is kept of a file beside its text. */
  readonly definitions: Lazy<readonly Definition[]>;
  /** The id of the DAG that it becomes. */
  readonly dagId: Lazy<string | undefined>;
}

/** A name with its place, both as editors take them. */
export interface Definition {
  readonly name: string;
  readonly kind: 'document' | 'node' | 'resource' | 'image';
  /** The name of the document that it stands in. */
  readonly container: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** What is asked about files that are not open: it takes long where there are many, so it can be cancelled. */
export interface Elsewhere {
  readonly library: Library;
  readonly token: CancellationToken;
}

/**
 * @param watched Does the client tell when files change? Where it does not, each question reads them again.
 */
export function createLibrary(files: Files, folders: readonly string[], watched: boolean): Library {
  const known = new Map<string, LibraryFile>();
  let listed: Promise<readonly string[]> | undefined;
  let fresh = new Set<string>();
  let revision = 0;
  const list = async (): Promise<readonly string[]> => {
    const found = await Promise.all(folders.map((folder) => files.listWorkflows(folder)));
    const uris = [...new Set(found.flat())].sort();
    for (const uri of [...known.keys()].filter((each) => !uris.includes(each))) known.delete(uri);
    return uris;
  };
  const read = async (uri: string): Promise<LibraryFile | undefined> => {
    const before = known.get(uri);
    if (before !== undefined && fresh.has(uri)) return before;
    const text = await files.readText(uri);
    if (text === undefined) return undefined;
    fresh.add(uri);
    if (before?.text === text) return before;
    revision++;
    const definitions = lazy(() => definitionsOf(readingOf(uri, text)));
    const file = { uri, text, revision, definitions, dagId: lazy(() => dagIdIn(text)) };
    known.set(uri, file);
    return file;
  };
  const forget = (): void => {
    listed = undefined;
    fresh = new Set();
  };
  return {
    async closed({ documents, projects }) {
      if (!watched) forget();
      listed ??= list();
      const found: LibraryFile[] = [];
      for (const uri of await listed) {
        if (documents.has(uri)) continue;
        await projects.ready(uri);
        const project = projects.of(uri);
        const file = project !== undefined && isExcluded(project, uri) ? undefined : await read(uri);
        if (file !== undefined && !documents.has(uri)) found.push(file);
      }
      return found;
    },
    mayHold: (uri) => folders.length === 0 || folders.some((folder) => schemeOf(folder) === schemeOf(uri)),
    forget,
  };
}

/** What a workflow defines: its documents, and in them what has a name. */
export function definitionsOf({ file, names }: Pick<WorkflowReading, 'file' | 'names'>): readonly Definition[] {
  const { documents } = file.get();
  return names.get().flatMap(({ definition, name, kind, range: { start, end } }) => {
    if (!definition) return [];
    const document = documents.find(({ range }) => range.start <= start && start <= range.end);
    return [{ name, kind, container: document?.name ?? '', start, end }];
  });
}
