/** The folder of a path, with its `/`; nothing for a path without one. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

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

/**
 * Where the workflow of a coordinator may stand, the likeliest first. Its path on HDFS says little about the folder that we
 * see, but its last parts mostly do.
 */
export function workflowFiles(coordinator: string, applicationPath: string): string[] {
  const folder = folderOf(coordinator);
  const above = folderOf(folder.slice(0, -1));
  const parts = applicationPath
    .split('/')
    .filter((part) => part !== '' && !part.includes('$') && !/^(?:\.\.?|[\w+.-]+:)$/.test(part));
  const last = parts.at(-1) ?? '';
  const file = last.endsWith('.xml') ? last : 'workflow.xml';
  const inside = last.endsWith('.xml') ? (parts.at(-2) ?? '') : last;
  const own = `${folder}${file}`;
  if (inside === '' || folder.endsWith(`/${inside}/`) || folder === `${inside}/`) return [own];
  return [`${folder}${inside}/${file}`, own, ...(folder === '' ? [] : [`${above}${inside}/${file}`])];
}
