import type { SourceAccount } from '../../converters/contract';
import { type MigrationReport, migrationReport, type WrittenWorkflow } from '../report';
import type { LegacyConversion } from './convert';
import type { LegacyDefinition } from './recognise';

/** Coordinators first: they take their workflows with them. */
const ORDER: readonly LegacyDefinition[] = ['coordinator-app', 'workflow-app', 'bundle-app', 'pipeline'];

/** What comes first is converted first. */
export function rankOf(definition: LegacyDefinition): number {
  return ORDER.indexOf(definition);
}

/** A definition, and what was made of it. */
export interface ConvertedSource<Source> {
  readonly source: Source;
  readonly conversion: LegacyConversion;
}

/**
 * Converts each source, in the order given. One that another takes with it, as a coordinator its workflow and a workflow its
 * sub-workflows, is not converted on its own.
 * @param done Is called before each source with the number of those before it.
 */
export async function convertSeveral<Source extends { readonly path: string }>(
  sources: readonly Source[],
  convert: (source: Source) => Promise<LegacyConversion>,
  done: (count: number) => void | Promise<void>,
): Promise<ConvertedSource<Source>[]> {
  const found: ConvertedSource<Source>[] = [];
  const taken = new Set<string>();
  for (const [index, source] of sources.entries()) {
    await done(index);
    if (taken.has(source.path)) continue;
    const conversion = await convert(source);
    for (const account of conversion.result.sources) if (account.path !== source.path) taken.add(account.path);
    found.push({ source, conversion });
  }
  return found.filter(({ source }) => !taken.has(source.path));
}

/**
 * A file name that is free: of two workflows of one name in one folder the second one is named after its source, too.
 * @param source The path of the source, with `/`.
 */
export function freeFileName(fileName: string, source: string, isFree: (fileName: string) => boolean): string {
  const stem = fileName.replace(/\.workflow\.yaml$/, '');
  const from = source
    .slice(source.lastIndexOf('/') + 1)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-');
  for (let count = 0; count < 10_000; count++) {
    const name = `${stem}${count === 0 ? '' : `-${from}`}${count < 2 ? '' : `-${count}`}.workflow.yaml`;
    if (isFree(name)) return name;
  }
  return fileName;
}

/** The report of what was converted, and all texts that were read, by path. */
export function reportOfSeveral(
  conversions: readonly LegacyConversion[],
  workflows: readonly WrittenWorkflow[],
): { readonly report: MigrationReport; readonly texts: ReadonlyMap<string, string> } {
  const texts = new Map(conversions.flatMap((conversion) => [...conversion.texts]));
  // A sub-workflow may belong to several: it is told of once.
  const accounts = new Map<string, SourceAccount>();
  for (const account of conversions.flatMap(({ result }) => result.sources)) {
    if (!accounts.has(account.path)) accounts.set(account.path, account);
  }
  return { report: migrationReport([...accounts.values()], texts, workflows), texts };
}
