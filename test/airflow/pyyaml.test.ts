import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWorkflow } from '../../workflow/read';
import { airflowIsInstalled } from './airflow';
import { files, notableDocuments, scalarDocuments, slips } from './pyyaml/generated';
import { type Loaded, loadWithPyYaml } from './pyyaml/load';
import { shapeOfFile } from './pyyaml/shape';

interface Deliberate {
  readonly why: string;
  /** Does it apply to a text, and to what we report first? */
  readonly holds: (text: string, reported: string) => boolean;
}

/** Where we differ from PyYAML on purpose. */
const DELIBERATE: readonly Deliberate[] = [
  {
    why: 'no tag is read but those that say what the value is anyway',
    holds: (text, reported) => reported.startsWith('yaml-tag') || /!!str[,}]/.test(text),
  },
  {
    why: 'characters that end a line in YAML 1.1 only are refused: readers do not agree about them',
    holds: (text) => /[\u0085\u2028\u2029]/.test(text),
  },
  {
    why: 'a "?" in brackets is refused also where PyYAML takes it for the mark of a key: nobody means that',
    holds: (_, reported) => reported.includes('take a "?" for the mark of a key'),
  },
  {
    why: 'an empty key is refused also where PyYAML reads null',
    holds: (_, reported) => reported.includes('A key is missing'),
  },
  {
    why: 'PyYAML ends the name of an anchor at a colon, YAML 1.2 does not',
    holds: (_, reported) => reported.includes('The name of an anchor'),
  },
  {
    why: 'a lone "-" in brackets is refused by YAML 1.2',
    holds: (text, reported) => /[[{, ]-[\]},]/.test(text) && reported.startsWith('yaml-syntax'),
  },
  {
    why: 'a comment needs a blank before it in YAML 1.2',
    holds: (_, reported) => reported.includes('Comments must be separated'),
  },
  {
    why: 'after an escaped line end the yaml package reads an empty line as a blank, PyYAML as a line end',
    holds: (text) => /\\\r?\n\s*\n/.test(text),
  },
  {
    why: 'an item after a complex key at the margin is a value to the yaml package',
    holds: (text) => /\n\? /.test(text),
  },
  {
    why: 'a block of blank lines only, deeper than its indentation says, is empty to the yaml package',
    holds: (text) => /[|>][-+]?[1-9][-+]?(?: #.*)?\n\s*(?:\n|$)/.test(text),
  },
];

function readAsPyYaml(text: string): Loaded {
  const file = readWorkflow('x.yaml', text);
  const refusals = file.problems.filter(({ rule }) => rule !== 'duplicate-key' && rule !== 'no-mapping');
  const [first] = refusals;
  return first === undefined ? { documents: shapeOfFile(file) } : { error: `${first.rule}: ${first.message}` };
}

function difference(text: string, loaded: Loaded): unknown {
  const ours = readAsPyYaml(text);
  if ('error' in ours && 'error' in loaded) return undefined;
  if (JSON.stringify(ours) === JSON.stringify(loaded)) return undefined;
  if ('error' in loaded && readWorkflow('x.yaml', text).problems.some(({ rule }) => rule === 'no-mapping'))
    return undefined;
  const reported = 'error' in ours ? ours.error : '';
  if (DELIBERATE.some(({ holds }) => holds(text, reported))) return undefined;
  return { text, ours, pyyaml: loaded };
}

/** Where both read a text, they read the same in it. */
function differentValues(text: string, loaded: Loaded): unknown {
  const isMapping = readWorkflow('x.yaml', text).problems.every(({ rule }) => rule === 'duplicate-key');
  return isMapping && 'documents' in loaded ? difference(text, loaded) : undefined;
}

/** Compares what we read with what PyYAML reads, over texts of which it takes at least this part. */
async function check(texts: readonly string[], least: number, compare: typeof difference): Promise<void> {
  const loaded = await loadWithPyYaml(texts);
  const taken = loaded.filter((one) => 'documents' in one);
  expect(taken.length / texts.length).toBeGreaterThan(least);
  const differences = texts.flatMap((text, index) => compare(text, loaded[index] ?? { error: 'not loaded' }) ?? []);
  expect(differences.map((one) => JSON.stringify(one))).toEqual([]);
}

const SEED = 20_260;

describe.skipIf(!airflowIsInstalled)('we read what PyYAML reads, and refuse what it refuses', () => {
  test('every notable scalar at every place', () => check(notableDocuments, 0.5, difference));
  test('random scalars', () => check(fc.sample(scalarDocuments, { numRuns: 8_000, seed: SEED }), 0.5, difference));
  test('random files', () => check(fc.sample(files, { numRuns: 1_500, seed: SEED }), 0.99, difference));
  test('random files with a slip: the values, where both take them', () =>
    check(fc.sample(slips, { numRuns: 1_500, seed: SEED }), 0.3, differentValues));
});
