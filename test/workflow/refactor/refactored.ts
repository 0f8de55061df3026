import { expect } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { checkWorkflow, outlineFile } from '../../../workflow/check';
import { type PlanOptions, planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { type Refactoring, refactoringsAt } from '../../../workflow/refactor';
import { treeCatalogue } from '../../server/session';

export const catalogue = treeCatalogue();

/** What can be done where `‸` stands, or from one `‸` to the next. */
export function offered(
  marked: string,
  options: PlanOptions = { catalogue },
): { readonly text: string; readonly found: readonly Refactoring[] } {
  const start = marked.indexOf('‸');
  const last = marked.lastIndexOf('‸');
  const text = marked.replaceAll('‸', '');
  const selected = { start, end: last > start ? last - 1 : start };
  const file = readWorkflow('x', text);
  expect(file.problems).toEqual([]);
  return { text, found: refactoringsAt({ file, outline: outlineFile(file), options, selected }) };
}

/** The text after the one refactoring whose title begins so; nothing where none does. It has to be readable, and clean. */
export function refactored(marked: string, title: string, options?: PlanOptions): string | undefined {
  const { text, found } = offered(marked, options);
  const one = found.find((each) => each.title.startsWith(title));
  if (one === undefined) return undefined;
  const result = applyEdits(text, one.edits);
  expect(readWorkflow('x', result).problems, result).toEqual([]);
  expect(errors(text)).toEqual(expect.arrayContaining([...errors(result)]));
  return result;
}

function errors(text: string): readonly string[] {
  return checkWorkflow(readWorkflow('x', text), { catalogue })
    .filter(({ severity, rule }) => severity === 'error' && rule !== 'unknown-type')
    .map(({ message }) => message);
}

/** The plan without the places that it comes from; keyword arguments have no order. */
export function planned(text: string, options: PlanOptions = { catalogue }): unknown {
  const { plan } = planWorkflow(readWorkflow('x', text), options);
  expect(plan).toBeDefined();
  return comparable(plan);
}

export function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (key === 'origin' || key === 'range') return undefined;
      if (key === 'arguments' && Array.isArray(part)) {
        return [...part].sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1));
      }
      return typeof part === 'bigint' ? `${part}n` : part;
    }),
  );
}

export const HEAD = 'name: x\nformat: 1\n';
