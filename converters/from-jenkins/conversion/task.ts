import { type DraftEntry, type DraftValue, list, mapping } from '../../../workflow/write/index';
import { entriesOf } from './document';
import { type Clone, checksOut, cloneLines, ownRepository } from './repository';
import type { AgentPlan, Scope } from './scope';
import { blockersOf, type ScriptPart, writeScript } from './script';
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
  const isAlone = !scope.conversion.runFolder.shared && scope.workspace !== undefined && checksOut(scope);
  const repository = isAlone ? cloneLines(ownRepository(scope)) : undefined;
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
  const limits = [...timeout, ...pool];
  if (scope.agent.kind === 'container') return containerTask(scope, scope.agent, script, variables, limits, from);
  return {
    type: 'bash',
    entries: [],
    properties: [{ key: 'bash_command', value: script, from }, ...bashEnvironment(variables), ...limits],
  };
}

/** Where the task works: in the folder that the stages of one agent share. */
function headOf(scope: Scope, repository: Clone | undefined): readonly ScriptPart[] {
  const { runFolder } = scope.conversion;
  if (!runFolder.shared) return repository === undefined ? [] : [{ kind: 'lines', lines: repository.lines }];
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

export function writeVariables(variables: ReadonlyMap<string, Template>): DraftValue {
  return entriesOf([...variables].map(([key, value]) => ({ key, value: writeTemplate(value) })));
}

/** What only one of the services that run containers understands. */
function backendsOf(scope: Scope, agent: Extract<AgentPlan, { kind: 'container' }>): Record<string, DraftValue> {
  const skip: Record<string, DraftValue> = scope.skips === true ? { skip_on_exit_code: 99 } : {};
  const kubernetes = { ...Object.fromEntries(agent.kubernetes ?? []), ...skip };
  return {
    ...(scope.skips === true ? { docker: mapping(skip) } : {}),
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
  const all = new Map([...agent.environment, ...variables]);
  const volumes = agent.volumes.map((volume, index) =>
    mapping({
      name: `volume-${index + 1}`,
      path: volume.path,
      ...(volume.readOnly ? { read_only: true } : {}),
      source: mapping({ host: volume.host }, 'flow'),
    }),
  );
  const { runFolder, profile } = scope.conversion;
  if (runFolder.shared) {
    const source =
      profile.runs === 'claim' ? mapping({ claim: 'jenkins-runs' }, 'flow') : mapping({ host: runFolder.path }, 'flow');
    volumes.push(mapping({ name: 'runs', path: runFolder.path, source }));
  }
  const properties: DraftEntry[] = [
    { key: 'entrypoint', value: list(['sh', '-c'], 'flow') },
    { key: 'command', value: { kind: 'list', items: [{ value: script, from }], layout: 'block' } },
  ];
  if (all.size > 0) properties.push({ key: 'env', value: writeVariables(all) });
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
