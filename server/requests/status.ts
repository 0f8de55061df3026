import { recogniseLegacy } from '../../migration';
import { isNamedWorkflow } from '../../workflow/check';
import { pathOf } from '../project';
import type { StatusAnswer } from '../protocol';
import type { Workspace } from '../workspace';

/** `dagport/status`: what an open file was taken for and why, and which configuration holds for it. */
export function status(workspace: Workspace, uri: string): StatusAnswer {
  const legacy = workspace.legacy.get(uri);
  if (legacy !== undefined) {
    const why = recogniseLegacy(pathOf(uri), legacy.text)?.why ?? 'it was one when it was opened';
    return { kind: legacy.kind, why, configuration: [] };
  }
  const document = workspace.documents.get(uri);
  if (document === undefined) {
    const why = 'it is neither named *.workflow.yaml nor holds nodes with a name and a type';
    return { kind: 'other', why, configuration: [] };
  }
  const layers = workspace.projects.of(uri)?.layers ?? [];
  return { kind: 'workflow', why: whyWorkflow(document), configuration: layers.map(({ file }) => file.path) };
}

function whyWorkflow({
  uri,
  buffer,
}: {
  readonly uri: string;
  readonly buffer: { readonly languageId: string };
}): string {
  if (isNamedWorkflow(uri)) return 'its name ends in .workflow.yaml';
  return buffer.languageId === 'yaml' ? 'it holds nodes with a name and a type' : 'its language was chosen';
}
