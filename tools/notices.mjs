// Writes THIRD-PARTY-NOTICES.txt: the packages that the bundles in `dist/` hold, each with its version and its licence as it brings
// it. `--check` writes nothing, and fails where the file is not what it should be.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inlineScript } from './inline-script.mjs';
import { rawText } from './raw-text.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(root, 'THIRD-PARTY-NOTICES.txt');
const LINE = '-'.repeat(80);

/** What the bundles begin with: see build.mjs. */
const ENTRIES = {
  node: ['cli/main.ts', 'client/extension.ts', 'server/start.ts'],
  browser: ['client/web/extension.ts', 'client/webview/main.ts', 'server/web/start.ts'],
};

async function bundledPackages() {
  const builds = Object.entries(ENTRIES).map(([platform, entryPoints]) =>
    build({
      absWorkingDir: root,
      entryPoints,
      bundle: true,
      write: false,
      metafile: true,
      outdir: 'out/none',
      platform,
      format: 'esm',
      external: ['vscode'],
      logLevel: 'silent',
      plugins: [rawText, inlineScript],
    }),
  );
  const inputs = (await Promise.all(builds)).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const packages = [...new Set(folders)].map((folder) => packageOf(path.join(root, folder)));
  // One version may lie in several folders.
  return [...new Map(packages.map((one) => [`${one.name} ${one.version}`, one])).entries()]
    .sort(byName)
    .map(([, one]) => one);
}

function packageOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const licence = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)/i.test(one));
  const by = typeof author === 'object' ? author.name : author;
  const text =
    licence === undefined
      ? `Licence: ${license}. The package brings no text of it${by === undefined ? '' : `; its author is ${by}`}.`
      : readFileSync(path.join(folder, licence), 'utf8').replaceAll('\r\n', '\n').trim();
  return { name, version, license, text };
}

function byName([one], [other]) {
  return one < other ? -1 : 1;
}

function noticesOf(packages) {
  const list = packages.map(({ name, version, license }) => `  ${name} ${version} (${license})`);
  const texts = packages.map(({ name, version, text }) => `${LINE}\n${name} ${version}\n\n${text}\n`);
  return `The bundles of dagport hold these packages.\n\n${list.join('\n')}\n\n${texts.join('\n')}`;
}

const notices = noticesOf(await bundledPackages());
if (!process.argv.includes('--check')) writeFileSync(file, notices);
else if (readFileSync(file, 'utf8') !== notices) {
  console.error('THIRD-PARTY-NOTICES.txt is not of the packages in the bundles: run "node tools/notices.mjs".');
  process.exitCode = 1;
}
