import { type DraftEntry, type DraftMapping, type DraftValue, list, mapping } from '../../../workflow/write/index';
import { entriesOf } from './document';
import { type Clone, checksOut, cloneLines, nowhere, ownRepository, sharesFolder } from './repository';
import type { AgentPlan, Conversion, Scope } from './scope';
import { blockersOf, type ScriptPart, skipCode, writeScript } from './script';
import { literal, type Template, writeTemplate } from './template';

/** The parts of a task that runs a script where its scope says. */
export interface TaskDraft {
  readonly type: 'bash' | 'container';
  readonly entries: readonly DraftEntry[];
  readonly properties: readonly DraftEntry[];
}

/** A task with the steps of a stage. What a person must decide makes it fail before its first step. */
export function draftTask(
  scope: Scope,
  parts: readonly ScriptPart[],
  environment: ReadonlyMap<string, Template>,
  from: readonly string[],
): TaskDraft {
  // Where tasks share nothing, each of them begins with a checkout.
  const isAlone = !sharesFolder(scope) && scope.workspace !== undefined && checksOut(scope);
  const repository = isAlone ? cloneLines(scope, ownRepository(scope, nowhere), nowhere) : undefined;
  scope.conversion.kinds.add(scope.agent.kind);
  const script = writeTemplate(
    writeScript(
      [...headOf(scope, repository), ...scope.prelude, ...parts],
      [...(scope.agentBlocker === undefined ? [] : [scope.agentBlocker]), ...scope.blockers, ...blockersOf(parts)],
    ),
  );
  const variables = new Map([...scope.own, ...(repository?.environment ?? []), ...environment]);
  const timeout: readonly DraftEntry[] =
    scope.timeout === undefined ? [] : [{ key: 'execution_timeout', value: scope.timeout }];
  const pool: readonly DraftEntry[] = scope.pool === undefined ? [] : [{ key: 'pool', value: scope.pool }];
  const queue: readonly DraftEntry[] = scope.queue === undefined ? [] : [{ key: 'queue', value: scope.queue }];
  const limits = [...timeout, ...pool, ...queue];
  if (scope.agent.kind === 'container') return containerTask(scope, scope.agent, script, variables, limits, from);
  return {
    type: 'bash',
    entries: [],
    properties: [
      { key: 'bash_command', value: script, from },
      ...bashEnvironment(variables),
      ...(scope.skips === true ? [{ key: 'skip_on_exit_code', value: skipCode }] : []),
      ...limits,
    ],
  };
}

/** Where the task works: in the folder that the stages of one agent share. */
function headOf(scope: Scope, repository: Clone | undefined): readonly ScriptPart[] {
  const { runFolder } = scope.conversion;
  const clone: readonly ScriptPart[] = repository === undefined ? [] : [{ kind: 'lines', lines: repository.lines }];
  if (!runFolder.shared) return clone;
  if (!sharesFolder(scope)) return [{ kind: 'lines', lines: [literal('mkdir -p "$RUN_FOLDER"')] }, ...clone];
  if (scope.workspace === undefined) return [{ kind: 'lines', lines: [literal('mkdir -p "$RUN_FOLDER"')] }];
  const lines = [
    [...literal('export WORKSPACE="$RUN_FOLDER"/'), ...scope.workspace],
    literal('mkdir -p "$WORKSPACE"'),
    literal('cd "$WORKSPACE"'),
  ];
  return [{ kind: 'lines', lines }];
}

/** Variables beside those that the worker has. */
function bashEnvironment(variables: ReadonlyMap<string, Template>): readonly DraftEntry[] {
  if (variables.size === 0) return [];
  return [
    { key: 'env', value: writeVariables(variables) },
    { key: 'append_env', value: true },
  ];
}

/** The variables of a container: secrets apart from those that Airflow renders. */
export function containerVariables(variables: ReadonlyMap<string, Template>): readonly DraftEntry[] {
  const plain = new Map<string, Template>();
  const secrets: DraftEntry[] = [];
  for (const [name, value] of variables) {
    const [only, more] = value;
    if (only?.kind === 'secret' && more === undefined) {
      secrets.push({ key: name, value: mapping({ secret: only.secret, key: only.key }, 'flow') });
    } else plain.set(name, value);
  }
  return [
    ...(plain.size === 0 ? [] : [{ key: 'env', value: writeVariables(plain) }]),
    ...(secrets.length === 0 ? [] : [{ key: 'secrets', value: entriesOf(secrets) }]),
  ];
}

export function writeVariables(variables: ReadonlyMap<string, Template>): DraftValue {
  return entriesOf([...variables].map(([key, value]) => ({ key, value: writeTemplate(value) })));
}

function runSource({ profile, runFolder }: Conversion): DraftMapping {
  if (profile.runs === 'host') return mapping({ host: runFolder.path }, 'flow');
  return profile.runs === 'claim' ? mapping({ claim: 'jenkins-runs' }, 'flow') : mapping({ ...profile.runs }, 'flow');
}

/** What only one of the services that run containers understands. */
function backendsOf(scope: Scope, agent: Extract<AgentPlan, { kind: 'container' }>): Record<string, DraftValue> {
  const skip: Record<string, DraftValue> = scope.skips === true ? { skip_on_exit_code: skipCode } : {};
  const docker = { ...Object.fromEntries(agent.docker ?? []), ...skip };
  const kubernetes = { ...Object.fromEntries(agent.kubernetes ?? []), ...skip };
  return {
    ...(Object.keys(docker).length === 0 ? {} : { docker: mapping(docker) }),
    ...(Object.keys(kubernetes).length === 0 ? {} : { kubernetes: mapping(kubernetes) }),
  };
}

function containerTask(
  scope: Scope,
  agent: Extract<AgentPlan, { kind: 'container' }>,
  script: string,
  variables: ReadonlyMap<string, Template>,
  timeout: readonly DraftEntry[],
  from: readonly string[],
): TaskDraft {
  scope.conversion.imagesUsed.add(agent.image);
  const all = new Map([...agent.environment, ...variables]);
  const volumes = agent.volumes.map((volume, index) =>
    mapping({
      name: volume.name ?? `volume-${index + 1}`,
      path: volume.path,
      ...(volume.readOnly ? { read_only: true } : {}),
      source: mapping({ ...volume.source }, 'flow'),
    }),
  );
  const { runFolder } = scope.conversion;
  if (runFolder.shared) {
    volumes.push(mapping({ name: 'runs', path: runFolder.path, source: runSource(scope.conversion) }));
  }
  const properties: DraftEntry[] = [
    { key: 'entrypoint', value: list(['sh', '-c'], 'flow') },
    { key: 'command', value: { kind: 'list', items: [{ value: script, from }], layout: 'block' } },
  ];
  properties.push(...containerVariables(all));
  if (volumes.length > 0) properties.push({ key: 'volumes', value: list(volumes) });
  if (agent.user !== undefined) properties.push({ key: 'user', value: agent.user });
  if (agent.resources !== undefined && agent.resources.size > 0)
    properties.push({ key: 'resources', value: mapping(Object.fromEntries(agent.resources), 'flow') });
  const backends = backendsOf(scope, agent);
  return {
    type: 'container',
    entries: [
      { key: 'image', value: agent.image },
      ...(Object.keys(backends).length === 0 ? [] : [{ key: 'backends', value: mapping(backends) }]),
    ],
    properties: [...properties, ...timeout],
  };
}
