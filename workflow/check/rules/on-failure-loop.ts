import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { describeCycle, isFailureLoop } from '../flow-cycles';
import { titleOf } from '../outline';

export const onFailureLoop: WorkflowRule = {
  id: 'on-failure-loop',
  category: 'correctness',
  documentation: {
    summary: 'A handler of a failure leads back to the task whose failure it handles.',
    why: 'A task runs once in a run: after a handler it cannot be started again. `retries` try a task again.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [repair], upstream_dependencies: [repair], properties: {bash_command: load}}
- {name: repair, type: bash, properties: {bash_command: repair}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [repair], properties: {bash_command: load, retries: 2}}
- {name: repair, type: bash, properties: {bash_command: repair}}
`,
  },
  mentions: ['on_failure'],
  check: {
    *document({ outline, cycles }) {
      for (const node of outline.nodes) {
        for (const { role, scalar } of node.references) {
          if (role !== 'on_failure' || scalar.text !== node.name?.text) continue;
          yield {
            message: `"${scalar.text}" is named as the handler of its own failure; it cannot run a second time.`,
            range: absolute(node.item, scalar),
            help: 'To try it again, give it "retries".',
          };
        }
      }
      for (const cycle of cycles) {
        const failure = cycle.find((edge) => edge.role === 'on_failure');
        // Where a handler has no meaning, that is told.
        if (failure === undefined || !isFailureLoop(cycle) || HANDLES_NOTHING.has(failure.from.type?.text ?? ''))
          continue;
        yield {
          message: `The handler ${titleOf(failure.to)} leads back to ${titleOf(failure.from)}, whose failure it handles: ${describeCycle(cycle)}. A task runs once in a run.`,
          range: failure.range,
          help: 'To try a task again, give it "retries"; else remove one of the edges.',
          related: cycle
            .filter((edge) => edge !== failure)
            .map((edge) => ({
              range: edge.range,
              message: `${titleOf(edge.to)} comes after ${titleOf(edge.from)} by this.`,
            })),
        };
      }
    },
  },
};

const HANDLES_NOTHING: ReadonlySet<string> = new Set(['join', 'fail']);
