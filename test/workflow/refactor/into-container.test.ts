import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { catalogue, comparable, HEAD, refactored } from './refactored';

describe('into a container', () => {
  const images = 'images: {yoshi: {url: "r/yoshi:1"}}\n';

  test('from docker: the same operator with the same arguments', () => {
    const before = `${HEAD}${images}operators:
- name: a
  type: doc‸ker
  properties:
    image: r/other:2 # the old one
    command: run --all
    environment: {A: b}
    network_mode: host
    retries: 3
`;
    const result = refactored(before, 'Turn into a container');
    expect(result).toBe(`${HEAD}${images}operators:
- name: a
  type: container
  image: r/other:2
  backends: {docker: {network_mode: host}}
  properties:
    command: [run, --all]
    env: {A: b}
    retries: 3
`);
    const withWords = before.replaceAll('‸', '').replace('run --all', '[run, --all]');
    expect(argumentsOf(result ?? '', 'docker')).toEqual(argumentsOf(withWords, 'docker'));
  });

  test('from kubernetes: the same operator with the same arguments', () => {
    const before = `${HEAD}${images}operators:
- {name: a, type: ‸kubernetes, image: yoshi, properties: {cmds: [sh, -c], arguments: ["a b"], env_vars: {A: b}, namespace: jobs, name: pod, retries: 3}}
`;
    const result = refactored(before, 'Turn into a container', { catalogue, backend: 'kubernetes' });
    expect(result).toBe(
      `${HEAD}${images}operators:
- {name: a, type: container, backends: {kubernetes: {namespace: jobs, name: pod}}, image: yoshi, properties: {entrypoint: [sh, -c], command: ["a b"], env: {A: b}, retries: 3}}
`.replaceAll('"a b"', 'a b'),
    );
    expect(argumentsOf(result ?? '', 'kubernetes')).toEqual(argumentsOf(before.replaceAll('‸', ''), 'kubernetes'));
  });

  test('from bash: an image has to be chosen, the script stays as it is laid out', () => {
    const before = `${HEAD}${images}operators:
- name: a
  type: ba‸sh
  properties:
    bash_command: |
      set -e
      load {{ ds }}
    cwd: /tmp
`;
    expect(
      refactored(before, 'Turn into a container that runs it in the image "yoshi"'),
    ).toBe(`${HEAD}${images}operators:
- name: a
  type: container
  image: yoshi
  properties:
    entrypoint: [bash, -c]
    command:
    - |
      set -e
      load {{ ds }}
    working_dir: /tmp
`);
    const flow = `${HEAD}${images}operators:\n- {name: a, type: ‸bash, properties: {bash_command: "a | b"}}\n`;
    expect(refactored(flow, 'Turn into')).toBe(
      `${HEAD}${images}operators:\n- {name: a, type: container, image: yoshi, properties: {entrypoint: [bash, -c], command: [a | b]}}\n`,
    );
  });

  test.each([
    ['without an image', 'type: ‸bash, properties: {bash_command: a}', ''],
    ['with what only bash knows', 'type: ‸bash, properties: {bash_command: a, output_encoding: utf-8}', images],
    ['of a script file', 'type: ‸bash, properties: {bash_command: run.sh}', images],
    ['with a command that a shell has to read', 'type: ‸docker, image: a/b, properties: {command: "a | b"}', images],
  ])('not offered %s', (_, item, head) => {
    expect(refactored(`${HEAD}${head}operators:\n- {name: a, ${item}}\n`, 'Turn into')).toBeUndefined();
  });

  function argumentsOf(text: string, backend: 'docker' | 'kubernetes'): unknown {
    const { plan } = planWorkflow(readWorkflow('x', text), { catalogue, backend });
    return comparable(plan?.nodes.map(({ behaviour }) => behaviour));
  }
});
