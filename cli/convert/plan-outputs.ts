import path from 'node:path';
import { type ConvertedFiles, convertedFiles, type LegacyConversion, type WrittenWorkflow } from '../../migration';
import { version } from '../../package.json';
import { relativePath } from '../files';
import type { LegacySource } from './find-sources';

/** A source, and what was made of it. */
export interface SourceConversion {
  readonly source: LegacySource;
  readonly conversion: LegacyConversion;
}

export interface PlannedOutput {
  /** Absolute. */
  readonly folder: string;
  readonly files: ConvertedFiles;
  readonly workflow: WrittenWorkflow;
}

/**
 * What would be written where: the tree of the sources is kept below the output folder. Of two workflows of one name in one folder
 * the second one is named after its source, too.
 */
export function planOutputs(cwd: string, output: string, conversions: readonly SourceConversion[]): PlannedOutput[] {
  const taken = new Set<string>();
  return conversions.flatMap(({ source, conversion }) =>
    conversion.result.workflows.map(({ fileName, draft }) => {
      const below = path.relative(source.root, path.dirname(path.resolve(cwd, source.path)));
      const folder = path.join(output, below.startsWith('..') ? '' : below);
      const free = freeName(taken, folder, path.basename(fileName), source.path);
      const shown = relativePath(path.join(folder, free), cwd);
      return { folder, ...convertedFiles(conversion, { fileName: free, draft }, shown, `dagport ${version}`) };
    }),
  );
}

function freeName(taken: Set<string>, folder: string, fileName: string, source: string): string {
  const stem = fileName.replace(/\.workflow\.yaml$/, '');
  const from = path
    .basename(source)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-');
  const names = [stem, `${stem}-${from}`];
  for (let count = 2; names.length < 10_000; count++) {
    const name = names.shift() ?? `${stem}-${from}-${count}`;
    const whole = path.join(folder, `${name}.workflow.yaml`);
    if (taken.has(whole)) continue;
    taken.add(whole);
    return `${name}.workflow.yaml`;
  }
  return fileName;
}
