import type { ConstructStatus, DropReason } from './contract';

/** What became of a construct of the source. */
export type Verdict =
  | { readonly status: 'converted'; readonly message?: string }
  | { readonly status: 'approximated'; readonly message: string }
  | { readonly status: 'manual'; readonly message: string }
  | { readonly status: 'dropped'; readonly reason: DropReason; readonly message?: string };

export const converted: Verdict = { status: 'converted' };

export function approximated(message: string): Verdict {
  return { status: 'approximated', message };
}

export function manual(message: string): Verdict {
  return { status: 'manual', message };
}

export function dropped(reason: DropReason, message?: string): Verdict {
  return message === undefined ? { status: 'dropped', reason } : { status: 'dropped', reason, message };
}

/** What a construct is in the end that nobody settled: nothing is lost in silence. */
export const unsettled: Verdict = manual('dagport has no conversion for this yet.');

const severity: Readonly<Record<ConstructStatus, number>> = { dropped: 0, converted: 1, approximated: 2, manual: 3 };

/** Of two verdicts on one construct, used in several places, the one that asks most of a person. */
export function graver(before: Verdict | undefined, verdict: Verdict): Verdict {
  return before === undefined || severity[verdict.status] > severity[before.status] ? verdict : before;
}
