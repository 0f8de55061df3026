import { type Catalogue, PLUGIN_PRIORITIES } from '../../schemas';
import type { Plugin, PluginFolder, PluginProblem, PluginSpec } from './plugin';

/** What a file says, and the plugin that it is of. */
export interface PlacedSpec {
  readonly plugin: Plugin;
  readonly spec: PluginSpec;
}

/**
 * One type for each name of a folder: that of the plugin with the highest priority. Two with one priority are told; so is a
 * plugin that stands level with boundary-layer's own types and names one of these.
 */
export function chosenSpecs(
  specs: readonly PlacedSpec[],
  builtIn: Catalogue,
  problems: PluginProblem[],
): readonly PlacedSpec[] {
  const chosen = new Map<string, PlacedSpec>();
  for (const placed of specs) {
    const { spec, plugin } = placed;
    const key = `${spec.folder} ${spec.name.text}`;
    const other = chosen.get(key);
    const rank = rankOf(plugin);
    if (other !== undefined && rankOf(other.plugin) === rank) {
      problems.push(problemOf(spec, sameName(placed, other)));
      continue;
    }
    if (other === undefined || rankOf(other.plugin) < rank) chosen.set(key, placed);
  }
  return [...chosen.values()].filter(({ spec, plugin }) => {
    if (!isBuiltIn(spec.folder, spec.name.text, builtIn)) return true;
    if (plugin.priority === 'default') {
      const message = `boundary-layer's own "${spec.name.text}" has the same priority, "default", so that neither would count. Give this plugin another priority, or the type another name.`;
      problems.push(problemOf(spec, message));
    }
    return rankOf(plugin) > PLUGIN_PRIORITIES.indexOf('default');
  });
}

function rankOf({ priority }: Plugin): number {
  return PLUGIN_PRIORITIES.indexOf(priority);
}

function sameName({ spec, plugin }: PlacedSpec, other: PlacedSpec): string {
  return plugin === other.plugin
    ? `"${other.spec.file.path}" has a type "${spec.name.text}" already.`
    : `The plugin "${other.plugin.name}" has a type "${spec.name.text}" as well ("${other.spec.file.path}"), with the same priority, so that neither counts more. Give one of the plugins another priority, or the type another name.`;
}

function problemOf({ file, name }: PluginSpec, message: string): PluginProblem {
  return { path: file.path, text: file.text, message, range: name.range };
}

function isBuiltIn(folder: PluginFolder, name: string, builtIn: Catalogue): boolean {
  if (folder === 'generators') return builtIn.findGenerator(name) !== undefined;
  if (folder === 'resources') return builtIn.findResource(name) !== undefined;
  if (folder === 'subdags') return builtIn.subDagNames.includes(name);
  return builtIn.find(name) !== undefined || builtIn.findGone(name) !== undefined;
}
