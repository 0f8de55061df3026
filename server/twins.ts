import type { Library } from './library';
import { areTwoFiles, pathOf } from './project';
import type { Workspace } from './workspace';

/** Which workflows become DAGs of the same id. */
export interface Twins {
  /** The path of another workflow of the project that becomes the DAG of an open one; as far as is known. */
  of(uri: string): string | undefined;
  /** Files may be others, or were opened or closed: looks at them in the background. */
  renew(): void;
  /** The text of an open document is another one. */
  changed(uri: string): void;
}

/** The DAG that a file that is not open becomes. */
interface ClosedDag {
  readonly uri: string;
  readonly id: string;
}

/**
 * Of open documents each is told of its twin, for a person looks at it; a file that is not open only of another such file.
 *
 * @param changed Open documents whose twin is another one now.
 */
export function createTwins(workspace: Workspace, library: Library, changed: (uris: readonly string[]) => void): Twins {
  let closed: readonly ClosedDag[] = [];
  let told = new Map<string, string | undefined>();
  let looking = false;
  let again = false;
  const idOf = (uri: string): string | undefined => workspace.documents.get(uri)?.dagId.get();
  const of = (uri: string): string | undefined => {
    const id = idOf(uri);
    if (id === undefined) return undefined;
    const project = workspace.projects.of(uri);
    const isTwin = (other: string): boolean => areTwoFiles(other, uri) && workspace.projects.of(other) === project;
    for (const other of workspace.documents.keys()) if (isTwin(other) && idOf(other) === id) return pathOf(other);
    const twin = closed.find((other) => other.id === id && !workspace.documents.has(other.uri) && isTwin(other.uri));
    return twin === undefined ? undefined : pathOf(twin.uri);
  };
  /** The document that is looked at already has findings of its own coming. */
  const compare = (except?: string): void => {
    const now = new Map([...workspace.documents.keys()].map((uri) => [uri, of(uri)]));
    const others = [...now].filter(([uri, twin]) => uri !== except && told.has(uri) && told.get(uri) !== twin);
    told = now;
    if (others.length > 0) changed(others.map(([uri]) => uri));
  };
  const look = async (): Promise<void> => {
    looking = true;
    do {
      again = false;
      const found: ClosedDag[] = [];
      for (const { uri, dagId } of await library.closed(workspace)) {
        const id = dagId.get();
        if (id === undefined) continue;
        await workspace.projects.ready(uri);
        found.push({ uri, id });
      }
      closed = found;
    } while (again);
    looking = false;
    compare();
  };
  return {
    of,
    renew() {
      again = true;
      if (!looking) void look();
    },
    changed: (uri) => compare(uri),
  };
}
