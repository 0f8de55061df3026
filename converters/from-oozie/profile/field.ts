import { list } from '../../../workflow/write';
import type { DraftEntry, DraftValue } from '../../../workflow/write/draft';
import { idsOf } from '../conversion';
import { asJinjaText } from '../el/jinja-text';
import { concatTemplates, constantText, isTight, mapText, type Template, textTemplate } from '../el/template';
import { splitAtSpaces } from '../shell';
import {
  type Application,
  applicationPath,
  prefixed,
  use,
  valueTemplate,
  withCluster,
  withGlobals,
} from './application';
import { type Found, findParts } from './find';
import { hdfsPath } from './hdfs-file';
import type { Field, SourceField } from './profile';

/** One property of an operator; nothing where it is optional and the action does not say it. */
export function fieldEntry(application: Application, name: string, field: Field): DraftEntry[] {
  if ('literal' in field) {
    const { literal } = field;
    return [{ key: name, value: typeof literal === 'object' ? list([...literal], 'flow') : literal }];
  }
  if (field.as === 'properties') return propertiesEntry(application, name, field.prefix);
  const found = withGlobals(application, field.value, findParts([application.source.element], field.value));
  if (found.length === 0) return field.optional === true ? [] : [{ key: name, value: '' }];
  const templates = found.map((place) => templateOf(application, field, place));
  const from = idsOf(
    application.conversion,
    found.map(({ part }) => part),
  );
  return [{ key: name, value: fieldValue(templates, field), from }];
}

function templateOf(application: Application, field: SourceField, place: Found): Template {
  use(application, place);
  const template = prefixed(field.prefix, valueTemplate(application, place.part));
  const home = (): Template => applicationPath(application);
  if (field.as === 'path') return hdfsPath(template, home);
  return field.as === 'paths' ? hdfsPath(template, home, true) : template;
}

/** `prefix`: that of names which do not have its first part, `spark.` of `spark.hadoop.`, themselves. */
function propertiesEntry(application: Application, name: string, prefix: string | undefined): DraftEntry[] {
  const properties = withCluster(application);
  if (properties.length === 0) return [];
  const entries = properties.map(({ name: key, value, part }): DraftEntry => {
    if (part !== undefined) application.used.push(part);
    const own = prefix === undefined || key.startsWith(prefix.slice(0, prefix.indexOf('.') + 1));
    return {
      key: own ? key : `${prefix}${key}`,
      value: asJinjaText(value),
      from: idsOf(application.conversion, [part]),
    };
  });
  return [{ key: name, value: { kind: 'mapping', layout: 'block', entries } }];
}

function fieldValue(templates: readonly Template[], field: SourceField): DraftValue {
  const [first] = templates;
  if (first === undefined) return '';
  switch (field.as) {
    case 'addresses': {
      const constant = constantText(first);
      if (constant === undefined) return asJinjaText(first);
      return list(
        constant.split(',').map((address) => address.trim()),
        'flow',
      );
    }
    case 'host':
      return asJinjaText(mapText(first, (text) => text.replace(/^[^@]*@/, '')));
    case 'html-of-text':
      return `<pre>${asJinjaText(escapeValues(first), escapeHtml)}</pre>`;
    case 'texts':
      return list(templates.map((template) => asJinjaText(template)));
    case 'spaced-texts':
      return list(templates.flatMap((template) => splitAtSpaces(template).map((word) => asJinjaText(word))));
    case 'paths':
      return asJinjaText(
        concatTemplates(templates.flatMap((path, index) => (index === 0 ? [path] : [textTemplate(','), path]))),
      );
    case 'pairs':
      return { kind: 'mapping', layout: 'block', entries: templates.map(pairEntry) };
    default:
      return asJinjaText(first);
  }
}

/** `name=value` as an entry; the name is known, for Hadoop's clients want it so. */
function pairEntry(template: Template): DraftEntry {
  const [head, ...rest] = template.pieces;
  const text = head?.kind === 'text' ? head.text : '';
  const equals = text.indexOf('=');
  const value = { ...template, pieces: [...textTemplate(text.slice(equals + 1)).pieces, ...rest] };
  return { key: equals < 0 ? text : text.slice(0, equals), value: equals < 0 ? '' : asJinjaText(value) };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeValues(template: Template): Template {
  const pieces = template.pieces.map((piece) => {
    if (piece.kind === 'text') return piece;
    const { expression } = piece;
    return { ...piece, expression: `${isTight(expression) ? expression : `(${expression})`} | e` };
  });
  return { ...template, pieces };
}
