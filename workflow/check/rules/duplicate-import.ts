import { absolute, asText, entryOf, textsOf, valueAt, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';

export const duplicateImport: WorkflowRule = {
  id: 'duplicate-import',
  category: 'style',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: '`imports` binds a name twice, or one that generators use: `item`, `index`, `item_name`.',
    why: 'Only one of the two is meant where the name stands, and the other one is lost without a word.',
    bad: `name: orders
imports: {objects: [{module: loaders, objects: [load]}, {module: archive, objects: [load]}]}
operators:
- {name: load, type: python, properties: {python_callable: <<load>>}}
`,
    good: `name: orders
imports: {objects: [{module: loaders, objects: [load]}, {module: archive, objects: [load as load_archive]}]}
operators:
- {name: load, type: python, properties: {python_callable: <<load>>, op_args: [<<load_archive>>]}}
`,
  },
  mentions: ['imports'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'imports');
      if (entry?.value === undefined) return;
      const first = new Map<string, YamlScalar>();
      const objects = valueAt(entry.value, 'objects');
      const bound = [
        ...textsOf(valueAt(entry.value, 'modules')),
        ...(objects?.kind === 'list' ? objects.items : []).flatMap((one) =>
          asText(valueAt(one, 'module')) === undefined ? [] : textsOf(valueAt(one, 'objects')),
        ),
      ];
      for (const scalar of bound) {
        const name = scalar.text.split(/\s+as\s+/).at(-1) ?? scalar.text;
        const known = first.get(name);
        if (known === undefined) first.set(name, scalar);
        if (known === undefined && !OF_GENERATORS.has(name)) continue;
        yield {
          message:
            known === undefined
              ? `In targets of generators "${name}" is that of the generator, and not this one.`
              : `"${name}" is imported twice.`,
          range: absolute(entry, scalar),
          help: `Remove it, or give it another name: "${scalar.text} as …".`,
          ...(known === undefined
            ? {}
            : { related: [{ range: absolute(entry, known), message: 'The first time is here.' }] }),
        };
      }
    },
  },
};

const OF_GENERATORS: ReadonlySet<string> = new Set(['item', 'index', 'item_name']);
