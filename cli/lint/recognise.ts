import { workflowIn } from '../is-workflow';
import { isConfiguration } from '../project';
import type { LegacyKind, LintSource } from './source';

/** Named so, a file is the definition of a Jenkins pipeline. */
const JENKINS_NAME = /(?:^|\/)(?:Jenkinsfile[^/]*|[^/]+\.jenkinsfile)$/i;

const OOZIE_ROOT = /<(?:[\w.-]+:)?(workflow-app|coordinator-app|bundle-app)[\s>]/;

const WORKFLOW_NAME = /\.workflow\.ya?ml$/;

/** The files of legacy systems, by name: what a folder is searched for. */
export const LEGACY_GLOBS = ['**/Jenkinsfile*', '**/*.jenkinsfile', '**/*.xml', '**/*.groovy'];

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

function recogniseLegacy(path: string, text: string): (Recognised & { readonly kind: LegacyKind }) | undefined {
  if (JENKINS_NAME.test(path)) return { kind: 'jenkins', why: 'its name is that of a Jenkins pipeline' };
  const root = /\.xml$/i.test(path) || text.trimStart().startsWith('<') ? OOZIE_ROOT.exec(text)?.[1] : undefined;
  if (root !== undefined) return { kind: 'oozie', why: `its root is Oozie's <${root}>` };
  const isPipeline = /\.groovy$/i.test(path) && /^\s*pipeline\s*\{/m.test(text);
  return isPipeline ? { kind: 'jenkins', why: 'it declares a pipeline' } : undefined;
}
