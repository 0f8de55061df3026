import { parse } from 'yaml';
import hadoopCli from '../profiles/hadoop-cli.yaml?raw';
import type { Profile } from './profile';

const texts: ReadonlyMap<string, string> = new Map([['hadoop-cli', hadoopCli]]);

/** The names of the profiles for Oozie; the first is the default. */
export const profileNames: readonly string[] = [...texts.keys()];

/** A profile by its name; nothing where there is none. Its text is checked against its schema by a test. */
export function loadProfile(name: string): Profile | undefined {
  const text = texts.get(name);
  return text === undefined ? undefined : (parse(text, { version: '1.2', uniqueKeys: false }) as Profile);
}
