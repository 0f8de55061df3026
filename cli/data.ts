import { readdirSync, readFileSync } from 'node:fs';
import { type Catalogue, loadCatalogue, openFiles, openPack, openProviders, type Providers } from '../schemas';

/**
 * The catalogue that dagport brings: packed beside the bundle by the build, or the files themselves when dagport runs
 * from its source.
 */
export function builtInCatalogue(): Catalogue {
  return loadCatalogue(builtInFiles(), builtInProviders()).catalogue;
}

/** The files of that catalogue, path → text. */
export function builtInFiles(): ReadonlyMap<string, string> {
  const here = import.meta.url;
  return here.endsWith('.ts') ? sourceFiles(new URL('../schemas/catalog/', here)) : packedFiles(here);
}

/** The official packages. Only their index is read at once; what a class takes is read when it is first asked for. */
export function builtInProviders(): Providers {
  const here = import.meta.url;
  const folder = here.endsWith('.ts') ? new URL('../schemas/providers/', here) : here;
  const read = (name: string): string => readFileSync(new URL(name, folder), 'latin1');
  const source = here.endsWith('.ts') ? openFiles(read) : openPack(read('providers.json'), () => read('providers.txt'));
  return openProviders(source);
}

function packedFiles(bundle: string): ReadonlyMap<string, string> {
  const packed: Readonly<Record<string, string>> = JSON.parse(readFileSync(new URL('catalogue.json', bundle), 'utf8'));
  return new Map(Object.entries(packed));
}

function sourceFiles(folder: URL): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(names.sort().map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}
