import type { Value } from '../../workflow/plan/value';
import type { Imports } from './imports';
import { momentExpression } from './moments';
import { dottedIdentifier } from './names';
import { numberLiteral } from './python/literal';
import { boolean, call, dict, type Expression, list, name, none, string } from './python/syntax';
import { type TextPiece, textPieces } from './python/verbatim';
import type { AirflowTarget, ObjectPath } from './targets/target';

/** Where values are written: what is imported there, and for which Airflow. */
export interface ValueContext {
  readonly imports: Imports;
  readonly target: AirflowTarget;
}

/** A value of the plan as Python. */
export function valueExpression(value: Value, context: ValueContext): Expression {
  const inner = (item: Value) => valueExpression(item, context);
  switch (value.kind) {
    case 'text':
      return textExpression(value.text);
    case 'number':
      return numberExpression(value.source);
    case 'boolean':
      return boolean(value.value);
    case 'null':
      return none;
    case 'list':
      return list(value.items.map(inner));
    case 'mapping':
      return dict(value.entries.map((entry) => ({ key: entry.key, value: inner(entry.value) })));
    case 'duration': {
      const seconds = numberExpression(value.seconds);
      return call(`${context.imports.module('datetime')}.timedelta`, [], [{ name: 'seconds', value: seconds }]);
    }
    case 'moment':
      return momentExpression(value.iso, context.imports.module('datetime'));
    case 'cron': {
      const timezone = { name: 'timezone', value: string(value.timezone) };
      return call(context.imports.object(context.target.cronTimetable), [string(value.expression)], [timezone]);
    }
    case 'assets':
      return list(value.uris.map((uri) => call(context.imports.object(context.target.asset), [string(uri)])));
    case 'image':
      return name(value.constant);
    case 'construct': {
      const keywords = value.arguments.map((argument) => ({ name: argument.name, value: inner(argument.value) }));
      return call(context.imports.object(objectPath(value.classPath)), [], keywords);
    }
    case 'python':
      return { kind: 'verbatim', code: value.expression };
  }
}

/** A number; `.inf` and `.nan`, for which Python has no literal, by a call. */
function numberExpression(source: string): Expression {
  const literal = numberLiteral(source);
  if (literal !== undefined) return { kind: 'constant', source: literal };
  return call('float', [string(source.toLowerCase().replace(/^([-+]?)\.(?=inf|nan)/, '$1'))]);
}

/** Text as Python; with `<<…>>` in it a concatenation, as boundary-layer has it. */
function textExpression(text: string): Expression {
  const [first, ...others] = textPieces(text).map(pieceExpression);
  if (first === undefined) return string('');
  if (others.length === 0) return first;
  return { kind: 'chain', operator: '+', operands: [first, ...others], parenthesised: true };
}

function pieceExpression(piece: TextPiece): Expression {
  return piece.kind === 'literal' ? string(piece.text) : { kind: 'verbatim', code: piece.code };
}

/** The code of an author that a value holds. */
export function verbatimCode(value: Value): readonly string[] {
  switch (value.kind) {
    case 'text':
      return textPieces(value.text).flatMap((piece) => (piece.kind === 'verbatim' ? [piece.code] : []));
    case 'python':
      return [value.expression];
    case 'list':
      return value.items.flatMap(verbatimCode);
    case 'mapping':
      return value.entries.flatMap((entry) => verbatimCode(entry.value));
    case 'construct':
      return value.arguments.flatMap((argument) => verbatimCode(argument.value));
    default:
      return [];
  }
}

/** `a.b.C` as module and name. A path without a module is taken for a builtin name. */
export function objectPath(classPath: string): ObjectPath {
  const path = dottedIdentifier(classPath);
  const dot = path.lastIndexOf('.');
  return dot === -1 ? { module: 'builtins', name: path } : { module: path.slice(0, dot), name: path.slice(dot + 1) };
}
