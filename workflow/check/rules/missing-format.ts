import { ADDED_TYPES, DAG_KEYS, DOCUMENT_KEYS, type KeyFacts, NODE_KEYS } from '../../../schemas';
import type { Fix } from '../../../text/diagnostic';
import type { Range } from '../../../text/range';
import type { Composites } from '../../composites';
import { absolute, entryOf, pairOf, type SectionKey, type WorkflowDocument } from '../../read';
import type { WorkflowRule } from '../context';
import { meantEntryOf } from '../meant-keys';
import type { DocumentOutline } from '../outline';
import { listed } from '../suggest';

interface Addition {
  readonly name: string;
  readonly range: Range;
}

export const missingFormat: WorkflowRule = {
  id: 'missing-format',
  category: 'correctness',
  documentation: {
    summary: 'The file uses additions to the language of boundary-layer without saying so by `format: 1`.',
    why: 'A file without `format` is read as boundary-layer 1.9.18 reads it, to which these keys and types are unknown.',
    bad: `name: orders
operators:
- {name: load, type: bash, on_failure: [clean], properties: {bash_command: load}}
- {name: clean, type: bash, properties: {bash_command: clean}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [clean], properties: {bash_command: load}}
- {name: clean, type: bash, properties: {bash_command: clean}}
`,
    fixSafety:
      'Safe where `dag_args` says both how the DAG is scheduled and whether it catches up. Else unsafe: without `format` an absent `schedule_interval` means daily and an absent `catchup` means true, with it none and false.',
  },
  check: {
    *file({ file, composites }) {
      const primary = file.documents[0]?.document;
      if (primary === undefined || file.format !== undefined || meantEntryOf(primary, 'format') !== undefined) return;
      const additions = file.documents.flatMap((outline) => [...additionsOf(outline, composites)]);
      const [first] = additions;
      if (first === undefined) return;
      const names = [...new Set(additions.map((addition) => addition.name))];
      yield {
        message: `${listed(names)} ${names.length === 1 ? 'is an addition' : 'are additions'} to the language of boundary-layer; without "format: 1" this file is read as boundary-layer reads it, which does not know ${names.length === 1 ? 'it' : 'them'}.`,
        range: first.range,
        help: 'Add "format: 1", and say in "dag_args" how the DAG is scheduled and whether it catches up.',
        fix: insertFormat(primary, file.file.text),
      };
    },
  },
};

const ADDED_DOCUMENT_KEYS = addedAmong(DOCUMENT_KEYS);
const ADDED_DAG_KEYS = addedAmong(DAG_KEYS);
const ADDED_NODE_KEYS = addedAmong(NODE_KEYS);

function addedAmong(keys: readonly KeyFacts[]): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => (key.addition === true ? [key.name] : [])));
}

function* additionsOf({ document, nodes }: DocumentOutline, composites: Composites): Generator<Addition> {
  for (const entry of document.entries) {
    if (ADDED_DOCUMENT_KEYS.has(entry.key.text)) yield { name: entry.key.text, range: absolute(entry, entry.key) };
    if (entry.key.text !== 'dag_args' || entry.value?.kind !== 'mapping') continue;
    for (const { key } of entry.value.pairs) {
      if (ADDED_DAG_KEYS.has(key.text)) yield { name: key.text, range: absolute(entry, key) };
    }
  }
  for (const { item, type, section } of nodes) {
    const isComposite = isOperator(section) && composites.find(type?.text ?? '') !== undefined;
    if (type !== undefined && (isComposite || ADDED_TYPES.includes(type.text)))
      yield { name: type.text, range: absolute(item, type) };
    for (const { key } of item.map.pairs) {
      if (ADDED_NODE_KEYS.has(key.text)) yield { name: key.text, range: absolute(item, key) };
    }
  }
}

function isOperator(section: SectionKey): boolean {
  return section === 'operators' || section === 'before' || section === 'after';
}

/** `format: 1` on a line of its own after the name, or at the start of the document. */
function insertFormat(document: WorkflowDocument, text: string): Fix {
  const name = entryOf(document, 'name');
  const first = document.entries[0];
  const at =
    name?.value === undefined
      ? first === undefined
        ? 0
        : first.offset + first.key.start
      : lineEnd(text, name.offset + name.value.end);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const missing = at > 0 && text.charAt(at - 1) !== '\n' ? newline : '';
  const args = entryOf(document, 'dag_args')?.value;
  const schedule = pairOf(args, 'schedule') ?? pairOf(args, 'schedule_interval');
  const decided = schedule !== undefined && pairOf(args, 'catchup') !== undefined;
  return {
    title: 'Add "format: 1"',
    safety: decided ? 'safe' : 'unsafe',
    edits: [{ range: { start: at, end: at }, text: `${missing}format: 1${newline}` }],
  };
}

/** The start of the line after an offset. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}
