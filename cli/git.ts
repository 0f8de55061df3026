import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './failure';

/** Nothing that a repository configures is started, and nothing of it is changed. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', '-c', 'diff.external=', '--no-pager'];

const call = promisify(execFile);

/**
 * The files that git says were changed, absolute: since the branch left `since`, or since the last commit, with what is not
 * committed and what git does not know yet.
 */
export async function changedFiles(cwd: string, since: string | undefined): Promise<Result<ReadonlySet<string>>> {
  if (since?.startsWith('-') === true) return failed(`"${since}" is no commit`);
  const root = await git(cwd, ['rev-parse', '--show-toplevel']);
  if (typeof root !== 'string') return failed(`git knows no repository here: ${root.message}`);
  const base = since === undefined ? 'HEAD' : await baseOf(cwd, since);
  if (base === undefined) return failed(`git knows no commit "${since}"`, await hintIfShallow(cwd));
  const isEmpty = typeof (await git(cwd, ['rev-parse', '--verify', '--quiet', 'HEAD'])) !== 'string';
  const changes = isEmpty
    ? await git(cwd, ['ls-files', '-z', '--full-name', ':/'])
    : await git(cwd, ['diff', '--name-only', '--no-ext-diff', '--no-textconv', '--diff-filter=d', '-z', base]);
  const others = await git(cwd, ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/']);
  if (typeof changes !== 'string') return failed(`git does not say what was changed: ${changes.message}`);
  if (typeof others !== 'string') return failed(`git does not say what is new: ${others.message}`);
  const names = `${changes}${others}`.split('\0').filter((name) => name !== '');
  return { ok: true, value: new Set(names.map((name) => path.resolve(root.trim(), name))) };
}

/** Where the branch left the other one; in a shallow clone, where that is not known, the commit itself. */
async function baseOf(cwd: string, since: string): Promise<string | undefined> {
  const known = await git(cwd, ['rev-parse', '--verify', '--quiet', `${since}^{commit}`]);
  if (typeof known !== 'string') return undefined;
  const base = await git(cwd, ['merge-base', since, 'HEAD']);
  return (typeof base === 'string' ? base : known).trim();
}

/** CI systems often fetch the last commit only. */
async function hintIfShallow(cwd: string): Promise<string | undefined> {
  const shallow = await git(cwd, ['rev-parse', '--is-shallow-repository']);
  return typeof shallow === 'string' && shallow.trim() === 'true'
    ? 'This clone is shallow: "git fetch --unshallow" gets the rest, "fetch-depth: 0" in GitHub, "GIT_DEPTH: 0" in GitLab.'
    : undefined;
}

function failed(message: string, hint?: string): Result<never> {
  const failure = { kind: 'cannot-run', code: 'no-git', message } as const;
  return { ok: false, failures: [hint === undefined ? failure : { ...failure, hint }] };
}

async function git(cwd: string, args: readonly string[]): Promise<string | { readonly message: string }> {
  try {
    const { stdout } = await call('git', [...QUIET, ...args], {
      cwd,
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT') return { message: 'git is not installed, or the folder is gone' };
    const said = 'stderr' in error ? String(error.stderr).trim() : '';
    return { message: said === '' ? error.message : said };
  }
}
