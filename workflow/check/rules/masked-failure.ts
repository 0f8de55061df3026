import { RENAMED_TRIGGER_RULES, TRIGGER_RULES } from '../../../schemas';
import { nearest } from '../../../text/nearest';
import { absolute, asText, textsOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { type DocumentOutline, type NodeOutline, partOf, placeOf, titleOf } from '../outline';
import { neighboursOf } from '../reach';

export const maskedFailure: WorkflowRule = {
  id: 'masked-failure',
  category: 'suspicious',
  silencedBy: ['dependency-cycle', 'unknown-dependency', 'yaml-syntax'],
  documentation: {
    summary: 'The last task of a workflow runs even after a failure, and nothing else shows that failure.',
    why: 'Airflow judges a run by its last tasks. Where the only one after a failed task is one that runs anyway and succeeds, the run is a success and nobody hears of the failure.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: tidy, type: bash, upstream_dependencies: [load], properties: {bash_command: tidy, trigger_rule: all_done}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: tidy, type: bash, upstream_dependencies: [load], properties: {bash_command: tidy, trigger_rule: all_done}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
  },
  mentions: ['trigger_rule'],
  check: {
    *document({ outline }) {
      if (outline.loose || !outline.primary) return;
      const neighbours = lazy(() => neighboursOf(outline));
      const last = lastPart(outline);
      for (const node of outline.nodes) {
        const rule = node.triggerRule;
        if (rule === undefined || !masks(node) || partOf(node.section) !== last) continue;
        const { before, after } = neighbours();
        if ((after.get(node)?.length ?? 0) > 0) continue;
        const hidden = (before.get(node) ?? []).find(
          (other) =>
            canFail(other) && !failsTheRun(other, outline) && (after.get(other) ?? []).every((next) => masks(next)),
        );
        if (hidden === undefined) continue;
        yield {
          message: `Where ${titleOf(hidden)} fails, ${titleOf(node)} runs all the same, and the run counts as a success.`,
          range: absolute(node.item, rule),
          help: `Let another task without that rule depend on ${titleOf(hidden)}, or handle its failure by "on_failure".`,
          related: [{ range: placeOf(hidden), message: 'Nothing else shows that this one failed.' }],
        };
      }
    },
  },
};

/** The part that runs at the end: what stands before it is never last. */
function lastPart({ nodes }: DocumentOutline): 'before' | 'main' | 'after' {
  const parts = new Set(nodes.map((node) => partOf(node.section)));
  if (parts.has('after')) return 'after';
  return parts.has('main') ? 'main' : 'before';
}

/** Rules under which a task may run and succeed though one before it failed. */
const MASKING: ReadonlySet<string> = new Set([
  'all_done',
  'one_done',
  'always',
  'none_skipped',
  'one_success',
  'one_failed',
  'all_failed',
]);

function masks(node: NodeOutline): boolean {
  const { triggerRule } = node;
  return triggerRule !== undefined && MASKING.has(meantRule(triggerRule.text));
}

/** The rule that a misspelt or former name stands for. */
function meantRule(text: string): string {
  return RENAMED_TRIGGER_RULES.get(text) ?? (RULES.has(text) ? text : (nearest(text, RULES)[0] ?? text));
}

const RULES: ReadonlySet<string> = new Set(TRIGGER_RULES);

/** Does it run only where a `fail` runs as well, which ends the run as failed whatever else happens? */
function failsTheRun(node: NodeOutline, { edges }: DocumentOutline): boolean {
  const sources = edges.filter(({ to, role }) => to === node && role === 'on_failure').map(({ from }) => from);
  const isWithFail = (source: NodeOutline): boolean =>
    edges.some(({ from, to, role }) => from === source && role === 'on_failure' && to.type?.text === 'fail');
  return sources.length > 0 && sources.every(isWithFail);
}

/** A `fail` fails the run in any case, and a failure that is handled is none. */
function canFail({ type, item }: NodeOutline): boolean {
  const isPlain = type !== undefined && !['fail', 'join', 'branch', 'dummy'].includes(type.text);
  return isPlain && asText(type) !== undefined && textsOf(valueAt(item.map, 'on_failure')).length === 0;
}
