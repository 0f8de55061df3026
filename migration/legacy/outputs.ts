import type { ConvertedWorkflow } from '../../converters/contract';
import { writeDraft } from '../../workflow/write';
import type { WrittenWorkflow } from '../report';
import { makeSidecar } from '../sidecar';
import type { LegacyConversion } from './convert';

/** One converted workflow as files of the output folder. */
export interface ConvertedFiles {
  /** `nightly.workflow.yaml`: a file name without folder. */
  readonly fileName: string;
  readonly text: string;
  readonly sidecar: string;
}

/** The name of the sidecar of a workflow file. */
export function sidecarName(fileName: string): string {
  return fileName.replace(/\.workflow\.yaml$/, '.migration.json');
}

/** Where the generated text is kept, as the sidecar names it: relative to the workflow's folder. */
export function baseName(fileName: string): string {
  return `.dagport/base/${fileName}`;
}

/**
 * The files of a workflow.
 * @param shown The path of the workflow, for the report.
 * @param tool Name and version of what converts it.
 */
export function convertedFiles(
  { result, options, texts }: LegacyConversion,
  { fileName, draft }: ConvertedWorkflow,
  shown: string,
  tool: string,
): { readonly files: ConvertedFiles; readonly workflow: WrittenWorkflow } {
  const workflow = { path: shown, written: writeDraft(draft) };
  const basePath = baseName(fileName);
  const sidecar = makeSidecar({ tool, options, workflow, basePath, accounts: result.sources, texts });
  const files = { fileName, text: workflow.written.text, sidecar: `${JSON.stringify(sidecar, undefined, 2)}\n` };
  return { files, workflow };
}
