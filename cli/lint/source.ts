import type { LegacyKind } from '../../migration';
import type { WorkflowFile } from '../../workflow/read';
import type { SourceFile } from '../files';

/** What language a file is in, for its rules. */
export type SourceKind = 'workflow' | 'configuration' | LegacyKind;

/** A file to check, and why it is taken for what it is: the part of a sentence, for people. */
export interface LintSource extends SourceFile {
  readonly kind: SourceKind;
  readonly why: string;
  /** Where something in it is no UTF-8 text: all that can be said of it. */
  readonly noText?: number;
  /** As it was read already; absent where it was not. */
  readonly file?: WorkflowFile;
  /** Another of the files that becomes a DAG of the same id: its path. */
  readonly twin?: string;
}
