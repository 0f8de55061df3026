import { didYouMean } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { asText, entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf, renameTo, withFix } from '../suggest';

export const unknownChoice: WorkflowRule = {
  id: 'unknown-choice',
  category: 'correctness',
  silencedBy: ['wrong-key-type'],
  documentation: {
    summary: 'A key of the language that takes one of a few words has another one.',
    why: 'It means nothing, so nothing could be built from it.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, auto_task_id_mode: names, properties: {items: [a, b]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    good: `name: orders
generators:
- {name: each, type: list_generator, target: one, auto_task_id_mode: item_name, properties: {items: [a, b]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    fixSafety: 'Safe where a word is a single slip away; else a proposal.',
  },
  check: {
    *document({ document }) {
      const dag = entryOf(document, 'dag_args');
      const images = entryOf(document, 'images');
      const places: readonly (readonly [number, readonly Finding[]])[] = [
        [dag?.offset ?? 0, [...checkWord(dag?.value, 'orientation', ORIENTATIONS)]],
        [dag?.offset ?? 0, [...checkWord(dag?.value, 'default_view', VIEWS)]],
        [images?.offset ?? 0, imagesOf(images?.value).flatMap((image) => [...checkWord(image, 'pull', PULLS)])],
      ];
      for (const [offset, findings] of places) for (const finding of findings) yield moveFinding(finding, offset);
    },
    *item({ item, node }) {
      if (node.section === 'generators') yield* checkWord(item.map, 'auto_task_id_mode', MODES);
    },
  },
};

const MODES = ['index', 'item_name'];
const ORIENTATIONS = ['LR', 'TB', 'RL', 'BT'];
const VIEWS = ['tree', 'graph', 'duration', 'gantt', 'landing_times', 'grid'];
const PULLS = ['always', 'missing', 'never'];

function imagesOf(images: YamlNode | undefined): readonly YamlNode[] {
  return images?.kind === 'mapping' ? images.pairs.map((pair) => pair.value) : [];
}

function* checkWord(values: YamlNode | undefined, key: string, words: readonly string[]): Generator<Finding> {
  const value = asText(valueAt(values, key));
  if (value === undefined || words.includes(value.text) || /<<|\$\{\{/.test(value.text)) return;
  yield {
    message: `"${key}" is one of ${words.join(', ')}, and this is "${value.text}".${didYouMean(value.text, words)}`,
    range: rangeOf(value),
    ...withFix(renameTo(value, words)),
  };
}
