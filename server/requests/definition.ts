import type { Location } from 'vscode-languageserver';
import { indexLines, offsetAt, type Position } from '../../text/range';
import { asText, valueAt } from '../../workflow/read';
import type { Elsewhere } from '../library';
import { type NameUse, nameAt, sameName } from '../names';
import { lspRange } from '../positions';
import { isConfiguration } from '../project';
import { type ProjectUse, projectNameAt, projectUses } from '../project-names';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/definition`: where what is named at a position is defined, in the file or in its project. */
export function definitions(
  workspace: Workspace,
  elsewhere: Elsewhere,
  document: OpenDocument,
  position: Position,
): Promise<Location[]> {
  return locations(workspace, elsewhere, document, position, (use) => use.definition);
}

/** `textDocument/references`: where what is named at a position is used, in the file or in its project. */
export function references(
  workspace: Workspace,
  elsewhere: Elsewhere,
  document: OpenDocument,
  position: Position,
  withDefinition: boolean,
): Promise<Location[]> {
  return locations(workspace, elsewhere, document, position, (use) => withDefinition || !use.definition);
}

/** `textDocument/typeDefinition`: of a task, wherever it is named, the composite that it is one of. */
export async function typeDefinitions(
  workspace: Workspace,
  elsewhere: Elsewhere,
  document: OpenDocument,
  position: Position,
): Promise<Location[]> {
  const { lines } = document.file.get();
  const names = document.names.get();
  const here = nameAt(names, offsetAt(lines, position));
  const node = here?.scope?.byName.get(here.name)?.[0];
  const type = asText(valueAt(node?.item.map, 'type'));
  if (node === undefined || type === undefined || type.from !== undefined) {
    return definitions(workspace, elsewhere, document, position);
  }
  const shared = projectNameAt(workspace, document, node.item.offset + type.start);
  return shared === undefined ? [] : placesOf(workspace, elsewhere, shared, (use) => use.definition);
}

async function locations(
  workspace: Workspace,
  elsewhere: Elsewhere,
  document: OpenDocument,
  position: Position,
  wanted: (use: Pick<NameUse, 'definition'>) => boolean,
): Promise<Location[]> {
  const { lines } = document.file.get();
  const offset = offsetAt(lines, position);
  const names = isConfiguration(document.uri) ? [] : document.names.get();
  const here = nameAt(names, offset);
  const same = here === undefined ? [] : names.filter((use) => sameName(use, here));
  const shared = same.some((use) => use.definition) ? undefined : projectNameAt(workspace, document, offset);
  if (shared !== undefined) return placesOf(workspace, elsewhere, shared, wanted);
  return same
    .filter(wanted)
    .sort((a, b) => a.range.start - b.range.start)
    .map((use) => ({ uri: document.uri, range: lspRange(lines, use.range) }));
}

async function placesOf(
  workspace: Workspace,
  elsewhere: Elsewhere,
  here: ProjectUse,
  wanted: (use: Pick<NameUse, 'definition'>) => boolean,
): Promise<Location[]> {
  const uses = await projectUses(workspace, elsewhere, here);
  return uses.filter(wanted).map(({ uri, text, written }) => ({ uri, range: lspRange(indexLines(text), written) }));
}
