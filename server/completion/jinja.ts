import {
  type AirflowTarget,
  contextNames,
  describeContextName,
  describeFilter,
  JINJA_FILTERS,
  JINJA_GLOBALS,
  JINJA_TESTS,
  templateAttributes,
} from '../../schemas';
import type { DagFacts } from '../../workflow/check';
import type { Candidate } from './candidate';
import { type EmbeddedGap, type EmbeddedToken, tokensIn } from './embedded';

/** What the templates of a place can name. */
export interface TemplateScope {
  readonly airflow: AirflowTarget;
  readonly dag: DagFacts;
  /** The parameters that the task has for itself. */
  readonly ownParams: readonly string[];
  /** The tasks whose results can be asked for, those that run before first. */
  readonly tasks: readonly Candidate[];
}

/** What can stand at a gap in a template. */
export function jinjaCandidates(gap: EmbeddedGap, scope: TemplateScope): readonly Candidate[] {
  const tokens = tokensIn(gap.before);
  const last = tokens.at(-1);
  if (last?.kind === 'open string') return stringCandidates(tokens, scope);
  if (gap.language === 'statement' && last === undefined) return statements(gap.around);
  if (last?.kind === 'operator' && last.text === '.') return attributesAfter(tokens.slice(0, -1), scope);
  if (last?.kind === 'operator' && last.text === '|') return filters(scope);
  if (last?.kind === 'name' && (last.text === 'is' || isNegatedTest(tokens))) return tests();
  return startsOperand(last) ? names(gap, scope) : [];
}

function isNegatedTest(tokens: readonly EmbeddedToken[]): boolean {
  return tokens.at(-1)?.text === 'not' && tokens.at(-2)?.text === 'is';
}

/** The words behind which a value stands. */
const BEFORE_OPERAND: ReadonlySet<string> = new Set(['if', 'elif', 'else', 'and', 'or', 'not', 'in', 'do', 'call']);

function startsOperand(last: EmbeddedToken | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === 'name') return BEFORE_OPERAND.has(last.text);
  return last.kind === 'operator' && !/^[)\]}.|]$/.test(last.text);
}

/** In a string: the id of a task of `xcom_pull`, the name of a parameter of `params[…]`. */
function stringCandidates(tokens: readonly EmbeddedToken[], scope: TemplateScope): readonly Candidate[] {
  const before = tokens.slice(0, -1);
  const open = openCall(before);
  if (open === undefined) return [];
  const [callee, inner] = [before.slice(0, open), before.slice(open + 1)];
  if (before[open]?.text === '[') return callee.at(-1)?.text === 'params' ? parameters(scope) : [];
  if (callee.at(-1)?.text !== 'xcom_pull') return [];
  const named = inner.findLast((token, index) => token.kind === 'name' && inner[index + 1]?.text === '=');
  const isFirst = named === undefined && !inner.some(({ text }) => text === ',');
  const isListed = inner.some(({ text }) => text === '[' || text === '(');
  return named?.text === 'task_ids' || isFirst || (named === undefined && isListed) ? scope.tasks : [];
}

