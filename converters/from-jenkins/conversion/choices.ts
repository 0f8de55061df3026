import type { Expression } from '../groovy/index';
import { truthToJinja } from './jinja-conditions';
import type { Scope } from './scope';
import { joined, sortOf } from './sorts';
import { asExpression, jinja, needsShell, plainText } from './template';
import { type Resolved, resolve } from './values';

const computed: Resolved = { kind: 'unknown', reason: 'it is computed by Groovy' };

/** One of two values: which one is known before the run, or Airflow asks the condition when it renders the text. */
export function resolveChoice(scope: Scope, condition: Expression, value: Expression, otherwise: Expression): Resolved {
  if (condition.kind === 'boolean') return resolve(scope, condition.value ? value : otherwise);
  const test = truthToJinja(scope, condition, 0);
  if (test === undefined) return computed;
  const [yes, no] = [resolve(scope, value), resolve(scope, otherwise)];
  if (yes.kind === 'unknown') return yes;
  if (no.kind === 'unknown') return no;
  const [text, sort] = [resolve(scope, condition), sortOf(scope, condition)];
  const notes = [...new Set([...(text.kind === 'known' ? text.notes : []), ...yes.notes, ...no.notes])];
  const plain = text.kind === 'known' ? plainText(text.value) : undefined;
  if (plain !== undefined && (sort === 'text' || sort === 'null'))
    return { kind: 'known', value: plain === '' ? no.value : yes.value, notes };
  // A shell computes with numbers that it has in variables only.
  if (!['text', 'null', 'open'].includes(joined([sortOf(scope, value), sortOf(scope, otherwise)]))) return computed;
  const isOpen = [...yes.value, ...no.value].some(({ kind }) => kind === 'secret' || kind === 'item');
  if (isOpen || needsShell(yes.value) || needsShell(no.value)) return computed;
  return { kind: 'known', value: jinja(`${asExpression(yes.value)} if ${test} else ${asExpression(no.value)}`), notes };
}
