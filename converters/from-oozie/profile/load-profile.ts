import { parse } from 'yaml';
import hadoopCli from '../profiles/hadoop-cli.yaml?raw';
import type { Profile } from './profile';

/** Read once, when the converter is loaded: a profile takes longer to read than most workflows to convert. */
const profiles: ReadonlyMap<string, Profile> = new Map(
  [hadoopCli].map((text) => {
    const profile = parse(text, { uniqueKeys: false }) as Profile;
    return [profile.profile, profile];
  }),
);

/** The names of the profiles for Oozie; the first is the default. */
export const profileNames: readonly string[] = [...profiles.keys()];

/** A profile by its name; nothing where there is none. A test checks each against `profile.schema.json`. */
export function loadProfile(name: string): Profile | undefined {
  return profiles.get(name);
}
