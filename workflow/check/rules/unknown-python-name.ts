import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import type { ItemSettings, WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { placeInText } from '../place-in-text';
import { BUILTINS, GIVEN_NAMES, memberSlip, NAMES_OF_GENERATORS, NAMES_OF_TASKS } from '../python';
import type { PythonText } from '../texts';

export const unknownPythonName: WorkflowRule = {
  id: 'unknown-python-name',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'invalid-python', 'unpaired-verbatim', 'dynamic-start-date', 'unknown-trigger-rule'],
  documentation: {
    summary:
      'Python between `<<` and `>>` uses a name that nothing defines, or an argument that `timedelta` does not have.',
    why: 'Airflow could not load the DAG file: `NameError`. Names come from `imports`; `os`, `re`, `datetime` and `Variable` are there without, in tasks also `dag`, and in targets of generators `item`, `index` and `item_name`. An unknown argument is a `TypeError`, at the same moment.',
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
  { scalar, offset, code, python }: PythonText,
  source: string,
  settings: ItemSettings,
  given: readonly string[],
): Generator<Finding> {
  const { imported } = settings.dag;
  if (imported === undefined || python.problem !== undefined) return;
  for (const { name, callee, start, end } of python.keywords) {
    const known = ARGUMENTS.get(callee.slice(callee.lastIndexOf('.') + 1));
    if (known === undefined || known.includes(name)) continue;
    yield {
      message: `"${callee}" has no argument "${name}", so Airflow cannot load the DAG.${NOTHINGS.has(name) ? ' Did you mean "None"?' : didYouMean(name, known)}`,
      range: placeInText(scalar, { start: offset + start, end: offset + end }, source),
      help: `It has ${known.join(', ')}.`,
    };
  }
  const reported = new Set<string>();
  for (const { name, start, end } of python.names) {
    const member = wrongMember(name, code.slice(end), imported);
    if (member !== undefined) {
      const at = offset + end + member.start;
      const range = placeInText(scalar, { start: at, end: at + member.word.length }, source);
      yield { message: `"${name}" has no "${member.word}". Did you mean "${member.meant}"?`, range };
      return;
    }
    if (name === 'datetime') {
      const wrong = wrongDatetime(code.slice(end), settings.dag.datetime);
      if (wrong !== undefined) {
        const range = placeInText(scalar, { start: offset + start, end: offset + end }, source);
        yield { ...wrong, range };
        return;
      }
    }
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

/** A slip in what is asked of a module of Python. */
function wrongMember(
  name: string,
  rest: string,
  imported: ReadonlySet<string>,
): { readonly word: string; readonly meant: string; readonly start: number } | undefined {
  if (name !== 'json' || !imported.has(name)) return undefined;
  const [whole = '', word = ''] = /^\s*\.\s*(\w+)/.exec(rest) ?? [];
  const meant = memberSlip(name, word);
  return meant === undefined ? undefined : { word, meant, start: whole.length - word.length };
}

/** What other languages call None. */
const NOTHINGS: ReadonlySet<string> = new Set(['null', 'nil', 'undefined', 'NULL']);

const UNITS = ['weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'];

/** The arguments of what workflows call most; `duration` is pendulum's. */
const ARGUMENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['timedelta', UNITS],
  ['duration', ['years', 'months', ...UNITS]],
]);

/** What the class `datetime` does not have, and what the module does not: which of the two a name is, imports say. */
function wrongDatetime(rest: string, is: 'module' | 'class' | undefined): Omit<Finding, 'range'> | undefined {
  const attribute = /^\s*\.\s*(\w+)/.exec(rest)?.[1] ?? '';
  if (is === 'class' && OF_MODULE.has(attribute)) {
    return {
      message: `"datetime" is the class here, as "imports" says, and has no "${attribute}".`,
      help: `Import ${attribute} beside it, and write "${attribute}" alone.`,
    };
  }
  if (is !== 'module' || !OF_CLASS.has(attribute)) return undefined;
  return {
    message: `"datetime" is the module here, and has no "${attribute}": that is of its class.`,
    help: `Write "datetime.datetime.${attribute}", or import the class: {module: datetime, objects: [datetime]}.`,
  };
}

const OF_MODULE: ReadonlySet<string> = new Set(['timedelta', 'datetime', 'tzinfo', 'timezone', 'UTC']);
const OF_CLASS: ReadonlySet<string> = new Set([
  'now',
  'utcnow',
  'today',
  'strptime',
  'fromisoformat',
  'fromtimestamp',
  'utcfromtimestamp',
  'combine',
]);
