import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import type { ItemSettings, WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { BUILTINS, GIVEN_NAMES, NAMES_OF_GENERATORS, NAMES_OF_TASKS } from '../python';
import type { PythonText } from '../texts';

export const unknownPythonName: WorkflowRule = {
  id: 'unknown-python-name',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'invalid-python', 'unpaired-verbatim'],
  documentation: {
    summary: 'Python between `<<` and `>>` uses a name that nothing defines.',
    why: 'Airflow could not load the DAG file: `NameError`. Names come from `imports`; `os`, `re`, `datetime` and `Variable` are there without, in tasks also `dag`, and in targets of generators `item`, `index` and `item_name`.',
    bad: `name: orders
imports: {modules: [loaders]}
operators:
- {name: load, type: python, properties: {python_callable: <<loader.load>>}}
`,
    good: `name: orders
imports: {modules: [loaders]}
operators:
- {name: load, type: python, properties: {python_callable: <<loaders.load>>}}
`,
  },
  mentions: ['<<'],
  check: {
    *document({ headerPython, settings }) {
      for (const { owner, source, text } of headerPython()) {
        for (const finding of checkNames(text, source, settings, GIVEN_NAMES)) yield moveFinding(finding, owner.offset);
      }
    },
    *item({ python, item, settings }) {
      const given = [...GIVEN_NAMES, ...NAMES_OF_TASKS];
      for (const text of python()) yield* checkNames(text, item.cellText, settings, given);
    },
  },
};

function* checkNames(
  { scalar, offset, python }: PythonText,
  source: string,
  settings: ItemSettings,
  given: readonly string[],
): Generator<Finding> {
  const { imported } = settings.dag;
  if (imported === undefined || python.problem !== undefined) return;
  const reported = new Set<string>();
  for (const { name, start, end } of python.names) {
    if (BUILTINS.has(name) || imported.has(name) || given.includes(name) || reported.has(name)) continue;
    const isOfGenerator = NAMES_OF_GENERATORS.includes(name);
    if (isOfGenerator && settings.repeated) continue;
    reported.add(name);
    const known = [...imported, ...given, ...(settings.repeated ? NAMES_OF_GENERATORS : []), ...BUILTINS];
    yield {
      message: isOfGenerator
        ? `"${name}" means something only in the target of a generator.`
        : `Nothing defines the name "${name}", so Airflow cannot load the DAG.${didYouMean(name, known)}`,
      range: placeInText(scalar, { start: offset + start, end: offset + end }, source),
      help: isOfGenerator
        ? 'Repeat this document by a generator, or write the value.'
        : 'Name its module under "imports".',
    };
  }
}
