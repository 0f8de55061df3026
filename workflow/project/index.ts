export type { AirflowVersion } from '../../schemas';
export type { Configuration, ConfigurationFile } from './configuration';
export {
  CONFIGURATION_NAME,
  type ConfigurationLayer,
  createProjectFinder,
  type Project,
  type ProjectFiles,
  type ProjectFinder,
} from './find-project';
export { type ProjectCatalogueProblem, readProjectCatalogue } from './project-catalogue';
export { CONFIGURATION_RULE, readConfiguration } from './read-configuration';
export { PROJECT_RULES } from './rules';
export {
  DEFAULT_AIRFLOW,
  isExcluded,
  isNamedWorkflow,
  settingsFor,
  type UnknownEnvironment,
  type Wishes,
  type WorkflowSettings,
} from './settings';
