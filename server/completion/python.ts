import { BUILTINS, type DagFacts, GIVEN_NAMES, NAMES_OF_GENERATORS, NAMES_OF_TASKS } from '../../workflow/check';
import type { Candidate } from './candidate';
import { type EmbeddedGap, tokensIn } from './embedded';

/** What the Python of a place can name. */
export interface PythonScope {
  readonly dag: DagFacts;
  /** Does it stand in a task, so that the DAG is there already? */
  readonly inTask: boolean;
  /** Does a generator repeat the document? */
  readonly repeated: boolean;
}

/** What the DAG file gives without an import, and what of it people use. */
const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Variable', ['get']],
  ['os', ['environ', 'getenv', 'path']],
  ['re', ['compile', 'fullmatch', 'match', 'search', 'sub']],
  ['datetime', ['date', 'datetime', 'time', 'timedelta', 'timezone']],
  ['dag', ['dag_id', 'params', 'tags']],
]);

const SUMMARIES: ReadonlyMap<string, string> = new Map([
  ['Variable', "Airflow's variables."],
  ['dag', 'The DAG.'],
  ['datetime', 'The module `datetime`.'],
  ['os', 'The module `os`.'],
  ['re', 'The module `re`.'],
  ['item', 'The item of the generator.'],
  ['index', 'The place of the item, from 0.'],
  ['item_name', 'The name of the item.'],
]);

/** The words behind which a value stands. */
const BEFORE_OPERAND: ReadonlySet<string> = new Set(['if', 'else', 'and', 'or', 'not', 'in', 'is', 'lambda', 'await']);

/** What can stand at a gap in Python. */
export function pythonCandidates(gap: EmbeddedGap, scope: PythonScope): readonly Candidate[] {
  const tokens = tokensIn(gap.before);
  const last = tokens.at(-1);
  if (last?.kind === 'open string') return [];
  if (last?.text === '.') return attributesAfter(tokens.at(-2)?.text, tokens.at(-3)?.text);
  if (last?.text === 'lambda' || last?.text === 'for') return [];
  const isOperand =
    last === undefined ||
    (last.kind === 'name' && BEFORE_OPERAND.has(last.text)) ||
    (last.kind === 'operator' && !/^[)\]}]$/.test(last.text));
  return isOperand ? names(scope) : [];
}

function attributesAfter(owner: string | undefined, before: string | undefined): readonly Candidate[] {
  if (before === '.') return [];
  return (ATTRIBUTES.get(owner ?? '') ?? []).map((label) => ({ label, kind: 'attribute', detail: `of ${owner}` }));
}

function names({ dag, inTask, repeated }: PythonScope): readonly Candidate[] {
  const given = [...GIVEN_NAMES, ...(inTask ? NAMES_OF_TASKS : []), ...(repeated ? NAMES_OF_GENERATORS : [])];
  const imported = [...(dag.imported ?? [])];
  const known = new Set([...imported, ...given]);
  return [
    ...imported.map((label): Candidate => ({ label, kind: 'variable', detail: 'of imports', required: true })),
    ...given.filter((name) => !imported.includes(name)).map((name) => givenName(name)),
    ...[...BUILTINS].filter((name) => !known.has(name) && !/^__|Error$|Warning$/.test(name)).map(builtIn),
  ];
}

function givenName(label: string): Candidate {
  const summary = SUMMARIES.get(label);
  return { label, kind: 'variable', detail: 'given', ...(summary === undefined ? {} : { summary }) };
}

function builtIn(label: string): Candidate {
  return { label, kind: /^[a-z]/.test(label) ? 'function' : 'variable', detail: 'Python' };
}
