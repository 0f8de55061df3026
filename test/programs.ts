import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that a suite needs, and the Debian packages that bring it. */
export interface NeededProgram {
  /** Its names, the first that is found counts. */
  readonly names: readonly string[];
  readonly packages: readonly string[];
}

/**
 * The path of a program; nothing where it is missing. In CI it is installed first, where that is possible, and its absence
 * is an error: there a suite may not be skipped.
 * @throws in CI where it is still missing.
 */
export function findProgram(needed: NeededProgram): string | undefined {
  const found = onPath(needed.names);
  if (found !== undefined || !isCi()) return found;
  if (process.getuid?.() === 0) install(needed.packages);
  const installed = onPath(needed.names);
  if (installed === undefined) throw new Error(`${needed.names[0]} is missing: install ${needed.packages.join(' ')}`);
  return installed;
}

function isCi(): boolean {
  return process.env.CI === 'true';
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not to be run: the same to us
  }
}

function install(packages: readonly string[]): void {
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-qq', '--yes', '--no-install-recommends', ...packages], options);
}
