import { expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

function container(backends: string): string {
  return `name: orders
format: 1
default_task_args: {start_date: '2026-01-01'}
operators:
- {name: load, type: container, image: "acme/load:1", properties: {command: [load]}, backends: ${backends}}
`;
}

test.each([
  [
    '{docker: {netwrok_mode: host}}',
    'The operator of docker takes no property "netwrok_mode". Did you mean "network_mode"?',
  ],
  ['{kubernetes: {network_mode: host}}', 'The operator of kubernetes takes no property "network_mode".'],
  ['{kubernetes: {in_cluster: maybe}}', '"in_cluster" takes a boolean, and this is the text "maybe".'],
  ['{docker: {privileged: 3}}', '"privileged" takes a boolean, and this is the integer "3".'],
  ['{ecs: {cluster: c, launch_type: FARGAT}}', 'Did you mean "FARGATE"?'],
  ['{ecs: {cluster: c, familly: f}}', 'The operator of ecs takes no property "familly". Did you mean "family"?'],
])('%s is told', (backends, message) => {
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', container(backends)), { catalogue: CATALOGUE });
  expect(found.map((one) => one.message).join('\n')).toContain(message);
});

test.each([
  '{docker: {network_mode: host}, kubernetes: {in_cluster: true, namespace: jobs}}',
  '{ecs: {cluster: c, family: f, launch_type: FARGATE}}',
])('%s is fine', (backends) => {
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', container(backends)), { catalogue: CATALOGUE });
  expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
});

const DEFAULTS = `name: orders
format: 1
default_task_args: {start_date: '2026-01-01'}
operator_defaults:
  python: {op_kwargs: {a: 1, b: 2}, retries: 3, pool: slow}
  branch_python: {op_kwargs: {b: 3}, pool: null}
  BashOperator: {env: {REGION: eu}}
imports: {modules: [jobs]}
operators:
- {name: choose, type: branch_python, properties: {python_callable: <<jobs.choose>>}}
- {name: load, type: bash, properties: {bash_command: load}}
`;

test('defaults of the types that a type extends stand below its own; a type by any of its names has them', () => {
  const file = readWorkflow('x.workflow.yaml', DEFAULTS);
  const { plan } = planWorkflow(file, { catalogue: CATALOGUE });
  const given = (id: string): unknown => {
    const behaviour = plan?.nodes.find((node) => node.id === id)?.behaviour;
    const list = behaviour !== undefined && 'arguments' in behaviour ? behaviour.arguments : [];
    return Object.fromEntries(list.map(({ name, value }) => [name, value]));
  };
  const number = (source: string) => ({ kind: 'number', source });
  expect(given('choose')).toMatchObject({
    retries: number('3'),
    op_kwargs: {
      entries: [
        { key: 'a', value: number('1') },
        { key: 'b', value: number('3') },
      ],
    },
  });
  expect(given('choose')).not.toHaveProperty('pool');
  expect(given('load')).toMatchObject({ env: { entries: [{ key: 'REGION', value: { text: 'eu' } }] } });
});

test('the values of defaults are of the kind that their type takes', () => {
  const text = DEFAULTS.replace('retries: 3', 'retries: often').replace('pool: slow', 'poll: slow');
  const found = checkWorkflow(readWorkflow('x.workflow.yaml', text), { catalogue: CATALOGUE });
  expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('wrong-parameter-type: "retries" takes an integer'),
      expect.stringContaining('"poll"'),
    ]),
  );
});
