import type { ConversionInput, ConversionOptions, ConversionResult } from '../../converters/contract';
import { convertJenkins, profileNames as jenkinsProfiles } from '../../converters/from-jenkins';
import { convertOozie, profileNames as oozieProfiles } from '../../converters/from-oozie';
import type { LegacyKind } from './recognise';

/** The converter of each system. */
export const CONVERTERS: Readonly<Record<LegacyKind, (input: ConversionInput) => ConversionResult>> = {
  oozie: convertOozie,
  jenkins: convertJenkins,
};

/** The profiles of each system; the first is its default. */
export const PROFILES: Readonly<Record<LegacyKind, readonly string[]>> = {
  oozie: oozieProfiles,
  jenkins: jenkinsProfiles,
};

/** No conversion asks more often for further files: coordinator, workflow, sub-workflows in turn. */
const MAXIMAL_ROUNDS = 60;

/** A definition that was converted, with all that it was converted from. */
export interface LegacyConversion {
  readonly result: ConversionResult;
  readonly options: ConversionOptions;
  /** Every file that was read, by its path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What a conversion starts from. */
export interface LegacyEntry {
  readonly kind: LegacyKind;
  readonly path: string;
  readonly text: string;
  /** Further files that were read before. */
  readonly known?: ReadonlyMap<string, string>;
}

/**
 * Converts a definition, and gives the converter the further files that it asks for.
 * @param read The text of one of them with the path under which it is to be known; nothing where it may not be read.
 */
export async function convertLegacy(
  { kind, path, text, known = new Map() }: LegacyEntry,
  options: ConversionOptions,
  read: (need: string) => Promise<{ readonly path: string; readonly text: string } | undefined>,
): Promise<LegacyConversion> {
  const texts = new Map([[path, text], ...known]);
  const tried = new Set<string>();
  for (let round = 0; ; round++) {
    const result = CONVERTERS[kind]({ entry: path, files: texts, options });
    const missing = result.needs.filter((need) => !texts.has(need) && !tried.has(need));
    if (missing.length === 0 || round >= MAXIMAL_ROUNDS) return { result, options, texts };
    for (const need of missing) {
      tried.add(need);
      const file = await read(need);
      if (file !== undefined) texts.set(file.path, file.text);
    }
  }
}
