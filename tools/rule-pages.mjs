// Writes `docs/rules/`: one page for each rule and the list of them, from the rules themselves.
// `--check` writes nothing and exits 1 where a page is not what it should be.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rawText } from './raw-text.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'docs', 'rules');
const check = process.argv.includes('--check');

const bundle = await build({
  stdin: {
    contents: `export { RULE_SECTIONS } from './cli/rules';\nexport { renderRuleIndex, renderRulePage } from './text/rule-page';\n`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  plugins: [rawText],
  write: false,
  platform: 'node',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
const entry = path.join(root, 'node_modules', '.cache', `rules-${process.pid}.mjs`);
await mkdir(path.dirname(entry), { recursive: true });
await writeFile(entry, bundle.outputFiles[0].text);
const { RULE_SECTIONS, renderRuleIndex, renderRulePage } = await import(entry);
await rm(entry);

const pages = new Map([
  ['index.md', renderRuleIndex(RULE_SECTIONS)],
  ...RULE_SECTIONS.flatMap(({ rules, language }) =>
    rules.map((rule) => [`${rule.id}.md`, renderRulePage(rule, language)]),
  ),
]);
await mkdir(folder, { recursive: true });
const present = (await readdir(folder)).filter((name) => name.endsWith('.md'));
const stale = present.filter((name) => !pages.has(name));
const changed = [];
for (const [name, text] of pages) {
  if (present.includes(name) && (await readFile(path.join(folder, name), 'utf8')) === text) continue;
  changed.push(name);
  if (!check) await writeFile(path.join(folder, name), text);
}
if (!check) await Promise.all(stale.map((name) => rm(path.join(folder, name))));
const different = [...changed, ...stale];
console.log(
  different.length === 0 ? `docs/rules: ${pages.size} pages, as they should be` : `docs/rules: ${different.join(', ')}`,
);
if (check && different.length > 0) process.exitCode = 1;
