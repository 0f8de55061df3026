import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { SKIPPED_FOLDERS } from '../../workflow/check';
import type { ProjectFiles } from '../../workflow/project';
import type { Failure, Result } from '../failure';
import { decode } from '../files';

/** The YAML files of a commit. The work tree is not touched. */
export interface Revision {
  /** The commit's full id. */
  readonly commit: string;
  /** The top of the repository, absolute, with `/` between its parts and at its end. */
  readonly root: string;
  /** Texts by absolute path, in order of path. */
  readonly texts: ReadonlyMap<string, string>;
}

const run = promisify(execFile);
const LARGEST_OUTPUT = 256 * 1024 * 1024;

/**
 * Reads a commit through git. That git or the repository is missing, and that there is no such commit, are failures. Nothing of
 * the repository is run: no command here looks at the work tree, for which hooks and filters could be configured.
 */
export async function readRevision(cwd: string, since: string): Promise<Result<Revision>> {
  const top = await git(cwd, ['rev-parse', '--show-toplevel']);
  if (!top.ok) return top;
  const root = `${top.value.trim().split(path.sep).join('/')}/`;
  const resolved = await git(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  if (!resolved.ok) return resolved.failures[0]?.code === 'git-failed' ? failed(unknownCommit(since)) : resolved;
  const commit = resolved.value.trim();
  const texts = await textsOf(root, commit);
  if (!texts.ok) return texts;
  return { ok: true, value: { commit, root: await realRoot(cwd, root), texts: texts.value } };
}

/** The YAML files of a commit below a folder; those of submodules as the commit that stands for each has them. */
async function textsOf(root: string, commit: string): Promise<Result<ReadonlyMap<string, string>>> {
  const tree = await git(root, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (!tree.ok) return tree;
  const blobs = blobsOf(tree.value);
  const contents = await readBlobs(
    root,
    blobs.map(({ id }) => id),
  );
  const texts = new Map<string, string>();
  for (const { id, file } of blobs) {
    const bytes = contents.get(id);
    const text = bytes === undefined ? undefined : decode(bytes);
    if (text !== undefined) texts.set(root + file, text);
  }
  for (const { id, file } of submodulesOf(tree.value)) {
    const folder = `${root}${file}/`;
    if (!(await isCheckedOut(folder))) continue;
    // A commit that was not fetched says nothing of what its files were.
    const inner = await textsOf(folder, id);
    if (inner.ok) for (const [name, text] of inner.value) texts.set(name, text);
  }
  return { ok: true, value: texts };
}

/** A submodule that was not fetched is an empty folder, in which git answers for the repository around it. */
async function isCheckedOut(folder: string): Promise<boolean> {
  const top = existsSync(folder) ? await git(folder, ['rev-parse', '--show-toplevel']) : undefined;
  return top?.ok === true && `${top.value.trim().split(path.sep).join('/')}/` === folder;
}

/** The top as paths below the working folder begin: git follows links, people do not. */
async function realRoot(cwd: string, root: string): Promise<string> {
  const real = `${(await realpath(cwd)).split(path.sep).join('/')}/`;
  const shown = `${cwd.split(path.sep).join('/')}/`;
  return real !== shown && real.startsWith(root) && shown.endsWith(real.slice(root.length))
    ? shown.slice(0, shown.length - (real.length - root.length))
    : root;
}

function unknownCommit(since: string): Failure {
  const hint = 'Name a branch, a tag or a commit; in a shallow clone of CI it may have to be fetched first.';
  return { kind: 'usage', code: 'unknown-commit', message: `git knows no commit "${since}"`, hint };
}

function failed(failure: Failure): Result<never> {
  return { ok: false, failures: [failure] };
}

async function git(cwd: string, args: readonly string[]): Promise<Result<string>> {
  try {
    const { stdout } = await run('git', [...args], { cwd, maxBuffer: LARGEST_OUTPUT });
    return { ok: true, value: stdout };
  } catch (error) {
    return failed(gitFailure(error, args));
  }
}

function gitFailure(error: unknown, [command = '']: readonly string[]): Failure {
  if (!(error instanceof Error)) throw error;
  if ('code' in error && error.code === 'ENOENT') {
    const hint = 'It is needed to read the workflows as they were.';
    return { kind: 'cannot-run', code: 'no-git', message: 'git is not installed', hint };
  }
  const said = 'stderr' in error ? String(error.stderr).trim() : error.message;
  if (/not a git repository/i.test(said)) {
    const hint = 'What changed is told by git: run it in a clone.';
    return { kind: 'cannot-run', code: 'no-repository', message: 'this folder is in no git repository', hint };
  }
  return { kind: 'cannot-run', code: 'git-failed', message: `git ${command} failed: ${said.split('\n')[0] ?? ''}` };
}

interface Blob {
  readonly id: string;
  /** Below the top. */
  readonly file: string;
}

/** The submodules of `git ls-tree -z`, each with the commit that stands for it. */
function submodulesOf(tree: string): readonly Blob[] {
  return tree.split('\0').flatMap((entry): readonly Blob[] => {
    const [, id, file] = /^160000 commit ([0-9a-f]+)\t([\s\S]*)$/.exec(entry) ?? [];
    return id === undefined || file === undefined || isSkipped(`${file}/`) ? [] : [{ id, file }];
  });
}

/** The YAML files of `git ls-tree -z`; links and submodules are none. */
function blobsOf(tree: string): readonly Blob[] {
  return tree.split('\0').flatMap((entry): readonly Blob[] => {
    const [, id, file] = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]*)$/.exec(entry) ?? [];
    if (id === undefined || file === undefined || !/\.ya?ml$/.test(file) || isSkipped(file)) return [];
    return [{ id, file }];
  });
}

function isSkipped(file: string): boolean {
  return file
    .split('/')
    .some((part, index, all) => part.startsWith('.') || (index < all.length - 1 && SKIPPED_FOLDERS.has(part)));
}

/** The contents of objects, by their id, in one call of git. */
async function readBlobs(root: string, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (ids.length === 0) return found;
  const child = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
  // It reads what it is asked for while it answers; that it stops early shows in what is missing.
  child.stdin.on('error', () => {});
  child.stdin.end(`${[...new Set(ids)].join('\n')}\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  const output = Buffer.concat(chunks);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = '', kind, size] = output.toString('latin1', at, end).split(' ');
    const length = kind === 'blob' ? Number(size) : -1;
    if (length >= 0) found.set(id, output.subarray(end + 1, end + 1 + length));
    at = length >= 0 ? end + 1 + length + 1 : end + 1;
  }
  return found;
}

const INSTALLED = /\/(?:node_modules|site-packages)\/|\/pyvenv\.cfg$/;

/** The files of a commit as projects read them; what is outside of the repository, or installed in it, is as it is on the disk. */
export function filesOfRevision({ root, texts }: Revision, disk: ProjectFiles): ProjectFiles {
  return {
    ...disk,
    readText: async (file) => (file.startsWith(root) && !INSTALLED.test(file) ? texts.get(file) : disk.readText(file)),
    listYaml: async (folder, within) => {
      if (!folder.startsWith(root) || INSTALLED.test(folder)) return disk.listYaml(folder, within);
      const files = [...texts.keys()].filter((file) => file.startsWith(folder));
      return files.length > 0 ? files : undefined;
    },
  };
}
