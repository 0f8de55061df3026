import path from 'node:path';
import { version } from '../package.json';
import { counted } from '../text/counted';
import type { Diagnostic } from '../text/diagnostic';
import { indexLines } from '../text/range';
import type { RuleFacts } from '../text/rules';
import { twinsOf } from '../workflow/check';
import type { Wishes } from '../workflow/project';
import { unifiedDiff } from './diff';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import { changedFiles } from './git';
import type { CommandIo } from './io';
import { readBaseline, withoutAccepted, writeBaseline } from './lint/baseline';
import { cacheKey, readCache, writeCache } from './lint/cache';
import { checkAll } from './lint/check-all';
import { chooseRules } from './lint/choose-rules';
import { explainSources } from './lint/explain-sources';
import { type FoundSources, findSources } from './lint/find-sources';
import { fixSource } from './lint/fix-source';
import { printReport } from './lint/print-report';
import { type LintSettings, lintSettings } from './lint/settings';
import type { LintSource } from './lint/source';
import { type Watched, watchPaths } from './lint/watch';
import type { LintOptions } from './options';
import { startProgress } from './progress';
import { lintConfigurations, openProjects, type Projects } from './project';
import { type LintedFile, type LintReport, summarise } from './reporters';
import { writeAtomically } from './write-file';

/** `dagport lint`: prints what the rules find in workflows, and gives the exit code. */
export async function lintCommand(io: CommandIo, options: LintOptions): Promise<number> {
  const refusal = contradiction(options);
  if (refusal !== undefined) return fail(io, options, [refusal]);
  const code = await lintOnce(io, options);
  if (!options.watch) return code;
  await watchPaths(io, await watchedBy(io, options), async () => {
    io.stdout('\n');
    await lintOnce(io, options);
  });
  return EXIT.fine;
}

/** The paths of a command with the configurations and catalogues that say how they are checked. */
async function watchedBy(io: CommandIo, options: LintOptions): Promise<Watched> {
  const projects = openProjects(io.cwd);
  const found = await findSources(io, options, projects);
  const sources = found.ok ? found.value.sources : [];
  const all = await Promise.all(sources.map(async ({ path: file }) => [...(await projects.of(file)).dependencies]));
  const outputs = [...options.outputs.map(({ file }) => file), options.baseline];
  const written = new Set(outputs.flatMap((file) => (file === undefined ? [] : path.resolve(io.cwd, file))));
  return { paths: options.paths, dependencies: new Set(all.flat()), written, legacy: options.legacy };
}

/** Options that cannot be meant together. */
function contradiction(options: LintOptions): Failure | undefined {
  const { paths, fix, unsafeFixes, diff, watch, changed, since, updateBaseline, baseline, stdinFilename } = options;
  const usage = (code: string, message: string, hint: string): Failure => ({ kind: 'usage', code, message, hint });
  if (watch && (fix || diff || paths.includes('-')))
    return usage('watch-alone', '"--watch" only looks', 'Leave out --fix, --diff and "-".');
  if (since !== undefined && !changed)
    return usage('since-without-changed', '"--since" says since when with "--changed"', 'Add --changed.');
  if (updateBaseline && baseline === undefined)
    return usage('no-baseline', '"--update-baseline" needs the file', 'Add --baseline FILE.');
  if (unsafeFixes && !fix && !diff)
    return usage('unsafe-fixes-alone', '"--unsafe-fixes" says which fixes are meant', 'Add --fix or --diff.');
  if (stdinFilename !== undefined && !paths.includes('-'))
    return usage('stdin-filename-alone', '"--stdin-filename" is the name of the standard input', 'Add "-".');
  if (fix && diff) return usage('fix-or-diff', '"--fix" and "--diff" do not go together', 'Leave out one of them.');
  return undefined;
}

function fail(io: CommandIo, options: LintOptions, failures: readonly Failure[]): number {
  return reportFailures(
    io,
    failures,
    options.outputs.some(({ format, file }) => format === 'json' && file === undefined),
  );
}

