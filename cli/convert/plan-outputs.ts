import path from 'node:path';
import {
  type ConvertedFiles,
  type ConvertedSource,
  convertedFiles,
  freeFileName,
  type WrittenWorkflow,
} from '../../migration';
import { version } from '../../package.json';
import { relativePath } from '../files';
import type { LegacySource } from './find-sources';

/** A source, and what was made of it. */
export type SourceConversion = ConvertedSource<LegacySource>;

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
      const free = freeFileName(path.basename(fileName), source.path, (name) => !taken.has(path.join(folder, name)));
      taken.add(path.join(folder, free));
      const shown = relativePath(path.join(folder, free), cwd);
      return { folder, ...convertedFiles(conversion, { fileName: free, draft }, shown, `dagport ${version}`) };
    }),
  );
}
