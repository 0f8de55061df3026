import type { Fix, TextEdit } from '../../../text/diagnostic';
import { shifted } from '../../../text/range';
import { contentRange, type DocumentEntry, entryOf, pairOf, type WorkflowDocument } from '../../read';
import { additionsTo } from '../additions';
import type { WorkflowRule } from '../context';
import { meantEntryOf } from '../meant-keys';
import { listed } from '../suggest';

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
      const additions = [...additionsTo(file, composites)];
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
  const newline = /\r?\n|\r/.exec(text)?.[0] ?? '\n';
  const missing = at > 0 && !/[\n\r\uFEFF]/.test(text.charAt(at - 1)) ? newline : '';
  const entry = entryOf(document, 'dag_args');
  const args = entry?.value;
  const schedule = pairOf(args, 'schedule') ?? pairOf(args, 'schedule_interval');
  // What boundary-layer calls otherwise is written as this language does.
  const renamed = entry === undefined ? [] : OLD_NAMES.flatMap(([old, now]) => renameKey(entry, old, now));
  const decided = schedule !== undefined && pairOf(args, 'catchup') !== undefined;
  return {
    title: 'Add "format: 1"',
    safety: decided ? 'safe' : 'unsafe',
    edits: [{ range: { start: at, end: at }, text: `${missing}format: 1${newline}` }, ...renamed].sort(
      (one, other) => one.range.start - other.range.start,
    ),
  };
}

/** The start of the line after an offset. */
function lineEnd(text: string, offset: number): number {
  // A carriage return alone ends a line of YAML, too.
  const end = /\r?\n|\r/g;
  end.lastIndex = offset;
  return end.test(text) ? end.lastIndex : text.length;
}

const OLD_NAMES = [
  ['schedule_interval', 'schedule'],
  ['concurrency', 'max_active_tasks'],
] as const;

function renameKey({ value, offset }: DocumentEntry, old: string, now: string): readonly TextEdit[] {
  const pair = pairOf(value, old);
  const range = pair === undefined || pairOf(value, now) !== undefined ? undefined : contentRange(pair.key);
  return range === undefined ? [] : [{ range: shifted(range, offset), text: now }];
}
