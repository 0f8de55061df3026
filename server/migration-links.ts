import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import type { SourceConstruct } from '../converters/contract';
import { ruleUrl } from '../text/diagnostic';
import { indexLines, offsetAt, type Range } from '../text/range';
import { absolute, type DocumentItem, itemName, readWorkflow, type WorkflowFile } from '../workflow/read';
import { mapOf, placeIn, sourceFile } from './hover/migrated';
import { constructsOf, type LegacyDocument } from './legacy';
import { lspRange } from './positions';
import { type Files, pathOf } from './project';
import { pointerStep, sidecarUri } from './sidecar-pointers';
import type { OpenDocument } from './workspace';

/** The rule of what a conversion leaves to a person. */
const NEEDS_A_PERSON = 'needs-a-person';

/**
 * What of a legacy definition is left to a person, as findings: each with the place in the workflow that it became, where
 * that was written already. A definition with errors has to be put right first: there is no use in telling what becomes
 * of its pieces.
 */
export async function manualFindings(document: LegacyDocument, files: Files): Promise<LspDiagnostic[]> {
  if (document.diagnostics.get().some(({ severity }) => severity === 'error')) return [];
  const { result } = await document.conversion.get();
  const manual = constructsOf(result).filter(({ status }) => status === 'manual');
  if (manual.length === 0) return [];
  const migrated = await Promise.all(
    result.workflows.map(({ fileName }) => migratedFile(files, document.uri, fileName)),
  );
  const lines = document.lines.get();
  return manual.map((construct): LspDiagnostic => {
    const related = migrated.flatMap((file) => (file === undefined ? [] : (placeOfConstruct(file, construct) ?? [])));
    return {
      range: lspRange(lines, firstLine(construct.range, document.text)),
      severity: DiagnosticSeverity.Information,
      code: NEEDS_A_PERSON,
      codeDescription: { href: ruleUrl(NEEDS_A_PERSON) },
      source: 'dagport',
      message: `${construct.construct} is left to a person: until then its task fails.${construct.message === undefined ? '' : `\n${construct.message}`}`,
      ...(related.length === 0 ? {} : { relatedInformation: related }),
    };
  });
}

/** A range as far as its first line goes. */
function firstLine(range: Range, text: string): Range {
  const end = text.slice(range.start, range.end).search(/[\r\n]/);
  return end <= 0 ? range : { start: range.start, end: range.start + end };
}

/** A workflow that a definition was migrated to, with what its sidecar says. */
interface MigratedFile {
  readonly uri: string;
  readonly workflow: WorkflowFile;
  /** Of each place of the source the shortest pointer. */
  readonly pointers: ReadonlyMap<string, string>;
}

async function migratedFile(files: Files, legacy: string, fileName: string): Promise<MigratedFile | undefined> {
  const uri = legacy.slice(0, legacy.lastIndexOf('/') + 1) + encodeURI(fileName);
  const [text, sidecar] = await Promise.all([files.readText(uri), files.readText(sidecarUri(uri) ?? uri)]);
  if (text === undefined || sidecar === undefined) return undefined;
  return { uri, workflow: readWorkflow(pathOf(uri), text), pointers: pointersByConstruct(sidecar) };
}

function pointersByConstruct(sidecar: string): ReadonlyMap<string, string> {
  const pointers = new Map<string, string>();
  for (const { pointer, construct } of mapOf(sidecar)) {
    const known = pointers.get(construct);
    if (known === undefined || pointer.length < known.length) pointers.set(construct, pointer);
  }
  return pointers;
}

/** The item of a workflow that a construct became, or what it is a part of. */
function placeOfConstruct(
  { uri, workflow, pointers }: MigratedFile,
  { id }: SourceConstruct,
): DiagnosticRelatedInformation | undefined {
  let path = id.slice(id.indexOf('#') + 1);
  while (path !== '' && !pointers.has(path)) path = path.slice(0, path.lastIndexOf('/'));
  const wanted = pointers.get(path);
  if (wanted === undefined) return undefined;
  for (const { pointer, item } of itemsOf(workflow)) {
    if (wanted !== pointer && !wanted.startsWith(`${pointer}/`)) continue;
    const range = lspRange(workflow.lines, absolute(item, itemName(item) ?? item.map));
    return { location: { uri, range }, message: 'This became of it.' };
  }
  return undefined;
}

function* itemsOf({ documents }: WorkflowFile): Generator<{ readonly pointer: string; readonly item: DocumentItem }> {
  for (const [index, { name, items }] of documents.entries()) {
    for (const item of items) {
      const own = itemName(item);
      const target = index === 0 ? '' : `${pointerStep(name ?? String(index))}/`;
      if (own !== undefined) yield { pointer: `${target}${item.section}/${pointerStep(own.text)}`, item };
    }
  }
}

/** The findings of a migrated workflow, each with the place of the legacy definition that its task comes from. */
export async function withSources(
  document: OpenDocument,
  files: Files,
  found: readonly LspDiagnostic[],
): Promise<LspDiagnostic[]> {
  const uri = sidecarUri(document.uri);
  const sidecar = uri === undefined || found.length === 0 ? undefined : await files.readText(uri);
  if (sidecar === undefined) return [...found];
  const file = document.file.get();
  const items = [...itemsOf(file)].map((each) => ({ ...each, range: absolute(each.item, each.item.map) }));
  const sources = new Map<string, DiagnosticRelatedInformation[]>();
  const linked: LspDiagnostic[] = [];
  for (const diagnostic of found) {
    const offset = offsetAt(file.lines, diagnostic.range.start);
    const here = items.find(({ range }) => range.start <= offset && offset < range.end);
    if (here !== undefined && !sources.has(here.pointer)) {
      const place = placeIn(sidecar, here.pointer);
      const source = place === undefined ? undefined : await sourceFile(files, document.uri, place.file);
      sources.set(here.pointer, source === undefined || place === undefined ? [] : [lineOf(source, place.line)]);
    }
    const related = here === undefined ? [] : (sources.get(here.pointer) ?? []);
    linked.push(
      related.length === 0
        ? diagnostic
        : { ...diagnostic, relatedInformation: [...(diagnostic.relatedInformation ?? []), ...related] },
    );
  }
  return linked;
}

const LONGEST_LINE = 2_000;

function lineOf(
  { uri, text }: { readonly uri: string; readonly text: string },
  line: number,
): DiagnosticRelatedInformation {
  const lines = indexLines(text);
  const start = lines.starts[line - 1] ?? 0;
  const end = start + (/^[^\r\n]*/.exec(text.slice(start, start + LONGEST_LINE))?.[0].length ?? 0);
  return { location: { uri, range: lspRange(lines, { start, end }) }, message: 'It was migrated from here.' };
}
