import type { WorkflowRule } from '../context';
import { titleOf } from '../outline';
import { changeTo, rangeOf, withFix } from '../suggest';

export const deprecatedType: WorkflowRule = {
  id: 'deprecated-type',
  category: 'migration',
  documentation: {
    summary: 'The official package warns that the class of a node will go.',
    why: 'A later release of the package has it no more, and the DAG then fails to load.',
    bad: `name: orders
operators:
- {name: wait, type: TimeDeltaSensorAsync, properties: {delta: 60}}
`,
    good: `name: orders
operators:
- {name: wait, type: TimeDeltaSensor, properties: {delta: 60, deferrable: true}}
`,
    fixSafety: 'A proposal: the other class may take other arguments.',
  },
  check: {
    *item({ node, type: known, settings }) {
      const { type } = node;
      if (type === undefined || known?.kind !== 'operator' || known.type.deprecated === undefined) return;
      const successor = successorIn(known.type.deprecated);
      const name = successor === undefined ? undefined : settings.catalogue.find(successor)?.name;
      yield {
        message: `"${type.text}", which ${titleOf(node)} runs, is deprecated. ${known.type.deprecated}`,
        range: rangeOf(type),
        ...withFix(name === undefined ? undefined : changeTo(type, name)),
      };
    },
  },
};

/** The class that a text like "Use a.b.C." names. */
function successorIn(text: string): string | undefined {
  return /^Use ([\w.]*\w)\.$/.exec(text)?.[1];
}
