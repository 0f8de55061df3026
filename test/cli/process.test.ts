import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { version } from '../../package.json';
import { folderWith } from './captured';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../dist/dagport.cjs', import.meta.url));
const call = promisify(execFile);

beforeAll(async () => {
  if (!existsSync(BUNDLE)) await call(process.execPath, ['tools/build.mjs'], { cwd: ROOT });
}, 60_000);

async function dagport(
  cwd: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await call(process.execPath, [BUNDLE, ...args], { cwd })) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error) {
      return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
}

test('the bundle says its version', async () => {
  expect(await dagport(ROOT, ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('the bundle finds the catalogue beside it, and ends with the exit code of the command', async () => {
  const folder = await folderWith({ 'x.workflow.yaml': 'name: x\noperators:\n- {name: a, type: bahs}\n' });
  const { code, stdout } = await dagport(folder, ['lint', '.']);
  expect(code).toBe(1);
  expect(stdout).toContain('x.workflow.yaml:3:19 error unknown-type');
  expect(stdout).toContain('Did you mean "bash"?');
});

test.runIf(existsSync('/dev/full'))('a full disk behind the standard output is told, and is no finding', async () => {
  const folder = await folderWith({ 'x.workflow.yaml': 'name: x\noperators:\n- {name: a, type: bahs}\n' });
  const full = `exec "${process.execPath}" "${BUNDLE}" lint . > /dev/full`;
  const failure = await call('sh', ['-c', full], { cwd: folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 3, stderr: expect.stringMatching(/^dagport: the standard output cannot be/) });
});
