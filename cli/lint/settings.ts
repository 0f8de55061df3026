import { createHash } from 'node:crypto';
import type { CheckContext } from '../../workflow/check';
import type { Project, WorkflowSettings } from '../../workflow/project';
import { settingsFor, type Wishes } from '../../workflow/project';
import type { Result } from '../failure';
import { listYaml } from '../files';
import { absolutePath, environmentFailure, filesOnDisk, type Projects } from '../project';

/** What files are checked with. */
export interface LintSettings {
  readonly of: (path: string) => Promise<Result<WorkflowSettings>>;
  readonly projectOf: (path: string) => Promise<Project>;
  /** A text that stands for all of a file's settings: equal only where all of them are. */
  readonly fingerprintOf: (path: string) => Promise<string>;
}

/**
 * The settings of files, each project read once. A configuration in which something is wrong is a finding of its own: what
 * can be understood of it counts.
 */
export function lintSettings(cwd: string, projects: Projects, wishes: Wishes): LintSettings {
  const fingerprints = new Map<Project, Promise<string>>();
  const projectOf = (path: string): Promise<Project> => projects.of(path);
  const of = async (path: string): Promise<Result<WorkflowSettings>> => {
    const settings = settingsFor(await projectOf(path), absolutePath(cwd, path), wishes);
    return 'unknownEnvironment' in settings
      ? { ok: false, failures: [environmentFailure(settings)] }
      : { ok: true, value: settings };
  };
  return {
    of,
    projectOf,
    async fingerprintOf(path) {
      const project = await projectOf(path);
      const known = fingerprints.get(project) ?? projectFingerprint(project, cwd);
      fingerprints.set(project, known);
      const settings = await of(path);
      const own = settings.ok ? ownSettings(settings.value.check) : '';
      return `${await known} ${own} ${JSON.stringify(wishes)}`;
    },
  };
}

/** What of the settings belongs to the file, not to its project. */
function ownSettings({ levels }: CheckContext): string {
  return levels === undefined ? '' : JSON.stringify([...levels].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All files on which a project depends, as one hash. */
async function projectFingerprint({ dependencies }: Project, cwd: string): Promise<string> {
  const { readText } = filesOnDisk(cwd);
  const hash = createHash('sha256');
  for (const place of [...dependencies].sort()) {
    const files = place.endsWith('/') ? await listYaml(place) : [place];
    for (const file of files) hash.update(JSON.stringify([file, (await readText(file)) ?? null]));
  }
  return hash.digest('hex');
}
