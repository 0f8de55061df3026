import { reportGithub } from './github';
import { reportJson } from './json';
import { reportJunit } from './junit';
import type { Reporter } from './report';
import { reportSarif } from './sarif';
import { reportText } from './text';

export type { LintedFile, LintReport, Reporter } from './report';
export { summarise } from './report';

/** The forms in which `lint` prints what it found. */
export const REPORTERS = {
  text: reportText,
  json: reportJson,
  sarif: reportSarif,
  github: reportGithub,
  junit: reportJunit,
} as const satisfies Readonly<Record<string, Reporter>>;

export type LintFormat = keyof typeof REPORTERS;
