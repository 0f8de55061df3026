/** The legacy systems whose definitions are read. */
export type LegacyKind = 'oozie' | 'jenkins';

/** What a file was taken for, and why: the part of a sentence, for people. */
export interface LegacyFile {
  readonly kind: LegacyKind;
  readonly why: string;
}

/** The files of legacy systems, by name: what a folder is searched for. */
export const LEGACY_GLOBS = ['**/Jenkinsfile*', '**/*.jenkinsfile', '**/*.xml', '**/*.groovy'];

/** Named so, a file is the definition of a Jenkins pipeline. */
const JENKINS_NAME = /(?:^|\/)(?:Jenkinsfile[^/]*|[^/]+\.jenkinsfile)$/i;

const OOZIE_ROOT = /<(?:[\w.-]+:)?(workflow-app|coordinator-app|bundle-app)[\s>]/;

/**
 * The legacy system of a file, by its path and by what it holds; nothing where it is of none. A Groovy file counts where it
 * declares a pipeline, XML where its root is one of Oozie's.
 */
export function recogniseLegacy(path: string, text: string): LegacyFile | undefined {
  if (JENKINS_NAME.test(path)) return { kind: 'jenkins', why: 'its name is that of a Jenkins pipeline' };
  const root = /\.xml$/i.test(path) || text.trimStart().startsWith('<') ? OOZIE_ROOT.exec(text)?.[1] : undefined;
  if (root !== undefined) return { kind: 'oozie', why: `its root is Oozie's <${root}>` };
  const isPipeline = /\.groovy$/i.test(path) && /^\s*pipeline\s*\{/m.test(text);
  return isPipeline ? { kind: 'jenkins', why: 'it declares a pipeline' } : undefined;
}
