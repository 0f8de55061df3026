import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';
import { anyTypes, type Breach, breaches } from './house';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const longestFile = 400;

/** Files that hold one idea in more lines than others, and why. */
const longFiles: ReadonlyMap<string, string> = new Map();

async function readHouse(): Promise<ReadonlyMap<string, string>> {
  const names = await glob('{text,schemas,workflow,converters,migration,server,client,cli,tools,test,bench}/**/*.ts', {
    cwd: root,
    ignore: ['**/fixtures/**'],
  });
  const texts = await Promise.all(names.map((name) => readFile(path.join(root, name), 'utf8')));
  return new Map(names.map((name, index) => [name.replaceAll('\\', '/'), texts[index] ?? '']));
}

function lines(found: readonly Breach[]): readonly string[] {
  return found.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

test('imports point one way, and nothing reaches past an index', async () => {
  expect(lines(breaches(await readHouse()))).toEqual([]);
});

test('no file says any', async () => {
  expect(lines(anyTypes(await readHouse()))).toEqual([]);
});

test('a file holds one idea', async () => {
  const house = await readHouse();
  const tooLong = [...house].filter(([file, text]) => text.split('\n').length > longestFile && !longFiles.has(file));
  expect(tooLong.map(([file]) => file)).toEqual([]);
  expect([...longFiles.keys()].filter((file) => !house.has(file))).toEqual([]);
});

const clean: Readonly<Record<string, string>> = {
  'text/range.ts': '',
  'schemas/index.ts': `import { positionAt } from '../text/range';`,
  'schemas/lookup.ts': '',
  'workflow/plan/index.ts': '',
  'workflow/plan/plan.ts': '',
  'converters/contract.ts': `import type { Plan } from '../workflow/plan/plan';`,
  'converters/from-oozie/index.ts': `import { draft } from '../contract';\nimport { plan } from '../../workflow/plan';`,
  'server/protocol.ts': '',
  'client/extension.ts': `import * as vscode from 'vscode';\nimport { graph } from '../server/protocol';`,
  'cli/main.ts': `import { readFile } from 'node:fs';`,
};

test.each<[string, string, string]>([
  [
    'workflow/read/read.ts',
    `import { convert } from '../../converters/from-oozie';`,
    'workflow must not import converters',
  ],
  ['text/edit.ts', `import type { Plan } from '../workflow/plan/plan';`, 'text must not import workflow'],
  ['text/edit.ts', `export * from '../schemas';`, 'text must not import schemas'],
  ['cli/lint.ts', `import { workspace } from '../server';`, 'cli must not import server'],
  ['cli/lint.ts', `const plan = await import('../workflow/plan/plan');`, 'reaches past the index of workflow/plan'],
  ['workflow/check/check.ts', `import { find } from '../../schemas/lookup';`, 'reaches past the index of schemas'],
  ['client/preview.ts', `import { workspace } from '../server/workspace';`, 'by the protocol only: server/workspace'],
  ['converters/from-oozie/a.ts', `import { read } from '../from-jenkins/groovy';`, 'its neighbour from-jenkins'],
  ['converters/from-oozie/a.ts', `type A = import('../../server/workspace').Workspace;`, 'must not import server'],
  ['workflow/read/read.ts', `import { readFileSync } from 'node:fs';`, 'workflow is pure: no node:fs'],
  ['server/main.ts', `import * as vscode from 'vscode';`, 'only the client knows the editor'],
  ['schemas/lookup.ts', `import { checkLine } from '../test/check';`, 'schemas must not import test'],
])('a wrong import is found: %s: %s', (file, text, message) => {
  const files = new Map(Object.entries({ ...clean, [file]: `// first line\n${text}` }));
  expect(lines(breaches(files))).toEqual([expect.stringContaining(message)]);
  expect(breaches(files)[0]).toMatchObject({ file, line: 2 });
});

test('a house in order has no breach', () => {
  expect(breaches(new Map(Object.entries(clean)))).toEqual([]);
});

test('any is found as a type, not as a word', () => {
  const files = new Map([['text/a.ts', '// any\nconst any = 1;\nlet b: readonly any[];']]);
  expect(lines(anyTypes(files))).toEqual(['text/a.ts:3: any']);
});
