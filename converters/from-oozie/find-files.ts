import { folderOf } from '../../text/path';

/** The paths at which the properties of a definition may stand, the strongest first. */
export function propertyFiles(entry: string): string[] {
  const folder = folderOf(entry);
  const above = folderOf(folder.slice(0, -1));
  const beside = ['job.properties', 'coordinator.properties'].map((name) => folder + name);
  // An application is often kept as `job.properties` beside the folder that is copied to HDFS.
  return folder === '' ? beside : [...beside, `${above}job.properties`];
}

/** The defaults that Oozie itself reads beside a definition (Oozie 5.2 workflow specification, §4.1). */
export function defaultsFile(entry: string): string {
  return `${folderOf(entry)}config-default.xml`;
}

/** The steps of a path on HDFS that may be those of a folder here: no scheme, host or open expression. */
function stepsOf(path: string): string[] {
  return path
    .replace(/^[\w+.-]+:\/\/[^/]*/, '')
    .split('/')
    .filter((part) => part !== '' && !part.includes('$') && !/^(?:\.\.?|[\w+.-]+:)$/.test(part));
}

/**
 * Where the workflow of a coordinator may stand, the likeliest first. Its path on HDFS says little about the folder that we
 * see, but its last parts mostly do.
 */
export function workflowFiles(coordinator: string, applicationPath: string): string[] {
  const folder = folderOf(coordinator);
  const parts = stepsOf(applicationPath);
  const last = parts.at(-1) ?? '';
  const file = last.endsWith('.xml') ? last : 'workflow.xml';
  const inside = last.endsWith('.xml') ? (parts.at(-2) ?? '') : last;
  const own = `${folder}${file}`;
  if (inside === '' || folder.endsWith(`/${inside}/`) || folder === `${inside}/`) return [own];
  return [
    ...new Set([
      `${folder}${inside}/${file}`,
      own,
      ...deployedFiles(folder, [...parts, ...(last === file ? [] : [file])]),
    ]),
  ];
}

/** No application is kept deeper below the folder that all of them share. */
const maximalClimb = 6;

/**
 * Where a file of HDFS may stand here: its path without its first steps, below one of the folders around. The longest match
 * comes first, of several the nearest; `workflow.xml` alone is no match.
 */
export function deployedFiles(folder: string, steps: readonly string[]): string[] {
  const around: string[] = [folder];
  for (let climb = 0; climb < maximalClimb && (around.at(-1) ?? '') !== ''; climb++) {
    around.push(folderOf((around.at(-1) ?? '').slice(0, -1)));
  }
  const longest = Math.min(steps.length, 5);
  const found: string[] = [];
  // A file with a name of its own is told from others by it.
  const shortest = /\.xml$/.test(steps.at(-1) ?? '') && steps.at(-1) !== 'workflow.xml' ? 1 : 2;
  for (let length = longest; length >= shortest; length--) {
    const tail = steps.slice(-length).join('/');
    found.push(...around.map((place) => `${place}${tail}`));
  }
  return [...new Set(found)];
}

/**
 * Where the definition of a sub-workflow may stand. `path`: its `app-path` as far as it is known; `own`: it begins with the
 * folder of the workflow that calls it.
 */
export function subWorkflowFiles(caller: string, path: string, own: boolean): string[] {
  const folder = folderOf(caller);
  const steps = stepsOf(path);
  const full = steps.at(-1)?.endsWith('.xml') ? steps : [...steps, 'workflow.xml'];
  if (own) {
    // `..` counts here: the place of the caller is known.
    const walked = path.split('/').reduce<string>((place, step) => {
      if (step === '..') return folderOf(place.slice(0, -1));
      return step === '' || step === '.' ? place : `${place}${step}/`;
    }, folder);
    const file = walked.endsWith('.xml/') ? walked.slice(0, -1) : `${walked}workflow.xml`;
    return [file];
  }
  return deployedFiles(folder, full);
}

/** Where a file of the application may stand: below its folder, else where the end of its path says. */
export function applicationFiles(definition: string, path: string): string[] {
  const folder = folderOf(definition);
  if (!path.startsWith('/') && !path.includes(':')) return [`${folder}${path.replace(/^\.\//, '')}`];
  const steps = stepsOf(path);
  return [...deployedFiles(folder, steps), ...(steps.length === 0 ? [] : [`${folder}${steps.at(-1)}`])];
}
