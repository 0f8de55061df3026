import { createHash } from 'node:crypto';

/** How a DAG file of dagport says what it was built from, and by what. */
const BUILT_BY = /^# Built by dagport /;
const CHECKSUM = /^# Checksum: ([0-9a-f]{64})$/;
const SOURCE = /^# Source: (.*)$/;

/** These stand in its first lines. */
const HEADER_LINES = 6;

/** The hash by which a text is known again, whichever line ends git gives it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** A DAG file with its own checksum below the line that says what built it: so that a change by a person is seen. */
export function stamped(text: string): string {
  const lines = text.split('\n');
  const at = lines.slice(0, HEADER_LINES).findIndex((line) => BUILT_BY.test(line));
  if (at < 0) return text;
  return [...lines.slice(0, at + 1), `# Checksum: ${sha256(text)}`, ...lines.slice(at + 1)].join('\n');
}

/** What a Python file says of itself. */
export interface Stamp {
  /** The workflow that it was built from, as its header names it. */
  readonly source: string;
  /** Is it as it was built? */
  readonly pristine: boolean;
}

/** The stamp of a DAG file of dagport; nothing of any other file. */
export function stampOf(text: string): Stamp | undefined {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const header = lines.slice(0, HEADER_LINES);
  if (!header.some((line) => BUILT_BY.test(line))) return undefined;
  const at = header.findIndex((line) => CHECKSUM.test(line));
  const checksum = CHECKSUM.exec(header[at] ?? '')?.[1];
  const source = header.map((line) => SOURCE.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
  const rest = lines.filter((_, index) => index !== at).join('\n');
  return { source, pristine: checksum !== undefined && sha256(rest) === checksum };
}
