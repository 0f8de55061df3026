import type { Plan, PlanNode } from '../workflow/plan/plan';

/** The plan of `workflowText`. */
export function benchPlan(operators: number): Plan {
  const nodes = Array.from({ length: operators }, (_, index) => planNode(index));
  return {
    dagId: 'bench',
    dagArguments: [{ name: 'schedule', value: { kind: 'null' } }],
    defaultArguments: [{ name: 'retries', value: { kind: 'number', source: '2' } }],
    imports: [],
    images: [],
    groups: [],
    nodes,
    edges: nodes.slice(1).map((node, index) => {
      const from = `task_${(index + 1) % 10 === 0 ? index - 9 : index}`;
      return { from, to: node.id, kind: 'authored' };
    }),
  };
}

function planNode(index: number): PlanNode {
  const command = `load --table table_${index} --date {{ ds }}`;
  return {
    id: `task_${index}`,
    name: `task-${index}`,
    kind: 'task',
    type: 'bash',
    section: 'operators',
    triggerRule: 'all_success',
    behaviour: {
      kind: 'operator',
      classPath: 'airflow.providers.standard.operators.bash.BashOperator',
      arguments: [
        { name: 'bash_command', value: { kind: 'text', text: command } },
        { name: 'execution_timeout', value: { kind: 'duration', seconds: '3600' } },
      ],
    },
    origin: { pointer: `operators/task-${index}`, range: { start: 0, end: 0 } },
  };
}
