import { readdirSync, readFileSync } from 'node:fs';
import { openFiles, openProviders } from '../../schemas';

const PROVIDER_FOLDER = new URL('../../schemas/providers/', import.meta.url);
const FOLDER = new URL('../../schemas/catalog/', import.meta.url);

/** The catalogue files that dagport brings, by path. */
export function catalogueFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return new Map(names.sort().map((name) => [`schemas/catalog/${name}`, readFileSync(new URL(name, FOLDER), 'utf8')]));
}

/** The official packages, as the generator wrote them. */
export const PROVIDERS = openProviders(openFiles((name) => readFileSync(new URL(name, PROVIDER_FOLDER), 'utf8')));
