import type { YamlScalar } from '../read';
import { type CallExpression, type Expression, within } from './jinja';
import type { TemplateText } from './texts';

/** A task whose result a template asks for. */
export interface XComPull {
  readonly id: string;
  readonly scalar: YamlScalar;
  /** Where the id stands in the text, without quotes. */
  readonly start: number;
  readonly end: number;
}

/** The tasks of the same run that templates pull results from, where their ids are written out. */
export function pullsOf(templates: readonly TemplateText[]): readonly XComPull[] {
  return templates.flatMap(({ scalar, reading }) =>
    'template' in reading
      ? reading.template.expressions
          .flatMap((expression) => [...within(expression)])
          .flatMap((part) => (part.kind === 'call' && isPull(part) ? idsOf(part) : []))
          .map(({ value, start, end }) => ({ id: value, scalar, start: start + 1, end: end - 1 }))
      : [],
  );
}

function isPull({ callee, named }: CallExpression): boolean {
  if (callee.kind !== 'attribute' || callee.name !== 'xcom_pull' || callee.of.kind !== 'name') return false;
  const isOfTask = callee.of.name === 'ti' || callee.of.name === 'task_instance';
  return isOfTask && !named.has('dag_id') && !named.has('run_id');
}

function idsOf({ positional, named }: CallExpression): readonly (Expression & { readonly kind: 'literal' })[] {
  const ids = named.get('task_ids') ?? positional[0];
  if (ids === undefined) return [];
  const parts = ids.kind === 'group' && (ids.what === 'list' || ids.what === 'operators') ? ids.parts : [ids];
  return parts.flatMap((part) => (part.kind === 'literal' && part.isText ? [part] : []));
}
