import type { Parameter } from '../../schemas';
import { asText, valueAt, type YamlMapping, type YamlNode, type YamlScalar } from '../read';
import type { ItemSettings } from './context';
import { readTemplate, type Template, type TemplateProblem } from './jinja';
import { propertiesOf, resolveType } from './node-type';
import type { NodeOutline } from './outline';
import { type PythonExpression, readPython } from './python';
import { scalarsOf } from './scalars';

/** A text that Airflow renders with Jinja when the task runs. */
export interface TemplateText {
  readonly scalar: YamlScalar;
  /** The property in which it stands. */
  readonly parameter: string;
  readonly reading: { readonly template: Template } | { readonly problem: TemplateProblem } | { readonly unread: true };
}

/** Python of a text, between `<<` and `>>`. */
export interface PythonText {
  readonly scalar: YamlScalar;
  /** Where the code begins in the text. */
  readonly offset: number;
  readonly code: string;
  readonly python: PythonExpression;
}

/** All texts of a node that are rendered with Jinja, and hold any. */
export function templatesOf(node: NodeOutline, settings: ItemSettings): readonly TemplateText[] {
  if (!/\{[{%#]/.test(node.item.cellText)) return [];
  const properties = valueAt(node.item.map, 'properties');
  const type = node.type === undefined ? undefined : resolveType(node.type.text, node.section, settings);
  const rendered =
    type === undefined || properties?.kind !== 'mapping' ? [] : renderedIn(properties, propertiesOf(type, settings));
  return readWithin([...rendered, ...ownTemplates(node)], settings.placeholders);
}

/** The templates of `operator_defaults` for a type. */
export function templatesIn(
  properties: YamlMapping,
  parameters: ReadonlyMap<string, Parameter>,
): readonly TemplateText[] {
  return readWithin(renderedIn(properties, parameters), true);
}

/** As much of a node as is read as templates: more is a program, and would hold up the editor. */
export const MOST_TEMPLATES = 32_000;

function readWithin(values: readonly (readonly [string, YamlNode])[], placeholders: boolean): readonly TemplateText[] {
  const found: TemplateText[] = [];
  let total = 0;
  for (const [parameter, value] of values) {
    for (const scalar of scalarsOf(value)) {
      if (scalar.type !== 'text' || !/\{[{%#]/.test(scalar.text)) continue;
      total += scalar.text.length;
      const template = total > MOST_TEMPLATES ? unread(scalar, parameter) : templateOf(scalar, parameter, placeholders);
      if (template !== undefined) found.push(template);
    }
  }
  return found;
}

function unread(scalar: YamlScalar, parameter: string): TemplateText {
  return { scalar, parameter, reading: { unread: true } };
}

function renderedIn(
  properties: YamlMapping,
  parameters: ReadonlyMap<string, Parameter>,
): readonly (readonly [string, YamlNode])[] {
  return properties.pairs.flatMap(({ key, value }) =>
    parameters.get(key.text)?.templated === true ? [[key.text, value] as const] : [],
  );
}

/** What the keyword types render: the conditions of a branch, the message of a `fail`. */
function ownTemplates({ item, type }: NodeOutline): readonly (readonly [string, YamlNode])[] {
  if (type?.text === 'fail') {
    const message = valueAt(valueAt(item.map, 'properties'), 'message');
    return message === undefined ? [] : [['message', message]];
  }
  const cases = type?.text === 'branch' ? valueAt(item.map, 'cases') : undefined;
  if (cases?.kind !== 'list') return [];
  return cases.items.flatMap((one) => {
    const when = valueAt(one, 'when');
    return when === undefined ? [] : [['when', when] as const];
  });
}

function templateOf(scalar: YamlScalar, parameter: string, placeholders: boolean): TemplateText | undefined {
  const masked = withoutBuildTime(scalar.text, placeholders);
  return /\{[{%#]/.test(masked) ? { scalar, parameter, reading: readTemplate(masked) } : undefined;
}

/** The text with something of the same length where a placeholder or Python stands, which Jinja reads as a number. */
function withoutBuildTime(text: string, placeholders: boolean): string {
  const blank = (part: string): string => `0${' '.repeat(part.length - 1)}`;
  const plain = placeholders ? text.replace(/\$\{\{[^{}]*\}\}/g, blank) : text;
  return plain.includes('<<') ? plain.replace(/<<(?:(?!<<|>>)[\s\S])*>>/g, blank) : plain;
}

/** As much Python as is read of one value: more is no expression that a person wrote. */
export const MOST_PYTHON = 5_000;

/** All Python of a value that is read. What boundary-layer takes for text (a `<<` that is not closed) holds none. */
export function pythonOf(node: YamlNode): readonly PythonText[] {
  const found: PythonText[] = [];
  for (const piece of piecesOf(node)) {
    if (piece.total <= MOST_PYTHON) found.push({ ...piece, python: readPython(withoutPlaceholders(piece.code)) });
  }
  return found;
}

/** The first Python of a value that is too much to be read. */
export function unreadPython(node: YamlNode): YamlScalar | undefined {
  for (const { total, scalar } of piecesOf(node)) if (total > MOST_PYTHON) return scalar;
  return undefined;
}

interface PythonPiece extends Omit<PythonText, 'python'> {
  /** The length of all Python of the value up to its end. */
  readonly total: number;
}

function* piecesOf(node: YamlNode): Generator<PythonPiece> {
  let total = 0;
  for (const scalar of scalarsOf(node)) {
    if (scalar.type !== 'text') continue;
    for (const piece of piecesIn(scalar)) {
      total += piece.code.length + '<<>>'.length;
      yield { scalar, ...piece, total };
    }
  }
}

function piecesIn({ text }: YamlScalar): readonly Pick<PythonPiece, 'offset' | 'code'>[] {
  const found: Pick<PythonPiece, 'offset' | 'code'>[] = [];
  for (let open = text.indexOf('<<'); open >= 0; ) {
    const close = text.indexOf('>>', open + 2);
    const nested = text.indexOf('<<', open + 2);
    if (close < 0 || (nested >= 0 && nested < close)) return [];
    const code = text.slice(open + 2, close);
    if (code !== '') found.push({ offset: open + 2, code });
    open = text.indexOf('<<', close + 2);
  }
  return found;
}

/** Code in which a number stands for each placeholder: the plan puts a literal there. */
function withoutPlaceholders(code: string): string {
  return code.includes('${{') ? code.replace(/\$\{\{[^{}]*\}\}/g, (part) => `0${' '.repeat(part.length - 1)}`) : code;
}

/** The text of a property of a node, where it is text. */
export function propertyText(node: NodeOutline, name: string): YamlScalar | undefined {
  return asText(valueAt(valueAt(node.item.map, 'properties'), name));
}
