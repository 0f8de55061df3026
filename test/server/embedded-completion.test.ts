import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompletionItem, CompletionRequest, CompletionResolveRequest } from 'vscode-languageserver/node';
import { chosen } from './complaints/client';
import { cursor, type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  const completionItem = { snippetSupport: true, resolveSupport: { properties: ['documentation'] } };
  session = await startSession({ textDocument: { completion: { completionItem } } });
});
afterAll(() => session.end());

async function completions(marked: string): Promise<{ readonly items: CompletionItem[]; readonly text: string }> {
  const { text, position } = cursor(marked);
  await session.open(text);
  const answer = await session.connection.sendRequest(CompletionRequest.type, { textDocument: { uri: URI }, position });
  await session.close();
  return { items: Array.isArray(answer) ? answer : [], text };
}

const HEAD = `name: x
format: 1
imports: {modules: [loaders, "a.b as ab"], objects: [{module: m, objects: [helper]}]}
dag_args:
  schedule: null
  params: {mode: full, day: ""}
  user_defined_macros: {team: data}
  user_defined_filters: {shout: <<helper>>}
operators:
- {name: probe-all, type: bash, properties: {bash_command: probe}}
- {name: load, type: bash, properties: {bash_command: load}, upstream_dependencies: [probe-all]}
- {name: other, type: bash, properties: {bash_command: other}}
`;

/** One text at `‸`, in the command of a task behind `load`. */
function inCommand(value: string): string {
  return `${HEAD}- name: last\n  type: bash\n  upstream_dependencies: [load]\n  properties:\n    bash_command: ${value}\n`;
}

async function checkOffered(
  marked: string,
  wanted: { readonly some?: readonly string[]; readonly none?: readonly string[]; readonly all?: readonly string[] },
): Promise<void> {
  const labels = (await completions(marked)).items.map(({ label }) => label);
  for (const label of wanted.some ?? []) expect(labels).toContain(label);
  for (const label of wanted.none ?? []) expect(labels).not.toContain(label);
  if (wanted.all !== undefined) expect([...labels].sort()).toEqual([...wanted.all].sort());
}

describe('in templates', () => {
  test.each([
    ['names of Airflow, macros of the DAG', '"{{ ‸ }}"', ['ds', 'params', 'ti', 'team', 'range'], ['execution_date']],
    ['in a literal block', '|\n      load {{ d‸ }}', ['ds', 'dag_run'], ['bash_command']],
    ['in plain text', 'load {{ ‸ }}', ['ds'], ['true']],
    ['before the brackets are closed', '"load {{ ‸"', ['ds'], []],
    ['parameters', '"{{ params.‸ }}"', ['mode', 'day'], ['ds']],
    ['parameters by subscript', `"{{ params['‸'] }}"`, ['mode', 'day'], ['ds']],
    ['macros', '"{{ macros.‸ }}"', ['ds_add', 'timedelta'], ['ds']],
    ['attributes of the task instance', '"{{ ti.‸ }}"', ['xcom_pull', 'try_number'], ['ds']],
    ['filters', '"{{ ds | ‸ }}"', ['ds_nodash', 'upper', 'shout'], ['ds_add', 'params']],
    ['tests', '"{{ ds is ‸ }}"', ['defined', 'none'], ['ds_nodash']],
    ['tests that are turned around', '"{{ ds is not ‸ }}"', ['defined'], ['ds_nodash']],
    ['statements', '"{% ‸ %}"', ['if', 'for', 'set'], ['endif', 'ds']],
    ['the end of a block that is open', '"{% if ds %}{% ‸ %}"', ['endif', 'else', 'elif'], ['endfor']],
    ['names in statements', '"{% if ‸ %}x{% endif %}"', ['ds'], ['if']],
    ['what a statement binds', '"{% for row in params.rows %}{{ ‸ }}{% endfor %}"', ['row', 'loop', 'ds'], []],
    ['behind an operator', `"{{ 'a' ~ ‸ }}"`, ['ds'], []],
  ] as const)('%s', async (_, value, some, none) => {
    await checkOffered(inCommand(value), { some, none });
  });

  test.each([
    ['behind a value', '"{{ ds ‸ }}"'],
    ['in other strings', `"{{ macros.ds_add('‸') }}"`],
    ['in comments', '"{# ‸ #}"'],
    ['behind attributes of attributes', '"{{ dag_run.conf.‸ }}"'],
  ])('nothing %s', async (_, value) => {
    await checkOffered(inCommand(value), { all: [] });
  });

  test.each([
    ['named', `"{{ ti.xcom_pull(task_ids='‸') }}"`],
    ['unnamed', `"{{ ti.xcom_pull('‸') }}"`],
    ['in a list', `"{{ ti.xcom_pull(task_ids=['load', '‸']) }}"`],
    ['of which a part is written', `"{{ task_instance.xcom_pull(task_ids='pro‸') }}"`],
  ])('tasks of xcom_pull, %s', async (_, value) => {
    await checkOffered(inCommand(value), { all: ['probe_all', 'load', 'other'] });
  });

  test('tasks that run before come first', async () => {
    const { items } = await completions(inCommand(`"{{ ti.xcom_pull('‸') }}"`));
    const first = items.filter(({ sortText }) => sortText?.startsWith('0')).map(({ label }) => label);
    expect(first).toEqual(['probe_all', 'load']);
  });

  test('a key of a result is no task', async () => {
    await checkOffered(inCommand(`"{{ ti.xcom_pull('load', key='‸') }}"`), { all: [] });
  });

  test('where Airflow renders nothing, nothing is offered', async () => {
    await checkOffered(`${HEAD}- {name: last, type: bash, properties: {cwd: a, pool: "{{ ‸ }}"}}\n`, { all: [] });
  });

  test('in conditions and messages', async () => {
    await checkOffered(`${HEAD}- {name: b, type: branch, cases: [{when: "{{ ‸ }}", then: [load]}]}\n`, {
      some: ['params'],
    });
    await checkOffered(`${HEAD}- {name: f, type: fail, properties: {message: "{{ ‸ }}"}}\n`, { some: ['run_id'] });
  });

  test('a call gets quotes other than those around it', async () => {
    const pull = async (value: string): Promise<string> => {
      const { text, items } = await completions(inCommand(value));
      return chosen(
        text,
        items.find(({ label }) => label === 'xcom_pull'),
      );
    };
    expect(await pull('"{{ ti.‸ }}"')).toBe(inCommand(`"{{ ti.xcom_pull(task_ids='$1')$0 }}"`));
    expect(await pull("'{{ ti.xc‸ }}'")).toBe(inCommand(`'{{ ti.xcom_pull(task_ids="$1")$0 }}'`));
    expect(await pull(`"{{ ti.xcom‸('load') }}"`)).toBe(inCommand(`"{{ ti.xcom_pull('load') }}"`));
  });
});

