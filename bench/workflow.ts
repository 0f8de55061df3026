/** The YAML of a workflow with so many operators: a chain with a side branch every ten, and a bit of everything in it. */
export function workflowText(operators: number): string {
  const items = Array.from({ length: operators }, (_, index) => operatorText(index));
  const head = `name: bench
format: 1
dag_args: {schedule: null, catchup: false}
default_task_args:
  owner: data
  start_date: '2026-01-01'
  retries: 2
operators:
`;
  return head + items.join('');
}

function operatorText(index: number): string {
  const upstream = index === 0 ? '' : `  upstream_dependencies: [task-${index % 10 === 0 ? index - 10 : index - 1}]\n`;
  return `- name: task-${index}
  type: bash
${upstream}  properties:
    bash_command: "load --table table_${index} --date {{ ds }}"
    env: {REGION: eu, NUMBER: '${index}'}
    execution_timeout: 3600   # seconds
`;
}

/** The same, where every tenth operator has a handler: what the plan adds for them is part of the measure. */
export function handledWorkflowText(operators: number): string {
  const text = workflowText(operators);
  const handled = text.replace(/^- name: task-(\d*0)$/gm, '- name: task-$1\n  on_failure: [mend-$1]');
  const handlers = [...text.matchAll(/^- name: task-(\d*0)$/gm)].map(
    ([, index]) => `- {name: mend-${index}, type: bash, properties: {bash_command: mend}}\n`,
  );
  return handled + handlers.join('');
}

/** A chain of operators in the language of boundary-layer. */
export function legacyWorkflowText(operators: number): string {
  const items = Array.from({ length: operators }, (_, index) => {
    const upstream = index === 0 ? '' : `\n  upstream_dependencies: [task-${index - 1}]`;
    return `- name: task-${index}\n  type: bash${upstream}\n  properties: {bash_command: "load ${index}"}\n`;
  });
  return `name: bench
dag_args: {schedule_interval: '@daily'}
default_task_args: {owner: data, start_date: '2026-01-01'}
operators:
${items.join('')}`;
}
