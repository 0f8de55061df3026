import { asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { readTemplate } from '../jinja';
import { rangeOf } from '../suggest';

export const unreachableCase: WorkflowRule = {
  id: 'unreachable-case',
  category: 'suspicious',
  silencedBy: ['invalid-branch', 'invalid-jinja', 'yaml-syntax'],
  documentation: {
    summary: 'A case of a `branch` that is never chosen, or after which no other ever is.',
    why: 'The first true case wins: one that repeats an earlier condition, or stands behind one that is always true, is dead.',
    bad: `name: orders
format: 1
dag_args: {params: {mode: full}}
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.mode == 'full' }}", then: [full]}
  - {when: "{{ params.mode == 'full' }}", then: [delta]}
  otherwise: []
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: delta, type: bash, properties: {bash_command: load --delta}}
`,
    good: `name: orders
format: 1
dag_args: {params: {mode: full}}
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.mode == 'full' }}", then: [full]}
  - {when: "{{ params.mode == 'delta' }}", then: [delta]}
  otherwise: []
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: delta, type: bash, properties: {bash_command: load --delta}}
`,
  },
  mentions: ['branch'],
  check: {
    *item({ node, item }) {
      const cases = node.type?.text === 'branch' ? valueAt(item.map, 'cases') : undefined;
      if (cases?.kind !== 'list') return;
      const seen = new Map<string, { readonly start: number; readonly end: number }>();
      let always: { readonly start: number; readonly end: number } | undefined;
      for (const one of cases.items) {
        const when = asText(valueAt(one, 'when'));
        if (when === undefined) continue;
        const condition = when.text.replace(/\s+/g, '');
        const earlier = seen.get(condition) ?? always;
        const constant = constantOf(when.text);
        if (earlier !== undefined || constant === 'false') {
          yield {
            message:
              constant === 'false'
                ? 'This case is never chosen: its condition is never true.'
                : `This case is never chosen: an earlier one ${seen.has(condition) ? 'has the same condition' : 'is always true'}.`,
            range: rangeOf(when),
            ...(earlier === undefined
              ? {}
              : { related: [{ range: earlier, message: 'The earlier one stands here.' }] }),
          };
        }
        if (!seen.has(condition)) seen.set(condition, rangeOf(when));
        if (constant === 'true') always ??= rangeOf(when);
      }
    },
  },
};

/** `true` or `false` where the condition is nothing else. */
function constantOf(text: string): string | undefined {
  const reading = readTemplate(text);
  const [only, ...more] = 'template' in reading ? reading.template.expressions : [];
  return more.length === 0 && only?.kind === 'literal' && !only.isText ? only.value : undefined;
}