async function lintOnce(io: CommandIo, options: LintOptions): Promise<number> {
  const rules = await neededRules(options);
  const isWanted = chooseRules(options.only, options.skip, rules);
  if (!isWanted.ok) return fail(io, options, isWanted.failures);
  const projects = openProjects(io.cwd);
  const wishes: Wishes = {
    ...(options.airflow === undefined ? {} : { airflow: options.airflow }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
  };
  const settings = lintSettings(io.cwd, projects, wishes);
  const found = await findSources(io, options, projects);
  if (!found.ok) return fail(io, options, found.failures);
  const all = { ...found.value, sources: await withTwins(found.value.sources, settings) };
  const chosen = options.changed
    ? await onlyChanged(all, io.cwd, options.since, settings)
    : { ok: true as const, value: all };
  if (!chosen.ok) return fail(io, options, chosen.failures);
  const { sources, leftOut } = chosen.value;
  if (options.explainFile) {
    io.stdout(await explainSources(sources, leftOut, settings));
    return EXIT.fine;
  }
  if (sources.length === 0 && !options.changed) return fail(io, options, [nothingFound(options)]);
  const run: Run = { io, options, settings, wishes, isWanted: isWanted.value };
  const fixed = options.fix || options.diff ? await fixAll(run, sources) : { ok: true as const, value: sources };
  if (!fixed.ok) return fail(io, options, fixed.failures);
  if (options.diff) return printDiff(io, sources, fixed.value);
  const linted = await lintAll(run, fixed.value, projects);
  if (!linted.ok) return fail(io, options, linted.failures);
  const isFiltered = options.paths.includes('-') && options.fix;
  if (isFiltered) io.stdout(fixed.value[0]?.text ?? '');
  const files = await withoutBaseline(run, linted.value);
  if (!files.ok) return fail(io, options, files.failures);
  const report: LintReport = { files: files.value, rules, toolVersion: version };
  const failure = await printReport(io, options, report, isFiltered ? io.stderr : io.stdout);
  return failure === undefined ? exitCode(io, options, report) : fail(io, options, [failure]);
}

function nothingFound({ paths, legacy }: LintOptions): Failure {
  const named = paths.map((one) => `"${one}"`).join(', ');
  const message = `there is no workflow in ${paths.length === 1 ? 'the folder' : 'the folders'} ${named}`;
  const more = legacy ? '' : ' --legacy looks for Oozie and Jenkins definitions, too.';
  const hint = `Workflows are found by their name, *.workflow.yaml, or by what they hold; a file that is named is always taken.${more}`;
  return { kind: 'usage', code: 'no-workflows', message, hint };
}

function exitCode(io: CommandIo, { maxWarnings }: LintOptions, report: LintReport): number {
  const { errors, warnings } = summarise(report);
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  if (tooMany)
    io.stderr(
      `dagport: ${counted(warnings, 'warning')} ${warnings === 1 ? 'is' : 'are'} more than the ${maxWarnings} that --max-warnings allows\n`,
    );
  return errors > 0 || tooMany ? EXIT.findings : EXIT.fine;
}

/** The rules where something is said of them; none else, since to load them takes as long as to check a file. */
async function neededRules({ only, skip, outputs }: LintOptions): Promise<readonly RuleFacts[]> {
  const isNeeded = only.length > 0 || skip.length > 0 || outputs.some(({ format }) => format === 'sarif');
  return isNeeded ? (await import('./rules')).ALL_RULES : [];
}

/** What holds for all files of one run. */
interface Run {
  readonly io: CommandIo;
  readonly options: LintOptions;
  readonly settings: LintSettings;
  readonly wishes: Wishes;
  readonly isWanted: (diagnostic: Diagnostic) => boolean;
}

/** The workflows, each with an earlier one of its project that becomes a DAG of the same id. */
async function withTwins(sources: readonly LintSource[], { projectOf }: LintSettings): Promise<readonly LintSource[]> {
  const projects = await Promise.all(sources.map(({ path: file }) => projectOf(file)));
  const twins = new Map<LintSource, string>();
  for (const project of new Set(projects)) {
    const own = sources.filter(({ kind }, index) => kind === 'workflow' && projects[index] === project);
    for (const [index, twin] of twinsOf(own).entries()) {
      const source = own[index];
      if (twin !== undefined && source !== undefined) twins.set(source, twin);
    }
  }
  return sources.map((source) => {
    const twin = twins.get(source);
    return twin === undefined ? source : { ...source, twin };
  });
}

/** The files that were changed, and those that depend on something that was: a composite, a configuration. */
async function onlyChanged(
  { sources, leftOut }: FoundSources,
  cwd: string,
  since: string | undefined,
  { projectOf }: LintSettings,
): Promise<Result<FoundSources>> {
  const changed = await changedFiles(cwd, since);
  if (!changed.ok) return changed;
  const names = [...changed.value].map((name) => name.split(path.sep).join('/'));
  const isChanged = async (source: LintSource): Promise<boolean> => {
    if (changed.value.has(path.resolve(cwd, source.path))) return true;
    const { dependencies } = await projectOf(source.path);
    return names.some(
      (name) =>
        dependencies.has(name) || [...dependencies].some((place) => place.endsWith('/') && name.startsWith(place)),
    );
  };
  const kept = await Promise.all(sources.map(async (source) => ((await isChanged(source)) ? [source] : [])));
  return { ok: true, value: { sources: kept.flat(), leftOut } };
}

/** The files after their fixes; with `--fix`, they are written where that changes them. */
async function fixAll(run: Run, sources: readonly LintSource[]): Promise<Result<readonly LintSource[]>> {
  const { io, options, settings, isWanted } = run;
  const safety = options.unsafeFixes ? (['safe', 'unsafe'] as const) : (['safe'] as const);
  const isWritten = options.fix && !options.paths.includes('-');
  const fixed: LintSource[] = [];
  const progress = startProgress(io, 'Fixing', sources.length);
  for (const source of sources) {
    const context = await settings.of(source.path);
    if (!context.ok) return context;
    const after = await fixSource(source, context.value.check, { safety, isWanted });
    if (isWritten && after.text !== source.text) await writeAtomically(path.resolve(io.cwd, source.path), after.text);
    fixed.push(after);
    progress.done(fixed.length);
  }
  progress.end();
  return { ok: true, value: fixed };
}

/** Prints what the fixes would change. Exit 1 where they would change anything. */
function printDiff(io: CommandIo, before: readonly LintSource[], after: readonly LintSource[]): number {
  const diffs = before.map(({ path: file, text }, index) => unifiedDiff(file, text, after[index]?.text ?? text));
  const changed = diffs.filter((diff) => diff !== '');
  io.stdout(changed.join(''));
  const what = counted(changed.length, 'file');
  io.stderr(changed.length === 0 ? 'Nothing to fix.\n' : `--fix would change ${what}.\n`);
  return changed.length === 0 ? EXIT.fine : EXIT.findings;
}

/** All that is found in files and in the configurations that they depend on. */
async function lintAll(
  run: Run,
  sources: readonly LintSource[],
  projects: Projects,
): Promise<Result<readonly LintedFile[]>> {
  const checked = sources.filter(({ kind }) => kind !== 'configuration');
  const found = run.options.cache ? await checkWithCache(run, checked) : await checkThem(run, checked);
  if (!found.ok) return found;
  const linted = checked.map(({ path: file, text }, index) => ({
    path: file,
    text,
    lines: indexLines(text),
    diagnostics: found.value[index] ?? [],
  }));
  const configurations = await lintConfigurations(projects, sources);
  const files = [...configurations, ...withoutEchoes(linted)]
    .map((file) => ({ ...file, diagnostics: file.diagnostics.filter(run.isWanted) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ok: true, value: files };
}

/** Without what is said of the use of a composite in whose own file an error is found: the composite is to be mended. */
function withoutEchoes(linted: readonly LintedFile[]): readonly LintedFile[] {
  const broken = new Set(
    linted.flatMap(({ path: file, diagnostics }) =>
      diagnostics.some(({ severity, belongsTo }) => severity === 'error' && belongsTo === undefined) ? [file] : [],
    ),
  );
  return linted.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter(({ belongsTo }) => belongsTo === undefined || !broken.has(belongsTo)),
  }));
}

