import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD, planned, refactored } from './refactored';

describe('properties that all tasks of a type share', () => {
  const checkExtracted = (before: string, after: string | undefined): void => {
    const result = refactored(before, 'Move ');
    expect(result).toBe(after);
    if (result !== undefined) expect(planned(result)).toEqual(planned(before.replaceAll('‸', '')));
  };

  test('in block layout, with their comments around', () => {
    checkExtracted(
      `${HEAD}# the tasks
operators:
- name: a
  type: ba‸sh
  properties:
    bash_command: a
    retries: 3 # often
    env:
      REGION: eu
- name: b
  type: bash
  properties:
    retries: 3
    # what it does
    bash_command: b
    env: {REGION: eu}
`,
      `${HEAD}# the tasks
operator_defaults:
  bash: {retries: 3, env: {REGION: eu}}
operators:
- name: a
  type: bash
  properties:
    bash_command: a
- name: b
  type: bash
  properties:
    # what it does
    bash_command: b
`,
    );
  });

  test('in braces, next to defaults that are there', () => {
    checkExtracted(
      `${HEAD}operator_defaults:
  bash:
    cwd: /tmp
  python: {retries: 1}
operators:
- {name: a, type: bash, properties: {bash_command: a, retries: 3}}
- {name: b‸, type: BashOperator, properties: {retries: 3, bash_command: b, pool: p}}
`,
      `${HEAD}operator_defaults:
  bash:
    cwd: /tmp
    retries: 3
  python: {retries: 1}
operators:
- {name: a, type: bash, properties: {bash_command: a}}
- {name: b, type: BashOperator, properties: {bash_command: b, pool: p}}
`,
    );
  });

  test.each([
    [
      'differ',
      '- {name: a‸, type: bash, properties: {retries: 3}}\n- {name: b, type: bash, properties: {retries: 4}}\n',
    ],
    ['one task lacks', '- {name: a‸, type: bash, properties: {retries: 3}}\n- {name: b, type: bash, properties: {}}\n'],
    [
      'have to be given',
      '- {name: a‸, type: bash, properties: {bash_command: x}}\n- {name: b, type: bash, properties: {bash_command: x}}\n',
    ],
    [
      'come from an anchor',
      '- {name: a‸, type: bash, properties: &p {retries: 3}}\n- {name: b, type: bash, properties: *p}\n',
    ],
    [
      'are Python',
      '- {name: a‸, type: bash, properties: {retries: <<n>>}}\n- {name: b, type: bash, properties: {retries: <<n>>}}\n',
    ],
    [
      'take a default away',
      '- {name: a‸, type: bash, properties: {retries: null}}\n- {name: b, type: bash, properties: {retries: null}}\n',
    ],
    ['belong to one task alone', '- {name: a‸, type: bash, properties: {retries: 3}}\n'],
  ])('stay where they are when they %s', (_, items) => {
    expect(refactored(`${HEAD}operators:\n${items}`, 'Move ')).toBeUndefined();
  });

  test('stay in files of boundary-layer, which have no defaults', () => {
    const items =
      '- {name: a‸, type: bash, properties: {retries: 3}}\n- {name: b, type: bash, properties: {retries: 3}}\n';
    expect(refactored(`name: x\noperators:\n${items}`, 'Move ')).toBeUndefined();
  });

  test('the plan stays, whatever the tasks have', () => {
    const value = fc.constantFrom('3', '"a"', '{A: b}', '[1, 2]', 'true', '010', '1.50', '"{{ ds }}"', '"x: y"', '~');
    const key = fc.constantFrom('retries', 'env', 'cwd', 'pool', 'append_env', 'doc_md', 'retry_delay', 'queue');
    const properties = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 5 });
    const shared = fc.tuple(properties, fc.array(properties, { minLength: 1, maxLength: 3 }), fc.boolean());
    let extracted = 0;
    fc.assert(
      fc.property(shared, ([common, own, inBraces]) => {
        const items = own.map((more, index) => {
          const pairs = [...new Map([['bash_command', `t${index}`] as const, ...more, ...common])].map((pair) =>
            pair.join(': '),
          );
          return inBraces
            ? `- {name: t${index}, type: bash, properties: {${pairs.join(', ')}}}\n`
            : `- name: t${index}\n  type: bash\n  properties:\n${pairs.map((pair) => `    ${pair}\n`).join('')}`;
        });
        const text = `${HEAD}default_task_args: {retries: 1, queue: q}\noperators:\n${items.join('')}`;
        const at = text.indexOf('t0');
        const result = refactored(`${text.slice(0, at)}‸${text.slice(at)}`, 'Move ');
        if (result === undefined) return;
        extracted++;
        expect(planned(result), result).toEqual(planned(text));
      }),
      { numRuns: 150 },
    );
    expect(extracted).toBeGreaterThan(30);
  });
});
