import { type DraftFile, list, mapping } from '../../../workflow/write/index';
import type { Ledger } from './ledger';
import { lineOf } from './ledger';
import { quote } from './script';

/**
 * A file without a Declarative Pipeline: one task that fails and says so. Every statement stays *manual*.
 */
export function convertByHand(ledger: Ledger, name: string, what: string): DraftFile {
  const lines = ledger.entries.length === 0 ? '' : ` (${ledger.entries.length} statements, lines ${linesOf(ledger)})`;
  const message = `dagport: to be converted by hand: ${what}${lines}`;
  const task = mapping({
    name: 'convert-by-hand',
    type: 'bash',
    properties: mapping({ bash_command: `echo ${quote(message)} >&2\nexit 1\n` }),
  });
  const from = ledger.entries.flatMap(({ statement }) => ledger.ids.get(statement) ?? []);
  const document = mapping({
    name,
    format: 1,
    dag_args: mapping({ schedule: null }),
    default_task_args: mapping({ owner: 'jenkins', start_date: '2024-01-01' }, 'flow'),
  });
  const operators = { key: 'operators', value: { ...list([]), items: [{ value: task, from }] } };
  return {
    header: [`Converted by dagport from ${ledger.path}.`, `${what}: nothing of it is converted yet.`],
    documents: [{ ...document, entries: [...document.entries, operators] }],
  };
}

function linesOf(ledger: Ledger): string {
  const first = ledger.entries[0]?.statement.range.start ?? 0;
  const last = ledger.entries.reduce((end, { statement }) => Math.max(end, statement.range.end), first);
  return `${lineOf(ledger, first)} to ${lineOf(ledger, last)}`;
}
