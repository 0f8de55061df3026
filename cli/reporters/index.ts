import { reportConcise } from './concise';
import { reportGithub } from './github';
import { reportGitlab } from './gitlab';
import { reportJson } from './json';
import { reportJunit } from './junit';
import { reportPretty } from './pretty';
import type { Reporter } from './report';
import { reportSarif } from './sarif';

export type { LintedFile, LintReport, Reporter } from './report';
export { summarise } from './report';

/** The forms in which `lint` prints what it found. */
export const REPORTERS = {
  pretty: reportPretty,
  concise: reportConcise,
  json: reportJson,
  sarif: reportSarif,
  github: reportGithub,
  gitlab: reportGitlab,
  junit: reportJunit,
} as const satisfies Readonly<Record<string, Reporter>>;

export type LintFormat = keyof typeof REPORTERS;
