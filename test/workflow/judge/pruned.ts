import type { Diagnostic } from '../../../text/diagnostic';
import { itemName, readWorkflow } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';
import type { Dice } from '../plan/random-flow';
import { documentsOf, textOf, type WrittenFile } from './documents';
import { compositesOf } from './plan-of-file';

/** A pruned file, and what pruning said of it. */
export interface PrunedFile {
  readonly file: WrittenFile;
  readonly notes: readonly Diagnostic[];
}

/** The file without some of its nodes, by way of the text that `dagport prune` writes; nothing where none would be left. */
export function pruned({ documents, composites }: WrittenFile, dice: Dice): PrunedFile | undefined {
  const file = readWorkflow('random.workflow.yaml', textOf(documents));
  const items = file.documents.flatMap((document) => document.items).filter(({ section }) => section !== 'resources');
  const keep = new Set(items.filter((item) => itemName(item) !== undefined && dice(3) > 0));
  const result = pruneWorkflow(file, keep, CATALOGUE, compositesOf({ documents, composites }));
  if (result.ok) return { file: { documents: documentsOf(result.text), composites }, notes: result.notes };
  if (result.problems.every(({ rule }) => rule === 'nothing-left')) return undefined;
  if (result.problems.every(({ message }) => /takes no task between/u.test(message))) return undefined;
  throw new Error(result.problems.map(({ message }) => message).join('\n'));
}
