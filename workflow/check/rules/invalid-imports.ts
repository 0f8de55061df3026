import type { Range } from '../../../text/range';
import { absolute, asText, entryOf, type YamlMapping, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const invalidImports: WorkflowRule = {
  id: 'invalid-imports',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'yaml-syntax', 'unknown-alias'],
  documentation: {
    summary: '`imports` is not of the form `{modules: [a.b], objects: [{module: a.b, objects: [c]}]}`.',
    why: 'What is not understood there is not imported, and the Python in `<< >>` that needs it fails when the DAG is loaded.',
    bad: `name: orders
imports: {objects: [{module: acme.dates}]}
operators:
- {name: load, type: bash, properties: {bash_command: "load <<start()>>"}}
`,
    good: `name: orders
imports: {objects: [{module: acme.dates, objects: [start]}]}
operators:
- {name: load, type: bash, properties: {bash_command: "load <<start()>>"}}
`,
  },
  mentions: ['imports'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'imports');
      if (entry?.value?.kind !== 'mapping') return;
      for (const { message, range } of misfits(entry.value))
        yield { message, range: absolute(entry, range), help: HELP };
    },
  },
};

const HELP = 'It is {modules: [a.b], objects: [{module: a.b, objects: [c, d]}]}; both parts may be left out.';

interface Misfit {
  readonly message: string;
  readonly range: Range;
}

function* misfits(imports: YamlMapping): Generator<Misfit> {
  for (const { key, value } of imports.pairs) {
    if (key.text === 'modules') yield* notTexts('"modules" of "imports"', value);
    else if (key.text === 'objects') yield* objectMisfits(value);
    else yield { message: `"imports" has no key "${key.text}".`, range: rangeOf(key) };
  }
}

function* objectMisfits(objects: YamlNode): Generator<Misfit> {
  if (objects.kind !== 'list') {
    yield { message: '"objects" of "imports" takes a list of mappings.', range: rangeOf(objects) };
    return;
  }
  for (const item of objects.items) {
    if (item.kind !== 'mapping') {
      yield { message: 'An item of "objects" is a mapping with "module" and "objects".', range: rangeOf(item) };
      continue;
    }
    for (const { key, value } of item.pairs) {
      if (key.text === 'objects') yield* notTexts('"objects" of a module', value);
      else if (key.text !== 'module') yield { message: `A module has no key "${key.text}" here.`, range: rangeOf(key) };
      else if (asText(value) === undefined) yield { message: '"module" takes a text.', range: rangeOf(value) };
    }
    for (const name of ['module', 'objects']) {
      if (item.pairs.some(({ key }) => key.text === name)) continue;
      yield { message: `"${name}" is missing from this item of "objects".`, range: rangeOf(item) };
    }
  }
}

function* notTexts(what: string, value: YamlNode): Generator<Misfit> {
  if (value.kind === 'alias' || (value.kind === 'list' && value.items.every((item) => asText(item) !== undefined)))
    return;
  yield { message: `${what} takes a list of texts.`, range: rangeOf(value) };
}
