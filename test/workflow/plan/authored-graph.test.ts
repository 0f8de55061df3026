import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../../schemas';
import { authoredGraph, type KnownItems } from '../../../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../../../workflow/read';
import { catalogueFiles } from '../../schemas/catalogue-files';

const { catalogue } = loadCatalogue(catalogueFiles());
const FOLDER = new URL('../../../examples/workflows/', import.meta.url);
const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.workflow.yaml'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));

/** A line is taken away, stands twice, or has another word at its end. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  what: fc.constantFrom('less', 'twice', 'word'),
});

function edited(text: string, { at, what }: { readonly at: number; readonly what: string }): string {
  const lines = text.split('\n');
  const place = Math.floor(at * lines.length);
  const line = lines[place] ?? '';
  const now = what === 'less' ? [] : what === 'twice' ? [line, line] : [`${line}x`];
  return lines.toSpliced(place, 1, ...now).join('\n');
}

test('after any edits the graph is the one that is made anew, and nodes that stayed are the same', () => {
  let stayed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), fc.array(edit, { minLength: 1, maxLength: 6 }), (example, edits) => {
      const known: KnownItems = new Map();
      let text = example;
      let file: WorkflowFile = readWorkflow('x.workflow.yaml', text);
      let before = new Set(authoredGraph(file, catalogue, undefined, known).nodes);
      for (const one of edits) {
        text = edited(text, one);
        file = readWorkflow('x.workflow.yaml', text, file);
        const graph = authoredGraph(file, catalogue, undefined, known);
        expect(graph, text).toEqual(authoredGraph(readWorkflow('x.workflow.yaml', text), catalogue));
        stayed += graph.nodes.filter((node) => before.has(node)).length;
        before = new Set(graph.nodes);
      }
    }),
    { numRuns: 200 },
  );
  expect(stayed).toBeGreaterThan(500);
});
