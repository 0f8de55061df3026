import { type FlowPiece, mentions, type ScriptPart } from '../script';
import { literal, type Template } from '../template';
import type { Work } from './work';

/** The file in which a shell of its own writes down what it sets: the shell around it reads it back. */
export const keptFile = '"$_kept"';

/** Makes the file; it goes when the task ends. */
export const makeKeptFile: readonly Template[] = [
  literal('_kept="$(mktemp)"'),
  literal(`trap 'rm -f ${keptFile}' EXIT`),
];

/** The line that writes a variable down so that a shell can read it again. `holder`: the variable that has the value now. */
export function writeDown(name: string, how: 'export ' | '', file: string, holder = name): Template {
  return literal(
    `printf "${how}%s='%s'\\n" ${name} "$(printf '%s' "$${holder}" | sed "s/'/'\\\\\\\\''/g")" >> ${file}`,
  );
}

/** What gives a variable its value behind the block in which it is set; nothing where no block has a shell of its own. */
export function keepBehind(work: Work, name: string, how: 'export ' | '' = ''): readonly Template[] {
  return work.inSubshell ? [writeDown(name, how, keptFile)] : [];
}

/**
 * Reads back what steps in a shell of their own have set. The outermost shell reads all of it once; in others it stays for those
 * around them.
 */
export function readBack(work: Work, parts: readonly ScriptPart[]): readonly Template[] {
  if (!mentions(parts, keptFile)) return [];
  return [literal(work.inSubshell ? `. ${keptFile}` : `. ${keptFile}; : > ${keptFile}`)];
}

/** Steps in a shell of their own, which begins with lines of ours. */
export function inOwnShell(
  work: Work,
  begin: readonly Template[],
  parts: readonly ScriptPart[],
): readonly ScriptPart[] {
  const back = readBack(work, parts);
  return [{ kind: 'inside', begin, parts }, ...(back.length === 0 ? [] : [{ kind: 'lines' as const, lines: back }])];
}

/** Runs parts in a shell of their own and keeps their status in `_status`; `set -e` holds inside. */
export function attempt(work: Work, parts: readonly ScriptPart[]): readonly FlowPiece[] {
  return [
    { line: literal('set +e') },
    { line: literal('(') },
    { line: literal('set -e') },
    { parts },
    { line: literal(')') },
    ...keepStatus(work, parts),
  ];
}

/** The status of the last command in `_status`, and what the steps have set. */
export function keepStatus(work: Work, parts: readonly ScriptPart[]): readonly FlowPiece[] {
  const lines = [literal('_status=$?'), literal('set -e'), ...readBack(work, parts)];
  return lines.map((line) => ({ line }));
}
