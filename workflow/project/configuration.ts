import type { AirflowVersion } from '../../schemas';
import type { Diagnostic } from '../../text/diagnostic';
import type { RuleLevels } from '../../text/levels';
import type { LineIndex, Range } from '../../text/range';
import type { ContainerBackend, ImageEntry } from '../plan';
import type { PluginPriority } from '../plugins';
import type { PackageReference } from './packages';

/** A text of a configuration, with its range in the file. */
export interface PlacedText {
  readonly text: string;
  readonly range: Range;
}

/** Where types and composites of a project are: a folder below that of its configuration, or a package. */
export interface CatalogueSource extends PlacedText {
  readonly package?: PackageReference;
}

/** A plugin of boundary-layer, by the folder of its configuration. */
export interface PluginFolderEntry {
  readonly name: string;
  readonly folder: PlacedText;
  readonly priority: PluginPriority;
}

/** Rules for some files only. */
export interface RuleOverride {
  /** Patterns, relative to the folder of the configuration. */
  readonly files: readonly string[];
  readonly rules: RuleLevels;
}

/** What one `dagport.yaml` says, as read. Paths and patterns are as written: relative to its folder. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly root: boolean;
  readonly extends: readonly PlacedText[];
  readonly airflow: AirflowVersion | undefined;
  readonly defaultEnvironment: PlacedText | undefined;
  readonly environments: ReadonlyMap<string, ContainerBackend>;
  readonly images: ReadonlyMap<string, ImageEntry>;
  readonly catalogue: readonly CatalogueSource[];
  readonly plugins: readonly PluginFolderEntry[];
  readonly workflows: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: RuleLevels;
  readonly overrides: readonly RuleOverride[];
  readonly problems: readonly Diagnostic[];
}

/** What several configurations say together. */
export interface Configuration {
  readonly airflow: AirflowVersion | undefined;
  readonly defaultEnvironment: string | undefined;
  readonly environments: ReadonlyMap<string, ContainerBackend>;
  readonly images: ReadonlyMap<string, ImageEntry>;
}

/** Configurations as one: what a later one says wins, name by name. */
export function combined(files: readonly ConfigurationFile[]): Configuration {
  const nearestFirst = files.toReversed();
  return {
    airflow: nearestFirst.find(({ airflow }) => airflow !== undefined)?.airflow,
    defaultEnvironment: nearestFirst.find((file) => file.defaultEnvironment !== undefined)?.defaultEnvironment?.text,
    environments: new Map(files.flatMap(({ environments }) => [...environments])),
    images: new Map(files.flatMap(({ images }) => [...images])),
  };
}