describe('in Python', () => {
  const callable = (code: string): string =>
    `${HEAD}- {name: last, type: python, properties: {python_callable: "${code}"}}\n`;

  test('names of imports, what is given, and the DAG in tasks', async () => {
    await checkOffered(callable('<<‸>>'), {
      some: ['loaders', 'ab', 'helper', 'os', 'datetime', 'Variable', 'dag', 'len'],
      none: ['item', 'ds', 'a'],
    });
    await checkOffered(callable('<<Variable.‸>>'), { all: ['get'] });
    await checkOffered(callable("<<loaders.load('‸')>>"), { all: [] });
    await checkOffered(callable('<<load‸'), { some: ['loaders'] });
  });

  test('in a header there is no DAG yet', async () => {
    await checkOffered('name: x\nformat: 1\ndag_args: {on_failure_callback: "<<‸>>"}\n', {
      some: ['os'],
      none: ['dag'],
    });
  });

  test('in targets of generators, the item', async () => {
    const generator =
      'generators:\n- {name: g, type: list_generator, target: y, properties: {items: [z]}}\n---\nname: y\noperators:\n';
    await checkOffered(`${HEAD}${generator}- {name: a, type: bash, properties: {bash_command: <<‸>>}}\n`, {
      some: ['item', 'index', 'item_name'],
    });
    await checkOffered(`${HEAD}${generator}- {name: a, type: bash, properties: {bash_command: "\${{ ‸ }}"}}\n`, {
      all: ['item', 'index', 'item_name'],
    });
  });
});

test('in composites: parameters, and what tasks return', async () => {
  const composite = `kind: composite
name: upload
parameters_jsonschema: {properties: {cluster: {type: string, description: Where to.}}}
operators:
- {name: create, type: bash, properties: {bash_command: a}}
`;
  await checkOffered(`${composite}- {name: b, type: bash, properties: {bash_command: "\${{ ‸ }}"}}\n`, {
    all: ['cluster', 'tasks'],
  });
  await checkOffered(`${composite}- {name: b, type: bash, properties: {bash_command: "\${{ tasks.‸ }}"}}\n`, {
    some: ['create'],
  });
  await checkOffered(`${composite}- {name: b, type: bash, properties: {bash_command: "\${{ tasks.create.‸ }}"}}\n`, {
    all: ['output'],
  });
});

describe('what is written about a type', () => {
  test('is told when it is looked at', async () => {
    const { items } = await completions(`${HEAD}- {name: a, type: ‸}\n`);
    const bash = items.find(({ label }) => label === 'bash');
    expect(bash?.documentation).toBeUndefined();
    expect(bash?.data).toBeDefined();
    if (bash === undefined) return;
    const resolved = await session.connection.sendRequest(CompletionResolveRequest.type, bash);
    expect(resolved.documentation).toMatchInlineSnapshot(`
      {
        "kind": "markdown",
        "value": "**bash** — operator, standard

      Runs a shell command or script on the worker.

      Runs \`airflow.providers.standard.operators.bash.BashOperator\`.

      Needs \`bash_command\` (text).

      [Airflow's page](https://airflow.apache.org/docs/apache-airflow-providers-standard/stable/_api/airflow/providers/standard/operators/bash/index.html#airflow.providers.standard.operators.bash.BashOperator)",
      }
    `);
  });

  test('of an unknown item is nothing', async () => {
    const item = { label: 'x', data: { uri: URI, type: 'no-such-type', section: 'operators' } };
    expect(await session.connection.sendRequest(CompletionResolveRequest.type, item)).toEqual(item);
  });
});
