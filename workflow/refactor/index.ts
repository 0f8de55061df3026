import { absolute, type DocumentItem } from '../read';
import { extractComposite } from './extract-composite';
import { extractDefaults } from './extract-defaults';
import { insertTask } from './insert-task';
import { intoContainer } from './into-container';
import type { RefactorInput, Refactoring } from './refactoring';

export { modernise } from './modernise';
export type { RefactorInput, Refactoring } from './refactoring';

/** What can be done to the tasks that are selected, or to the one at the cursor. */
export function refactoringsAt(input: RefactorInput): readonly Refactoring[] {
  const item = itemAt(input);
  const composite = extractComposite(input);
  const own =
    item === undefined
      ? []
      : [extractDefaults(input, item), insertTask(input, item)].filter((found) => found !== undefined);
  return [
    ...own,
    ...(composite === undefined ? [] : [composite]),
    ...(item === undefined ? [] : intoContainer(input, item)),
  ];
}

/** The first item that a selection touches. */
function itemAt({ file, selected }: RefactorInput): DocumentItem | undefined {
  for (const { items } of file.documents) {
    const found = items.find((item) => {
      const { start, end } = absolute(item, item.map);
      return start <= selected.end && selected.start <= end;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
