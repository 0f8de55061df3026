import path from 'node:path';
import { counted } from '../../text/counted';
import { unifiedDiff } from '../diff';
import { EXIT } from '../failure';
import { relativePath } from '../files';
import type { CommandIo } from '../io';
import type { BuildOptions } from '../options';
import type { Orphan, Output, OutputFolder } from './outputs';

/** What is wrong with a DAG file that was committed. */
interface Finding {
  readonly path: string;
  readonly status: 'missing' | 'out-of-date' | 'edited' | 'not-ours' | 'orphaned';
  readonly source: string;
  readonly diff?: string;
}

/** `dagport build --check`: says which DAG files are not what a build would write, and gives the exit code. */
export function reportCheck(io: CommandIo, options: BuildOptions, { outputs, orphans }: OutputFolder): number {
  const shown = (name: string): string => relativePath(path.resolve(io.cwd, options.output, name), io.cwd);
  const findings = [
    ...outputs.flatMap((output) => findingOf(output, shown(output.name)) ?? []),
    ...orphans.map((orphan) => orphaned(orphan, shown(orphan.name))),
  ];
  const code = findings.length > 0 ? EXIT.findings : EXIT.fine;
  if (options.format === 'json') {
    io.stdout(`${JSON.stringify({ version: 1, checked: outputs.length, findings })}\n`);
    return code;
  }
  for (const { path: file, status, source, diff } of findings) {
    io.stdout(`${file} ${WORDS[status]} (${source})\n${diff ?? ''}`);
  }
  const count = counted(outputs.length, 'DAG file');
  if (findings.length === 0) io.stdout(`${count}, as a build would write ${outputs.length === 1 ? 'it' : 'them'}.\n`);
  else if (findings.length === 1) io.stdout('1 file is not as a build would leave it.\n');
  else io.stdout(`${findings.length} files are not as a build would leave them.\n`);
  return code;
}

const WORDS: Readonly<Record<Finding['status'], string>> = {
  missing: 'is missing',
  'out-of-date': 'is out of date',
  edited: 'was changed by hand',
  'not-ours': 'was not built by dagport',
  orphaned: 'has no workflow any more',
};

function findingOf({ dag, place, text, before = '', other }: Output, file: string): Finding | undefined {
  const source = dag.source.path;
  if (place === 'same') return undefined;
  if (place === 'missing') return { path: file, status: 'missing', source };
  const status = place === 'edited' ? 'edited' : place === 'foreign' ? 'not-ours' : 'out-of-date';
  const diff = unifiedDiff(file, before.replaceAll('\r\n', '\n'), text);
  return { path: file, status, source: other === undefined ? source : `${source}; built from ${other}`, diff };
}

function orphaned({ source }: Orphan, file: string): Finding {
  return { path: file, status: 'orphaned', source };
}
