import {
  type CodeAction,
  CodeActionKind,
  CreateFile,
  OptionalVersionedTextDocumentIdentifier,
  TextDocumentEdit,
} from 'vscode-languageserver';
import { folderOf } from '../../text/path';
import type { Range } from '../../text/range';
import { CONFIGURATION_NAME } from '../../workflow/project';
import { modernise, type Refactoring, refactoringsAt } from '../../workflow/refactor';
import type { ClientAbilities } from '../capabilities';
import { lspEdit } from '../positions';
import { planOptions, projectOf } from '../project';
import { checkContext, type OpenDocument, type Workspace } from '../workspace';
import { edited } from './fixes';

const KINDS: Readonly<Record<Refactoring['kind'], string>> = {
  extract: CodeActionKind.RefactorExtract,
  rewrite: CodeActionKind.RefactorRewrite,
};

/** What can be done to the tasks that are selected: see `workflow/refactor`. */
export function refactorings(
  workspace: Workspace,
  document: OpenDocument,
  selected: Range,
  client: Pick<ClientAbilities, 'createsFiles'>,
): CodeAction[] {
  const options = planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri));
  const input = { file: document.file.get(), outline: document.outline.get(), options, selected };
  return refactoringsAt(input).flatMap((found): CodeAction[] => {
    const { title, kind, edits, file } = found;
    if (file === undefined) return [{ title, kind: KINDS[kind], ...edited(edits, document) }];
    const files = client.createsFiles ? newFiles(workspace, document.uri, file) : undefined;
    if (files === undefined) return [];
    const changed = TextDocumentEdit.create(
      OptionalVersionedTextDocumentIdentifier.create(document.uri, document.version),
      edits.map((edit) => lspEdit(document.file.get().lines, edit)),
    );
    const documentChanges = [...files.flatMap(({ uri, text }) => created(uri, text)), changed];
    return [{ title, kind: KINDS[kind], edit: { documentChanges } }];
  });
}

interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** Where types are kept in a folder that has no configuration yet. */
const FIRST_FOLDER = 'composites';

/** A file of the project's catalogue; a project without any configuration gets one. Nothing where it has no catalogue. */
function newFiles(
  { projects }: Workspace,
  uri: string,
  { name, text }: { readonly name: string; readonly text: string },
): readonly NewFile[] | undefined {
  const project = projectOf(projects, uri)?.project;
  if (project === undefined || project.layers.length === 0) {
    const folder = folderOf(uri);
    const configuration = { uri: `${folder}${CONFIGURATION_NAME}`, text: `catalogue: [${FIRST_FOLDER}]\n` };
    return [configuration, { uri: `${folder}${FIRST_FOLDER}/${encodeURIComponent(name)}`, text }];
  }
  const layer = project.layers.findLast(({ file }) => file.catalogue.length > 0);
  const [folder] = layer?.file.catalogue ?? [];
  if (layer === undefined || folder === undefined || !URL.canParse(layer.folder)) return undefined;
  const path = `${folder.text.split('/').map(encodeURIComponent).join('/')}/${encodeURIComponent(name)}`;
  return [{ uri: new URL(path, layer.folder).href, text }];
}

function created(uri: string, text: string): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  return [
    CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
    TextDocumentEdit.create({ uri, version: null }, [{ range: { start, end: start }, newText: text }]),
  ];
}

/** All safe fixes for Airflow 3, also in a project that is built for 2.11. */
export function modernisation(workspace: Workspace, document: OpenDocument): CodeAction[] {
  const context = checkContext(workspace, document.uri);
  const { projects } = workspace;
  const catalogue = (projectOf(projects, document.uri)?.project.catalogue ?? workspace.catalogue).on('3.3');
  const found = modernise(document.file.get(), { ...context, catalogue });
  return found === undefined
    ? []
    : [{ title: found.title, kind: CodeActionKind.RefactorRewrite, ...edited(found.edits, document) }];
}
