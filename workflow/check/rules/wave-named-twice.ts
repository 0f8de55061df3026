import type { DocumentItem } from '../../read';
import type { Term } from '../../select/parse';
import { placeInWave, type Wave } from '../../select/waves';
import type { WorkflowRule } from '../context';
import { soundStaging } from '../waves';

export const waveNamedTwice: WorkflowRule = {
  id: 'wave-named-twice',
  category: 'suspicious',
  documentation: {
    summary: 'Two waves name the same node outright.',
    why: 'A node belongs to the first wave that selects it, so the second name says nothing, and one of the two is wrong.',
    bad: `name: orders
format: 1
waves:
- {name: first, select: load}
- {name: second, select: "load publish"}
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
      const { waves = [], outright = [] } = soundStaging(file, stagingIn) ?? {};
      const first = new Map<DocumentItem, { readonly wave: Wave; readonly term: Term }>();
      for (const [index, wave] of waves.entries()) {
        for (const [item, term] of outright[index] ?? []) {
          const before = first.get(item);
          first.set(item, before ?? { wave, term });
          if (before === undefined) continue;
          yield {
            message: `"${term.pattern}" is already in the wave "${before.wave.name}", so "${wave.name}" does not add it.`,
            range: placeInWave(file.file, wave, term.range),
            related: [
              {
                range: placeInWave(file.file, before.wave, before.term.range),
                message: `"${before.wave.name}" names it here.`,
              },
            ],
          };
        }
      }
    },
  },
};
