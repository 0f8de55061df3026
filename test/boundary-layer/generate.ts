import { chance, type Data, ITEM_SECTIONS, type Mutable, pick, type Random, Raw, randomOf } from './made';
import { MORE_SLIPS } from './more-slips';
import { SLIPS } from './slips';
import { makerOf } from './workflow';

export { randomOf } from './made';

/** A workflow of boundary-layer, and what was done to it that may make it wrong. */
export interface Generated {
  readonly text: string;
  readonly slips: readonly string[];
}

/**
 * A random workflow of boundary-layer 1.9.18: documents, sections, resources, generators, sub-DAGs, verbatim Python, defaults and
 * arguments. Half of them have one or two slips: a value of another kind, a key or name that is not there, two of one name.
 */
export function generate(seed: number): Generated {
  const random = randomOf(seed);
  const maker = makerOf(random);
  const documents = maker.documents();
  const slips: string[] = [];
  const count = chance(random, 0.55) ? 0 : chance(random, 0.8) ? 1 : 2;
  let written: readonly Mutable[] = documents;
  for (let index = 0; index < count; index++) {
    const slip = pick(random, [...SLIPS, ...MORE_SLIPS]);
    const changed = slip.apply(written, random);
    if (changed === undefined) continue;
    written = changed;
    slips.push(slip.name);
  }
  const separator = chance(random, 0.1) ? '\r\n' : '\n';
  const texts = written.map((document) => documentText(document, random));
  return { text: texts.join('---\n').replaceAll('\n', separator), slips };
}

/** Documents in one plain style. */
export function plainText(documents: readonly Mutable[]): string {
  return documents
    .map((document) => [...document].map(([key, value]) => entryText(key, value, true)).join(''))
    .join('---\n');
}

function documentText(document: Mutable, random: Random): string {
  const block = chance(random, 0.5);
  return [...document].map(([key, value]) => entryText(key, value, block)).join('');
}

/** Sections as lists of items, one a line; all else in flow style. */
function entryText(key: string, value: Data, block: boolean): string {
  if (!block || !Array.isArray(value) || value.length === 0 || !ITEM_SECTIONS.includes(key))
    return `${key}: ${flow(value)}\n`;
  return `${key}:\n${value.map((item) => `- ${flow(item)}\n`).join('')}`;
}

function flow(value: Data): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}: ${flow(inner)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
