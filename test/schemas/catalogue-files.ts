import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../schemas/catalog/', import.meta.url);

/** The catalogue files that dagport brings, by path. */
export function catalogueFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return new Map(names.sort().map((name) => [`schemas/catalog/${name}`, readFileSync(new URL(name, FOLDER), 'utf8')]));
}
