// Builds `dist/`: one bundle for each face, and the data that they read beside them. No watching: it takes a second.

import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { glob } from 'tinyglobby';
import { parse } from 'yaml';
import { apart, apartEntry, LIBRARIES, later, librariesEntry } from './apart.mjs';
import { inlineScript } from './inline-script.mjs';
import { rawText } from './raw-text.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');

/** What the first bundle of the command holds beside its start: what is called most, and has to be quick. */
const quickCommands = ['cli/lint', 'cli/fmt', 'cli/lint/worker'];

/** What is used of libraries that few workflows need: Python, patterns, schemas of composites, selections of nodes. */
const lateLibraries = {
  '@lezer/python': ['parser'],
  'ajv/dist/2019': ['Ajv2019'],
  graphology: ['DirectedGraph'],
  re2js: ['RE2JS'],
};

/** Where a bundle begins and what it becomes. `executable`: it is run by name, so it starts with `#!`. */
const bundles = [
  { entry: 'cli/main.ts', output: 'dagport.cjs', second: 'more.cjs', executable: true },
  { entry: 'server/start.ts', output: 'server.cjs' },
  { entry: 'client/extension.ts', output: 'extension.cjs', external: ['vscode'] },
  { entry: 'client/webview/main.ts', output: 'webview.js', browser: true },
  { entry: 'client/web/extension.ts', output: 'extension-web.js', browser: true, external: ['vscode'] },
  { entry: 'server/web/start.ts', output: 'server-web.js', browser: true },
];

/**
 * Folders whose files are packed into one JSON object, `{ "<path below the folder>": "<text>" }`. The texts are the
 * files' contents as JSON, which their readers take like YAML and read much faster.
 */
const packs = [{ folder: 'schemas/catalog', pattern: '**/*.{yaml,yml}', output: 'catalogue.json' }];

async function makeBundle({ entry, output, second, executable = false, browser = false, external = [] }) {
  if (!existsSync(path.join(root, entry))) return undefined;
  const moved = new Set();
  const plugins = second === undefined ? [] : [apart(root, quickCommands, moved), later(lateLibraries)];
  await makeOne({ entryPoints: [entry] }, { output, executable, browser, external, plugins });
  if (second !== undefined) {
    const stdin = { contents: apartEntry(moved), resolveDir: root };
    await makeOne({ stdin }, { output: second, executable: false, browser, external, plugins: [] });
    const libraries = { contents: librariesEntry(lateLibraries), resolveDir: root };
    await makeOne({ stdin: libraries }, { output: LIBRARIES, executable: false, browser, external, plugins: [] });
  }
  return second === undefined ? output : `${output}, ${second}, ${LIBRARIES}`;
}

async function makeOne(from, { output, executable, browser, external, plugins }) {
  const outfile = path.join(dist, output);
  await build({
    absWorkingDir: root,
    ...from,
    outfile,
    bundle: true,
    external,
    platform: browser ? 'browser' : 'node',
    // The editor loads an extension as a module of CommonJS, in a browser too.
    format: browser && external.length === 0 ? 'iife' : 'cjs',
    target: browser ? 'es2022' : 'node20',
    mainFields: browser ? ['browser', 'module', 'main'] : ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    ...(browser ? {} : { define: { 'import.meta.url': 'importMetaUrl' } }),
    banner: {
      js: [
        ...(executable ? ['#!/usr/bin/env node'] : []),
        ...(browser ? [] : ["const importMetaUrl=require('node:url').pathToFileURL(__filename).href;"]),
      ].join('\n'),
    },
    plugins: [...plugins, rawText, inlineScript],
    logLevel: 'warning',
  });
  if (executable) await chmod(outfile, 0o755);
}

async function pack({ folder, pattern, output }) {
  const cwd = path.join(root, folder);
  if (!existsSync(cwd)) return undefined;
  const files = (await glob(pattern, { cwd })).map((file) => file.replaceAll('\\', '/')).sort();
  if (files.length === 0) return undefined;
  const texts = await Promise.all(files.map((file) => readFile(path.join(cwd, file), 'utf8')));
  const entries = files.map((file, index) => [file, JSON.stringify(parse(texts[index]))]);
  await writeFile(path.join(dist, output), `${JSON.stringify(Object.fromEntries(entries))}\n`);
  return output;
}

/** The files of `schemas/providers/` as an index that is read at start, and blocks that are read by module. */
async function packProviders() {
  const cwd = path.join(root, 'schemas', 'providers');
  const files = (await glob('*.json', { cwd })).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(cwd, file), 'utf8')));
  const bundle = await build({
    stdin: { contents: "export { packProviders } from './schemas/provider-pack';", resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
  });
  const code = `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`;
  const { head, blocks } = (await import(code)).packProviders(
    new Map(files.map((file, index) => [file, texts[index]])),
  );
  await Promise.all([
    writeFile(path.join(dist, 'providers.json'), head),
    writeFile(path.join(dist, 'providers.txt'), blocks),
  ]);
  return 'providers.json, providers.txt';
}

/** The static reader of Python packages, for `dagport types import`. */
async function copyReader() {
  const cwd = path.join(root, 'tools', 'catalogue');
  const target = path.join(dist, 'catalogue-reader');
  await mkdir(target, { recursive: true });
  const files = ['__main__', 'annotations', 'classes', 'constants', 'facts', 'importing', 'modules', 'sources'];
  await Promise.all(files.map((name) => copyFile(path.join(cwd, `${name}.py`), path.join(target, `${name}.py`))));
  return 'catalogue-reader';
}

const started = performance.now();
await mkdir(dist, { recursive: true });
const made = await Promise.all([...bundles.map(makeBundle), ...packs.map(pack), packProviders(), copyReader()]);
const names = made.filter((name) => name !== undefined);
console.log(`dist: ${names.join(', ')} (${Math.round(performance.now() - started)} ms)`);
