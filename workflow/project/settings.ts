import type { AirflowVersion } from '../../schemas';
import type { RuleLevel } from '../../text/levels';
import { globTest } from '../../text/pattern';
import type { CheckContext } from '../check';
import type { PlanOptions } from '../plan';
import type { ConfigurationLayer, Project } from './find-project';

/** What a command line or an editor says, beside the configurations. */
export interface Wishes {
  readonly environment?: string;
  readonly airflow?: AirflowVersion;
}

/** All that a workflow is checked, planned and built with. */
export interface WorkflowSettings {
  readonly plan: PlanOptions;
  readonly check: CheckContext;
  readonly airflow: AirflowVersion;
}

/** An environment that no configuration has, and those that there are. */
export interface UnknownEnvironment {
  readonly unknownEnvironment: string;
  readonly known: readonly string[];
}

/** The Airflow that counts where nobody says another. */
export const DEFAULT_AIRFLOW: AirflowVersion = '3.3';

/** The settings of a workflow of a project. What is wished wins over what is configured. */
export function settingsFor(project: Project, path: string, wishes: Wishes): WorkflowSettings | UnknownEnvironment {
  const { composites, configuration, layers } = project;
  const { environments, images } = configuration;
  const wished = wishes.environment;
  if (wished !== undefined && !environments.has(wished))
    return { unknownEnvironment: wished, known: [...environments.keys()] };
  const environment = wished ?? configuration.defaultEnvironment;
  const backend = environment === undefined ? undefined : environments.get(environment);
  const airflow = wishes.airflow ?? configuration.airflow ?? DEFAULT_AIRFLOW;
  const catalogue = project.catalogue.on(airflow);
  const levels = ruleLevels(layers, path);
  const chosen = {
    ...(environment === undefined ? {} : { environment }),
    ...(backend === undefined ? {} : { backend }),
  };
  return {
    plan: { catalogue, composites, images, ...chosen },
    check: {
      catalogue,
      composites,
      airflow,
      projectImages: new Set(images.keys()),
      ...(isBroken(project) ? { isProjectBroken: true } : {}),
      ...(environments.size === 0 ? {} : { projectEnvironments: new Set(environments.keys()) }),
      ...(levels.size === 0 ? {} : { levels }),
      ...(backend === undefined ? {} : { backend }),
    },
    airflow,
  };
}

/** Is there an error in a configuration or in a file with types, because of which names may be missing? */
function isBroken({ layers, problems }: Project): boolean {
  return (
    problems.some(({ severity = 'error' }) => severity === 'error') ||
    layers.some(({ file }) => file.problems.some(({ severity }) => severity === 'error'))
  );
}

/** How severe rules are for a file. A nearer configuration wins over a further one, in each of them the last that fits. */
function ruleLevels(layers: readonly ConfigurationLayer[], path: string): ReadonlyMap<string, RuleLevel> {
  const levels = new Map<string, RuleLevel>();
  for (const layer of layers) {
    for (const [rule, level] of layer.file.rules) levels.set(rule, level);
    for (const { files, rules } of layer.file.overrides) {
      if (rules.size === 0 || !files.some((pattern) => matches(layer, pattern, path))) continue;
      for (const [rule, level] of rules) levels.set(rule, level);
    }
  }
  return levels;
}

/** Do configurations say that a file is a workflow? */
export function isNamedWorkflow({ layers }: Project, path: string): boolean {
  return layers.some((layer) => layer.file.workflows.some((pattern) => matches(layer, pattern, path)));
}

/** Do configurations say that a file, or a folder around it, is left alone? */
export function isExcluded({ layers }: Project, path: string): boolean {
  return layers.some((layer) => {
    const inside = layer.below(path);
    if (inside === undefined) return false;
    const parts = inside.split('/');
    const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return layer.file.exclude.map(globTest).some((test) => ways.some(test));
  });
}

function matches({ below }: ConfigurationLayer, pattern: string, path: string): boolean {
  const inside = below(path);
  return inside !== undefined && globTest(pattern)(inside);
}
