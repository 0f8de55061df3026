// Writes `schemas/format/workflow.schema.json` and `composite.schema.json` from the tables of keys and the catalogue.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const output = path.join(root, 'schemas', 'format');
const entry = path.join(root, 'node_modules', '.cache', `workflow-schema-${process.pid}.mjs`);

await mkdir(path.dirname(entry), { recursive: true });
await build({
  entryPoints: [path.join(root, 'schemas', 'index.ts')],
  outfile: entry,
  bundle: true,
  platform: 'node',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
const { compositeSchema, loadCatalogue, workflowSchema } = await import(entry);
await rm(entry);

const folder = path.join(root, 'schemas', 'catalog');
const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
const { catalogue } = loadCatalogue(new Map(names.map((name, index) => [name, texts[index]])));
for (const [name, schema] of [
  ['workflow', workflowSchema(catalogue)],
  ['composite', compositeSchema(catalogue)],
]) {
  await writeFile(path.join(output, `${name}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
}
console.log(`schemas/format: workflow and composite, ${catalogue.names.length} types`);
