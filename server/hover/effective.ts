import { findType, parametersOf } from '../../schemas';
import { positionAt, type Range } from '../../text/range';
import { type InheritedValue, imagesOf, inheritedValues, type PlanOptions } from '../../workflow/plan';
import {
  absolute,
  asText,
  type DocumentItem,
  entryOf,
  pairOf,
  valueAt,
  type WorkflowFile,
  type YamlNode,
} from '../../workflow/read';
import { code, plain } from '../markdown';

/** What a task inherits: each property with its value and where it is written. Nothing where it inherits nothing. */
export function inheritedBy(item: DocumentItem, file: WorkflowFile, { catalogue }: PlanOptions): string | undefined {
  const inherited = inheritedValues(file, item, catalogue);
  if (inherited.length === 0) return undefined;
  const lines = inherited.map(
    ({ name, value, from, range }) =>
      `* ${code(name)}: ${code(inText(value, file, from))}, ${whereOf(from, range, file)}`,
  );
  return `It inherits:\n\n${lines.join('\n')}`;
}

/** What the value of a property that a task gives itself wins over. */
export function overriddenBy(
  name: string,
  item: DocumentItem,
  file: WorkflowFile,
  { catalogue }: PlanOptions,
): string | undefined {
  const pair = pairOf(valueAt(item.map, 'properties'), name);
  if (pair === undefined) return undefined;
  const properties = pairOf(item.map, 'properties');
  if (properties?.value.kind !== 'mapping') return undefined;
  const rest = { ...properties.value, pairs: properties.value.pairs.filter((each) => each.key.text !== name) };
  const pairs = item.map.pairs.map((each) => (each === properties ? { ...each, value: rest } : each));
  const without = { ...item, map: { ...item.map, pairs } };
  const lost = inheritedValues(file, without, catalogue).find((each) => each.name === name);
  if (lost !== undefined) {
    const isMerged =
      pair.value.kind === 'mapping' && lost.value.kind === 'mapping' && lost.from === 'operator_defaults';
    const value = code(inText(lost.value, file, lost.from));
    const where = whereOf(lost.from, lost.range, file);
    return isMerged ? `It is merged over ${value}, ${where}.` : `It wins over ${value}, ${where}.`;
  }
  const type = findType(catalogue, asText(valueAt(item.map, 'type'))?.text ?? '');
  const standard = type === undefined ? undefined : parametersOf(catalogue, type).get(name)?.default;
  return standard === undefined || standard === null
    ? undefined
    : `It wins over the operator's own ${code(JSON.stringify(standard))}.`;
}

function whereOf(from: InheritedValue['from'], range: Range, { lines }: WorkflowFile): string {
  return `${plain(from)}, line ${positionAt(lines, range.start).line + 1}`;
}

/** More of a value than this nobody reads in a hover. */
const LONGEST = 60;

/** A value as it is written in a key of the header, on one line. */
function inText(value: YamlNode, file: WorkflowFile, key: InheritedValue['from']): string {
  const [primary] = file.documents;
  const entry = primary === undefined ? undefined : entryOf(primary, key);
  if (entry === undefined) return '';
  const { start, end } = absolute(entry, value.from ?? value);
  const text = file.text.slice(start, end).replace(/\s+/g, ' ').trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** What an image is in the environment that is chosen, and who says so. Nothing of a reference. */
export function aboutImage(name: string, file: WorkflowFile, options: PlanOptions): string | undefined {
  const entry = imagesOf(file, options).get(name);
  if (entry === undefined) return undefined;
  const { environment } = options;
  const ofEnvironment = environment === undefined ? undefined : entry.environments.get(environment);
  const url = ofEnvironment ?? entry.url;
  const [primary] = file.documents;
  const own = primary === undefined ? undefined : entryOf(primary, 'images')?.value;
  const home = pairOf(own, name) === undefined ? 'of the project' : 'of this workflow';
  const why = ofEnvironment === undefined ? '' : `, in the environment ${code(environment ?? '')}`;
  const wins =
    entry.fromEnvironment === undefined ? '' : `\n\n${code(entry.fromEnvironment)} wins where the DAG file is read.`;
  return `**${plain(name)}** — image ${home}\n\n${url === undefined ? 'It has no URL for what is built.' : `${code(url)}${why}`}${wins}`;
}
