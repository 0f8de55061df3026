import {
  ErrorCodes,
  type TextEdit as LspTextEdit,
  type PrepareRenameResult,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { KEYWORD_TYPES } from '../../schemas';
import type { TextEdit } from '../../text/diagnostic';
import { indexLines, offsetAt, type Position, type Range } from '../../text/range';
import { sanitised } from '../../workflow/read';
import { isPlain, writeText } from '../../workflow/write';
import type { Elsewhere } from '../library';
import { type NameUse, nameAt, sameName } from '../names';
import { lspEdit, lspRange } from '../positions';
import { isConfiguration, projectOf } from '../project';
import { definesImage, type ProjectUse, projectNameAt, projectUses } from '../project-names';
import { pointerEdits, sidecarUri } from '../sidecar-pointers';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/prepareRename`: the name at a position; nothing where none stands that the file or its project defines. */
export function prepareRename(
  workspace: Workspace,
  document: OpenDocument,
  position: Position,
): PrepareRenameResult | null {
  const { lines } = document.file.get();
  const here = renamedAt(document, position);
  if (here !== undefined) return { range: lspRange(lines, here.range), placeholder: here.name };
  const shared = projectNameAt(workspace, document, offsetAt(lines, position));
  return shared === undefined ? null : { range: lspRange(lines, shared.written), placeholder: shared.name };
}

/**
 * `textDocument/rename`: gives a task, resource, target or image another name wherever the file names it: templates that
 * take what the task returned, selections of waves and the sidecar beside it included. What the project defines (images,
 * environments, composites) gets its new name in all its files, those that are not open included.
 * @throws {ResponseError} where the new name is none, or names something else already.
 */
export async function rename(
  workspace: Workspace,
  elsewhere: Elsewhere,
  document: OpenDocument,
  position: Position,
  newName: string,
): Promise<WorkspaceEdit | null> {
  const here = renamedAt(document, position);
  if (here !== undefined) return renameInFile(workspace, document, here, newName);
  const shared = projectNameAt(workspace, document, offsetAt(document.file.get().lines, position));
  return shared === undefined ? null : renameInProject(workspace, elsewhere, shared, newName);
}

async function renameInFile(
  { files }: Workspace,
  document: OpenDocument,
  here: NameUse,
  newName: string,
): Promise<WorkspaceEdit> {
  const names = document.names.get();
  refuse(here, names, newName);
  const { lines } = document.file.get();
  const edits = new Map<number, TextEdit>();
  for (const use of names) {
    if (sameName(use, here))
      edits.set(use.written.start, { range: use.written, text: spelt(use, newName, document.text) });
  }
  const changes = { [document.uri]: [...edits.values()].map((edit) => lspEdit(lines, edit)) };
  const sidecar = sidecarUri(document.uri);
  const text = sidecar === undefined ? undefined : await files.readText(sidecar);
  const pointers = text === undefined ? [] : pointerEdits(text, here, newName);
  if (sidecar === undefined || text === undefined || pointers.length === 0) return { changes };
  const sidecarLines = indexLines(text);
  return { changes: { ...changes, [sidecar]: pointers.map((edit) => lspEdit(sidecarLines, edit)) } };
}

function renamedAt(document: OpenDocument, position: Position): NameUse | undefined {
  if (isConfiguration(document.uri)) return undefined;
  const names = document.names.get();
  const here = nameAt(names, offsetAt(document.file.get().lines, position));
  if (here === undefined) return undefined;
  return names.some((use) => use.definition && sameName(use, here)) ? here : undefined;
}

/** What boundary-layer takes as a name begins so; see the rule `invalid-name`. */
const NAME = /^[\p{L}_][^\p{Cc}]*$/u;

/** What a selection takes for more than a name. */
const IN_SELECTIONS = /^[^\s,+@:*?[\]]+$/;

function refuse(here: NameUse, names: readonly NameUse[], newName: string): void {
  refuseNoName(newName);
  const isSelected = names.some((use) => use.spelling === 'selection' && sameName(use, here));
  if (isSelected && !IN_SELECTIONS.test(newName)) {
    throw refusal(`"${newName}" cannot stand in the selection of a wave, which names "${here.name}".`);
  }
  const taken = names.find((use) => use.definition && use.name === newName && isNamespace(use, here));
  if (taken !== undefined && newName !== here.name) {
    throw refusal(`"${newName}" is taken: two of one name could not be told apart.`);
  }
}

function refuseNoName(newName: string): void {
  if (NAME.test(newName) && newName.trim() === newName) return;
  throw refusal(`"${newName}" is no name: names begin with a letter or "_" and end without blanks.`);
}

/** Nodes and resources of a document share their names. */
function isNamespace(a: NameUse, b: NameUse): boolean {
  return a.scope === undefined ? a.kind === b.kind && b.scope === undefined : a.scope === b.scope;
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

async function renameInProject(
  workspace: Workspace,
  elsewhere: Elsewhere,
  here: ProjectUse,
  newName: string,
): Promise<WorkspaceEdit> {
  const uses = await projectUses(workspace, elsewhere, here);
  refuseInProject(workspace, here, uses, newName);
  const changes: Record<string, LspTextEdit[]> = {};
  for (const use of uses) {
    const text = use.isSelection ? newName : quotedAlike(use.text, use.written, newName);
    const edits = changes[use.uri] ?? [];
    edits.push(lspEdit(indexLines(use.text), { range: use.written, text }));
    changes[use.uri] = edits;
  }
  return { changes };
}

function refuseInProject(
  { projects }: Workspace,
  here: ProjectUse,
  uses: readonly (ProjectUse & { readonly text: string })[],
  newName: string,
): void {
  refuseNoName(newName);
  if (newName === here.name) return;
  const project = projectOf(projects, here.uri)?.project;
  if (here.kind === 'composite' && !/^[\w-]+$/.test(newName)) {
    throw refusal(`"${newName}" is no name of a type: those are letters, digits, "_" and "-".`);
  }
  if (uses.some(({ isSelection }) => isSelection) && !IN_SELECTIONS.test(newName)) {
    throw refusal(`"${newName}" cannot stand in the selection of a wave, which names "${here.name}".`);
  }
  const isTaken =
    here.kind === 'image'
      ? project?.configuration.images.has(newName) === true || uses.some(({ text }) => definesImage(text, newName))
      : here.kind === 'environment'
        ? project?.configuration.environments.has(newName) === true
        : project?.composites.find(newName) !== undefined ||
          project?.catalogue.find(newName) !== undefined ||
          KEYWORD_TYPES.some((keyword) => keyword === newName);
  if (isTaken) throw refusal(`"${newName}" is taken: two of one name could not be told apart.`);
}

/** The new name in the quotes that the old one has; in templates, the id that Airflow gives to the task. */
function spelt({ written, spelling }: NameUse, newName: string, text: string): string {
  if (spelling === 'id') return sanitised(newName);
  return spelling === 'selection' ? newName : quotedAlike(text, written, newName);
}

function quotedAlike(text: string, written: Range, newName: string): string {
  const quote = text.charAt(written.start);
  if (quote === '"' && isPlain(newName, 'flow')) return `"${newName}"`;
  if (quote === "'" && isPlain(newName, 'flow')) return `'${newName}'`;
  return writeText(newName, 'flow');
}
