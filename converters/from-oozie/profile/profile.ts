import type { DraftValue } from '../../../workflow/write/draft';
import type { DropReason } from '../../contract';

/**
 * Which operator an action becomes, as data. The shape is that of `schemas/format/profile.schema.json`; paths name places
 * below the action's own element: `prepare/delete/@path`, `.` is the element itself.
 */
export interface Profile {
  readonly profile: string;
  readonly source: 'oozie';
  readonly summary: string;
  /** Another profile whose rules hold where this one has none. */
  readonly extends?: string;
  /** What operators of a type take where an action runs a program whose exit codes are its own. */
  readonly defaults?: Readonly<Record<string, Readonly<Record<string, DraftValue>>>>;
  /** Properties of configurations that mean nothing here, whatever the action. */
  readonly ignored?: readonly IgnoredProperties[];
  /** Images that the workflow then names, as in its `images`. */
  readonly images?: Readonly<Record<string, Readonly<Record<string, DraftValue>>>>;
  /** What runs scripts instead of `bash`. */
  readonly scripts?: ScriptRunner;
  readonly actions: readonly ActionRule[];
}

export interface ScriptRunner {
  readonly type: string;
  readonly image?: string;
  readonly into: ScriptPlace;
  /** Properties that every such task has. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/** The property that takes a script, in a list behind `shell` where that is there, and the one that takes its variables. */
export interface ScriptPlace {
  readonly script: string;
  readonly shell?: readonly string[];
  readonly variables: string;
}

export interface IgnoredProperties {
  /** Whole names, or beginnings with `*` behind them. */
  readonly names: readonly string[];
  readonly reason: DropReason;
  readonly message: string;
}

export interface ActionRule {
  readonly action: string;
  /** All of these must hold; the first rule that fits is taken. */
  readonly where?: readonly Condition[];
  readonly type: string;
  /** Airflow connections that the operator needs. */
  readonly connections?: readonly string[];
  /** The action's `name-node` and its `job-tracker` or `resource-manager` are properties of its configuration, as in Oozie. */
  readonly cluster?: true;
  /** Properties that mean nothing for this action. */
  readonly ignored?: readonly IgnoredProperties[];
  /** The exit codes of the task are those of a program that Oozie knows nothing of: the profile's `defaults` hold. */
  readonly ownExitCode?: true;
  /** Command lines: `bash_command` of `bash`, or what `into` says. */
  readonly script?: readonly ScriptLine[];
  /** For other types than `bash`: the property that takes the script, and the one that takes its variables. */
  readonly into?: ScriptPlace;
  /** Property by property. */
  readonly properties?: Readonly<Record<string, Field>>;
  /** What works but differs, by path; holds for all below it. Conditions are looked at from the place itself. */
  readonly approximates?: Readonly<Record<string, string | Difference>>;
  /** What is left out because it means nothing here, by path; holds for all below it. */
  readonly drops?: Readonly<Record<string, { readonly reason: DropReason; readonly message?: string }>>;
}

export interface Difference {
  readonly message: string;
  readonly where: readonly Condition[];
}

/**
 * Something is there (`path` alone), is not (`absent`), or has this text. The path `properties` stands for the merged
 * configuration without what is ignored, `output` for an output that the workflow reads, `unread-job-xml` for files that were
 * not there when the workflow was converted.
 */
export interface Condition {
  readonly path: string;
  readonly is?: string;
  readonly not?: string;
  readonly absent?: true;
}

export interface WordsLine {
  readonly words: readonly Word[];
  readonly where?: readonly Condition[];
}

export type ScriptLine =
  | WordsLine
  /** A line for each place; paths of its words start there. */
  | { readonly each: string; readonly words: readonly Word[] }
  /** A line for each child of these names, in the order of the source. `in`: children of which element. */
  | { readonly children: Readonly<Record<string, readonly Word[] | readonly WordsLine[]>>; readonly in?: string }
  /** Lines of shell as they stand. */
  | { readonly lines: string; readonly where?: readonly Condition[] }
  /** Writes the merged configuration into a Hadoop configuration file of this name. */
  | ConfigurationLine;

export interface ConfigurationLine {
  readonly configuration: string;
  readonly where?: readonly Condition[];
  /** Further properties: shell text, or the text of places. */
  readonly also?: readonly AddedProperty[];
}

export type AddedProperty =
  | { readonly name: string; readonly shell: string }
  | { readonly name: string; readonly value: string; readonly as?: WordForm };

export type Word =
  /** Shell text as it stands. */
  | string
  | { readonly text: string; readonly where: readonly Condition[] }
  | ValueWord
  /** The merged configuration, a word for each property. */
  | PropertiesWord
  /** A path below the application's folder on HDFS. */
  | { readonly application: string };

/** The text of each place as one word, with `option` before each and `prefix` in front of its text. */
export interface ValueWord {
  readonly value: string;
  readonly as?: WordForm;
  readonly option?: string;
  readonly prefix?: string;
  readonly where?: readonly Condition[];
}

/** `name=value` for each property; `only` and `except` choose by name, as in `IgnoredProperties`. */
export interface PropertiesWord {
  readonly properties: true;
  readonly option?: string;
  readonly prefix?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Only the values, of these names. */
  readonly bare?: true;
}

/**
 * `word`: quoted. `words`: split at white space, `spaced-words`: at each single space, `quoted-words`: but not inside double quotes.
 * `first-word` and `other-words` are parts of `spaced-words`; `first` and `others` parts of several places. `path`: a file on
 * HDFS, relative ones below the application. `link`: the local name of such a file. `paths`: all places in one word, with
 * commas. `mode`: permissions. `secret`: a value that is written nowhere. `remote-word`: quoted for a second shell behind the first.
 */
export type WordForm =
  | 'word'
  | 'words'
  | 'spaced-words'
  | 'quoted-words'
  | 'first-word'
  | 'other-words'
  | 'first'
  | 'others'
  | 'path'
  | 'link'
  | 'paths'
  | 'mode'
  | 'secret'
  | 'remote-word';

/** A value of an operator's property: from the source, or written in the profile. */
export type Field = SourceField | { readonly literal: string | number | boolean | readonly string[] };

export interface SourceField {
  readonly value: string;
  readonly as: FieldForm;
  readonly optional?: true;
  readonly prefix?: string;
}

/**
 * `text`: a rendered text. `texts`: a list of them. `spaced-texts`: a list from one text, split at spaces. `path`: a file on HDFS. `paths`: several with commas.
 * `host`: the part behind `@`. `addresses`: a list at commas. `html`, `html-of-text`: the body of a mail. `pairs`: a mapping of `name=value` texts. `properties`: the merged
 * configuration as a mapping.
 */
export type FieldForm =
  | 'text'
  | 'texts'
  | 'spaced-texts'
  | 'path'
  | 'paths'
  | 'host'
  | 'addresses'
  | 'html'
  | 'html-of-text'
  | 'pairs'
  | 'properties';
