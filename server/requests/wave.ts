import type { WorkspaceEdit } from 'vscode-languageserver';
import { addWave } from '../../workflow/select';
import { lspEdit } from '../positions';
import type { WaveParams } from '../protocol';
import type { OpenDocument } from '../workspace';

/** `dagport/wave`: the edit that makes a wave of nodes that were picked in the graph. */
export function wave(document: OpenDocument, { name, nodes }: WaveParams): WorkspaceEdit | null {
  const file = document.file.get();
  const named = nodes.map((node) => {
    // `operators/load` in the first document, `target/operators/load` in another one.
    const way = node.origin.pointer.split('/');
    return { document: way.length > 2 ? way[0] : undefined, name: node.name };
  });
  const edit = addWave(file, name, named);
  return edit === undefined ? null : { changes: { [document.uri]: [lspEdit(file.lines, edit)] } };
}
