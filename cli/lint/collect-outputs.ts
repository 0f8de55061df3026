import { InvalidArgumentError } from 'commander';
import type { LintOutput } from '../options';
import type { LintFormat } from '../reporters';

/** Collects `--format` and `--output-file` in the order in which they are given: a file belongs to the form before it. */
export interface OutputCollector {
  readonly format: (value: string) => void;
  readonly file: (value: string) => void;
  /** What was asked for; the pretty form where nothing was. */
  readonly all: () => readonly LintOutput[];
}

export function collectOutputs(formats: readonly LintFormat[]): OutputCollector {
  const outputs: LintOutput[] = [];
  let waiting: string | undefined;
  return {
    format(value) {
      const format = formats.find((known) => known === value);
      if (format === undefined) throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}.`);
      outputs.push(waiting === undefined ? { format } : { format, file: waiting });
      waiting = undefined;
    },
    file(value) {
      const last = outputs.at(-1);
      if (last !== undefined && last.file === undefined) outputs[outputs.length - 1] = { ...last, file: value };
      else if (waiting === undefined) waiting = value;
      else throw new InvalidArgumentError('Each --output-file belongs to one --format.');
    },
    all() {
      if (waiting !== undefined) return [...outputs, { format: 'pretty', file: waiting }];
      return outputs.length === 0 ? [{ format: 'pretty' }] : outputs;
    },
  };
}
