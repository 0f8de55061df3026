import { positionAt } from '../../text/range';
import type { GraphOrigin } from '../draw/graph';
import type { WorkflowFile } from '../read';
import type { Origin } from './plan';

/** A place of a file as graphs tell it. */
export function originOf(file: WorkflowFile, origin: Origin): GraphOrigin {
  const start = positionAt(file.lines, origin.range.start);
  const end = positionAt(file.lines, origin.range.end);
  return {
    path: file.path,
    pointer: origin.pointer,
    range: {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
  };
}
