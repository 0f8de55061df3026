import { itemName, readWorkflow } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';
import type { Dice } from '../plan/random-flow';
import { documentsOf, textOf, type WrittenFile } from './documents';

/** The file without some of its nodes, by way of the text that `dagport prune` writes; nothing where none would be left. */
export function pruned({ documents, composites }: WrittenFile, dice: Dice): WrittenFile | undefined {
  const file = readWorkflow('random.workflow.yaml', textOf(documents));
  const items = file.documents.flatMap((document) => document.items).filter(({ section }) => section !== 'resources');
  const keep = new Set(items.filter((item) => itemName(item) !== undefined && dice(3) > 0));
  const result = pruneWorkflow(file, keep, CATALOGUE);
  if (result.ok) return { documents: documentsOf(result.text), composites };
  if (result.problems.every(({ rule }) => rule === 'nothing-left')) return undefined;
  throw new Error(result.problems.map(({ message }) => message).join('\n'));
}
