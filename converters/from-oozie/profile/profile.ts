import type { DropReason } from '../../contract';

/**
 * Which operator an action becomes, as data. The shape is that of `schemas/format/profile.schema.json`; paths name places
 * below the action's own element: `prepare/delete/@path`, `.` is the element itself.
 */
export interface Profile {
  readonly profile: string;
  readonly source: 'oozie';
  readonly summary: string;
  readonly actions: readonly ActionRule[];
}

export interface ActionRule {
  readonly action: string;
  /** All of these must hold; the first rule that fits is taken. */
  readonly where?: readonly Condition[];
  readonly type: string;
  /** Airflow connections that the operator needs. */
  readonly connections?: readonly string[];
  /** For `bash`: command lines. */
  readonly script?: readonly ScriptLine[];
  /** For other types: property by property. */
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

/** Something is there (`path` alone), is not (`absent`), or has this text. */
export interface Condition {
  readonly path: string;
  readonly is?: string;
  readonly not?: string;
  readonly absent?: true;
}

export type ScriptLine =
  | { readonly words: readonly Word[]; readonly where?: readonly Condition[] }
  /** A line for each place; paths of its words start there. */
  | { readonly each: string; readonly words: readonly Word[] }
  /** A line for each child of these names, in the order of the source. `in`: children of which element. */
  | { readonly children: Readonly<Record<string, readonly Word[]>>; readonly in?: string };

export type Word =
  /** Shell text as it stands. */
  | string
  | { readonly text: string; readonly where: readonly Condition[] }
  | ValueWord
  /** A path below the application's folder on HDFS. */
  | { readonly application: string };

/** The text of each place as one word, with `option` before each and `prefix` in front of its text. */
export interface ValueWord {
  readonly value: string;
  readonly as?: WordForm;
  readonly option?: string;
  readonly prefix?: string;
}

/**
 * `word`: quoted. `words`: split at white space, `quoted-words`: but not inside double quotes. `path`: a file on HDFS, relative ones below the
 * application. `link`: the local name of such a file. `paths`: all places in one word, with commas. `pair`: `name=value` of a property. `mode`: permissions.
 */
export type WordForm = 'word' | 'words' | 'quoted-words' | 'path' | 'link' | 'paths' | 'pair' | 'mode';

export interface Field {
  readonly value: string;
  /** `text` for a rendered text, `addresses` for a list at commas, `html` and `html-of-text` for the body of a mail. */
  readonly as: 'text' | 'addresses' | 'html' | 'html-of-text';
  readonly optional?: true;
}
