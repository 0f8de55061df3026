import path from 'node:path';
import { type ConstructCounts, type LegacyKind, type ReportedSource, tablesText } from '../migration';
import { counted } from '../text/counted';
import { blocksOf, blocksText } from './audit/blocks';
import { stagesText } from './audit/stages';
import { gatherSources } from './convert';
import { convertAll } from './convert/convert-all';
import { planOutputs } from './convert/plan-outputs';
import { makeReport } from './convert/report-output';
import { type ConversionArguments, readSettings } from './convert/settings';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import { writeAtomically } from './write-file';

export interface AuditOptions extends ConversionArguments {
  readonly paths: readonly string[];
  readonly from?: LegacyKind;
  readonly format: 'text' | 'json';
  /** The file that the tables to fill in are written to. */
  readonly tables?: string;
}

/** `dagport audit`: how much of the applications of a folder converts, and what blocks the rest. Writes nothing but the tables to fill in. */
export async function auditCommand(io: CommandIo, options: AuditOptions): Promise<number> {
  const asJson = options.format === 'json';
  const settings = await readSettings(io.cwd, options);
  if (!settings.ok) return reportFailures(io, settings.failures, asJson);
  const sources = await gatherSources(io, options);
  if (!sources.ok) return reportFailures(io, sources.failures, asJson);
  const conversions = await convertAll(io, sources.value, settings.value, options.profile);
  const outputs = planOutputs(io.cwd, path.resolve(io.cwd), conversions);
  const { report } = makeReport(conversions, outputs);
  const refused = new Set(
    conversions.flatMap(({ source, conversion }) =>
      conversion.result.diagnostics.some(({ severity }) => severity === 'error') ? [source.path] : [],
    ),
  );
  const asked = conversions.map(({ source, conversion }) => ({
    path: source.path,
    tables: conversion.result.tables ?? [],
  }));
  const found = {
    applications: report.sources.map((source) => rowOf(source, refused)),
    blocks: blocksOf(report.sources),
    stages: conversions.flatMap(({ source, conversion }) =>
      (conversion.result.stages ?? []).map((stage) => ({ path: source.path, ...stage })),
    ),
    tables: asked.flatMap(({ path: name, tables }) => tables.map((entry) => ({ path: name, ...entry }))),
  };
  io.stdout(
    asJson
      ? `${JSON.stringify({ version: 1, ...found })}\n`
      : auditText(found.applications, report.sources) +
          stagesText(found.stages) +
          tablesHint(found.tables, options.tables),
  );
  if (options.tables === undefined) return EXIT.fine;
  const own = settings.value.profileText;
  const text = tablesText(asked, own === undefined ? (options.profile ?? 'airflow-workers') : 'airflow-workers', own);
  await writeAtomically(path.resolve(io.cwd, options.tables), text);
  return EXIT.fine;
}

/** How many questions of the tables are open. */
function tablesHint(
  tables: readonly { readonly table: string; readonly name: string; readonly filled: boolean }[],
  file?: string,
): string {
  const open = new Set(tables.filter(({ filled }) => !filled).map(({ table, name }) => `${table} ${name}`));
  if (open.size === 0) return '';
  const what = `\n${counted(open.size, 'question')} that tables answer`;
  return file === undefined ? `${what}: dagport audit --tables FILE writes them down.\n` : `${what}, in ${file}.\n`;
}

interface AuditRow {
  readonly path: string;
  readonly kind: string;
  readonly refused: boolean;
  readonly constructs: ConstructCounts;
}

function rowOf({ path: name, kind, constructs }: ReportedSource, refused: ReadonlySet<string>): AuditRow {
  return { path: name, kind, refused: refused.has(name), constructs };
}

function auditText(rows: readonly AuditRow[], sources: readonly ReportedSource[]): string {
  const width = Math.max(6, ...rows.map(({ path: name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(14)).join('')}\n`;
  const total = rows.reduce(
    (sum, { constructs }) => ({
      total: sum.total + constructs.total,
      converted: sum.converted + constructs.converted,
      approximated: sum.approximated + constructs.approximated,
      manual: sum.manual + constructs.manual,
      dropped: sum.dropped + constructs.dropped,
    }),
    { total: 0, converted: 0, approximated: 0, manual: 0, dropped: 0 },
  );
  const cells = (counts: ConstructCounts): string[] => {
    const share = (part: number) => (counts.total === 0 ? '-' : `${((100 * part) / counts.total).toFixed(1)} %`);
    return [
      String(counts.total),
      share(counts.converted),
      share(counts.dropped),
      share(counts.approximated),
      share(counts.manual),
    ];
  };
  const head = line('source', ['constructs', 'converted', 'dropped', 'approximated', 'manual']);
  const body = rows.map((row) =>
    line(row.path, cells(row.constructs)).replace(/\n$/, row.refused ? '  refused\n' : '\n'),
  );
  const ready = rows.filter((row) => !row.refused && row.constructs.manual === 0).length;
  const foot = `${line('all', cells(total))}\n${ready} of ${counted(rows.length, 'source')} ${rows.length === 1 ? 'needs' : 'need'} no decision.\n`;
  return `${head}${body.join('')}${foot}${blocksText(sources)}`;
}
