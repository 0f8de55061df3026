import type { Diagnostic } from '../text/diagnostic';
import { positionAt } from '../text/range';
import type { GraphJson } from '../workflow/draw';
import type { Plan } from '../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../workflow/read';
import {
  type FoundProblem,
  NOTHING_LEFT,
  originalRange,
  originOf,
  pruneWorkflow,
  type SelectionTexts,
  selectNodes,
} from '../workflow/select';
import type { Failure, Result } from './failure';
import type { SourceFile } from './files';
import type { CommandIo } from './io';
import type { Projects } from './project';

/** What is left of a source, and where each offset of that was. */
export interface Left {
  readonly source: SourceFile;
  readonly file: WorkflowFile;
  readonly origin: (offset: number) => number;
  /** What of it does not run just as it did, a line each, with the place in the source. */
  readonly notes: readonly string[];
}

/** Does the command line select anything? */
export function selects({ select, exclude, wave }: SelectionTexts): boolean {
  return select !== undefined || exclude !== undefined || wave !== undefined;
}

/** A source as it is. */
export function wholeOf(source: SourceFile): Left {
  return { source, file: readWorkflow(source.path, source.text), origin: (offset) => offset, notes: [] };
}

/**
 * What a selection leaves of each source; sources of which nothing is left are left out. A name that matches nothing in
 * any of them is a wrong call, and so is a selection that leaves nothing at all.
 */
export async function selectFrom(
  sources: readonly SourceFile[],
  texts: SelectionTexts,
  projects: Projects,
): Promise<Result<readonly Left[]>> {
  if (!selects(texts)) return { ok: true, value: sources.map(wholeOf) };
  const files = sources.map((source) => readWorkflow(source.path, source.text));
  const selected = await Promise.all(
    files.map(async (file) => selectNodes(file, texts, (await projects.of(file.path)).catalogue)),
  );
  const wrong = inAll(selected.map(({ problems }) => problems));
  if (wrong.length > 0) return { ok: false, failures: wrong.map((problem) => selectionFailure(problem, texts)) };
  const left: Left[] = [];
  const failures: Failure[] = [];
  for (const [index, source] of sources.entries()) {
    const file = files[index];
    const keep = selected[index]?.keep;
    if (file === undefined || keep === undefined) continue;
    const { catalogue, composites } = await projects.of(file.path);
    const pruning = pruneWorkflow(file, keep, catalogue, composites);
    if (pruning.ok)
      left.push({
        source,
        file: readWorkflow(source.path, pruning.text),
        origin: originOf(pruning.edits),
        notes: pruning.notes.map((note) => noteText(file, note)),
      });
    else if (pruning.problems.some(({ rule }) => rule !== NOTHING_LEFT))
      failures.push(pruneFailure(file, pruning.problems));
  }
  if (failures.length > 0) return { ok: false, failures };
  return left.length > 0 ? { ok: true, value: left } : { ok: false, failures: [nothingLeft] };
}

const nothingLeft: Failure = {
  kind: 'usage',
  code: 'nothing-left',
  message: 'the selection leaves nothing that could run',
  hint: 'A handler or the target of a case runs only with what leads to it: "1+name" selects that too.',
};

/** The problems that every file has: what is wrong with the text, and names that none of them knows. */
function inAll(problems: readonly (readonly FoundProblem[])[]): readonly FoundProblem[] {
  const [first = [], ...others] = problems;
  const isSame = (a: FoundProblem, b: FoundProblem): boolean => a.of === b.of && a.range.start === b.range.start;
  return first.filter((problem) => others.every((found) => found.some((other) => isSame(problem, other))));
}

function selectionFailure({ code, message, of, range }: FoundProblem, texts: SelectionTexts): Failure {
  const text = texts[of] ?? '';
  const mark = '^'.repeat(Math.max(1, range.end - range.start));
  const place =
    text.includes('\n') || text.length > 100 ? {} : { hint: `${text}\n  ${' '.repeat(range.start)}${mark}` };
  return {
    kind: 'usage',
    code,
    message: `--${of}${of === 'wave' ? '' : `, column ${range.start + 1}`}: ${message.replace(/\.$/u, '')}`,
    ...place,
  };
}

function pruneFailure(
  file: WorkflowFile,
  problems: readonly { readonly message: string; readonly range: { readonly start: number } }[],
): Failure {
  const [first] = problems;
  const { line, character } = positionAt(file.lines, first?.range.start ?? 0);
  const message = `"${file.path}" cannot be pruned: ${line + 1}:${character + 1} ${first?.message ?? ''}`;
  return { kind: 'cannot-run', code: 'cannot-prune', message, hint: '"dagport lint" says what is wrong with it.' };
}

function noteText(file: WorkflowFile, { message, range }: Diagnostic): string {
  const { line, character } = positionAt(file.lines, range.start);
  return `${file.path}:${line + 1}:${character + 1}: ${message}`;
}

/** Says on the standard error what of a pruned workflow does not run just as it did. */
export function reportNotes(io: CommandIo, left: readonly Left[]): void {
  for (const { notes } of left) for (const note of notes) io.stderr(`dagport: ${note}\n`);
}

/** The plan of what is left, with the places that its tasks have in the source. */
export function planAtOrigin(plan: Plan, { origin }: Left): Plan {
  const nodes = plan.nodes.map((node) => ({
    ...node,
    origin: { ...node.origin, range: originalRange(node.origin.range, origin) },
  }));
  return { ...plan, nodes };
}

/** The graph of what is left, with the places that its nodes have in the source. */
export function graphAtOrigin(graph: GraphJson, { source, file, origin }: Left): GraphJson {
  const before = readWorkflow(source.path, source.text).lines;
  const place = ({ line, column }: { readonly line: number; readonly column: number }) => {
    const offset = (file.lines.starts[line - 1] ?? 0) + column - 1;
    const position = positionAt(before, origin(offset));
    return { line: position.line + 1, column: position.character + 1 };
  };
  const nodes = graph.nodes.map((node) => {
    const { start, end } = node.origin.range;
    return { ...node, origin: { ...node.origin, range: { start: place(start), end: place(end) } } };
  });
  return { ...graph, nodes };
}
