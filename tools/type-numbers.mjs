// `npm run check:types`: counts what the catalogue knows of the official packages, and gives every parameter a value of a
// wrong kind. Prints the numbers; exits 1 where one is below what is promised.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bundle = await build({
  stdin: {
    contents: `
      export { loadCatalogue, openFiles, openProviders } from './schemas';
      export { checkWorkflow } from './workflow/check';
      export { readWorkflow } from './workflow/read';
    `,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
const entry = path.join(root, 'node_modules', '.cache', `type-numbers-${process.pid}.mjs`);
const { mkdir, rm, writeFile } = await import('node:fs/promises');
await mkdir(path.dirname(entry), { recursive: true });
await writeFile(entry, bundle.outputFiles[0].text);
const { loadCatalogue, openFiles, openProviders, checkWorkflow, readWorkflow } = await import(entry);
await rm(entry);

async function textsOf(folder, ending) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')])));
}

const facts = await textsOf(path.join(root, 'schemas', 'providers'), '.json');
const providers = openProviders(openFiles((name) => facts.get(name)));
const { catalogue } = loadCatalogue(await textsOf(path.join(root, 'schemas', 'catalog'), '.yaml'), providers);

/** Has a value of the type a form in YAML, apart from Python in `<< >>`? */
function hasJsonForm(type) {
  if (type.kind === 'union') return type.members.some(hasJsonForm);
  if (type.kind === 'list') return type.items.kind === 'any' || hasJsonForm(type.items);
  return !['any', 'python', 'object'].includes(type.kind);
}

/** Values of every kind; what no kind of a type takes is wrong for it. `null` stands for what is not required. */
const VALUES = {
  text: 'a text of no meaning',
  integer: 17,
  number: 1.5,
  boolean: true,
  list: [[['deep']]],
  mapping: { a: { b: [1, { c: 'd' }] } },
};

function kindsTaken(type) {
  if (type.kind === 'union') return type.members.flatMap(kindsTaken);
  const taken = {
    any: Object.keys(VALUES),
    duration: ['integer', 'number'],
    number: ['integer', 'number'],
    text: ['text'],
  };
  if (['list', 'mapping'].includes(type.kind)) return [type.kind];
  return taken[type.kind] ?? (VALUES[type.kind] === undefined ? [] : [type.kind]);
}

const classes = providers.classes.map(({ classPath }) => catalogue.find(classPath));
const counts = { classes: classes.length, parameters: 0, json: 0, typed: 0, tried: 0, accepted: [] };
for (const type of classes) {
  const own = providers.factsOf(providers.find(type.classPath)).parameters;
  const sensors = type.kind === 'sensor' ? [...catalogue.sensorParameters.values()] : [];
  const named = new Map([...sensors, ...own].map((parameter) => [parameter.name, parameter]));
  const offered = new Map(type.parameters.map((parameter) => [parameter.name, parameter]));
  const tries = [];
  for (const fact of named.values()) {
    const parameter = offered.get(fact.name) ?? fact;
    counts.parameters += 1;
    counts.json += hasJsonForm(parameter.type) ? 1 : 0;
    if (parameter.type.kind === 'any') continue;
    counts.typed += 1;
    const taken = new Set(kindsTaken(parameter.type));
    const wrong = Object.keys(VALUES).find((kind) => !taken.has(kind));
    if (wrong === undefined) {
      counts.accepted.push(`${type.name}.${parameter.name} takes every kind`);
      continue;
    }
    tries.push({ name: parameter.name, value: VALUES[wrong] });
  }
  // Types that catalogue files describe anew are checked by their own description.
  const text = JSON.stringify({
    name: 'x',
    operators: tries.map(({ name, value }, index) => ({
      name: `t${index}`,
      type: type.classPath,
      properties: { [name]: value },
    })),
  });
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue });
  const wrong = found.filter(({ rule }) => rule === 'wrong-parameter-type').map(({ range }) => range.start);
  for (const { name, value } of tries) {
    counts.tried += 1;
    const place = text.indexOf(`"properties":${JSON.stringify({ [name]: value })}`);
    const end = place + JSON.stringify({ [name]: value }).length + 13;
    if (!wrong.some((start) => start >= place && start < end)) counts.accepted.push(`${type.name}.${name}`);
  }
}

const percent = (part) => (100 * part) / counts.parameters;
console.log(`classes offered                  ${counts.classes} of 1,196`);
console.log(`parameters                       ${counts.parameters}`);
console.log(`with a JSON type                 ${counts.json} (${percent(counts.json).toFixed(2)} %)`);
console.log(`with a JSON type or object kind  ${counts.typed} (${percent(counts.typed).toFixed(2)} %)`);
console.log(`wrong kinds tried, rejected      ${counts.tried}, ${counts.typed - counts.accepted.length}`);
for (const one of counts.accepted) console.log(`  not rejected: ${one}`);
const fine =
  counts.classes >= 1184 && percent(counts.json) >= 94 && percent(counts.typed) >= 99 && counts.accepted.length === 0;
process.exit(fine ? 0 : 1);
