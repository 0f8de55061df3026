import { recogniseLegacy } from '../../migration';
import { workflowIn } from '../../workflow/check';
import { isConfiguration } from '../project';
import type { LintSource } from './source';

const WORKFLOW_NAME = /\.workflow\.ya?ml$/;

type Recognised = Omit<LintSource, 'path' | 'text'>;

/**
 * What a file is by its name and by what it holds; nothing where it is none of ours. A Groovy file counts where it declares
 * a pipeline, XML where its root is one of Oozie's.
 */
export function recognise(path: string, text: string): Recognised | undefined {
  if (isConfiguration(path)) return { kind: 'configuration', why: 'its name is that of a configuration' };
  const legacy = recogniseLegacy(path, text);
  if (legacy !== undefined) return legacy;
  if (WORKFLOW_NAME.test(path)) return { kind: 'workflow', why: 'its name ends in .workflow.yaml' };
  if (!/\.ya?ml$/i.test(path)) return undefined;
  const held = workflowIn(text);
  return held && { kind: 'workflow', why: 'it holds nodes with a name and a type', ...held };
}

/** What a file that was named by its path is: a workflow, unless it is certainly something else. */
export function recogniseNamed(path: string, text: string): Recognised {
  return recognise(path, text) ?? { kind: 'workflow', why: 'it was named' };
}
