import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { version } from '../package.json';
import { type Project, settingsFor } from '../workflow/project';
import { EXIT } from './failure';
import type { CommandIo } from './io';
import { absolutePath, openProjects, projectFailures } from './project';
import { ALL_RULES } from './rules';

/** The oldest Node that dagport runs on (`engines` of package.json). */
const OLDEST_NODE = 20;

/** `dagport doctor`: what runs, which configuration counts and why, and what is wrong with it. Exit 1 where something is. */
export async function doctorCommand(io: CommandIo): Promise<number> {
  const project = await openProjects(io.cwd).of('x.workflow.yaml');
  const problems = [...nodeProblems(), ...projectFailures(project).map(({ message }) => message)];
  const rows = [
    ...(await programRows(io)),
    ...configurationRows(project),
    ...settingsRows(project, io.cwd),
    ...catalogueRows(project),
    ['rules', String(ALL_RULES.length)],
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  for (const [name = '', value = ''] of rows) io.stdout(`${name.padEnd(width)}  ${value}\n`);
  io.stdout(problems.length === 0 ? 'Nothing is wrong.\n' : problems.map((one) => `wrong: ${one}\n`).join(''));
  return problems.length === 0 ? EXIT.fine : EXIT.findings;
}

type Row = readonly [name: string, value: string];

async function programRows({ cwd, bundle, color }: CommandIo): Promise<readonly Row[]> {
  return [
    ['dagport', `${version} (${bundle ?? 'from its source'})`],
    ['Node', `${process.versions.node} on ${process.platform} ${process.arch}`],
    ['git', await gitVersion()],
    ['folder', cwd],
    ['colours', color ? 'yes' : 'no'],
  ];
}

async function gitVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    return stdout.trim().replace('git version ', '');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return 'not found; only lint --changed needs it';
  }
}

function nodeProblems(): readonly string[] {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= OLDEST_NODE ? [] : [`Node ${process.versions.node} is too old; ${OLDEST_NODE} is the oldest.`];
}

function configurationRows({ layers }: Project): readonly Row[] {
  if (layers.length === 0) return [['configuration', 'none: there is no dagport.yaml here or in a folder above']];
  const nearest = [...layers].reverse();
  return nearest.map(({ file }, index): Row => {
    const why = index === 0 ? 'the nearest from here upwards' : 'counts where the ones before it say nothing';
    return [index === 0 ? 'configuration' : '', `${file.path} (${file.root ? `${why}; a root` : why})`];
  });
}

function settingsRows(project: Project, cwd: string): readonly Row[] {
  const settings = settingsFor(project, absolutePath(cwd, 'x.workflow.yaml'), {});
  if ('unknownEnvironment' in settings) return [];
  const { airflow } = settings;
  const said = project.configuration.airflow === undefined ? 'by default' : 'by the configuration';
  const environments = [...project.configuration.environments.keys()];
  return [
    ['Airflow', `${airflow} (${said})`],
    ['environment', settings.plan.environment ?? 'none'],
    ...(environments.length === 0 ? [] : [['environments', environments.join(', ')] as const]),
  ];
}

function catalogueRows({ catalogue, composites, layers }: Project): readonly Row[] {
  const { names, generatorNames, resourceNames } = catalogue;
  const folders = layers.flatMap(({ file }) =>
    [...file.catalogue, ...file.plugins.map(({ folder }) => folder)].map(({ text }) => text),
  );
  const own = folders.length === 0 ? 'nothing of this project' : `with ${folders.join(', ')}`;
  return [
    [
      'catalogue',
      `${names.length} tasks, ${generatorNames.length} generators, ${resourceNames.length} resources; ${own}`,
    ],
    ['composites', composites.names.length === 0 ? 'none' : composites.names.join(', ')],
  ];
}
