import path from 'node:path';
import { version } from '../package.json';
import { applyEdits } from '../text/edit';
import { mergeFixes } from '../text/fixes';
import { type CheckContext, checkWorkflow, RULE_FACTS } from '../workflow/check';
import { readWorkflow } from '../workflow/read';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import { decode, findWorkflows, type SourceFile } from './files';
import type { CommandIo } from './io';
import type { LintOptions } from './options';
import { isConfiguration, lenientSettings, lintConfigurations, openProjects, type Projects } from './project';
import { type LintedFile, type LintReport, REPORTERS, summarise } from './reporters';
import { writeAtomically } from './write-file';

/** `dagport lint`: prints what the rules find in workflows, and gives the exit code. */
export async function lintCommand(io: CommandIo, options: LintOptions): Promise<number> {
  const asJson = options.format === 'json';
  const projects = openProjects(io.cwd);
  const sources = await readSources(io, options, projects);
  if (!sources.ok) return reportFailures(io, sources.failures, asJson);
  const contextOf = async ({ path: file }: SourceFile): Promise<CheckContext> =>
    (await lenientSettings(projects, io.cwd, file)).check;
  const fixed = options.fix ? await fixFiles(sources.value, contextOf, options, io) : sources.value;
  const workflows = fixed.filter(({ path: file }) => !isConfiguration(file));
  const linted = await Promise.all(workflows.map(async (source) => lintFile(source, await contextOf(source))));
  const configurations = await lintConfigurations(projects, fixed);
  const files = [...configurations, ...linted].sort((a, b) => (a.path < b.path ? -1 : 1));
  const report: LintReport = { files, rules: RULE_FACTS, toolVersion: version };
  io.stdout(REPORTERS[options.format](report, io.color));
  const { errors, warnings } = summarise(report);
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  if (tooMany && options.format === 'text') {
    io.stderr(`dagport: ${warnings} warnings are more than the ${options.maxWarnings} that --max-warnings allows\n`);
  }
  return errors > 0 || tooMany ? EXIT.findings : EXIT.fine;
}

async function readSources(
  io: CommandIo,
  options: LintOptions,
  projects: Projects,
): Promise<Result<readonly SourceFile[]>> {
  if (!options.paths.includes('-')) return findWorkflows(options.paths, io.cwd, projects);
  if (options.paths.length > 1) return failed('usage', 'stdin-and-files', '"-" stands alone: it is the standard input');
  if (options.fix) return failed('usage', 'fix-stdin', '"--fix" changes files; the standard input is none');
  const text = decode(await io.stdin());
  if (text === undefined) return failed('cannot-run', 'unreadable-file', 'the standard input is no UTF-8 text');
  return { ok: true, value: [{ path: options.stdinPath, text }] };
}

function failed(kind: Failure['kind'], code: string, message: string): Result<never> {
  return { ok: false, failures: [{ kind, code, message }] };
}

function lintFile({ path: name, text }: SourceFile, context: CheckContext): LintedFile {
  const file = readWorkflow(name, text);
  return { path: name, text, lines: file.lines, diagnostics: checkWorkflow(file, context) };
}

/** Fixes that change the same place wait for the next round; this many are more than any file needs. */
const MAXIMUM_ROUNDS = 10;

/** The files after their fixes, which are written where they change something. */
async function fixFiles(
  sources: readonly SourceFile[],
  contextOf: (source: SourceFile) => Promise<CheckContext>,
  options: LintOptions,
  io: CommandIo,
): Promise<readonly SourceFile[]> {
  const fixed: SourceFile[] = [];
  for (const source of sources) {
    const text = fixText(source, await contextOf(source), options.unsafeFixes);
    if (text !== source.text) await writeAtomically(path.resolve(io.cwd, source.path), text);
    fixed.push({ path: source.path, text });
  }
  return fixed;
}

function fixText(source: SourceFile, context: CheckContext, unsafe: boolean): string {
  let { text } = source;
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const diagnostics = checkWorkflow(readWorkflow(source.path, text), context);
    const { edits } = mergeFixes(diagnostics, unsafe ? ['safe', 'unsafe'] : ['safe']);
    if (edits.length === 0) return text;
    text = applyEdits(text, edits);
  }
  return text;
}
