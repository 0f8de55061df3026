import { didYouMean } from '../../../text/nearest';
import { isPath, wholePath } from '../../composites';
import { contentRange, type YamlMapping, type YamlNode, type YamlPair, type YamlScalar } from '../../read';
import { inPython, inText } from './literal';
import { type Binding, lostStep, type Meaning, meaningOf, type Scope, scalarOf } from './scope';
import { verbatimWithItem } from './verbatim';

/** What a tree is read with: what its placeholders stand for, and who is told of those that stand for nothing. */
export interface Substitution {
  readonly scope: Scope | undefined;
  readonly report: (place: YamlScalar, rule: string, message: string) => void;
  /** How many values and characters may still be put in place of placeholders. */
  readonly budget: { left: number };
}

/**
 * A tree with values in place of its placeholders `${{ path }}`, and in verbatim Python of the names `item`, `index` and
 * `item_name` of boundary-layer's loops. What is put in place is not read again.
 */
export function substitute(node: YamlNode, substitution: Substitution): YamlNode {
  if (substitution.scope === undefined || node.kind === 'alias') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((entry) => substitute(entry, substitution)) };
  if (node.kind === 'mapping') return substituteMapping(node, substitution);
  return node.type === 'text' ? substituteText(node, substitution.scope, substitution) : node;
}

/** The same for a mapping: a key whose value is a parameter that was not given is left out. */
export function substituteMapping(node: YamlMapping, substitution: Substitution): YamlMapping {
  const { scope } = substitution;
  if (scope === undefined) return node;
  const isGiven = ({ value }: YamlPair): boolean => wholeMeaning(value, scope)?.kind !== 'absent';
  const pairs = node.pairs.filter(isGiven).map(({ key, value }) => ({ key, value: substitute(value, substitution) }));
  return { ...node, pairs };
}

/** What a value stands for that is one placeholder and nothing else. */
function wholeMeaning(node: YamlNode, { names }: Scope): Meaning | undefined {
  if (node.kind !== 'scalar' || node.type !== 'text' || names === undefined) return undefined;
  const path = wholePath(node.text);
  return path === undefined ? undefined : meaningOf(path, names);
}

function substituteText(scalar: YamlScalar, scope: Scope, substitution: Substitution): YamlNode {
  const whole = wholeMeaning(scalar, scope);
  if (whole?.kind === 'python') {
    const text = `<<${whole.expression}>>`;
    return { ...scalar, text, value: text };
  }
  if (whole?.kind === 'value') return at(whole.node, scalar, substitution);
  if (whole?.kind === 'absent') return { ...scalar, type: 'null', text: '', value: null };
  if (scope.item !== undefined && ITS_NUMBER.test(scalar.text)) {
    return at(scalarOf('integer', scope.item.index), scalar, substitution);
  }
  const text = writeText(scalar, scope, substitution);
  return text === scalar.text ? scalar : { ...scalar, text, value: text };
}

/** In Python the number of an item is a number; within text it is its digits. */
const ITS_NUMBER = /^<<\s*index\s*>>$/;

const JINJA_OPENS: ReadonlySet<string> = new Set(['{{', '{%']);
const JINJA_CLOSES: ReadonlySet<string> = new Set(['}}', '%}']);
const TOKEN = /\$\{\{(.*?)\}\}|<<|>>|\{\{|\{%|\}\}|%\}/gs;

/** Text is read once, from left to right, with what stands around each placeholder: text, Jinja or Python. */
function writeText(scalar: YamlScalar, scope: Scope, substitution: Substitution): string {
  const source = scalar.text;
  const lastClose = source.lastIndexOf('>>');
  let inJinja = false;
  let pythonFrom: number | undefined;
  let written = '';
  let from = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [token, inner] = match;
    written += source.slice(from, match.index);
    from = match.index + token.length;
    if (inner !== undefined) {
      const around = pythonFrom !== undefined ? 'python' : inJinja ? 'jinja' : 'text';
      written +=
        scope.names === undefined
          ? token
          : placeholder(token, inner.trim(), around, tokenOf(scalar, match.index, token), substitution);
    } else if (token === '>>' && pythonFrom !== undefined) {
      written = written.slice(0, pythonFrom) + verbatimWithItem(written.slice(pythonFrom), scope.item);
      pythonFrom = undefined;
    } else if (token === '<<' && pythonFrom === undefined && match.index < lastClose) {
      pythonFrom = written.length;
    } else {
      written += token;
      if (pythonFrom === undefined) inJinja = JINJA_OPENS.has(token) || (inJinja && !JINJA_CLOSES.has(token));
    }
  }
  written += source.slice(from);
  return pythonFrom === undefined ? written : `${written.slice(0, pythonFrom)}<<${written.slice(pythonFrom)}`;
}

