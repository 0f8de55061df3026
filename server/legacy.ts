import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ConversionOptions, ConversionResult, SourceConstruct } from '../converters/contract';
import { checkLegacy, convertLegacy, type LegacyConversion, type LegacyKind, PROFILES } from '../migration';
import type { Diagnostic } from '../text/diagnostic';
import { folderOf } from '../text/path';
import { indexLines, type LineIndex } from '../text/range';
import { DEFAULT_AIRFLOW } from '../workflow/project';
import { type Lazy, lazy } from './lazy';
import type { Files } from './project';

/** One version of a legacy definition that is open. */
export interface LegacyDocument {
  readonly kind: LegacyKind;
  readonly uri: string;
  readonly version: number;
  readonly revision: number;
  readonly text: string;
  readonly lines: Lazy<LineIndex>;
  readonly diagnostics: Lazy<readonly Diagnostic[]>;
  /** What it becomes; further files are read for it, so it takes some time. */
  readonly conversion: Lazy<Promise<LegacyConversion>>;
  readonly buffer: TextDocument;
}

export function legacyDocument(kind: LegacyKind, buffer: TextDocument, revision: number, files: Files): LegacyDocument {
  const { uri, version } = buffer;
  const text = buffer.getText();
  return {
    kind,
    uri,
    version,
    revision,
    text,
    lines: lazy(() => indexLines(text)),
    diagnostics: lazy(() => checkLegacy(kind, text)),
    conversion: lazy(() => convertOpen({ kind, uri, text }, files)),
    buffer,
  };
}

/** A definition as it is in the editor. */
interface EditedDefinition {
  readonly kind: LegacyKind;
  readonly uri: string;
  readonly text: string;
  /** The URI of the folder that files may be read of; the definition's own where it is absent. */
  readonly root?: string;
  /** What it is converted for. */
  readonly airflow?: ConversionOptions['airflow'];
}

/**
 * Converts a definition as it is in the editor. Paths begin with the folder's name, which a job without one takes; no file
 * outside of that folder is read: what surrounds it may be anything.
 */
export function convertOpen(
  { kind, uri, text, root = folderOf(uri), airflow = DEFAULT_AIRFLOW }: EditedDefinition,
  { readText }: Pick<Files, 'readText'>,
): Promise<LegacyConversion> {
  const around = folderOf(root.slice(0, -1));
  const options = { profile: PROFILES[kind][0] ?? '', properties: new Map<string, string>(), airflow };
  return convertLegacy({ kind, path: decodeURIComponent(uri.slice(around.length)), text }, options, async (need) => {
    const wanted = URL.canParse(need, around) ? new URL(need, around).href : undefined;
    if (wanted === undefined || !wanted.startsWith(root)) return undefined;
    const found = await readText(wanted);
    return found === undefined ? undefined : { path: need, text: found };
  });
}

/** The constructs of the definition itself, in the order of their places, the outer ones first. */
export function constructsOf({ sources }: ConversionResult): readonly SourceConstruct[] {
  const [own] = sources;
  return [...(own?.constructs ?? [])].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}
