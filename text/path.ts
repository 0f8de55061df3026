/** The folder of a path with `/` between its parts, or of a URI: with its `/`, and empty for a path without one. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
