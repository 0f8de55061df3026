import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import type { ConversionOptions } from '../../converters/contract';
import { readProperties } from '../../converters/from-oozie';
import { PROFILES } from '../../migration';
import jenkinsProfileSchema from '../../schemas/format/jenkins-profile.schema.json';
import profileSchema from '../../schemas/format/profile.schema.json';
import { DEFAULT_AIRFLOW } from '../../workflow/project';
import type { Failure, Result } from '../failure';
import { readSource } from '../files';
import { openProjects } from '../project';
import type { LegacySource } from './find-sources';

/** What the command line says of a conversion. */
export interface ConversionArguments {
  /** A `.properties` file; the values of `define` win over its. */
  readonly properties?: string;
  /** `key=value`. */
  readonly define?: readonly string[];
  /** The name of a profile, or a file that holds one. */
  readonly profile?: string;
  readonly airflow?: ConversionOptions['airflow'];
  /** Of Jenkins pipelines: a task for each stage, or for each step. */
  readonly granularity?: 'stage' | 'step';
  /** Of Jenkins pipelines: how tasks on one agent get each other's files. */
  readonly workspace?: 'volume' | 'merged' | 'declared' | 'none';
  /** Of Jenkins pipelines: only what works on data. */
  readonly only?: 'data';
  /** The folder that is written to. */
  readonly output?: string;
}

/** What holds for all sources; the profile is a matter of each system. */
export type Settings = Omit<ConversionOptions, 'profile'>;

export async function readSettings(cwd: string, options: ConversionArguments): Promise<Result<Settings>> {
  const properties = new Map<string, string>();
  if (options.properties !== undefined) {
    const file = await readSource(options.properties, cwd);
    if (!file.ok) return file;
    for (const { key, value } of readProperties(file.value.text)) properties.set(key, value);
  }
  for (const name of ['granularity', 'workspace', 'only'] as const) {
    const value = options[name];
    if (value !== undefined) properties.set(name, value);
  }
  for (const definition of options.define ?? []) {
    const equals = definition.indexOf('=');
    if (equals < 1) return usage('bad-property', `"${definition}" is no property`, 'Write -D name=value.');
    properties.set(definition.slice(0, equals), definition.slice(equals + 1));
  }
  const profile = await readProfileFile(cwd, options.profile);
  if (!profile.ok) return profile;
  const { value } = profile;
  const airflow = options.airflow ?? (await configuredAirflow(cwd, options.output));
  return {
    ok: true,
    value: { properties, airflow, ...(value === undefined ? {} : { profileText: value }) },
  };
}

/** The Airflow that is configured for the output folder: workflows are written for where they will stand. */
async function configuredAirflow(cwd: string, output = '.'): Promise<ConversionOptions['airflow']> {
  const { configuration } = await openProjects(cwd).of(path.join(output, 'x.workflow.yaml'));
  return configuration.airflow ?? DEFAULT_AIRFLOW;
}

/** Is a file named, not one of the profiles that dagport brings? */
export function isProfileFile(profile: string | undefined): boolean {
  return profile !== undefined && /\.ya?ml$/.test(profile);
}

async function readProfileFile(cwd: string, profile: string | undefined): Promise<Result<string | undefined>> {
  if (profile === undefined || !isProfileFile(profile)) return { ok: true, value: undefined };
  const file = await readSource(profile, cwd);
  if (!file.ok) return file;
  const problem = profileProblem(file.value.text);
  return problem === undefined
    ? { ok: true, value: file.value.text }
    : usage(
        'bad-profile',
        `"${profile}" is no profile: ${problem}`,
        'Its shape is schemas/format/profile.schema.json, for Jenkins schemas/format/jenkins-profile.schema.json.',
      );
}

/** Why a text is no profile; nothing where it is one. */
function profileProblem(text: string): string | undefined {
  try {
    const profile: unknown = parse(text, { uniqueKeys: false, maxAliasCount: 1_000 });
    const validate = new Ajv({ strict: false }).compile(isForJenkins(profile) ? jenkinsProfileSchema : profileSchema);
    if (validate(profile)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath === '' ? 'it' : error?.instancePath} ${error?.message}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a profile is one for Jenkins: it says so, or builds on one. */
function isForJenkins(profile: unknown): boolean {
  if (typeof profile !== 'object' || profile === null) return false;
  const { source, extends: base }: { readonly source?: unknown; readonly extends?: unknown } = profile;
  return source === 'jenkins' || (typeof base === 'string' && PROFILES.jenkins.includes(base));
}

/** The profile of a system: the one that was asked for, else its default. */
export function profileOf(source: LegacySource, profile: string | undefined): string {
  return profile ?? PROFILES[source.system][0] ?? '';
}

/** Why a profile does not fit one of the sources. */
export function unknownProfile(
  sources: readonly LegacySource[],
  profile: string | undefined,
): Result<readonly LegacySource[]> {
  const stranger = sources.find(
    ({ system }) => profile !== undefined && !isProfileFile(profile) && !PROFILES[system].includes(profile),
  );
  if (stranger === undefined) return { ok: true, value: sources };
  const known = PROFILES[stranger.system].join(', ');
  return usage(
    'unknown-profile',
    `there is no profile "${profile}" for ${stranger.system}`,
    `Known profiles: ${known}.`,
  );
}

export function usage(
  code: string,
  message: string,
  hint?: string,
): { readonly ok: false; readonly failures: readonly Failure[] } {
  return { ok: false, failures: [{ kind: 'usage', code, message, ...(hint === undefined ? {} : { hint }) }] };
}
