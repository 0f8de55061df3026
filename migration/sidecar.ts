import type { ConversionOptions, SourceAccount, SourceConstruct } from '../converters/contract';
import { looksSecret, redacted } from '../converters/secret';
import { indexLines } from '../text/range';
import { sha256 } from '../text/sha256';
import { type PlacedRange, placedRange, type WrittenWorkflow } from './report';

/**
 * What is kept beside a converted workflow, so that its source can be shown, compared and converted again:
 * `schemas/format/migration-sidecar.schema.json`.
 */
export interface Sidecar {
  readonly version: 1;
  /** Name and version of what converted it. */
  readonly tool: string;
  readonly sources: readonly HashedFile[];
  readonly options: {
    readonly profile: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly airflow: string;
  };
  /** The text as it was generated. */
  readonly base: HashedFile;
  readonly map: readonly MappedPlace[];
}

export interface HashedFile {
  readonly path: string;
  /** Of the UTF-8 text, in hexadecimal. */
  readonly sha256: string;
}

export interface MappedPlace {
  readonly pointer: string;
  readonly source: { readonly file: string; readonly range: PlacedRange };
  /** The construct's place in its source: what follows `#` in its id. */
  readonly construct: string;
}

export interface SidecarInput {
  readonly tool: string;
  readonly options: ConversionOptions;
  readonly workflow: WrittenWorkflow;
  /** The path of the base text, as the sidecar is to name it. */
  readonly basePath: string;
  readonly accounts: readonly SourceAccount[];
  /** Every file that the conversion read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The sidecar of one workflow. Values of properties that look like secrets are not in it. */
export function makeSidecar(input: SidecarInput): Sidecar {
  const { tool, options, workflow, basePath, texts } = input;
  const paths = [...texts.keys()].sort();
  return {
    version: 1,
    tool,
    sources: paths.map((path) => hashed(path, texts.get(path) ?? '')),
    options: { profile: options.profile, properties: redactProperties(options.properties), airflow: options.airflow },
    base: hashed(basePath, workflow.written.text),
    map: mapPlaces(input),
  };
}

function hashed(path: string, text: string): HashedFile {
  return { path, sha256: sha256(text) };
}

/** The properties with the values of secrets replaced. */
export function redactProperties(properties: ReadonlyMap<string, string>): Record<string, string> {
  const entries = [...properties].map(([key, value]): [string, string] => [key, looksSecret(key) ? redacted : value]);
  return Object.fromEntries(entries);
}

function mapPlaces({ workflow, accounts, texts }: SidecarInput): MappedPlace[] {
  const found = new Map<string, { readonly file: string; readonly construct: SourceConstruct }>();
  for (const account of accounts) {
    for (const construct of account.constructs) found.set(construct.id, { file: account.path, construct });
  }
  const lines = new Map(accounts.map(({ path }) => [path, indexLines(texts.get(path) ?? '')]));
  return workflow.written.origins.flatMap((origin) =>
    origin.from.flatMap((id): MappedPlace[] => {
      const source = found.get(id);
      const index = source === undefined ? undefined : lines.get(source.file);
      if (source === undefined || index === undefined) return [];
      const range = placedRange(index, source.construct.range);
      return [
        { pointer: origin.pointer, source: { file: source.file, range }, construct: id.slice(source.file.length + 1) },
      ];
    }),
  );
}
