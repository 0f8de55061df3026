import { parseAllDocuments, stringify } from 'yaml';

/** A workflow file as the mappings that a person writes, and the files of the composites that it may use. */
export interface WrittenFile {
  readonly documents: readonly WrittenDocument[];
  readonly composites: readonly (readonly WrittenDocument[])[];
}

export interface WrittenDocument {
  readonly name: string;
  readonly [key: string]: unknown;
  readonly before?: readonly WrittenItem[];
  readonly operators?: readonly WrittenItem[];
  readonly after?: readonly WrittenItem[];
  readonly sub_dags?: readonly WrittenItem[];
  readonly generators?: readonly WrittenItem[];
  readonly resources?: readonly WrittenItem[];
}

export interface WrittenItem {
  readonly name: string;
  readonly type: string;
  readonly target?: string;
  readonly upstream_dependencies?: readonly string[];
  readonly downstream_dependencies?: readonly string[];
  readonly on_failure?: readonly string[];
  readonly requires_resources?: readonly string[];
  readonly cases?: readonly { readonly when: string; readonly then: readonly string[] }[];
  readonly otherwise?: readonly string[];
  readonly paths?: readonly (readonly string[])[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly regex_blocklist?: readonly string[];
  readonly auto_task_id_mode?: 'index' | 'item_name';
}

export function textOf(documents: readonly WrittenDocument[]): string {
  return documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
}

export function documentsOf(text: string): readonly WrittenDocument[] {
  return parseAllDocuments(text).map((document): WrittenDocument => document.toJS());
}
