import type { CodeImport, Parameter, PLUGIN_PRIORITIES } from '../../schemas';
import type { Range } from '../../text/range';
import type { YamlNode } from '../read';

/** A plugin of boundary-layer 1.9.18, by the folder of its configuration: `configs_path` of its Python class. */
export interface Plugin {
  readonly name: string;
  readonly priority: PluginPriority;
  readonly files: readonly PluginFile[];
}

export type PluginPriority = (typeof PLUGIN_PRIORITIES)[number];

/** The folders of a plugin's configuration in which types stand. */
export const PLUGIN_FOLDERS = ['operators', 'subdags', 'generators', 'resources'] as const;

export type PluginFolder = (typeof PLUGIN_FOLDERS)[number];

export interface PluginFile {
  readonly folder: PluginFolder;
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a file of a plugin. */
export interface PluginProblem {
  readonly path: string;
  /** The text of the file. */
  readonly text: string;
  readonly message: string;
  readonly range: Range;
  /** Absent: an error. */
  readonly severity?: 'warning';
}

/** A text, with its range in the file. */
export interface PlacedText {
  readonly text: string;
  readonly range: Range;
}

/** What one file says, as read: nothing in it is looked up yet. */
export type PluginSpec = ParameterSpec | ResourceSpec;

/** An operator, sub-DAG or generator type. */
export interface ParameterSpec {
  readonly folder: Exclude<PluginFolder, 'resources'>;
  readonly file: PluginFile;
  readonly name: PlacedText;
  /** Of operators and sub-DAGs: the module and the class. */
  readonly classPath: PlacedText | undefined;
  /** The operator type whose parameters it takes over. */
  readonly extends: PlacedText | undefined;
  /** Of its own `parameters_jsonschema`. */
  readonly properties: readonly PropertySpec[];
  readonly required: readonly string[];
  /** Does it take what it names only? Nothing where the file does not say. */
  readonly closed: boolean | undefined;
  /** By property: what its preprocessor does. */
  readonly preprocessed: ReadonlyMap<string, Preprocessing>;
  readonly imports: readonly CodeImport[];
  /** Of a generator. */
  readonly code: { readonly iterator: string; readonly itemName: string } | undefined;
}

export interface PropertySpec {
  readonly name: string;
  readonly schema: YamlNode;
  readonly range: Range;
}

/** What a preprocessor of boundary-layer's default plugin does to a value, as facts of the parameter. */
export type Preprocessing = Partial<Pick<Parameter, 'type' | 'unit' | 'pattern' | 'becomes'>>;

export interface ResourceSpec {
  readonly folder: 'resources';
  readonly file: PluginFile;
  readonly name: PlacedText;
  readonly create: PlacedText;
  readonly destroy: PlacedText;
  /** The arguments of the create task that users of the resource get. */
  readonly provides: readonly PlacedText[];
}
