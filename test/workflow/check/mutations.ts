import { findGenerator, findResource, findType, parametersOf, parametersOfResource } from '../../../schemas';
import type { Range } from '../../../text/range';
import { outlineFile } from '../../../workflow/check';
import {
  absolute,
  asText,
  type DocumentItem,
  readWorkflow,
  valueAt,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

/** A valid workflow with one thing wrong. */
export interface Mutation {
  /** What was done: `typo in a key`. */
  readonly kind: string;
  readonly text: string;
  /** Where, in the text after it. */
  readonly at: number;
  /** What a finding has to suggest, where something is to be suggested. */
  readonly meant?: string;
  /** How far from its line a finding may be: 0, or lines of its node. */
  readonly within?: Range;
}

/** All mutations of a text, in order of place. */
export function* mutationsOf(text: string): Generator<Mutation> {
  yield* nameMutations(text);
  yield* structureMutations(text);
  yield* lineMutations(text);
}

function replaced(text: string, { start, end }: Range, by: string): string {
  // A block ends behind its last line.
  if (text.slice(start, end).endsWith('\n'))
    return replaced(text, { start, end: start + text.slice(start, end).trimEnd().length }, by);
  return text.slice(0, start) + by + text.slice(end);
}

/** Slips of the hand: a letter left out, doubled, swapped, another one. */
function typosOf(word: string): readonly string[] {
  const middle = Math.max(1, word.length >> 1);
  const [a = '', b = ''] = [word.charAt(middle - 1), word.charAt(middle)];
  const typos = [
    word.slice(0, middle) + word.slice(middle + 1),
    word.slice(0, middle) + b + word.slice(middle),
    word.slice(0, middle - 1) + b + a + word.slice(middle + 1),
    `${word.slice(0, middle)}x${word.slice(middle + 1)}`,
  ];
  return [...new Set(typos)].filter((typo) => typo !== word && typo.length > 1);
}

function contentOf(scalar: YamlScalar, offset: number, text: string): Range | undefined {
  const { start, end } = absolute({ offset }, scalar);
  if (scalar.from !== undefined) return undefined;
  if (text.slice(start, end) === scalar.text) return { start, end };
  return text.slice(start + 1, end - 1) === scalar.text ? { start: start + 1, end: end - 1 } : undefined;
}

/** Typing mistakes in names that have one meaning only. */
function* nameMutations(text: string): Generator<Mutation> {
  const file = readWorkflow('x.yaml', text);
  for (const { scalar, offset, kind } of namesOf(text)) {
    const range = contentOf(scalar, offset, text);
    if (range === undefined || scalar.text.length < 3) continue;
    for (const typo of typosOf(scalar.text)) {
      yield { kind: `typo in ${kind}`, text: replaced(text, range, typo), at: range.start, meant: scalar.text };
    }
  }
  for (const document of file.documents) {
    for (const item of document.items) {
      for (const { 0: word, index } of item.cellText.matchAll(/(?<=\{\{ )(?:ds|params|ti|run_id|dag|ts)\b/g)) {
        if (item.cellText.charAt(index - 4) === '$') continue;
        const at = item.offset + index;
        const range = { start: at, end: at + word.length };
        yield { kind: 'typo in a name of Jinja', text: replaced(text, range, `${word}z`), at, meant: word };
      }
    }
  }
}

interface PlacedName {
  readonly kind: string;
  readonly scalar: YamlScalar;
  readonly offset: number;
}

/** The names of a workflow that are not made up there: keys, types, references, words of a closed set. */
function* namesOf(text: string): Generator<PlacedName> {
  const { documents } = outlineFile(readWorkflow('x.yaml', text));
  for (const { document, nodes } of documents) {
    for (const { key, value, offset } of document.entries) {
      yield { kind: 'a key', scalar: key, offset };
      if (value?.kind !== 'mapping') continue;
      const named = key.text === 'images' ? value.pairs.flatMap((pair) => pairsOf(pair.value)) : value.pairs;
      if (!['dag_args', 'default_task_args', 'images'].includes(key.text)) continue;
      for (const pair of named) {
        yield { kind: `a key of ${key.text}`, scalar: pair.key, offset };
        if (pair.key.text === 'schedule')
          for (const inner of pairsOf(pair.value)) yield { kind: 'a key of schedule', scalar: inner.key, offset };
      }
    }
    for (const { item, type, references, section } of nodes) {
      for (const { key, value } of item.map.pairs) {
        yield { kind: 'a key of a node', scalar: key, offset: item.offset };
        if (key.text === 'target' || key.text === 'auto_task_id_mode') {
          const scalar = asText(value);
          if (scalar !== undefined) yield { kind: `the value of ${key.text}`, scalar, offset: item.offset };
        }
      }
      if (type !== undefined) yield { kind: 'a type', scalar: type, offset: item.offset };
      for (const { scalar } of references) yield { kind: 'a reference', scalar, offset: item.offset };
      const known = parametersOfNode(type?.text ?? '', section);
      for (const { key, value } of pairsOf(valueAt(item.map, 'properties'))) {
        const parameter = known?.get(key.text);
        if (parameter === undefined) continue;
        yield { kind: 'a property', scalar: key, offset: item.offset };
        const word = asText(value);
        if (parameter.type.kind === 'enum' && word !== undefined)
          yield { kind: 'a word of a closed set', scalar: word, offset: item.offset };
      }
      for (const one of listOf(valueAt(item.map, 'cases')))
        for (const { key } of pairsOf(one)) yield { kind: 'a key of a case', scalar: key, offset: item.offset };
    }
  }
}

function parametersOfNode(type: string, section: string) {
  if (section === 'generators') {
    const generator = findGenerator(CATALOGUE, type);
    return (
      generator &&
      new Map([...CATALOGUE.baseParameters, ...generator.parameters.map((one) => [one.name, one] as const)])
    );
  }
  const resource = section === 'resources' ? findResource(CATALOGUE, type) : undefined;
  if (resource !== undefined) return parametersOfResource(CATALOGUE, resource);
  const operator = findType(CATALOGUE, type);
  return operator === undefined ? undefined : parametersOf(CATALOGUE, operator);
}

function pairsOf(node: YamlNode | undefined): readonly YamlPair[] {
  return node?.kind === 'mapping' ? node.pairs : [];
}

function listOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** Keys that go, values of another shape, schedules that are none. */
function* structureMutations(text: string): Generator<Mutation> {
  const { documents } = outlineFile(readWorkflow('x.yaml', text));
  for (const { document, nodes, primary } of documents) {
    for (const { item, type, section } of nodes) {
      const within = { start: item.offset, end: item.offset + item.cellText.length };
      const parameters = parametersOfNode(type?.text ?? '', section);
      for (const pair of item.map.pairs) {
        const key = pair.key.text;
        const needed = ['name', 'type', 'target', 'cases', 'otherwise', 'paths'].includes(key);
        if (needed) yield* without(text, item, pair, `${key} is gone`, within);
        const wrong = WRONG_SHAPES.get(key);
        const range = absolute(item, pair.value);
        for (const value of wrong ?? [])
          yield { kind: `${key} is ${value}`, text: replaced(text, range, value), at: range.start };
        if (key !== 'properties') continue;
        for (const inner of pairsOf(pair.value)) {
          const parameter = parameters?.get(inner.key.text);
          if (parameter?.required === true) yield* without(text, item, inner, 'a required property is gone', within);
          const bad = parameter === undefined ? undefined : WRONG_VALUES.get(parameter.type.kind);
          const place = absolute(item, inner.value);
          if (bad !== undefined && inner.value.start < inner.value.end)
            yield { kind: `a ${parameter?.type.kind} is ${bad}`, text: replaced(text, place, bad), at: place.start };
        }
      }
    }
    for (const entry of document.entries) {
      const { key, value, offset } = entry;
      if (key.text === 'name' && value !== undefined) {
        const range = absolute(entry, value);
        for (const other of ['[a]', '{a: b}', '3'])
          yield { kind: `the name is ${other}`, text: replaced(text, range, other), at: range.start };
      }
      if (key.text !== 'dag_args' || !primary) continue;
      for (const pair of pairsOf(value)) {
        const cron = asText(valueAt(pair.value, 'cron')) ?? asText(pair.value);
        if (!/^schedule/.test(pair.key.text) || cron === undefined) continue;
        const range = contentOf(cron, offset, text);
        if (range === undefined) continue;
        for (const wrong of [
          '61 3 * * *',
          '0 3 * *',
          '0 25 * * *',
          '0 3 32 * *',
          '0 3 * 13 *',
          '0 3 * * mun',
          '0 3 30 2 *',
          '@dayly',
        ])
          yield { kind: `the schedule is ${wrong}`, text: replaced(text, range, wrong), at: range.start };
      }
    }
  }
}

const WRONG_SHAPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['properties', ['[a, b]', 'load', '3']],
  ['upstream_dependencies', ['{a: b}', '3', 'nothing-there']],
  ['downstream_dependencies', ['{a: b}', '3']],
  ['requires_resources', ['{a: b}', '3']],
  ['on_failure', ['{a: b}', '3']],
  ['cases', ['{a: b}', '3', '[]']],
  ['otherwise', ['{a: b}', '3']],
  ['paths', ['{a: b}', '3', '[]', '[a]']],
  ['name', ['[a]', '{a: b}', '3a', "''"]],
  ['type', ['[a]', '{a: b}', '3', "''"]],
  ['target', ['[a]', '{a: b}', '3']],
]);

const WRONG_VALUES: ReadonlyMap<string, string> = new Map([
  ['integer', 'many'],
  ['number', 'many'],
  ['duration', 'a while'],
  ['boolean', 'maybe'],
  ['text', '{a: b}'],
  ['date', 'tomorrow'],
  ['enum', 'other'],
]);

/** The text without a pair: in braces with its comma, in a block with its lines. */
function* without(text: string, item: DocumentItem, pair: YamlPair, kind: string, within: Range): Generator<Mutation> {
  const start = absolute(item, pair.key).start;
  const end = Math.max(absolute(item, pair.value).end, absolute(item, pair.key).end + 1);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (/^\s*$/.test(before)) {
    const lineEnd = text.indexOf('\n', end);
    yield { kind, text: text.slice(0, lineStart) + text.slice(lineEnd + 1), at: lineStart, within };
  } else if (/[{,]\s*$/.test(before)) {
    const rest = /^\s*,?\s*/.exec(text.slice(end))?.[0] ?? '';
    yield { kind, text: text.slice(0, start) + text.slice(end + rest.length), at: start, within };
  }
}

/** Indentation that moved, marks that went missing. */
function* lineMutations(text: string): Generator<Mutation> {
  let start = 0;
  for (const line of text.split('\n')) {
    const content = line.trim();
    if (content !== '' && !content.startsWith('#') && content !== '---') {
      yield { kind: 'a blank more', text: `${text.slice(0, start)} ${text.slice(start)}`, at: start };
      yield { kind: 'a level more', text: `${text.slice(0, start)}  ${text.slice(start)}`, at: start };
      if (line.startsWith('  ')) {
        yield { kind: 'a blank less', text: text.slice(0, start) + text.slice(start + 1), at: start };
        yield { kind: 'a level less', text: text.slice(0, start) + text.slice(start + 2), at: start };
      }
      for (const mark of [':', '"', '[', ']', '{', '}', ',', '-']) {
        const at = line.indexOf(mark);
        if (at >= 0)
          yield {
            kind: `no ${mark}`,
            text: replaced(text, { start: start + at, end: start + at + 1 }, ''),
            at: start + at,
          };
      }
    }
    start += line.length + 1;
  }
}
