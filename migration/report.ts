import type { ConstructStatus, DropReason, SourceAccount, SourceConstruct, SourceKind } from '../converters/contract';
import { indexLines, type LineIndex, positionAt, type Range } from '../text/range';
import type { WrittenDraft } from '../workflow/write';

/** What became of legacy sources: `convert --report json`, as `schemas/format/migration-report.schema.json` has it. */
export interface MigrationReport {
  readonly version: 1;
  readonly sources: readonly ReportedSource[];
}

export interface ReportedSource {
  readonly path: string;
  readonly kind: SourceKind;
  /** The workflow files that this source went into. */
  readonly outputs: readonly string[];
  readonly constructs: ConstructCounts;
  readonly items: readonly ReportedConstruct[];
}

export interface ConstructCounts {
  readonly total: number;
  readonly converted: number;
  readonly approximated: number;
  readonly manual: number;
  readonly dropped: number;
}

export interface ReportedConstruct {
  readonly construct: string;
  readonly status: ConstructStatus;
  readonly source: SourceSpan;
  readonly target?: Target;
  readonly reason?: DropReason;
  readonly message?: string;
}

/** Lines and columns from 1; columns count UTF-16 units. */
export interface SourceSpan {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface PlacedRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface Target {
  readonly path: string;
  readonly pointer: string;
  readonly range: PlacedRange;
}

/** A workflow file as it was written, and where. */
export interface WrittenWorkflow {
  readonly path: string;
  readonly written: WrittenDraft;
}

/**
 * Joins the accounts of the sources with the places in what was written. `texts` are the sources by path. A construct with several
 * places is shown at the first. One that has no place of its own is shown where the construct around it is: the time limit of a stage is in
 * its task.
 */
export function migrationReport(
  accounts: readonly SourceAccount[],
  texts: ReadonlyMap<string, string>,
  workflows: readonly WrittenWorkflow[],
): MigrationReport {
  const targets = targetsByConstruct(workflows);
  return {
    version: 1,
    sources: accounts.map((account) => reportSource(account, texts.get(account.path) ?? '', targets)),
  };
}

function targetsByConstruct(workflows: readonly WrittenWorkflow[]): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const { path, written } of workflows) {
    const lines = indexLines(written.text);
    for (const origin of written.origins) {
      for (const id of origin.from) {
        if (targets.has(id)) continue;
        targets.set(id, { path, pointer: origin.pointer, range: placedRange(lines, origin.range) });
      }
    }
  }
  return targets;
}

/** The id of the construct around one: that without its last part. */
function aroundOf(id: string): string | undefined {
  const cut = id.lastIndexOf('/');
  return cut <= id.indexOf('#') + 1 ? undefined : id.slice(0, cut);
}

/** The place of each construct: its own, or that of the one around it. Constructs come in the order of the source, outer ones first. */
function placeAll(constructs: readonly SourceConstruct[], own: ReadonlyMap<string, Target>) {
  const places = new Map<string, Target>();
  for (const { id, status } of constructs) {
    const around = status === 'dropped' ? undefined : aroundOf(id);
    // What stands around everything is the workflow: that says nothing of a part of it.
    const near = around === undefined || aroundOf(around) === undefined ? undefined : places.get(around);
    const target = own.get(id) ?? near;
    if (target !== undefined) places.set(id, target);
  }
  return places;
}

function reportSource(account: SourceAccount, text: string, targets: ReadonlyMap<string, Target>): ReportedSource {
  const lines = indexLines(text);
  const outputs = new Set<string>();
  const places = placeAll(account.constructs, targets);
  const items = account.constructs.map((construct): ReportedConstruct => {
    const target = places.get(construct.id);
    if (target !== undefined) outputs.add(target.path);
    return reportConstruct(construct, lines, target);
  });
  return { path: account.path, kind: account.kind, outputs: [...outputs], constructs: count(items), items };
}

function reportConstruct(found: SourceConstruct, lines: LineIndex, target: Target | undefined): ReportedConstruct {
  const { construct, status, reason, message } = found;
  return {
    construct,
    status,
    source: sourceSpan(lines, found.range),
    ...(target === undefined ? {} : { target }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

function count(items: readonly ReportedConstruct[]): ConstructCounts {
  const of = (status: ConstructStatus) => items.filter((item) => item.status === status).length;
  const [converted, approximated, manual, dropped] = [of('converted'), of('approximated'), of('manual'), of('dropped')];
  return { total: items.length, converted, approximated, manual, dropped };
}

function sourceSpan(lines: LineIndex, range: Range): SourceSpan {
  const { start, end } = placedRange(lines, range);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** A range of offsets as lines and columns from 1. */
export function placedRange(lines: LineIndex, range: Range): PlacedRange {
  const place = (offset: number) => {
    const { line, character } = positionAt(lines, offset);
    return { line: line + 1, column: character + 1 };
  };
  return { start: place(range.start), end: place(range.end) };
}
