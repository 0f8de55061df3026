import { AIRFLOW_VERSIONS } from '../schemas';
import { didYouMean } from '../text/nearest';
import type { Wishes } from '../workflow/project';

/** The section of an editor's settings that is ours. */
export const SECTION = 'dagport';

/** What an editor's settings say, as far as they can be understood, and what is wrong with the rest. */
export interface EditorSettings {
  readonly wishes: Wishes;
  readonly problems: readonly string[];
}

/** Reads settings as an editor gives them: anything may stand there. An empty text counts as nothing said. */
export function readSettings(value: unknown): EditorSettings {
  if (value === undefined || value === null) return { wishes: {}, problems: [] };
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { wishes: {}, problems: [`"${SECTION}" is a mapping of settings, not ${JSON.stringify(value)}.`] };
  }
  const { airflow, environment, ...others }: { readonly airflow?: unknown; readonly environment?: unknown } = value;
  const problems: string[] = [];
  const version = AIRFLOW_VERSIONS.find((known) => known === airflow);
  if (version === undefined && isSaid(airflow)) {
    const known = AIRFLOW_VERSIONS.map((one) => JSON.stringify(one)).join(' or ');
    problems.push(`"${SECTION}.airflow" is ${known}, not ${JSON.stringify(airflow)}.`);
  }
  if (isSaid(environment) && typeof environment !== 'string') {
    problems.push(`"${SECTION}.environment" is the name of an environment, not ${JSON.stringify(environment)}.`);
  }
  for (const name of Object.keys(others)) {
    if (OF_THE_CLIENT.has(name)) continue;
    problems.push(`There is no setting "${SECTION}.${name}".${didYouMean(name, ['airflow', 'environment'])}`);
  }
  const wishes: Wishes = {
    ...(version === undefined ? {} : { airflow: version }),
    ...(typeof environment === 'string' && environment !== '' ? { environment } : {}),
  };
  return { wishes, problems };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Settings of the same section that the server has nothing to do with. */
const OF_THE_CLIENT: ReadonlySet<string> = new Set(['trace']);
