import type { Range } from '../../../text/range';
import type { TableEntry } from '../../contract';
import { type Ledger, lineOf } from './ledger';

/** What a conversion asks the tables of a profile for; grows. */
export type Asked = Map<string, TableEntry>;

/** Notes that a table was asked. `filled`: a profile of a person, or dagport's own, has an answer. */
export function ask(
  asked: Asked,
  ledger: Ledger,
  table: TableEntry['table'],
  name: string,
  range: Range,
  filled: boolean,
): void {
  const key = `${table} ${name}`;
  const line = lineOf(ledger, range.start);
  const known = asked.get(key);
  if (known?.lines.includes(line)) return;
  asked.set(key, { table, name, filled, lines: [...(known?.lines ?? []), line] });
}
