import { ErrorCodes, type PrepareRenameResult, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../../text/diagnostic';
import { offsetAt, type Position } from '../../text/range';
import { sanitised } from '../../workflow/read';
import { isPlain, writeText } from '../../workflow/write';
import { type NameUse, nameAt, sameName } from '../names';
import { lspEdit, lspRange } from '../positions';
import type { OpenDocument } from '../workspace';

/** `textDocument/prepareRename`: the name at a position; nothing where none stands that is defined in this file. */
export function prepareRename(document: OpenDocument, position: Position): PrepareRenameResult | null {
  const here = renamedAt(document, position);
  if (here === undefined) return null;
  return { range: lspRange(document.file.get().lines, here.range), placeholder: here.name };
}

/**
 * `textDocument/rename`: gives a task, resource, target or image another name wherever the file names it, templates that
 * take what the task returned included.
 * @throws {ResponseError} where the new name is none, or names something else already.
 */
export function rename(document: OpenDocument, position: Position, newName: string): WorkspaceEdit | null {
  const here = renamedAt(document, position);
  if (here === undefined) return null;
  const names = document.names.get();
  refuse(here, names, newName);
  const { lines } = document.file.get();
  const edits = new Map<number, TextEdit>();
  for (const use of names) {
    if (sameName(use, here))
      edits.set(use.written.start, { range: use.written, text: spelt(use, newName, document.text) });
  }
  return { changes: { [document.uri]: [...edits.values()].map((edit) => lspEdit(lines, edit)) } };
}

function renamedAt(document: OpenDocument, position: Position): NameUse | undefined {
  const names = document.names.get();
  const here = nameAt(names, offsetAt(document.file.get().lines, position));
  if (here === undefined) return undefined;
  return names.some((use) => use.definition && sameName(use, here)) ? here : undefined;
}

/** What boundary-layer takes as a name begins so; see the rule `invalid-name`. */
const NAME = /^[\p{L}_][^\p{Cc}]*$/u;

function refuse(here: NameUse, names: readonly NameUse[], newName: string): void {
  if (!NAME.test(newName) || newName.trim() !== newName) {
    throw refusal(`"${newName}" is no name: names begin with a letter or "_" and end without blanks.`);
  }
  const taken = names.find((use) => use.definition && use.name === newName && isNamespace(use, here));
  if (taken !== undefined && newName !== here.name) {
    throw refusal(`"${newName}" is taken: two of one name could not be told apart.`);
  }
}

/** Nodes and resources of a document share their names. */
function isNamespace(a: NameUse, b: NameUse): boolean {
  return a.scope === undefined ? a.kind === b.kind && b.scope === undefined : a.scope === b.scope;
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

/** The new name in the quotes that the old one has; in templates, the id that Airflow gives to the task. */
function spelt({ written, spelling }: NameUse, newName: string, text: string): string {
  if (spelling === 'id') return sanitised(newName);
  const quote = text.charAt(written.start);
  if (quote === '"' && isPlain(newName, 'flow')) return `"${newName}"`;
  if (quote === "'" && isPlain(newName, 'flow')) return `'${newName}'`;
  return writeText(newName, 'flow');
}
