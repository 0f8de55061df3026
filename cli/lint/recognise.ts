import { recogniseLegacy } from '../../migration';
import { isNamedWorkflow, workflowIn } from '../../workflow/check';
import { isConfiguration } from '../project';
import type { LintSource } from './source';

type Recognised = Omit<LintSource, 'path' | 'text'>;

/**
 * What a file is by its name and by what it holds; nothing where it is none of ours.
 */
export function recognise(path: string, text: string): Recognised | undefined {
  if (isConfiguration(path)) return { kind: 'configuration', why: 'its name is that of a configuration' };
  const legacy = recogniseLegacy(path, text);
  if (legacy !== undefined) return legacy;
  if (isNamedWorkflow(path)) return { kind: 'workflow', why: 'its name ends in .workflow.yaml' };
  if (!/\.ya?ml$/i.test(path)) return undefined;
  const held = workflowIn(text);
  return held && { kind: 'workflow', why: 'it holds nodes with a name and a type', ...held };
}

/** What a file that was named by its path is: a workflow, unless it is certainly something else. */
export function recogniseNamed(path: string, text: string): Recognised {
  return recognise(path, text) ?? { kind: 'workflow', why: 'it was named' };
}
