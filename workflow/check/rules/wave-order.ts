import type { WorkflowRule } from '../context';
import { cyclesOf } from '../flow-cycles';
import { placeOf, titleOf } from '../outline';
import { againstDependencies, soundStaging } from '../waves';

export const waveOrder: WorkflowRule = {
  id: 'wave-order',
  category: 'suspicious',
  documentation: {
    summary: 'A node is in an earlier wave than a node that it waits for.',
    why: 'Until the later wave is built the node runs without waiting for what that one brings: what it needs is still made by the old system, or by nobody.',
    bad: `name: orders
format: 1
waves:
- {name: first, select: publish}
- {name: second, select: load}
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
      const staging = soundStaging(file, stagingIn);
      if (staging === undefined || staging.waves.length < 2) return;
      const { waves, waveOf } = staging;
      const nameOf = (wave: number): string => waves[wave]?.name ?? '';
      for (const outline of file.documents) {
        // In a circle the order is what is wrong, and told.
        const circle = new Set(cyclesOf(outline).flatMap((cycle) => cycle.map(({ to }) => to)));
        for (const { node, before, edge } of againstDependencies(outline, waveOf)) {
          if (circle.has(node) || circle.has(before)) continue;
          const own = nameOf(waveOf.get(node.item) ?? 0);
          const later = nameOf(waveOf.get(before.item) ?? 0);
          yield {
            message: `${titleOf(node)} is in the wave "${own}" and comes after ${titleOf(before)}, which is built later, in "${later}".`,
            range: edge,
            help: `Select ${titleOf(before)} in "${own}" too: "+name" takes all that a node waits for.`,
            related: [{ range: placeOf(before), message: `${titleOf(before)} stands here.` }],
          };
        }
      }
    },
  },
};