type AllFound = Result<readonly (readonly Diagnostic[])[]>;

async function checkThem({ io, settings, wishes }: Run, sources: readonly LintSource[]): Promise<AllFound> {
  const progress = startProgress(io, 'Checking', sources.length);
  const found = await checkAll(io, sources, settings, wishes, progress);
  progress.end();
  return found;
}

async function checkWithCache(run: Run, sources: readonly LintSource[]): Promise<AllFound> {
  const { known, tool } = await readCache(run.io);
  const keys: string[] = [];
  for (const source of sources) keys.push(cacheKey(source, await run.settings.fingerprintOf(source.path)));
  const unknown = sources.filter((_, index) => !known.has(keys[index] ?? ''));
  const fresh = await checkThem(run, unknown);
  if (!fresh.ok) return fresh;
  const byPath = new Map(unknown.map((source, index) => [source.path, fresh.value[index] ?? []]));
  const found = sources.map(({ path: file }, index) => byPath.get(file) ?? known.get(keys[index] ?? '') ?? []);
  if (unknown.length > 0 || known.size !== sources.length) {
    const kept = await writeCache(run.io.cwd, tool, new Map(keys.map((key, index) => [key, found[index] ?? []])));
    if (!kept.ok) reportFailures(run.io, kept.failures, false);
  }
  return { ok: true, value: found };
}

/** The files without what the baseline accepts. Where there is none yet, or a new one is wanted, all is accepted. */
async function withoutBaseline(run: Run, files: readonly LintedFile[]): Promise<Result<readonly LintedFile[]>> {
  const { io, options } = run;
  const { baseline: file } = options;
  if (file === undefined) return { ok: true, value: files };
  const baseline = options.updateBaseline ? { ok: true as const, value: undefined } : await readBaseline(file, io.cwd);
  if (!baseline.ok) return baseline;
  if (baseline.value !== undefined) return { ok: true, value: withoutAccepted(files, baseline.value, file, io.cwd) };
  if (!options.updateBaseline && io.environment?.CI !== undefined && io.environment.CI !== '') {
    const hint = 'It is written where a person runs this, and committed; --update-baseline writes it here.';
    return {
      ok: false,
      failures: [{ kind: 'usage', code: 'missing-baseline', message: `there is no baseline "${file}"`, hint }],
    };
  }
  const count = await writeBaseline(file, io.cwd, files);
  io.stderr(`Wrote ${file}: ${counted(count, 'finding')} ${count === 1 ? 'is' : 'are'} accepted from now on.\n`);
  return { ok: true, value: files.map((one) => ({ ...one, diagnostics: [] })) };
}