/** The bracket of the call or subscript in whose arguments a stretch ends; lists among the arguments belong to it. */
function openCall(tokens: readonly EmbeddedToken[]): number | undefined {
  let depth = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const { kind, text } = tokens[index] ?? { kind: 'number', text: '' };
    if (kind !== 'operator') continue;
    if (/^[)\]}]$/.test(text)) depth++;
    if (/^[([{]$/.test(text) && depth-- === 0) {
      if (tokens[index - 1]?.kind === 'name' && !BEFORE_OPERAND.has(tokens[index - 1]?.text ?? '')) return index;
      depth = 0;
    }
  }
  return undefined;
}

function attributesAfter(tokens: readonly EmbeddedToken[], scope: TemplateScope): readonly Candidate[] {
  const owner = tokens.at(-1);
  // What an attribute of something has is not known; of `var.value` and `conn.x` Airflow's database knows it.
  if (owner?.kind !== 'name' || tokens.at(-2)?.text === '.') return [];
  if (owner.text === 'params') return parameters(scope);
  return templateAttributes(owner.text, scope.airflow).map(({ name, summary, callable }) => ({
    label: name,
    kind: callable === true ? 'function' : 'attribute',
    summary,
    ...(name === 'xcom_pull' ? { call: 'task_ids' } : {}),
  }));
}

function parameters({ dag, ownParams }: TemplateScope): readonly Candidate[] {
  const own = new Set([...ownParams, ...(dag.params ?? [])]);
  return [...own].map((label) => ({ label, kind: 'attribute', detail: 'of params' }));
}

function filters({ dag }: TemplateScope): readonly Candidate[] {
  const own = [...(dag.filters ?? [])].map((label): Candidate => ({ label, kind: 'function', detail: 'of this DAG' }));
  const known = [...JINJA_FILTERS].map((label): Candidate => {
    const summary = describeFilter(label);
    return { label, kind: 'function', detail: 'filter', ...(summary === undefined ? {} : { summary }) };
  });
  return [...own, ...known];
}

function tests(): readonly Candidate[] {
  return [...JINJA_TESTS].map((label) => ({ label, kind: 'function', detail: 'test' }));
}

function names(gap: EmbeddedGap, { airflow, dag }: TemplateScope): readonly Candidate[] {
  const bound = boundNames(gap.around + gap.before);
  const taken = new Set([...bound, ...(dag.macros ?? [])]);
  const context = [...contextNames(airflow)]
    .filter((label) => !taken.has(label))
    .map((label): Candidate => {
      const summary = describeContextName(label);
      return { label, kind: 'variable', detail: `Airflow ${airflow}`, ...(summary === undefined ? {} : { summary }) };
    });
  return [
    ...bound.map((label): Candidate => ({ label, kind: 'variable', detail: 'of this template' })),
    ...[...(dag.macros ?? [])].map((label): Candidate => ({ label, kind: 'variable', detail: 'of this DAG' })),
    ...context,
    ...[...JINJA_GLOBALS].filter((label) => !taken.has(label)).map(globalName),
  ];
}

function globalName(label: string): Candidate {
  return { label, kind: 'function', detail: 'Jinja' };
}

/** The names that statements before a place bind. */
function boundNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const { 1: statement, 2: targets = '' } of text.matchAll(/\{%[-+]?\s*(for|set|macro)\s+([\w\s,]+)/g)) {
    const [first = ''] = targets.split(/\bin\b/);
    const written = first.match(/[\p{ID_Start}_][\p{ID_Continue}]*/gu) ?? [];
    for (const name of statement === 'for' ? written : written.slice(0, 1)) names.add(name);
    if (statement === 'for') names.add('loop');
  }
  return [...names];
}

/** What opens a block, what may stand inside, and what it is for. */
const BLOCKS: readonly (readonly [name: string, middles: readonly string[], summary: string])[] = [
  ['for', ['else'], 'Repeats for each item: `{% for x in params.list %}…{% endfor %}`.'],
  ['if', ['elif', 'else'], 'Only where something holds: `{% if params.full %}…{% endif %}`.'],
  ['set', [], 'Gives a name to a value: `{% set day = ds %}`.'],
  ['with', [], 'Names that are known inside only.'],
  ['macro', [], 'A function of templates.'],
  ['filter', [], 'Puts what it holds through a filter.'],
  ['call', [], 'Calls a macro with a block.'],
];

/** `{% set a = b %}` opens nothing. */
const OPENING = /\{%[-+]?\s*(end)?(for|if|set|with|macro|filter|call)\b([^%]*)/g;

function statements(around: string): readonly Candidate[] {
  const open: string[] = [];
  for (const { 1: end, 2: name = '', 3: rest = '' } of around.matchAll(OPENING)) {
    if (end !== undefined) open.pop();
    else if (name !== 'set' || !rest.includes('=')) open.push(name);
  }
  const innermost = BLOCKS.find(([name]) => name === open.at(-1));
  const keyword = (label: string, summary?: string): Candidate => ({
    label,
    kind: 'keyword',
    ...(summary === undefined ? {} : { summary }),
  });
  const inside = innermost === undefined ? [] : [`end${innermost[0]}`, ...innermost[1]].map((each) => keyword(each));
  return [...inside, ...BLOCKS.map(([name, , summary]) => keyword(name, summary)), keyword('do', 'Calls something.')];
}