/** A scalar in the place of a token of its text, where it is written as it reads. */
function tokenOf(scalar: YamlScalar, index: number, token: string): YamlScalar {
  const content = contentRange(scalar);
  if (content === undefined) return scalar;
  return { ...scalar, start: content.start + index, end: content.start + index + token.length };
}

function placeholder(
  written: string,
  path: string,
  around: 'text' | 'jinja' | 'python',
  scalar: YamlScalar,
  substitution: Substitution,
): string {
  const { scope, report } = substitution;
  const meaning = isPath(path) ? meaningOf(path, scope?.names ?? new Map()) : undefined;
  if (meaning === undefined) {
    report(scalar, 'unknown-placeholder', `"${written}" stands for nothing here: ${whyNothing(path, scope)}`);
    return written;
  }
  if (meaning.kind === 'python') return pythonIn(meaning.expression, around);
  if (meaning.kind === 'output') return outputOf(meaning.taskId, written, around, scalar, report);
  const isNull = meaning.kind === 'absent' || (meaning.node.kind === 'scalar' && meaning.node.value === null);
  if (isNull && around === 'text') {
    report(scalar, 'null-in-text', `"${written}" is null, or was not given, and stands inside of text.`);
    return written;
  }
  if (meaning.kind === 'absent') return 'None';
  const text = around === 'text' ? inText(meaning.node) : inPython(meaning.node);
  return spend(substitution, scalar, text.length) ? text : '';
}

/** What is known when the DAG file is parsed, inside other text: written as what is known now is. */
function pythonIn(expression: string, around: 'text' | 'jinja' | 'python'): string {
  if (around === 'python') return expression;
  if (around === 'jinja') return `<<repr(${expression})>>`;
  return `<<dagport_text(${expression})>>`;
}

function outputOf(
  taskId: string,
  written: string,
  around: 'text' | 'jinja' | 'python',
  scalar: YamlScalar,
  report: Substitution['report'],
): string {
  const call = `ti.xcom_pull(task_ids='${taskId}')`;
  if (around === 'jinja') return call;
  if (around === 'text') return `{{ ${call} }}`;
  const message = `"${written}" is known when the task runs, and Python in << >> runs when the DAG file is parsed.`;
  report(scalar, 'unknown-placeholder', message);
  return written;
}

function whyNothing(path: string, scope: Scope | undefined): string {
  const known = scope?.names ?? new Map<string, Binding>();
  const names = [...known.keys()];
  if (names.length === 0) return 'the composite has no parameters.';
  const lost = isPath(path) ? lostStep(path, known) : undefined;
  if (lost !== undefined) {
    const isBelow = lost.within !== undefined;
    const hint = isBelow ? ` Did you mean "${lost.before}.${lost.within}"?` : didYouMean(lost.step, lost.names);
    return `"${lost.before}" has no "${lost.step}".${hint}`;
  }
  const [first = ''] = path.split('.');
  return `it knows paths that begin with ${names.join(', ')}.${didYouMean(first, names)}`;
}

/** Values that hold each other several times grow with every step; they end here. */
function spend({ budget, report }: Substitution, place: YamlScalar, amount: number): boolean {
  budget.left -= amount;
  if (budget.left >= 0) return true;
  report(place, 'expansion-too-large', 'The values that stand for placeholders are too large together; none follow.');
  return false;
}

/** A copied value, at the place where it is used. */
function at(node: YamlNode, place: YamlScalar, substitution: Substitution): YamlNode {
  const { start, end } = place;
  if (!spend(substitution, place, 1)) return { ...place, text: '', value: '' };
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((entry) => at(entry, place, substitution)), start, end };
  }
  if (node.kind === 'mapping') {
    const pairs = node.pairs.map(({ key, value }) => ({
      key: { ...key, start, end },
      value: at(value, place, substitution),
    }));
    return { ...node, pairs, start, end };
  }
  return { ...node, start, end };
}
