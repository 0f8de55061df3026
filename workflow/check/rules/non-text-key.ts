import { contentRange, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf, withFix, writtenElsewhere } from '../suggest';

export const nonTextKey: WorkflowRule = {
  id: 'non-text-key',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'unknown-key', 'unquoted-jinja'],
  documentation: {
    summary: 'A key of a mapping is a number, a truth value, a date or nothing.',
    why: 'YAML 1.1 reads `1`, `on` and `no` as no text. Whether `1` or `"1"` is meant cannot be told, and boundary-layer refuses both.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, env: {NO: a}}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, env: {"NO": a}}}
`,
    fixSafety: 'Quotes are safe: text is all that can stand there.',
  },
  check: {
    *document({ document }) {
      for (const { key, value, offset } of document.entries) {
        if (value === undefined || !FREE_MAPPINGS.has(key.text)) continue;
        for (const found of keysIn(value)) yield moveFinding(findingOf(found), offset);
      }
    },
    *item({ item }) {
      for (const { key, value } of item.map.pairs) {
        if (key.text !== 'properties' && key.text !== 'backends') continue;
        for (const found of keysIn(value)) yield findingOf(found);
      }
    },
  },
};

/** The keys of a document whose mappings are passed on, with keys that people make up. */
const FREE_MAPPINGS: ReadonlySet<string> = new Set(['dag_args', 'default_task_args', 'operator_defaults', 'images']);

function keysIn(node: YamlNode): readonly YamlScalar[] {
  const found: YamlScalar[] = [];
  collectKeys(node, found);
  return found;
}

function collectKeys(node: YamlNode, found: YamlScalar[]): void {
  if (node.kind === 'list') for (const item of node.items) collectKeys(item, found);
  if (node.kind !== 'mapping') return;
  for (const { key, value } of node.pairs) {
    if (key.type !== 'text') found.push(key);
    collectKeys(value, found);
  }
}

function findingOf(key: YamlScalar) {
  const range = contentRange(key);
  const quoted = range === undefined ? undefined : { range, text: `'${key.text}'` };
  return {
    message: `The key ${key.text === '' ? 'is empty' : `"${key.text}" is no text to YAML`}, and a key has to be text.`,
    range: rangeOf(key),
    ...writtenElsewhere(key),
    ...withFix(
      quoted === undefined || key.text === ''
        ? undefined
        : { title: `Put ${key.text} in quotes`, safety: 'safe', edits: [quoted] },
    ),
  };
}
