import { absolute, asText, entryOf, textsOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { type NodeOutline, placeOf } from '../outline';

export const tooLong: WorkflowRule = {
  id: 'too-long',
  category: 'correctness',
  documentation: {
    summary: 'A name, tag or pool that is longer than Airflow takes.',
    why: 'Ids of DAGs and tasks have at most 250 characters, tags 100, names of pools 256: Airflow refuses the DAG, or its database does.',
    bad: `name: orders
dag_args: {schedule_interval: null, tags: [${'long-'.repeat(20)}tag]}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
dag_args: {schedule_interval: null, tags: [long-tag]}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *document({ document, outline }) {
      const name = outline.primary ? entryOf(document, 'name') : undefined;
      if (name?.value !== undefined && (asText(name.value)?.text.length ?? 0) > MAXIMUM.id) {
        yield { message: tooLongMessage('The id of a DAG', MAXIMUM.id), range: absolute(name, name.value) };
      }
      const dag = entryOf(document, 'dag_args');
      for (const tag of textsOf(valueAt(dag?.value, 'tags'))) {
        if (dag === undefined || tag.text.length <= MAXIMUM.tag) continue;
        yield { message: tooLongMessage('A tag', MAXIMUM.tag), range: absolute(dag, tag) };
      }
      for (const node of outline.nodes) {
        if (mayHaveLongId(node) && node.taskIds.some((id) => id.length > MAXIMUM.id))
          yield { message: tooLongMessage('The id of a task', MAXIMUM.id), range: placeOf(node) };
        const { pool } = node;
        if (pool !== undefined && pool.text.length > MAXIMUM.pool)
          yield { message: tooLongMessage('The name of a pool', MAXIMUM.pool), range: absolute(node.item, pool) };
      }
    },
  },
};

/** Airflow's `KEY_LENGTH`, `TAG_MAX_LEN` and the column of `slot_pool.pool`. */
const MAXIMUM = { id: 250, tag: 100, pool: 256 };

/** Where no id is given it is made of the name, and hardly longer than that. */
function mayHaveLongId(node: NodeOutline): boolean {
  const isLong = (node.name?.text.length ?? 0) > MAXIMUM.id - LONGEST_SUFFIX;
  return isLong && node.taskId === undefined;
}

/** Of a resource: `_destroy`. */
const LONGEST_SUFFIX = 8;

function tooLongMessage(what: string, most: number): string {
  return `${what} has at most ${most} characters, and this has more.`;
}
