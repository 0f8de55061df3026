import { version } from '../../package.json';
import type { AirflowVersion } from '../options';
import type { CiSystem } from './ci-systems';
import configuration from './templates/dagport.yaml?raw';
import workflow from './templates/first.workflow.yaml?raw';
import github from './templates/github.yml?raw';
import gitlab from './templates/gitlab.yml?raw';
import jenkins from './templates/Jenkinsfile?raw';
import preCommit from './templates/pre-commit.yaml?raw';

/** A file of a new project, its path relative to the project's folder. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Does a CI system read it, so that there may be one that does more than this? */
  readonly ofCi?: true;
}

const SNIPPETS: Readonly<Record<CiSystem, NewFile>> = {
  github: { path: '.github/workflows/dagport.yml', text: github },
  gitlab: { path: '.gitlab-ci.yml', text: gitlab },
  jenkins: { path: 'Jenkinsfile', text: jenkins },
  'pre-commit': { path: '.pre-commit-config.yaml', text: preCommit },
};

/** The files of a new project for an Airflow, with checks in the given systems. */
export function newFiles(airflow: AirflowVersion, systems: readonly CiSystem[]): readonly NewFile[] {
  return [
    { path: 'dagport.yaml', text: configuration.replace('AIRFLOW', airflow) },
    { path: 'workflows/first.workflow.yaml', text: workflow },
    ...systems.map((system) => ({ ...SNIPPETS[system], ofCi: true as const })),
  ].map((file) => ({ ...file, text: file.text.replaceAll('VERSION', version) }));
}
