import { parse } from 'yaml';
import { list } from '../../../workflow/write';
import type { DraftValue } from '../../../workflow/write/draft';
import container from '../profiles/container.yaml?raw';
import hadoopCli from '../profiles/hadoop-cli.yaml?raw';
import providers from '../profiles/providers.yaml?raw';
import type { Profile } from './profile';

/** A profile as it is written; `list` and mappings are plain data there. */
type WrittenProfile = Omit<Profile, 'defaults' | 'images'> & { readonly defaults?: Plain; readonly images?: Plain };

type Plain = Record<string, Record<string, unknown>>;

/** Read once, when the converter is loaded: a profile takes longer to read than most workflows to convert. */
const profiles: ReadonlyMap<string, Profile> = readProfiles([hadoopCli, providers, container]);

/** The names of the profiles for Oozie; the first is the default. */
export const profileNames: readonly string[] = [...profiles.keys()];

/** The texts of the profiles that dagport brings, by name. */
export const profileTexts: ReadonlyMap<string, string> = new Map(
  [hadoopCli, providers, container].map((text) => [/^profile: (.*)$/m.exec(text)?.[1] ?? '', text]),
);

/** A profile by its name; nothing where there is none. A test checks each against `profile.schema.json`. */
export function loadProfile(name: string): Profile | undefined {
  return profiles.get(name);
}

/** A profile that a person wrote, checked before against the schema; `extends` names one that dagport brings. */
export function readProfile(text: string): Profile | undefined {
  return [...readProfiles([text], profiles).values()].at(-1);
}

function readProfiles(texts: readonly string[], known: ReadonlyMap<string, Profile> = new Map()): Map<string, Profile> {
  const found = new Map(known);
  for (const text of texts) {
    const written = parse(text, { uniqueKeys: false, maxAliasCount: 10_000 }) as WrittenProfile;
    const base = written.extends === undefined ? undefined : found.get(written.extends);
    found.set(written.profile, {
      ...written,
      ignored: [...(written.ignored ?? []), ...(base?.ignored ?? [])],
      defaults: { ...base?.defaults, ...drafts(written.defaults ?? {}) },
      images: { ...base?.images, ...drafts(written.images ?? {}) },
      actions: [...written.actions, ...(base?.actions ?? [])],
    });
  }
  return found;
}

function drafts(defaults: Plain): Record<string, Record<string, DraftValue>> {
  const draft = (value: unknown): DraftValue => {
    if (Array.isArray(value)) return list(value.map(draft), 'flow');
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as DraftValue;
    return {
      kind: 'mapping',
      layout: 'flow',
      entries: Object.entries(value as object).map(([key, item]) => ({ key, value: draft(item) })),
    };
  };
  return Object.fromEntries(
    Object.entries(defaults).map(([type, values]) => [
      type,
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, draft(value)])),
    ]),
  );
}
