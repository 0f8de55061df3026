import path from 'node:path';
import type { LeftOut } from './find-sources';
import type { LintSettings } from './settings';
import type { LintSource } from './source';

const KINDS: Readonly<Record<LintSource['kind'], string>> = {
  workflow: 'a workflow',
  configuration: 'a configuration',
  oozie: 'a definition of Oozie',
  jenkins: 'a Jenkins pipeline',
};

/** Why each file is checked, and with what; or why it is not. For people. */
export async function explainSources(
  sources: readonly LintSource[],
  leftOut: readonly LeftOut[],
  settings: LintSettings,
): Promise<string> {
  const checked = await Promise.all(sources.map((source) => explainSource(source, settings)));
  const others = leftOut.map(({ path: file, why }) => `${file}: not checked, because ${why}\n`);
  return [...checked, ...others].join('');
}

async function explainSource(source: LintSource, settings: LintSettings): Promise<string> {
  const head = `${source.path}: checked as ${KINDS[source.kind]}, because ${source.why}\n`;
  if (source.kind !== 'workflow') return head;
  const [project, known] = await Promise.all([settings.projectOf(source.path), settings.of(source.path)]);
  if (!known.ok) return `${head}${known.failures.map(({ message }) => `  ${message}\n`).join('')}`;
  const { airflow, plan, check } = known.value;
  const files = project.layers.map(({ file }) => file.path).reverse();
  const levels = [...(check.levels ?? [])].map(([rule, level]) => `${rule} ${level}`);
  const rows = [
    [
      'configuration',
      files.length === 0 ? `none (no dagport.yaml from ${shownFolder(source.path)} upwards)` : files.join(', '),
    ],
    ['Airflow', airflow],
    ['environment', plan.environment ?? 'none'],
    ...(levels.length === 0 ? [] : [['rules', levels.join(', ')]]),
  ];
  return head + rows.map(([name, value]) => `  ${name}: ${value}\n`).join('');
}

function shownFolder(file: string): string {
  const folder = path.posix.dirname(file);
  return folder === '.' ? 'the working folder' : `"${folder}"`;
}
