import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Catalogue } from '../schemas';
import { counted } from '../text/counted';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import type { CommandIo } from './io';
import { openProjects } from './project';
import { writeAtomically } from './write-file';

export interface ImportTypesOptions {
  /** A wheel or a folder of Python source. */
  readonly source: string;
  /** The folder that the entries are written to. */
  readonly output: string;
  readonly force: boolean;
}

/** What `tools/catalogue read` prints of a class. */
interface ReadClass {
  /** The class outside the package that it derives from. */
  readonly base: string;
  readonly offered: boolean;
  readonly summary: string;
  readonly deprecated?: string;
  readonly withheld?: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * `dagport types import`: writes a catalogue entry for each operator class of a package. The package is read by the same
 * static reader as the official ones: its text is parsed by Python, and nothing of it is imported or run.
 */
export async function importTypesCommand(io: CommandIo, options: ImportTypesOptions): Promise<number> {
  const source = path.resolve(io.cwd, options.source);
  if (!existsSync(source)) {
    const message = `there is no file or folder "${options.source}"`;
    return reportFailures(io, [{ kind: 'usage', code: 'no-such-file', message }], false);
  }
  const read = await readPackage(source);
  if (!read.ok) return reportFailures(io, read.failures, false);
  const { catalogue } = await openProjects(io.cwd).of('dagport.yaml');
  const provider = providerName(source);
  const offered = Object.entries(read.value).filter(([, found]) => found.offered);
  const folder = path.resolve(io.cwd, options.output);
  const files = offered.map(([classPath, found]) => ({
    file: path.join(folder, `${shortName(classPath)}.yaml`),
    text: entryText(classPath, found, provider, catalogue),
  }));
  const present = options.force ? [] : files.filter(({ file }) => existsSync(file));
  if (present.length > 0) {
    const names = present.map(({ file }) => path.basename(file)).join(', ');
    const failure: Failure = {
      kind: 'usage',
      code: 'file-exists',
      message: `${names} would be overwritten`,
      hint: 'With --force they are.',
    };
    return reportFailures(io, [failure], false);
  }
  await mkdir(folder, { recursive: true });
  for (const { file, text } of files) await writeAtomically(file, text);
  for (const [classPath, { base }] of offered) {
    if (!isPlainBase(base) && catalogue.find(base) === undefined)
      io.stderr(
        `dagport: ${classPath} derives from ${base}, which the catalogue does not know: what that takes is missing\n`,
      );
  }
  io.stdout(`Wrote ${counted(files.length, 'type')} to ${options.output}.\n`);
  return EXIT.fine;
}

/** Where the reader lies: beside the bundle, or in the source tree. */
function readerFolder(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../tools/catalogue/' : 'catalogue-reader/', here));
}

async function readPackage(source: string): Promise<Result<Readonly<Record<string, ReadClass>>>> {
  const isFolder = (await stat(source)).isDirectory();
  if (!isFolder && !source.endsWith('.whl')) {
    const message = `"${path.basename(source)}" is no wheel and no folder`;
    return { ok: false, failures: [{ kind: 'usage', code: 'no-package', message }] };
  }
  // -I: neither the environment nor the working folder of the user has a say in what Python loads.
  return new Promise((resolve) => {
    const options = { maxBuffer: 256 * 1024 * 1024, timeout: 300_000 };
    execFile('python3', ['-I', readerFolder(), 'read', source], options, (error, stdout, stderr) => {
      if (error === null) return resolve({ ok: true, value: JSON.parse(stdout) });
      const missing = 'code' in error && error.code === 'ENOENT';
      const message = missing
        ? 'Python 3.11 or newer is needed to read the package'
        : `the package cannot be read: ${stderr.trim().split('\n').at(-1)}`;
      return resolve({
        ok: false,
        failures: [{ kind: 'cannot-run', code: missing ? 'no-python' : 'unreadable-package', message }],
      });
    });
  });
}

/** `acme_airflow-1.0-py3-none-any.whl` → `acme-airflow`. */
function providerName(source: string): string {
  const name = path.basename(source).replace(/-.*\.whl$/, '');
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'own'
  );
}

/** `LoadTableOperator` → `load_table`. */
function shortName(classPath: string): string {
  const className = classPath.slice(classPath.lastIndexOf('.') + 1);
  const words = className.replace(/Operator$/, '').replace(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/g, '$1$3_$2$4');
  return words.toLowerCase() || className.toLowerCase();
}

function isPlainBase(base: string): boolean {
  return /\.Base(?:Sensor)?Operator$/.test(base);
}

function entryText(classPath: string, found: ReadClass, provider: string, catalogue: Catalogue): string {
  const base = isPlainBase(found.base) ? undefined : catalogue.find(found.base);
  const isSensor = /\.BaseSensorOperator$/.test(found.base) || base?.kind === 'sensor';
  const className = classPath.slice(classPath.lastIndexOf('.') + 1);
  const entry: Record<string, unknown> = {
    kind: isSensor ? 'sensor' : classPath.includes('.transfers.') ? 'transfer' : 'operator',
    name: shortName(classPath),
    aliases: [className],
    class: classPath,
    provider,
    summary: found.summary === '' ? `Runs ${className}.` : found.summary.slice(0, 160),
    ...(base === undefined ? {} : { extends: base.name }),
    ...(found.deprecated === undefined ? {} : { deprecated: deprecation(found.deprecated) }),
    ...(found.withheld === undefined ? {} : { withheld: found.withheld }),
    parameters: Object.fromEntries(
      Object.entries(found.parameters).map(([name, { deprecated, ...facts }]) => [
        name,
        deprecated === undefined ? facts : { ...facts, deprecated: deprecation(String(deprecated)) },
      ]),
    ),
  };
  return stringify(entry, { lineWidth: 0 });
}

function deprecation(use: string): string {
  return use === '' ? 'Its use gives a warning.' : `Use ${use}.`;
}
