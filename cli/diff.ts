/** One line of a difference: kept, taken out or put in. */
interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/**
 * The difference of two texts in the unified form of `diff -u`, which `patch` and `git apply` take; empty where they are
 * the same. Paths are printed as they are given.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = diffLines(linesOf(before), linesOf(after));
  const parts = [`--- a/${path}\n`, `+++ b/${path}\n`];
  for (const hunk of hunksOf(lines)) parts.push(hunk);
  return parts.join('');
}

/** Lines with their ends: a last line without one is told from one with it. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function hunksOf(lines: readonly DiffLine[]): readonly string[] {
  const hunks: string[] = [];
  let index = 0;
  let oldLine = 1;
  let newLine = 1;
  while (index < lines.length) {
    const change = nextChange(lines, index);
    if (change === undefined) break;
    const start = Math.max(index, change - CONTEXT);
    oldLine += start - index;
    newLine += start - index;
    const end = endOfHunk(lines, change);
    const body = lines.slice(start, end);
    const oldCount = body.filter(({ sign }) => sign !== '+').length;
    const newCount = body.filter(({ sign }) => sign !== '-').length;
    const header = `@@ -${span(oldLine, oldCount)} +${span(newLine, newCount)} @@\n`;
    hunks.push(header + body.map(printLine).join(''));
    oldLine += oldCount;
    newLine += newCount;
    index = end;
  }
  return hunks;
}

function nextChange(lines: readonly DiffLine[], from: number): number | undefined {
  for (let at = from; at < lines.length; at++) if (lines[at]?.sign !== ' ') return at;
  return undefined;
}

/** Changes with at most twice the context between them share a hunk. */
function endOfHunk(lines: readonly DiffLine[], change: number): number {
  let last = change;
  for (let at = change; at < lines.length && at - last <= 2 * CONTEXT; at++) if (lines[at]?.sign !== ' ') last = at;
  return Math.min(lines.length, last + CONTEXT + 1);
}

function span(line: number, count: number): string {
  const start = count === 0 ? line - 1 : line;
  return count === 1 ? String(start) : `${start},${count}`;
}

function printLine({ sign, text }: DiffLine): string {
  return text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`;
}

/** Blocks with more pairs of lines than this are compared by their unique lines only. */
const MAXIMAL_TABLE = 250_000;

/** Patience diff: lines that stand once in both texts hold the rest in place; small blocks between them are compared exactly. */
function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const inner = diffBlock(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...kept(before.slice(0, head)), ...inner, ...kept(before.slice(before.length - tail))];
}

function kept(lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ sign: ' ', text }));
}

function replaced(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  return [
    ...before.map((text): DiffLine => ({ sign: '-', text })),
    ...after.map((text): DiffLine => ({ sign: '+', text })),
  ];
}

function diffBlock(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length === 0 || after.length === 0) return replaced(before, after);
  if (before.length * after.length <= MAXIMAL_TABLE) return diffExactly(before, after);
  const anchors = commonUniqueLines(before, after);
  if (anchors.length === 0) return replaced(before, after);
  const result: DiffLine[] = [];
  let fromOld = 0;
  let fromNew = 0;
  for (const { old, now } of [...anchors, { old: before.length, now: after.length }]) {
    for (const line of diffLines(before.slice(fromOld, old), after.slice(fromNew, now))) result.push(line);
    const text = before[old];
    if (text !== undefined) result.push({ sign: ' ', text });
    fromOld = old + 1;
    fromNew = now + 1;
  }
  return result;
}

interface Anchor {
  readonly old: number;
  readonly now: number;
}

/** The longest rising chain of lines that stand once in each text. */
function commonUniqueLines(before: readonly string[], after: readonly string[]): readonly Anchor[] {
  const places = uniquePlaces(after);
  const candidates = [...uniquePlaces(before)]
    .flatMap(([text, old]) => {
      const now = places.get(text);
      return now === undefined ? [] : [{ old, now }];
    })
    .sort((a, b) => a.old - b.old);
  const ends: { readonly anchor: Anchor; readonly previous: number }[] = [];
  const best: number[] = [];
  for (const anchor of candidates) {
    const length = lowerBound(best, ends, anchor.now);
    ends.push({ anchor, previous: length === 0 ? -1 : (best[length - 1] ?? -1) });
    best[length] = ends.length - 1;
  }
  const chain: Anchor[] = [];
  for (let at = best.at(-1) ?? -1; at >= 0; at = ends[at]?.previous ?? -1) {
    const anchor = ends[at]?.anchor;
    if (anchor !== undefined) chain.unshift(anchor);
  }
  return chain;
}

function lowerBound(best: readonly number[], ends: readonly { readonly anchor: Anchor }[], now: number): number {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[best[middle] ?? 0]?.anchor.now ?? 0) < now) low = middle + 1;
    else high = middle;
  }
  return low;
}

function uniquePlaces(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, text] of lines.entries()) {
    if (places.has(text)) repeated.add(text);
    else places.set(text, index);
  }
  for (const text of repeated) places.delete(text);
  return places;
}

/** The longest common subsequence by its table. */
function diffExactly(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i * width + j] =
        before[i] === after[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  const result: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      result.push({ sign: ' ', text: old });
      i++;
      j++;
    } else if (
      old !== undefined &&
      (now === undefined || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    ) {
      result.push({ sign: '-', text: old });
      i++;
    } else if (now !== undefined) {
      result.push({ sign: '+', text: now });
      j++;
    }
  }
  return result;
}
