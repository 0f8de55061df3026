import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findSources } from '../../cli/convert/find-sources';
import { builtInCatalogue } from '../../cli/data';
import { PROFILES } from '../../migration';
import { type Measured, measureSource } from './measure';
import { figures } from './print';

/** Converts every legacy job below a folder and prints the figures by which the converters are judged. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dags: { type: 'string' },
      yaml: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      from: { type: 'string', default: 'oozie' },
      verify: { type: 'boolean', default: false },
    },
  });
  const [folder = '.'] = positionals;
  const system = values.from === 'jenkins' ? 'jenkins' : 'oozie';
  const cwd = path.resolve(folder);
  const found = await findSources(cwd, '.', system);
  if (!found.ok) throw new Error(JSON.stringify(found.failures));
  const profile = values.profile ?? PROFILES[system][0] ?? '';
  const catalogue = builtInCatalogue();
  const measured: Measured[] = [];
  for (const source of found.value) {
    measured.push(await measureSource({ cwd, source, profile, catalogue, verify: values.verify }));
  }
  for (const [index, one] of measured.entries()) {
    one.outputs.forEach((output, number) => {
      const name = `c${index}_${number}`;
      if (values.yaml !== undefined) save(values.yaml, `${name}.workflow.yaml`, `# ${one.path}\n${output.yaml}`);
      if (values.dags !== undefined && output.dag !== undefined) save(values.dags, `${name}.py`, output.dag);
    });
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(measured));
  process.stdout.write(figures(measured));
  return measured.some((one) => one.crash !== undefined || one.lost !== 0) ? 1 : 0;
}

function save(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 3;
  },
);
