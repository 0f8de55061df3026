import type { WorkflowRule } from '../context';
import { placeOf, titleOf } from '../outline';
import { isStaged, soundStaging } from '../waves';

/** Who forgot a wave need not be told of each of its nodes. */
const MAXIMUM = 10;

export const nodeWithoutWave: WorkflowRule = {
  id: 'node-without-wave',
  category: 'suspicious',
  documentation: {
    summary: 'A workflow has waves, and none of them selects a node.',
    why: 'The node is built by no `--wave`, and its migration would never be finished. Branches, joins and fails go with what they lead to; resources with their users.',
    bad: `name: orders
format: 1
waves:
- {name: first, select: load}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    good: `name: orders
format: 1
waves:
- {name: first, select: load}
- {name: second, select: publish}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
  },
  mentions: ['waves'],
  check: {
    *file({ file, staging: stagingIn }) {
      const waveOf = soundStaging(file, stagingIn)?.waveOf;
      if (waveOf === undefined) return;
      const left = file.documents.flatMap(({ nodes }) =>
        nodes.filter((node) => isStaged(node) && !waveOf.has(node.item)),
      );
      for (const node of left.slice(0, MAXIMUM)) {
        const more =
          node === left[MAXIMUM - 1] && left.length > MAXIMUM ? ` So are ${left.length - MAXIMUM} more.` : '';
        yield { message: `${titleOf(node)} is in no wave, so no "--wave" builds it.${more}`, range: placeOf(node) };
      }
    },
  },
};
