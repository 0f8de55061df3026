import type { TextEdit } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import type { FileOutline } from '../check';
import type { PlanOptions } from '../plan';
import type { WorkflowFile } from '../read';

/** Something that a person may want done to a workflow, all at once. */
export interface Refactoring {
  readonly title: string;
  /** `extract`: the DAG stays as it is, but for ids where the title says so. `rewrite`: what runs is meant to change. */
  readonly kind: 'extract' | 'rewrite';
  readonly edits: readonly TextEdit[];
  /** A file that it makes, in a folder of the project's catalogue. */
  readonly file?: { readonly name: string; readonly text: string };
}

export interface RefactorInput {
  readonly file: WorkflowFile;
  readonly outline: FileOutline;
  readonly options: PlanOptions;
  /** What is selected, in the file; empty for a cursor. */
  readonly selected: Range;
}
