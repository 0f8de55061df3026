import { counted } from '../text/counted';
import type { CommandIo } from './io';

/** Shorter work is over before a person has read a line about it. */
const QUIET_MILLISECONDS = 1000;
const BETWEEN_MILLISECONDS = 100;

/** A line on the terminal about work that takes long. */
export interface Progress {
  /** Says that so many are done. Cheap: it may be called for each file. */
  done(count: number): void;
  /** Takes the line away. */
  end(): void;
}

/**
 * Progress of work on so many files: shown on a terminal only, on the standard error, and only once the work has taken
 * a second.
 */
export function startProgress(io: CommandIo, what: string, total: number): Progress {
  if (io.showsProgress !== true) return { done: () => {}, end: () => {} };
  let due = Date.now() + QUIET_MILLISECONDS;
  let shown = false;
  return {
    done(count) {
      const now = Date.now();
      if (now < due) return;
      due = now + BETWEEN_MILLISECONDS;
      shown = true;
      io.stderr(`\r\u001b[K${what} ${count} of ${counted(total, 'file')} …`);
    },
    end() {
      if (shown) io.stderr('\r\u001b[K');
    },
  };
}
