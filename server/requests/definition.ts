import type { Location } from 'vscode-languageserver';
import { offsetAt, type Position } from '../../text/range';
import { type NameUse, nameAt, sameName } from '../names';
import { lspRange } from '../positions';
import type { OpenDocument } from '../workspace';

/** `textDocument/definition`: where the node, resource, target or image that is named at a position is defined. */
export function definitions(document: OpenDocument, position: Position): Location[] {
  return locations(document, position, (use) => use.definition);
}

/** `textDocument/references`: where what is named at a position is used. */
export function references(document: OpenDocument, position: Position, withDefinition: boolean): Location[] {
  return locations(document, position, (use) => withDefinition || !use.definition);
}

function locations(document: OpenDocument, position: Position, wanted: (use: NameUse) => boolean): Location[] {
  const { lines } = document.file.get();
  const names = document.names.get();
  const here = nameAt(names, offsetAt(lines, position));
  if (here === undefined) return [];
  return names
    .filter((use) => wanted(use) && sameName(use, here))
    .sort((a, b) => a.range.start - b.range.start)
    .map((use) => ({ uri: document.uri, range: lspRange(lines, use.range) }));
}
