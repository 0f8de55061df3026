import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/** What people install: needed when it runs, shown before it runs, or asked for by law. */
const FILES = [
  'client/README.md',
  'client/icons/dagport.png',
  'client/icons/workflow-dark.svg',
  'client/icons/workflow-light.svg',
  'client/walkthrough/build.md',
  'client/walkthrough/graph.md',
  'client/walkthrough/migrate.md',
  'client/walkthrough/write.md',
  'dist/catalogue.json',
  'dist/extension-web.js',
  'dist/extension.cjs',
  'dist/providers.json',
  'dist/providers.txt',
  'dist/server-web.js',
  'dist/server.cjs',
  'dist/webview.js',
  'LICENSE',
  'NOTICE',
  'THIRD-PARTY-NOTICES.txt',
  'package.json',
  'syntaxes/dagport-workflow.tmLanguage.json',
  'syntaxes/language-configuration.json',
  'syntaxes/snippets.json',
  'syntaxes/templates.tmLanguage.json',
];

/** As `npm run package` does. */
const LIST = ['ls', '--no-dependencies', '--readme-path', 'client/README.md'];

/** In bytes, as a package holds them. */
const MOST_BYTES = 3_000_000;

test('the extension holds what it needs, nothing else, in less than 3 MB', () => {
  const listed = execFileSync('node_modules/.bin/vsce', LIST, {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const files = listed.split('\n').filter((line) => line !== '');
  expect(files.toSorted()).toEqual(FILES.toSorted());
  const bytes = files.map((file) => gzipSync(readFileSync(file)).length).reduce((sum, one) => sum + one, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
  // The folder is walked through before its files are left out: `.cache` holds several Airflows and editors once all suites ran.
}, 240_000);

test('the notices name each package that is part of a bundle, with its licence', () => {
  const run = spawnSync(process.execPath, ['tools/notices.mjs', '--check'], { encoding: 'utf8' });
  expect([run.stderr, run.status]).toEqual(['', 0]);
}, 60_000);
