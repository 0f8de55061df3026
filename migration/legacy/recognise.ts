/** The legacy systems whose definitions are read. */
export type LegacyKind = 'oozie' | 'jenkins';

/** What a file was taken for, and why: the part of a sentence, for people. */
export interface LegacyFile {
  readonly kind: LegacyKind;
  readonly definition: LegacyDefinition;
  readonly why: string;
}

/** What a definition defines: Oozie's by their root elements. */
export type LegacyDefinition = OozieRoot | 'pipeline';

type OozieRoot = (typeof OOZIE_ROOTS)[number];

const OOZIE_ROOTS = ['coordinator-app', 'workflow-app', 'bundle-app'] as const;

/** The files of legacy systems, by name: what a folder is searched for. */
export const LEGACY_GLOBS = ['**/Jenkinsfile*', '**/*.jenkinsfile', '**/*.xml', '**/*.groovy'];

/** The same as one pattern for names. */
export const LEGACY_NAMES = '{Jenkinsfile*,*.jenkinsfile,*.xml,*.groovy}';

/** Named so, a file is the definition of a Jenkins pipeline. */
const JENKINS_NAME = /(?:^|\/)(?:Jenkinsfile[^/]*|[^/]+\.jenkinsfile)$/i;

/** Named so, none is: what a Jenkinsfile became has a name that begins like its own. */
const NO_DEFINITION = /\.(?:ya?ml|json|md|py)$/i;

const OOZIE_ROOT = /<(?:[\w.-]+:)?([\w-]+-app)[\s/>]/;

/** A pipeline, declarative or scripted, at the start of a line. */
const PIPELINE = /^\s*(?:pipeline|node)\b[^\n]*\{/m;

/**
 * The legacy system of a file, by its path and by what it holds; nothing where it is of none. XML counts where its root is
 * one of Oozie's, and what is neither that nor YAML where it holds a pipeline.
 */
export function recogniseLegacy(path: string, text: string): LegacyFile | undefined {
  const jenkins = { kind: 'jenkins', definition: 'pipeline' } as const;
  if (NO_DEFINITION.test(path)) return undefined;
  if (JENKINS_NAME.test(path)) return { ...jenkins, why: 'its name is that of a Jenkins pipeline' };
  if (/\.xml$/i.test(path) || text.trimStart().startsWith('<')) {
    const root = OOZIE_ROOT.exec(text)?.[1];
    const definition = OOZIE_ROOTS.find((name) => name === root);
    return definition && { kind: 'oozie', definition, why: `its root is Oozie's <${definition}>` };
  }
  return PIPELINE.test(text) ? { ...jenkins, why: 'it declares a pipeline' } : undefined;
}
