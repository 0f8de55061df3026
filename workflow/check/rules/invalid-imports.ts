import type { Fix } from '../../../text/diagnostic';
import { didYouMean, nearest } from '../../../text/nearest';
import type { Range } from '../../../text/range';
import { asText, entryOf, type YamlMapping, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf, renameTo, withFix } from '../suggest';

export const invalidImports: WorkflowRule = {
  id: 'invalid-imports',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'yaml-syntax', 'unknown-alias', 'tab-indentation'],
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
    fixSafety: 'Safe where a key is a single slip away from the one that belongs there; else a proposal.',
  },
  mentions: ['imports'],
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'imports');
      if (entry?.value?.kind !== 'mapping') return;
      for (const misfit of misfits(entry.value)) yield moveFinding({ ...misfit, help: HELP }, entry.offset);
    },
  },
};

const HELP = 'It is {modules: [a.b], objects: [{module: a.b, objects: [c, d]}]}; both parts may be left out.';

interface Misfit {
  readonly message: string;
  readonly range: Range;
  readonly fix?: Fix;
}

function* misfits(imports: YamlMapping): Generator<Misfit> {
  for (const { key, value } of imports.pairs) {
    if (key.text === 'modules') {
      yield* notTexts('"modules" of "imports"', value);
      yield* notModules(value);
    } else if (key.text === 'objects') yield* objectMisfits(value);
    else yield noKey('"imports" has', key, ['modules', 'objects']);
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
      else if (key.text !== 'module') yield noKey('An item of "objects" has', key, ['module', 'objects']);
      else yield* notModule(value);
    }
    for (const name of ['module', 'objects']) {
      if (item.pairs.some(({ key }) => key.text === name || nearest(key.text, ['module', 'objects'])[0] === name))
        continue;
      yield { message: `"${name}" is missing from this item of "objects".`, range: rangeOf(item) };
    }
  }
}

function* notModules(value: YamlNode): Generator<Misfit> {
  for (const item of value.kind === 'list' ? value.items : []) {
    const path = asText(item)?.text.trim();
    const [module = '', alias = 'x', ...more] = path?.split(/\s+as\s+/) ?? [];
    if (path === undefined || (PATH.test(module) && PATH.test(alias) && more.length === 0)) continue;
    yield { message: `"${path}" is no path of a Python module.`, range: rangeOf(item) };
  }
}

function* notModule(value: YamlNode): Generator<Misfit> {
  const path = asText(value)?.text;
  if (path === undefined) yield { message: '"module" takes a text.', range: rangeOf(value) };
  else if (!PATH.test(path)) yield { message: `"${path}" is no path of a Python module.`, range: rangeOf(value) };
}

/** A path of Python, a relative one too; `${{ }}` and what else dagport fills in is left alone. */
const PATH = /^\.*[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*$|^\.+$|[<$]/u;

function noKey(who: string, key: YamlScalar, names: readonly string[]): Misfit {
  const message = `${who} no key "${key.text}".${didYouMean(key.text, names)}`;
  return { message, range: rangeOf(key), ...withFix(renameTo(key, names)) };
}

function* notTexts(what: string, value: YamlNode): Generator<Misfit> {
  if (value.kind === 'alias' || (value.kind === 'list' && value.items.every((item) => asText(item) !== undefined)))
    return;
  yield { message: `${what} takes a list of texts.`, range: rangeOf(value) };
}
