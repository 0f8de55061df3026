import type { Diagnostic, RelatedPlace } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import { problem } from './problem';

/** A text with nothing in it that is no YAML, and what was blanked out. Offsets stay as they are. */
export interface Settled {
  readonly text: string;
  readonly problems: readonly Diagnostic[];
}

const MARKER_LINE = /^(?:<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?: [^\r\n]*)?(?=\r?$)/gm;

/**
 * Reads the first side of each conflict that a merge left, as git marks it (gitglossary, `merge.conflictStyle`); markers
 * and the other sides become blanks. Each conflict is one finding; so is a marker whose conflict is gone.
 */
export function withoutConflicts(text: string): Settled {
  if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return { text, problems: [] };
  const conflicts = conflictsOf(markersOf(text));
  const pieces: string[] = [];
  let done = 0;
  for (const { hidden } of conflicts) {
    for (const range of hidden) {
      pieces.push(text.slice(done, range.start), text.slice(range.start, range.end).replace(/[^\r\n]/g, ' '));
      done = range.end;
    }
  }
  return { text: pieces.join('') + text.slice(done), problems: conflicts.map(({ finding }) => finding) };
}

type Mark = '<' | '|' | '=' | '>';

interface Marker extends Range {
  readonly mark: Mark;
}

interface Conflict {
  readonly finding: Diagnostic;
  readonly hidden: readonly Range[];
}

function markersOf(text: string): readonly Marker[] {
  return Array.from(text.matchAll(MARKER_LINE), ({ 0: line, index }) => ({
    mark: markOf(line),
    start: index,
    end: index + line.length,
  }));
}

function markOf(line: string): Mark {
  const first = line.charAt(0);
  return first === '<' || first === '|' || first === '=' ? first : '>';
}

function conflictsOf(markers: readonly Marker[]): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  let open: Marker[] = [];
  for (const marker of markers) {
    if (marker.mark === '<') {
      conflicts.push(...openConflict(open));
      open = [marker];
    } else if (open.length > 0) {
      open.push(marker);
      if (marker.mark === '>') {
        conflicts.push(...openConflict(open));
        open = [];
      }
    } else if (marker.mark === '>') {
      conflicts.push(...openConflict([marker]));
    }
  }
  return [...conflicts, ...openConflict(open)];
}

/** The conflict of markers that belong together; without its last one only the markers are known to be no YAML. */
function openConflict(markers: readonly Marker[]): readonly Conflict[] {
  const [first, ...others] = markers;
  if (first === undefined) return [];
  const last = others.at(-1);
  const second = others[0];
  const isWhole = last?.mark === '>' && second !== undefined && second !== last;
  const hidden = isWhole ? [first, { start: second.start, end: last.end }] : markers;
  const message = isWhole
    ? 'A merge left a conflict here; only its first side is read.'
    : 'A mark of a merge conflict is left here; other readers refuse the file.';
  const related: RelatedPlace[] = others.map(({ mark, start, end }) => ({
    range: { start, end },
    message: mark === '>' ? 'The conflict ends here.' : 'The next side starts here.',
  }));
  const finding = {
    ...problem('merge-conflict', first, message),
    help: 'Keep one side, or join them, and remove the marks.',
  };
  return [{ finding: related.length === 0 ? finding : { ...finding, related }, hidden }];
}
