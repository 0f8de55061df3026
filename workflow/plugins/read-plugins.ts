import type { Catalogue, CatalogueEntry } from '../../schemas';
import { didYouMean } from '../../text/nearest';
import { chosenSpecs, type PlacedSpec } from './choose';
import { entryOfType, type Lookup } from './entries';
import type { ParameterSpec, PlacedText, Plugin, PluginProblem, PluginSpec, ResourceSpec } from './plugin';
import { readPluginFile } from './read-file';

/** The types of plugins, as entries of the catalogue, and what is wrong with their files. */
export interface PluginTypes {
  readonly entries: readonly { readonly path: string; readonly entry: CatalogueEntry }[];
  readonly problems: readonly PluginProblem[];
}

const NOTHING: PluginTypes = { entries: [], problems: [] };

/**
 * The types that plugins of boundary-layer 1.9.18 define in their configuration folders. A later one of {@link PLUGIN_PRIORITIES}
 * wins; two of one priority are an error, as there. Their Python is neither read nor run.
 * @param builtIn the types that dagport brings, which those of plugins may extend; asked for only where there are plugins
 */
export function readPlugins(plugins: readonly Plugin[], builtIn: () => Catalogue): PluginTypes {
  if (plugins.length === 0) return NOTHING;
  const problems: PluginProblem[] = [];
  const read = plugins.flatMap((plugin) =>
    plugin.files.flatMap((file): readonly PlacedSpec[] => {
      const found = readPluginFile(file);
      problems.push(...found.problems);
      return found.spec === undefined ? [] : [{ plugin, spec: found.spec }];
    }),
  );
  const catalogue = builtIn();
  const chosen = chosenSpecs(read, catalogue, problems);
  const operators = new Map(
    chosen.flatMap(({ spec }): readonly (readonly [string, ParameterSpec])[] =>
      spec.folder === 'operators' ? [[spec.name.text, spec]] : [],
    ),
  );
  const lookup: Lookup = { catalogue, operators };
  const entries = chosen.flatMap(({ plugin, spec }) => {
    if (!refersToKnown(spec, lookup, problems)) return [];
    const entry = entryOfType(spec, plugin.name, lookup, problems);
    return entry === undefined ? [] : [{ path: spec.file.path, entry }];
  });
  return { entries, problems };
}

/** Are the operator types there that a type is made of? */
function refersToKnown(spec: PluginSpec, lookup: Lookup, problems: PluginProblem[]): boolean {
  const references = spec.folder === 'resources' ? stepsOf(spec) : [];
  const unknown = references.filter(({ text }) => !isKnown(text, lookup));
  for (const { text, range } of unknown) {
    const message = `"${text}" is no operator type.${didYouMean(text, [...lookup.operators.keys(), ...lookup.catalogue.names])}`;
    problems.push({ path: spec.file.path, text: spec.file.text, message, range });
  }
  return unknown.length === 0;
}

function stepsOf({ create, destroy }: ResourceSpec): readonly PlacedText[] {
  return [create, destroy];
}

function isKnown(name: string, { catalogue, operators }: Lookup): boolean {
  return operators.has(name) || catalogue.find(name) !== undefined;
}
