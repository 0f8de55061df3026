import type { Connection, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import type { Diagnostic } from '../text/diagnostic';
import { indexLines } from '../text/range';
import type { Project } from '../workflow/project';
import { lspDiagnostic } from './positions';
import { pathOf } from './project';
import type { Workspace } from './workspace';

/** The rule that finds what is wrong with the files of a catalogue, or of a plugin. */
const CATALOGUE_RULE = 'project-catalogue';

/**
 * What is wrong with the files that projects are made of, by URI: configurations, catalogues and plugins. Of files that are
 * open as workflows or configurations nothing: they have findings of their own.
 */
export function projectProblems({
  projects,
  documents,
  others,
}: Workspace): ReadonlyMap<string, readonly LspDiagnostic[]> {
  const found = new Map<string, LspDiagnostic[]>();
  const add = (uri: string, text: string, problems: readonly Diagnostic[]): void => {
    const open = others.get(uri);
    // While it is edited, the places are those of a text that is gone; what is saved is read again.
    const isOther = open !== undefined && open.getText() !== text;
    if (documents.has(uri) || isOther || problems.length === 0) return;
    const lines = indexLines(text);
    found.set(uri, [...(found.get(uri) ?? []), ...problems.map((one) => lspDiagnostic(one, lines, uri))]);
  };
  const configurations = new Set<string>();
  for (const project of projects.known()) {
    for (const { file } of project.layers) {
      if (configurations.has(file.path)) continue;
      configurations.add(file.path);
      add(uriOf(file.path, project), file.text, file.problems);
    }
    for (const { path, text, message, severity = 'error', range } of project.problems) {
      const place = range ?? { start: 0, end: Math.min(1, text.length) };
      add(uriOf(path, project), text, [{ rule: CATALOGUE_RULE, severity, message, range: place }]);
    }
  }
  return found;
}

/** The URI of a path that is shown to people: it is one of the file system, real or not, that the project is in. */
function uriOf(path: string, { dependencies, layers }: Project): string {
  for (const dependency of dependencies) if (pathOf(dependency) === path) return dependency;
  const [layer] = layers;
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return layer !== undefined && URL.canParse(escaped, layer.folder) ? new URL(escaped, layer.folder).href : path;
}

/** Sends them to a client that does not ask for findings, and takes back what no longer is. */
export interface ProjectPublisher {
  /** Projects, or what is open, may be others. */
  changed(): void;
}

export function createProjectPublisher(workspace: Workspace, connection: Connection): ProjectPublisher {
  let sent = new Map<string, string>();
  return {
    changed() {
      const now = new Map<string, string>();
      for (const [uri, diagnostics] of projectProblems(workspace)) {
        now.set(uri, JSON.stringify(diagnostics));
        if (sent.get(uri) !== now.get(uri)) void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
      }
      for (const uri of sent.keys()) {
        if (!now.has(uri) && !workspace.documents.has(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
      }
      sent = now;
    },
  };
}
