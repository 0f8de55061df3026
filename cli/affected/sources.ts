import path from 'node:path';
import { globTest } from '../../text/pattern';
import { holdsWorkflow, WORKFLOW_GLOB } from '../../workflow/check';
import { holdsComposite } from '../../workflow/composites';
import { relativePath, type SourceFile } from '../files';
import { leavesAlone, namesWorkflow, type Projects } from '../project';
import type { Revision } from './revision';

/** The workflows below some paths as a commit has them, found as they are on the disk. */
export async function workflowsOf(
  { texts }: Revision,
  paths: readonly string[],
  cwd: string,
  projects: Projects,
): Promise<readonly SourceFile[]> {
  const byName = globTest(WORKFLOW_GLOB);
  const places = paths.map((named) => path.resolve(cwd, named).split(path.sep).join('/'));
  const found: SourceFile[] = [];
  for (const [file, text] of texts) {
    const isNamed = places.includes(file);
    if (!isNamed && !places.some((place) => file.startsWith(place === '/' ? place : `${place}/`))) continue;
    const project = await projects.of(file);
    if (!isNamed && leavesAlone(project, cwd, file)) continue;
    const isWorkflow = isNamed || byName(file) || namesWorkflow(project, cwd, file) || holdsWorkflow(text);
    if (isWorkflow && !holdsComposite(text)) found.push({ path: relativePath(file, cwd), text });
  }
  return found;
}
