import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { readComposites } from '../../../workflow/composites';
import { type ContainerBackend, type Plan, planWorkflow } from '../../../workflow/plan';
import type { Argument, Behaviour } from '../../../workflow/plan/plan';
import type { Value } from '../../../workflow/plan/value';
import { readWorkflow } from '../../../workflow/read';
import { readCatalogue } from '../../flows/flows';

const fixtures = path.join(import.meta.dirname, 'fixtures');
const catalogue = readCatalogue();
const { composites } = readComposites(
  new Map(
    readdirSync(path.join(fixtures, 'composites')).map((name) => [
      name,
      readFileSync(path.join(fixtures, 'composites', name), 'utf8'),
    ]),
  ),
);

/** A plan as a person reads it: each task with what it waits for and what it does. */
function inWords(plan: Plan): string {
  const lines = [
    `dag ${plan.dagId}`,
    ...plan.dagArguments.map((argument) => `  ${argumentInWords(argument)}`),
    ...(plan.defaultArguments.length > 0 ? ['every task'] : []),
    ...plan.defaultArguments.map((argument) => `  ${argumentInWords(argument)}`),
    ...plan.images.map((image) => `image ${JSON.stringify(image)}`),
    ...plan.imports.map((entry) => `import ${entry.module} ${entry.objects?.join(', ') ?? ''}`.trimEnd()),
    ...plan.groups.map(({ id, label, parent }) => `box ${id} "${label}"${parent === undefined ? '' : ` in ${parent}`}`),
  ];
  for (const node of plan.nodes) {
    const upstream = plan.edges.filter((edge) => edge.to === node.id).map((edge) => `${edge.from} (${edge.kind})`);
    const rule = node.triggerRule === 'all_success' ? '' : `, ${node.triggerRule}`;
    const box = node.group === undefined ? '' : `, in ${node.group}`;
    lines.push(`${node.id}: ${node.kind} from ${node.origin.pointer}${rule}${box}`);
    if (upstream.length > 0) lines.push(`  after ${upstream.join(', ')}`);
    lines.push(...behaviourInWords(node.behaviour).map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function behaviourInWords(behaviour: Behaviour): readonly string[] {
  const given = 'arguments' in behaviour ? behaviour.arguments.map(argumentInWords) : [];
  switch (behaviour.kind) {
    case 'empty':
      return [];
    case 'operator':
      return [behaviour.classPath, ...given];
    case 'raise':
      return [`fails: ${behaviour.message}`, ...given];
    case 'route':
      return [
        `by ${behaviour.of}: success ${behaviour.success}; failed ${behaviour.failed}; skipped ${behaviour.skipped}`,
      ];
    case 'volume':
      return [`${behaviour.action} volume ${behaviour.name}`, ...given];
    case 'branch':
      return [
        ...behaviour.cases.map(({ when, then }) => `when ${when}: ${then}`),
        `otherwise: ${behaviour.otherwise}`,
        ...given,
      ];
  }
}

function argumentInWords({ name, value }: Argument): string {
  return `${name} = ${valueInWords(value)}`;
}

function valueInWords(value: Value): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
      return value.source;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'nothing';
    case 'list':
      return `[${value.items.map(valueInWords).join(', ')}]`;
    case 'mapping':
      return `{${value.entries.map((entry) => `${entry.key}: ${valueInWords(entry.value)}`).join(', ')}}`;
    case 'duration':
      return `${value.seconds} seconds`;
    case 'moment':
      return `the moment ${value.iso}`;
    case 'cron':
      return `cron ${value.expression} in ${value.timezone}`;
    case 'assets':
      return `assets ${value.uris.join(', ')}`;
    case 'image':
      return value.constant;
    case 'construct':
      return `${value.classPath}(${value.arguments.map(argumentInWords).join(', ')})`;
    case 'python':
      return value.expression;
  }
}

function checkPlan(name: string, backend: ContainerBackend, golden: string): void {
  const file = readWorkflow(name, readFileSync(path.join(fixtures, name), 'utf8'));
  expect(
    checkWorkflow(file, { catalogue, composites, backend }).filter(({ severity }) => severity === 'error'),
  ).toEqual([]);
  const { plan, problems } = planWorkflow(file, { catalogue, composites, backend });
  expect(problems).toEqual([]);
  if (plan === undefined) throw new Error(`${name} has no plan`);
  const words = inWords(plan);
  const expected = path.join(fixtures, golden);
  if (process.env.UPDATE_GOLDEN === '1' || !existsSync(expected)) writeFileSync(expected, words);
  expect(words).toBe(readFileSync(expected, 'utf8'));
  const ids = plan.nodes.map((node) => node.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const edge of plan.edges) expect(ids).toEqual(expect.arrayContaining([edge.from, edge.to]));
}

describe('the plan of a workflow', () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.workflow.yaml'));
  test.each(names)('%s', (name) => {
    checkPlan(name, 'docker', name.replace('.workflow.yaml', '.plan.txt'));
  });

  test('containers on Kubernetes', () => {
    checkPlan('containers.workflow.yaml', 'kubernetes', 'containers.kubernetes.plan.txt');
  });

  test.each<ContainerBackend>(['docker', 'kubernetes'])('volumes of a run on %s', (backend) => {
    checkPlan('containers/run-volumes.workflow.yaml', backend, `containers/run-volumes.${backend}.plan.txt`);
  });

  test('containers on ECS', () => {
    checkPlan('containers/ecs.workflow.yaml', 'ecs', 'containers/ecs.plan.txt');
  });
});

test('what any document imports is imported, once', () => {
  const text = `name: x
format: 1
imports: {modules: [json], objects: [{module: os.path, objects: [join]}]}
operators:
- {name: a, type: bash, properties: {bash_command: a}}
generators:
- {name: g, type: list_generator, target: y, properties: {items: [b]}}
---
name: y
imports: {modules: [json, math]}
operators:
- {name: c, type: bash, properties: {bash_command: c}}
`;
  const { plan } = planWorkflow(readWorkflow('x', text), { catalogue: readCatalogue() });
  expect(plan?.imports).toEqual([{ module: 'json' }, { module: 'os.path', objects: ['join'] }, { module: 'math' }]);
});
