import { readFileSync } from 'node:fs';

/** Items as a workflow may write them: in the workflow, or as Python that gives the same. */
export type Written = 'in the workflow' | 'as Python';

/** What stands for each list of items: as YAML and, in JSON, as Python has it, too. */
export const SOME = {
  ITEMS: '["eu", "skip-me", "us/east.1"]',
  PAIRS: '{"x": "1", "y": "2"}',
  INNER: '["p", "q"]',
  OBJECTS: '[{"name": "a", "rows": 5}, {"name": "b", "rows": [1]}]',
} as const;

/** No items at all. */
export const NONE = { ITEMS: '["skip-me"]', PAIRS: '{}', INNER: '[]', OBJECTS: '[]' } as const;

/** A workflow of the fixtures with items put in. */
export function withItems(name: string, items: Readonly<Record<string, string>>, written: Written): string {
  const text = readFileSync(new URL(`./fixtures/loops/${name}.yaml`, import.meta.url), 'utf8');
  return text.replace(/\b(?:ITEMS|PAIRS|INNER|OBJECTS)\b/g, (list) => {
    const value = items[list] ?? '[]';
    return written === 'as Python' ? `'<<${value}>>'` : value;
  });
}
